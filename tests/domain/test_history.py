"""What stands by the facts: plan, stage, holds, what is open and what was cut off."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import (
    ExerciseDone,
    Fact,
    FlareStarted,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    StageChanged,
    Stamped,
)
from coach.domain.history import History, once_a_history
from coach.domain.outcomes import ClearedBy, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from tests.builders import NINE, a_history, stamped

EMERGENCY, SAME_DAY = Tier.EMERGENCY, Tier.SAME_DAY


def minutes_later(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def a_plan(stage: StageCode = StageCode.CALM) -> PlanReceived:
    return PlanReceived(
        program="steady-back",
        version=1,
        therapist="",
        from_day=NINE.date(),
        stage=stage,
        sore_side="left",
    )


def a_change(to_stage: StageCode) -> StageChanged:
    return StageChanged(from_stage=StageCode.CALM, to_stage=to_stage, rule="r", evidence="e")


def cleared(*clears: str, names: bool = False) -> SafetyCleared:
    """Without names as an older coach wrote it."""
    named = clears if clears or names else None
    return SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="Seen today.", clears=named)


def yes(item: str, tier: Tier) -> RedFlagAnswered:
    return RedFlagAnswered(item=item, answer=True, tier=tier, text_version=1)


def a_set(session: str, **changes: Any) -> ExerciseDone:
    values: dict[str, Any] = {
        "session": session,
        "item": "2027-03-01/bridge/1",
        "exercise": "bridge",
        "set_no": 1,
        "side": "none",
        "reps": 10,
        "hold_seconds": 5,
        "seconds": 50.0,
        "planned_reps": 10,
        "planned_seconds": 50.0,
        "outcome": SetOutcome.DONE,
    }
    return ExerciseDone(**(values | changes))


def started(session: str, pace: float = 1.0, resumed_from: str | None = None) -> SessionStarted:
    return SessionStarted(
        session=session,
        stage=StageCode.CALM,
        items=("2027-03-01/bridge/1",),
        pace=pace,
        resumed_from=resumed_from,
    )


def ended(session: str) -> SessionEnded:
    return SessionEnded(
        session=session, stage=StageCode.CALM, outcome=SessionOutcome.COMPLETED, minutes=5
    )


def in_order(*facts: Fact) -> History:
    """Facts one minute apart."""
    return a_history(*(stamped(fact, minutes_later(n)) for n, fact in enumerate(facts)))


# --- plan and stage


def test_before_set_up_there_is_nothing() -> None:
    nothing = a_history()
    assert nothing.plan() is None
    assert nothing.stage() is None
    assert nothing.hold() is None
    assert nothing.open_session() is None
    assert nothing.flare_until() is None


def test_the_last_plan_holds_with_its_stage() -> None:
    history = in_order(a_plan(), a_change(StageCode.BUILD), a_plan(StageCode.MOVE))
    assert history.stage() is StageCode.MOVE


def test_a_change_of_stage_since_the_plan_holds() -> None:
    assert in_order(a_plan(), a_change(StageCode.BUILD)).stage() is StageCode.BUILD


# --- holds


def test_a_hold_stands_until_it_is_cleared() -> None:
    assert in_order(SafetyHold(tier=EMERGENCY)).hold() == (NINE, SafetyHold(tier=EMERGENCY))
    assert in_order(SafetyHold(tier=EMERGENCY), cleared()).hold() is None


def test_of_several_holds_the_most_urgent_stands_since_the_first() -> None:
    for tiers in ((EMERGENCY, SAME_DAY), (SAME_DAY, EMERGENCY)):
        history = in_order(*(SafetyHold(tier=tier) for tier in tiers))
        assert history.hold() == (NINE, SafetyHold(tier=EMERGENCY))


def test_a_new_hold_after_a_clearing_stands_by_itself() -> None:
    history = in_order(SafetyHold(tier=EMERGENCY), cleared(), SafetyHold(tier=SAME_DAY))
    assert history.hold() == (minutes_later(2), SafetyHold(tier=SAME_DAY))


def test_a_clock_that_was_set_back_does_not_undo_a_hold() -> None:
    # Cleared at noon by a clock three hours fast; the clock is set right, then a yes at half nine.
    first = stamped(SafetyHold(tier=EMERGENCY), NINE)
    clearing = stamped(cleared(), minutes_later(180))
    second = stamped(SafetyHold(tier=EMERGENCY), minutes_later(30))
    # The log gives facts by time, so the clearing comes last.
    history = a_history(first, second, clearing)
    assert history.hold() == (minutes_later(30), SafetyHold(tier=EMERGENCY))


def test_an_old_clearing_of_another_device_clears_nothing_since_no_clock_tells_the_order() -> None:
    hold = stamped(SafetyHold(tier=EMERGENCY), NINE)
    other = {"device": "restored", "seq": 1}
    for minutes in (5, -5):
        later = stamped(cleared(), minutes_later(minutes), **other)
        assert a_history(hold, later).hold() == (NINE, SafetyHold(tier=EMERGENCY))


def test_a_clearing_clears_what_it_names_and_nothing_else() -> None:
    known, other = (stamped(SafetyHold(tier=tier), NINE) for tier in (EMERGENCY, SAME_DAY))
    yes_known = stamped(yes("saddle", EMERGENCY), NINE)
    naming = stamped(cleared(known.id, yes_known.id), minutes_later(5), device="restored", seq=1)
    assert a_history(known, yes_known, naming).hold() is None
    history = a_history(known, yes_known, other, naming)
    assert history.hold() == (NINE, SafetyHold(tier=SAME_DAY))
    assert history.hold_answers() == []
    assert history.standing_locks() == (other,)
    assert history.hold_periods() == [(NINE, minutes_later(5)), (NINE, None)]


def test_a_clearing_that_names_nothing_clears_nothing() -> None:
    assert in_order(SafetyHold(tier=EMERGENCY), cleared("another")).hold() is not None


def test_nothing_is_cleared_before_it_was_written_on_one_device() -> None:
    later = stamped(SafetyHold(tier=EMERGENCY), NINE, seq=900)
    early = stamped(cleared(later.id), minutes_later(5), seq=899)
    assert a_history(later, early).hold() is not None


@given(st.lists(st.tuples(st.integers(-99, 99), st.booleans(), st.booleans()), max_size=12))
def test_a_yes_stands_until_a_later_clearing_whatever_clocks_and_devices(
    steps: list[tuple[int, bool, bool]],
) -> None:
    """Each step: what the clock says, whether the home was restored before, and yes or cleared.

    What is written in a home knows what the home holds: a clearing names what stands there.
    """
    written: list[Stamped] = []
    open_ids: list[str] = []
    device, seq = 0, 0
    for number, (hours, restored, is_yes) in enumerate(steps):
        device, seq = (device + 1, 1) if restored else (device, seq + 1)
        told = sorted(written, key=lambda one: (one.at, one.seq))
        if is_yes:
            fact: Fact = SafetyHold(tier=EMERGENCY)
            open_ids.append(f"f{number}")
        else:
            standing = (one.id for one in a_history(*told).standing_locks())
            fact, open_ids = cleared(*standing, names=True), []
        at = minutes_later(hours * 60)
        written.append(stamped(fact, at, id=f"f{number}", device=f"d{device}", seq=seq))
    history = a_history(*sorted(written, key=lambda one: (one.at, one.seq)))
    assert {one.id for one in history.standing_locks()} == set(open_ids)
    assert (history.hold() is not None) == bool(open_ids)


def test_the_answers_behind_a_hold_are_the_locking_ones_since_it_was_last_free() -> None:
    history = in_order(
        yes("old", EMERGENCY),
        SafetyHold(tier=EMERGENCY),
        cleared(),
        yes("opening", Tier.THERAPIST),
        yes("fever", SAME_DAY),
        SafetyHold(tier=SAME_DAY),
    )
    assert [answer.item for _, answer in history.hold_answers()] == ["fever"]


def test_the_time_under_a_hold_is_known() -> None:
    history = in_order(SafetyHold(tier=EMERGENCY), cleared(), SafetyHold(tier=SAME_DAY))
    assert history.hold_periods() == [
        (NINE, minutes_later(1)),
        (minutes_later(2), None),
    ]


# --- sessions


def test_a_session_is_open_until_it_ended() -> None:
    assert in_order(started("s1"), ended("s1")).open_session() is None
    found = in_order(started("s1"), ended("s1"), started("s2")).open_session()
    assert found is not None
    assert found[1].session == "s2"


def test_a_session_that_was_cut_off_after_the_clock_was_set_back_is_open() -> None:
    broken = stamped(started("s2"), NINE, seq=3)
    history = a_history(
        broken,
        stamped(started("s1"), minutes_later(120), seq=1),
        stamped(ended("s1"), minutes_later(130), seq=2),
    )
    assert history.open_session() == (broken, broken.fact)


def test_a_session_that_was_cut_off_ended_with_its_last_set() -> None:
    history = in_order(started("s1"), a_set("s1"), a_set("s1", set_no=2), started("s2"))
    cut_off = history.cut_off("s1")
    assert cut_off is not None
    assert cut_off.outcome is SessionOutcome.INTERRUPTED
    assert cut_off.minutes == 2
    assert history.cut_off("never") is None


def test_a_session_that_ended_is_not_cut_off() -> None:
    assert in_order(started("s1"), ended("s1")).cut_off("s1") is None


def test_sessions_that_broke_on_earlier_days_are_found() -> None:
    history = in_order(started("s1"), a_set("s1"), started("s2"), ended("s2"), started("s3"))
    tomorrow = NINE.date() + timedelta(days=1)
    assert [fact.session for fact in history.broken_sessions(tomorrow)] == ["s1", "s3"]
    assert history.broken_sessions(NINE.date()) == []


def test_sets_so_far_reach_back_through_every_time_it_was_broken_off() -> None:
    history = in_order(
        started("s1"),
        a_set("s1", set_no=1),
        started("s2", resumed_from="s1"),
        a_set("s2", set_no=2),
        started("s3", resumed_from="s2"),
        a_set("s3", set_no=3),
        a_set("other", set_no=9),
    )
    assert [fact.set_no for fact in history.sets_so_far("s3", 1.0)] == [1, 2, 3]


def test_sets_of_a_rehearsal_are_none_of_a_real_session() -> None:
    history = in_order(
        started("fast", pace=20.0),
        a_set("fast", set_no=1),
        started("s2", resumed_from="fast"),
        a_set("s2", set_no=2),
    )
    assert [fact.set_no for fact in history.sets_so_far("s2", 1.0)] == [2]
    assert history.sets_so_far("fast", 1.0) == []
    assert [fact.set_no for fact in history.sets_so_far("fast", 20.0)] == [1]


def test_a_session_that_goes_on_from_itself_ends_the_search() -> None:
    history = in_order(started("s1", resumed_from="s1"), a_set("s1"))
    assert len(history.sets_so_far("s1", 1.0)) == 1


def test_rehearsed_sessions_are_those_at_another_pace() -> None:
    history = in_order(started("s1"), started("fast", pace=20.0))
    assert history.rehearsed_sessions() == {"fast"}


def test_an_exercise_is_known_by_the_sessions_in_which_some_of_it_was_done() -> None:
    nothing_of_it = a_set("s1", exercise="walk", reps=0)
    history = in_order(a_set("s1"), a_set("s1"), a_set("s2"), nothing_of_it)
    assert history.sessions_of_exercises() == {"bridge": 2}
    assert history.sessions_of_exercises("another@1") == {}


def test_a_rehearsal_teaches_no_exercise() -> None:
    history = in_order(started("fast", pace=20.0), a_set("fast"), a_set("s1"))
    assert history.sessions_of_exercises() == {"bridge": 1}


# --- the rest


def test_a_flare_ends_after_its_hours() -> None:
    assert in_order(FlareStarted(hours=48)).flare_until() == NINE + timedelta(hours=48)


def test_the_worst_score_of_a_day_is_of_one_site_only() -> None:
    def score(site: Site, number: int) -> PainScore:
        return PainScore(site=site, score=number, moment=Moment.NOW)

    history = in_order(score(Site.LEG, 2), score(Site.LEG, 6), score(Site.BACK, 9))
    assert history.worst(Site.LEG, NINE.date()) == 6
    assert history.worst(Site.LEG, NINE.date() + timedelta(days=1)) is None


def test_facts_of_a_kind_come_with_their_stamps_in_order() -> None:
    facts: list[Stamped] = [stamped(FlareStarted(hours=n)) for n in (24, 48)]
    assert [fact.hours for _, fact in a_history(*facts).of(FlareStarted)] == [24, 48]


def test_facts_of_some_kinds_stand_in_the_order_of_all() -> None:
    history = in_order(
        a_plan(), FlareStarted(hours=24), a_change(StageCode.MOVE), FlareStarted(hours=48)
    )
    first, flare, second, another = history.facts
    assert history.among(StageChanged, PlanReceived) == [first, second]
    assert history.among(SafetyHold) == []
    assert history.without(StageChanged, PlanReceived) == [flare, another]


def test_a_history_knows_its_first_and_its_last() -> None:
    assert (a_history().first_day, a_history().last_day, a_history().last_at) == (None, None, None)
    late = stamped(FlareStarted(hours=24), at=minutes_later(60 * 24))
    history = a_history(late, stamped(FlareStarted(hours=48)))
    assert (history.first_day, history.last_day) == (NINE.date(), late.day)
    assert history.last_at == late.at


def test_a_rule_is_worked_out_once_for_each_history() -> None:
    asked: list[History] = []

    @once_a_history
    def flares(history: History) -> int:
        asked.append(history)
        return len(history.among(FlareStarted))

    one, other = in_order(FlareStarted(hours=24)), in_order(a_plan())
    assert [flares(one), flares(other), flares(one)] == [1, 0, 1]
    assert [id(history) for history in asked] == [id(one), id(other)]


def test_histories_of_the_same_facts_are_the_same_whatever_was_asked_of_one() -> None:
    facts = in_order(a_plan(), FlareStarted(hours=24)).facts
    one, other = History(facts), History(facts)
    assert one.stage() is StageCode.CALM
    assert one == other
    assert hash(one) == hash(other)
