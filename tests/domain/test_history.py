"""What stands by the facts: plan, stage, holds, what is open and what was cut off."""

from datetime import datetime, timedelta
from typing import Any

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
    SittingBout,
    SittingStarted,
    StageChanged,
    Stamped,
)
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Site
from coach.domain.program import StageCode, Surface
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


def cleared() -> SafetyCleared:
    return SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="Seen today.")


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
    assert nothing.open_bout() is None
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


def test_a_clearing_from_another_device_counts_by_its_time() -> None:
    hold = stamped(SafetyHold(tier=EMERGENCY), NINE)
    other = {"device": "clinic", "seq": 1}
    assert a_history(hold, stamped(cleared(), minutes_later(5), **other)).hold() is None
    assert a_history(stamped(cleared(), minutes_later(-5), **other), hold).hold() is not None


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


def test_an_exercise_is_known_once_some_of_it_was_done() -> None:
    history = in_order(a_set("s1"), a_set("s1", exercise="walk", reps=0))
    assert history.exercises_known() == {"bridge"}


# --- the rest


def test_a_spell_of_sitting_is_open_until_it_ended() -> None:
    sat = SittingStarted(bout="b1", surface=Surface.FIRM)
    bout = SittingBout(
        bout="b1",
        surface=Surface.FIRM,
        started_at=NINE,
        minutes=1,
        limit_minutes=20,
        warnings=0,
        overdue_minutes=0,
    )
    assert in_order(sat, bout).open_bout() is None
    found = in_order(sat).open_bout()
    assert found is not None
    assert found[1] == sat


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
