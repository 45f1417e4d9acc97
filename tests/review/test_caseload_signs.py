"""Signs out of a log, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import (
    AnswerGiven,
    CareStepNoted,
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    SessionStarted,
    StageChanged,
    StageProposed,
    Stamped,
)
from coach.domain.outcomes import ClearedBy, Decision
from coach.domain.pain import Moment, Reach
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.review.caseload_signs import Signs, signs_of
from coach.review.caseload_trends import LegStep, LegWeek, Lower, leg_week
from coach.review.follow_up_safety import Lift, Lifts
from coach.review.lifting import Lifting
from tests.review.courses import a_leg, a_plan, at, course, day, every_day, legs, on
from tests.store.builders import a_set, an_item


def asked_and_done(nth: int, done: int) -> list[Stamped]:
    """An item of ten repetitions on the nth day, `done` of them done."""
    item = f"item-{nth}"
    return [
        on(nth, an_item(item, for_day=day(nth)), hour=8),
        on(nth, a_set(item, reps=done), hour=9),
    ]


def issued(nth: int, version: int = 1, document: str = "ab" * 32) -> Stamped:
    plan = PlanIssued(
        program="steady-back",
        version=version,
        stage=StageCode.MOVE,
        from_day=day(nth),
        valid_until=day(nth + 60),
        document=document,
        changes="",
    )
    return on(nth, plan)


def signed(nth: int, version: int, from_day: int) -> Stamped:
    """A signed plan that was opened on the nth day."""
    plan = a_plan(nth, from_day=from_day)
    assert isinstance(plan.fact, PlanReceived)
    return replace(
        plan, fact=replace(plan.fact, version=version, signer="ab" * 32, document="the plan")
    )


def test_an_empty_log_has_no_sign_and_no_zero() -> None:
    assert signs_of(course()) == Signs()


def test_leg_start_and_now_are_middles_of_noted_days() -> None:
    # The first seven days at 6 and the last seven at 3: middles 6 and 3.
    scores = every_day(6, 0, 6) | every_day(4, 7, 20) | every_day(3, 21, 27)
    signs = signs_of(course(a_plan(), legs(scores)))
    assert (signs.leg_start, signs.leg_now) == (6.0, 3.0)
    assert (signs.leg_day, signs.leg_at) == (day(27), at(27))
    assert signs.leg_week == LegWeek(before=3.0, now=3.0)


def test_the_week_is_the_last_three_noted_days_against_the_seven_before() -> None:
    scores = {day(n): 3 for n in range(7)} | {day(7): 5, day(8): 6, day(9): 7}
    assert leg_week(scores) == LegWeek(before=3.0, now=6.0)
    # One noted day is too few for now, two noted days are too few for before.
    assert leg_week({day(n): 3 for n in range(7)} | {day(9): 7}) is None
    assert leg_week({day(5): 3, day(6): 3, day(8): 6, day(9): 6}) is None
    assert leg_week({}) is None


def test_two_days_are_compared_with_each_other_and_counted() -> None:
    signs = signs_of(course(a_plan(), legs({0: 5, 3: 7})))
    assert signs.leg_step == LegStep(before=5, before_day=day(0), now=7)
    assert (signs.leg_now, signs.leg_days, signs.leg_newest) == (None, 2, 7)
    # Where a week can be told, it counts alone.
    assert signs_of(course(a_plan(), legs(every_day(3, 0, 9)))).leg_step is None
    assert signs_of(course(a_plan(), legs({0: 5}))).leg_step is None


def test_a_gap_in_the_log_moves_no_window_over_it() -> None:
    # Noted until day 9, then away: the week is that before day 9, not an empty one before today.
    scores = every_day(3, 0, 6) | every_day(6, 7, 9)
    signs = signs_of(course(a_plan(), legs(scores), issued(40)))
    assert signs.leg_week == LegWeek(before=3.0, now=6.0)
    assert signs.log_until == at(9)


def test_what_the_therapist_wrote_is_no_sign_of_the_patient() -> None:
    note = CareStepNoted(step="medicines", on_day=day(20), note="talked about it")
    decided = ReviewDecided(decision=Decision.KEEP, note="")
    signs = signs_of(course(a_plan(), legs({0: 5}), on(20, note), on(21, decided)))
    assert signs.last_sign_at == at(0)
    assert signs.log_until == at(0)
    assert signs.decided_at == at(21)


KEPT = ReviewDecided(decision=Decision.KEEP, note="")


@pytest.mark.parametrize(
    ("visit", "only_signed"),
    [
        ([issued(20)], True),
        ([issued(20), on(20, KEPT)], False),  # In one unit, at one moment.
        ([on(19, KEPT), issued(20)], True),
        ([issued(20), on(21, KEPT)], False),
        ([], False),
    ],
    ids=["a plan", "both", "a plan after it", "a decision after it", "nothing"],
)
def test_a_plan_that_was_signed_alone_is_no_decision(
    visit: list[Stamped], only_signed: bool
) -> None:
    assert signs_of(course(a_plan(), visit)).only_signed is only_signed


def test_what_a_running_coach_asks_by_itself_is_no_sign_either() -> None:
    signs = signs_of(course(a_plan(), legs({0: 5}), on(3, an_item(for_day=day(3)))))
    assert signs.last_sign_at == at(0)
    assert signs.log_until == at(3)


def test_the_plan_that_was_given_last_tells_its_end_and_the_log_its_version() -> None:
    signs = signs_of(course(issued(0), a_plan(1), issued(20, version=2)))
    assert signs.waiting_version == 2
    assert signs.plan_until == day(80)
    assert signs.decided_at == signs.issued_at == at(20)
    assert (signs.plan_version, signs.stage) == ("steady-back@1", StageCode.MOVE)


def test_a_plan_that_waits_is_opened_and_does_not_hold_yet() -> None:
    opened = [a_plan(), issued(0, version=2, document="the plan"), signed(1, 2, from_day=15)]
    signs = signs_of(course(opened, legs({3: 5})))
    assert (signs.plan_version, signs.waiting_version) == ("steady-back@1", None)
    signs = signs_of(course(opened, signed(3, 3, from_day=3), legs({3: 5, 20: 5})))
    assert signs.plan_version == "steady-back@3"


def test_another_therapists_higher_number_does_not_open_the_own_version() -> None:
    theirs = signed(2, 7, from_day=2)
    assert isinstance(theirs.fact, PlanReceived)
    until = day(20)
    other = replace(theirs.fact, signer="cd" * 32, document="theirs", valid_until=until)
    signs = signs_of(course(a_plan(), replace(theirs, fact=other), issued(4, 2), legs({20: 4})))
    assert signs.waiting_version == 2
    assert signs.plan_until == day(64)


def test_something_new_stands_until_it_is_settled() -> None:
    new = on(
        3,
        RedFlagAnswered(item="opening", answer=True, tier=Tier.THERAPIST, text_version=1),
    )
    talked = on(5, AnswerGiven(instrument="talked", item="therapist", value="yes"))
    assert signs_of(course(new)).new_since == new.at
    assert signs_of(course(new, talked)).new_since is None


def test_a_hold_and_its_clearing() -> None:
    held = on(3, SafetyHold(tier=Tier.SAME_DAY))
    signs = signs_of(course(a_plan(), held))
    assert (signs.hold_since, signs.hold_tier) == (at(3), Tier.SAME_DAY)
    own = on(4, SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="seen"))
    signs = signs_of(course(a_plan(), held, own))
    assert (signs.hold_since, signs.unlocked_at) == (None, at(4))
    signed = on(5, SafetyCleared(by=ClearedBy.THERAPIST, note="seen by me"))
    assert signs_of(course(a_plan(), held, own, signed)).unlocked_at is None


def test_a_lock_is_lifted_by_the_plan_that_was_signed_for_it_and_by_no_other() -> None:
    held = on(3, SafetyHold(tier=Tier.SAME_DAY))
    clearing = SafetyCleared(by=ClearedBy.THERAPIST, note="seen", clears=(held.id,))
    opened = replace(signed(4, 2, from_day=4), device="phone", seq=1)
    cleared = replace(on(4, clearing, 13), device="phone", seq=2)
    facts = course(a_plan(), held, opened, cleared)
    known = signs_of(facts, {"the plan": Lift(frozenset({held.id}))})
    assert (known.lifted_at, known.lifted_since, known.unknown_lift_at) == (at(4, 13), at(3), None)
    others: list[Lifts] = [
        {},
        {"the plan": Lift(frozenset())},
        {"another": Lift(frozenset({held.id}))},
    ]
    for lifts in others:
        found = signs_of(facts, lifts)
        assert (found.hold_since, found.lifted_at, found.unknown_lift_at) == (None, None, at(4, 13))


def test_the_newest_time_it_went_lower_with_where_it_was_before() -> None:
    stays = [on(nth, a_leg(4, Reach.THIGH)) for nth in range(5)]
    down = on(5, a_leg(3, Reach.CALF))
    assert signs_of(course(a_plan(), stays, down)).lower == Lower(day(5), Reach.THIGH, Reach.CALF)
    assert signs_of(course(a_plan(), stays)).lower is None
    assert signs_of(course(a_plan(), stays, down)).reach_now is Reach.CALF


def test_lower_within_a_session_has_no_day_before_it() -> None:
    before = on(5, a_leg(4, Reach.THIGH, session="s", moment=Moment.BEFORE))
    after = on(5, a_leg(4, Reach.KNEE, session="s", moment=Moment.AFTER), hour=10)
    assert signs_of(course(a_plan(), before, after)).lower == Lower(day(5), None, Reach.KNEE)


def test_lower_over_a_session_that_was_cut_off_and_gone_on_with_counts_as_within_it() -> None:
    parts = [
        on(5, SessionStarted(session=one, stage=StageCode.MOVE, items=(), resumed_from=former))
        for one, former in (("s", None), ("s2", "s"))
    ]
    first = on(5, a_leg(4, Reach.THIGH, session="s", moment=Moment.BEFORE))
    later = [
        on(5, a_leg(4, Reach.KNEE, session="s2", moment=moment), hour=hour)
        for hour, moment in ((10, Moment.BEFORE), (11, Moment.AFTER))
    ]
    assert signs_of(course(a_plan(), parts, first, later)).lower == Lower(day(5), None, Reach.KNEE)
    assert signs_of(course(a_plan(), parts, later)).lower is None


def test_adherence_of_the_last_two_weeks_of_the_log_and_of_those_before() -> None:
    # Fourteen days whole, then fourteen days half done.
    days = [fact for n in range(28) for fact in asked_and_done(n, 10 if n < 14 else 5)]
    signs = signs_of(course(a_plan(), days))
    assert (signs.percent_before, signs.percent) == (100.0, 50.0)
    assert signs.percent_days == 14


def test_a_day_on_which_only_the_therapist_wrote_stays_not_recorded() -> None:
    # Day 5 was filled in on day 6 with the machine off on day 5; the therapist signed that day.
    asked_later = on(6, an_item("item-5", for_day=day(5)), hour=7)
    days = [*asked_and_done(4, 10), asked_later, *asked_and_done(6, 10), issued(5)]
    signs = signs_of(course(a_plan(), days))
    assert (signs.percent, signs.percent_days) == (100.0, 2)


def test_a_few_days_before_are_no_mean() -> None:
    days = [fact for n in (11, 12, 13, *range(14, 28)) for fact in asked_and_done(n, 10)]
    assert signs_of(course(a_plan(), days)).percent_before is None


def test_a_proposal_stands_until_a_stage_or_a_plan_follows() -> None:
    proposed = StageProposed(
        from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule="leave_and_enter", evidence="."
    )
    signs = signs_of(course(a_plan(), on(9, proposed)))
    assert (signs.proposed_at, signs.proposed_stage) == (at(9), StageCode.BUILD)
    changed = StageChanged(
        from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule="leave_and_enter", evidence="."
    )
    assert signs_of(course(a_plan(), on(9, proposed), on(10, changed))).proposed_at is None


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 10), max_size=41))
def test_no_middle_lies_outside_what_was_noted(scores: dict[int, int]) -> None:
    signs = signs_of(course(a_plan(), legs(scores)))
    middles = [signs.leg_start, signs.leg_now]
    if signs.leg_week is not None:
        middles += [signs.leg_week.before, signs.leg_week.now]
    for one in middles:
        assert one is None or min(scores.values()) <= one <= max(scores.values())


def test_the_plan_that_lifts_a_lock_waits_until_it_is_opened() -> None:
    held = on(3, SafetyHold(tier=Tier.SAME_DAY))
    lifts = {"ab" * 32: Lift(frozenset([held.id]), "seen today")}
    assert signs_of(course(a_plan(), held, issued(4, 5)), lifts).lifting == Lifting(5)
    assert signs_of(course(a_plan(), held, issued(4, 5))).lifting is None
    again = on(5, SafetyHold(tier=Tier.EMERGENCY))
    assert signs_of(course(a_plan(), held, issued(4, 5), again), lifts).lifting is None


def test_a_later_plan_that_lifts_less_ends_what_lifts_the_lock_once_it_is_opened() -> None:
    held = on(3, SafetyHold(tier=Tier.SAME_DAY))
    all_of_it = Lift(frozenset([held.id]), "seen today")
    facts = [a_plan(), held, issued(4, 5), issued(5, 6, "b"), issued(6, 7, "c")]
    lifts = {"ab" * 32: all_of_it, "b": Lift(frozenset(["over"]), "seen before")}
    found = signs_of(course(*facts), lifts).lifting
    assert found == Lifting(5, (6, 7))
    assert found.words == "Version 5 lifts it, if it is opened before versions 6 and 7."
    assert signs_of(course(*facts[:-1]), lifts | {"b": all_of_it}).lifting == Lifting(6)
