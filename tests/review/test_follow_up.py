"""The follow-up as a whole: its window, its first line, its days, and what stands in none."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import (
    FlareStarted,
    NoteWritten,
    PainScore,
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    StageChanged,
    Stamped,
)
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy, Decision, Reason, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import OPENING_ITEM
from coach.review.adherence import adherence_by_day, mean_percent
from coach.review.first_words import signs_words
from coach.review.follow_up import FollowUp
from coach.review.follow_up_answer import mean_words
from coach.review.follow_up_facts import follow_up
from coach.review.follow_up_formulas import FORMULAS
from coach.review.follow_up_safety import Lift, Lifts
from coach.review.follow_up_window import Known
from coach.review.lifting import Lifting
from coach.review.record_paragraph import record_paragraph
from tests.domain.edits import STEADY
from tests.review.courses import a_leg, a_plan, at, course, day, legs, nights, on
from tests.review.doing import asked, did, excused, left_out, light, session

NAMES = Known(
    names={"bridge": "Bridge", "bird-dog": "Bird dog"},
    questions={"b1": "Is it numb?"},
    signs={"b1": "numb between the legs"},
)


def seen(
    *parts: Stamped | list[Stamped],
    today: int = 14,
    since: int | None = None,
    lifts: Lifts | None = None,
    more: Collection[str] = (),
) -> FollowUp:
    """The follow-up of a course as a therapist opens it on a day of the plan at noon."""
    return follow_up(
        course(*parts),
        NAMES,
        patient="sam",
        now=at(today, 12),
        since=None if since is None else day(since),
        lifts=lifts,
        more=more,
    )


def issued(nth: int, version: int = 2, changes: str = "", document: str = "0" * 64) -> Stamped:
    fact = PlanIssued(
        program="steady-back",
        version=version,
        stage=StageCode.MOVE,
        from_day=day(nth),
        valid_until=day(nth + 42),
        document=document,
        changes=changes,
    )
    return on(nth, fact, hour=13)


def received(nth: int, version: int) -> Stamped:
    """A newer version of the plan, opened on a day."""
    plan = a_plan(nth).fact
    assert isinstance(plan, PlanReceived)
    return on(nth, replace(plan, version=version, document="0" * 64), hour=9)


def decided(nth: int, decision: Decision = Decision.KEEP) -> Stamped:
    return on(nth, ReviewDecided(decision=decision, note=""), hour=13)


# --- the first line


def test_two_weeks_are_told_in_one_sentence() -> None:
    # Fourteen days that each ask one bridge. Not recorded: days 5 and 6, whose items were entered
    # on day 7. Left out for pain on days 1, 3, 7, 9, 11; nothing else missed: 14 - 2 - 5 = 7 done.
    scores = dict(zip(range(14), [6, 6, 7, 6, 5, 5, 5, 5, 4, 4, 4, 3, 3, 2], strict=True))
    away, pain = {5, 6}, {1, 3, 7, 9, 11}
    parts: list[Stamped | list[Stamped]] = [a_plan()]
    for nth in range(14):
        if nth in away:
            parts.append(asked(nth, recorded_on=7))
            continue
        reach = Reach.CALF if nth < 7 else Reach.BUTTOCK
        parts += [asked(nth), on(nth, a_leg(scores[nth], reach))]
        parts.append(left_out(nth) if nth in pain else did(nth))
    # The middle of 6, 6, 7 is 6; of 3, 3, 2 it is 3.
    assert seen(*parts).answer == (
        "Done on 7 of 14 days (2 not recorded), leg 6 to 3, reach calf to buttock, "
        "Bridge left out or stopped 5 times for pain."
    )


def test_what_was_not_recorded_is_said_and_is_no_zero() -> None:
    found = seen(a_plan(), asked(0), did(0), on(3, NoteWritten(text="fine")))
    assert found.answer == (
        "Done on 1 of 1 day, leg and reach not recorded, nothing left out or stopped for pain, "
        "the log ends on 4 Mar."
    )
    assert [one.leg for one in found.days] == [None] * 4
    assert [one.percent for one in found.days] == [100.0, None, None, None]


def test_one_noted_day_is_no_course() -> None:
    assert "leg 4 on the one day it was noted" in seen(a_plan(), legs({2: 4})).answer


def test_the_ends_of_a_short_window_never_share_a_day() -> None:
    # Four noted days: two at each end. Middles of 8, 6 and of 4, 3.
    assert "leg 7 to 3.5" in seen(a_plan(), legs({0: 8, 1: 6, 2: 4, 3: 3})).answer


def test_a_standing_lock_comes_before_everything() -> None:
    yes = RedFlagAnswered(item="b1", answer=True, tier=Tier.EMERGENCY, text_version=1)
    found = seen(
        a_plan(),
        on(1, yes, 9),
        on(1, SafetyHold(tier=Tier.EMERGENCY), 10),
        decided(5),
        legs({8: 3}),
    )
    assert found.answer.startswith(
        "LOCKED since 2 Mar (emergency): yes to numb between the legs. Nothing was asked"
    )
    assert [(one.what, one.standing) for one in found.safety] == [
        ("Coaching was locked: emergency.", True),
        ("Yes to: Is it numb? (emergency)", True),
    ]
    assert found.standing is None


def test_the_plan_has_its_title_and_its_id_where_it_can_be_read() -> None:
    facts, now = course(a_plan(), legs({1: 3})), at(3, 12)
    known = follow_up(facts, replace(NAMES, program=STEADY), patient="sam", now=now)
    assert known.plan_words == f"{STEADY.title} ({known.plan_version})"
    another = replace(NAMES, program=replace(STEADY, id="another"))
    assert follow_up(facts, another, patient="sam", now=now).plan_words == known.plan_version
    assert seen(legs({1: 3})).plan_words == ""


def test_a_lock_that_a_yes_tells_of_as_well_is_told_once() -> None:
    yes = RedFlagAnswered(item="b1", answer=True, tier=Tier.EMERGENCY, text_version=1)
    found = seen(a_plan(), on(1, yes, 9), on(1, SafetyHold(tier=Tier.EMERGENCY), 9), legs({8: 3}))
    assert [(one.what, one.standing) for one in found.safety] == [
        ("Yes to: Is it numb? (emergency)", True)
    ]
    assert [one.sign for one in found.safety] == ["numb between the legs"]
    alone = seen(a_plan(), on(1, SafetyHold(tier=Tier.EMERGENCY), 9), legs({8: 3}))
    assert [one.what for one in alone.safety] == ["Coaching was locked: emergency."]


def test_a_lock_that_the_patient_took_off_is_seen_first_whatever_the_window() -> None:
    facts: list[Stamped | list[Stamped]] = [
        a_plan(),
        decided(1),
        on(2, SafetyHold(tier=Tier.SAME_DAY), 9),
        on(3, SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="my doctor saw me"), 9),
        legs({10: 3}),
    ]
    found = seen(*facts, since=9)
    assert found.answer.startswith("UNLOCKED by the patient on 4 Mar.")
    assert [one.what for one in found.safety] == [
        "The lock was taken off by the patient's own statement: my doctor saw me"
    ]
    assert seen(*facts, decided(11)).safety == ()


OWN_PLAN = "0" * 64
YES = on(2, RedFlagAnswered(item="b1", answer=True, tier=Tier.EMERGENCY, text_version=1), 9)
LOCK = on(2, SafetyHold(tier=Tier.EMERGENCY), 10)
BOTH = (YES.id, LOCK.id)


def lifted_by_a_plan(clears: tuple[str, ...]) -> list[Stamped | list[Stamped]]:
    """A yes on the second day, and on the third a plan with a clearing of these facts behind it."""
    cleared = on(3, SafetyCleared(by=ClearedBy.THERAPIST, note="all fine", clears=clears), 9)
    opened = replace(received(3, version=2), device="phone", seq=1)
    clearing = replace(cleared, device="phone", seq=2)
    return [a_plan(), decided(1), YES, LOCK, [opened, clearing], legs({10: 3})]


@pytest.mark.parametrize(
    ("clears", "lifts"),
    [
        (BOTH, {}),
        (BOTH, {"another": Lift(frozenset(BOTH))}),
        (BOTH, {OWN_PLAN: Lift(frozenset())}),
        (BOTH, {OWN_PLAN: Lift(frozenset(BOTH[:1]))}),
    ],
    ids=["unknown", "of another plan", "clears nothing", "clears less"],
)
def test_what_no_plan_of_this_desk_lifts_is_never_said_to_be_lifted_by_it(
    clears: tuple[str, ...], lifts: Lifts
) -> None:
    """Anybody who can write the patient's log can write such a fact."""
    found = seen(*lifted_by_a_plan(clears), since=9, lifts=lifts)
    assert "The log says the lock was lifted by a plan that is not known here: all fine" in [
        one.what for one in found.safety
    ]
    assert found.answer.startswith("UNLOCKED by a plan that is not known here on 4 Mar.")
    assert "your plan" not in found.answer


def test_a_plan_that_was_signed_and_not_opened_is_said() -> None:
    assert (
        "version 2 signed on 6 Mar, not opened yet"
        in seen(a_plan(), legs({1: 3}), issued(5)).answer
    )
    assert "not opened" not in seen(a_plan(), issued(5), received(6, version=2)).answer
    # Another therapist's plan with a higher number is not this one, opened.
    theirs = received(6, version=7)
    assert isinstance(theirs.fact, PlanReceived)
    theirs = replace(theirs, fact=replace(theirs.fact, document="1" * 64, signer="ef" * 32))
    assert "version 2 not opened yet" in seen(a_plan(), issued(5), theirs).answer


def test_a_patient_of_whom_nothing_came_is_told_so() -> None:
    found = seen(issued(0, version=1), today=3)
    assert "nothing has come from this patient yet" in found.answer
    assert (found.last_fact_at, found.stage, found.recovery) == (None, None, None)


# --- the window


def test_without_a_decision_it_begins_with_the_plan() -> None:
    found = seen(a_plan(), legs({5: 3}))
    assert (found.since, found.until, found.since_why) == (day(0), day(5), "the plan began")


def test_it_begins_on_the_day_of_the_last_decision_or_plan_before_today() -> None:
    facts: list[Stamped | list[Stamped]] = [
        a_plan(),
        decided(3),
        legs({1: 5, 13: 3}),
        issued(7),
        decided(14),
    ]
    found = seen(*facts, today=14)
    assert (found.since, found.since_why) == (day(7), "the last plan was signed")
    again = seen(*facts, decided(7), today=14)
    assert (again.since, again.since_why) == (day(7), "the last decision")
    assert [one.day for one in found.days] == [day(n) for n in range(7, 14)]


def test_a_chosen_day_wins() -> None:
    found = seen(a_plan(), decided(3), legs({12: 3}), since=10)
    assert (found.since, found.since_why) == (day(10), "chosen")


def test_a_fact_of_a_clock_that_had_stopped_does_not_make_decades_of_days() -> None:
    of_1970 = legs({-20_000: 3})
    found = seen(*of_1970, legs({1: 5, 5: 3}), today=9)
    assert (found.since, found.since_why) == (day(5 - 1830), "five years ago")
    assert found.until == day(5)
    assert seen(*of_1970, legs({5: 3}), since=2).since_why == "chosen"
    long_course = seen(*of_1970, legs({5: 3}), decided(3))
    assert (long_course.since, long_course.since_why) == (day(3), "the last decision")


def test_a_log_that_ends_before_the_last_visit_leaves_one_empty_day() -> None:
    found = seen(a_plan(), legs({5: 3}), decided(8))
    assert [(one.day, one.leg) for one in found.days] == [(day(8), None)]
    assert "the log ends on 6 Mar" in found.answer


def test_what_the_therapist_wrote_makes_no_day_recorded() -> None:
    # Day 3 asked something, the machine was off, and the therapist decided on that day.
    facts = [a_plan(), asked(3, recorded_on=4), did(4), asked(4), decided(3)]
    by_day = {one.day: one for one in seen(*facts).days}
    assert by_day[day(3)].not_recorded
    assert by_day[day(3)].percent is None


def test_what_nobody_touched_on_the_last_day_is_not_known_to_be_missed() -> None:
    facts = [a_plan(), asked(0), did(0), asked(1), asked(1, n=2), did(1)]
    (line,) = seen(*facts).exercises
    assert (line.asked, line.done, line.percent) == (2, 2, 100.0)
    (later,) = seen(*facts, legs({2: 3})).exercises
    assert (later.asked, later.done, later.percent) == (3, 2, 66.7)


# --- days


def test_a_day_has_its_worst_scores_light_sleep_and_flare() -> None:
    back = PainScore(site=Site.BACK, score=5, moment=Moment.NOW, reach=Reach.THIGH)
    found = seen(
        a_plan(),
        asked(1),
        did(1, reps=5),
        session(1),
        light(1, Light.GREEN),
        light(1, Light.AMBER, "bridge"),
        on(1, a_leg(4, Reach.BUTTOCK)),
        on(1, a_leg(6)),
        on(1, back),
        nights({1: 7}),
        on(2, FlareStarted(hours=48), hour=9),
        legs({5: 2}),
    )
    first = found.days[1]
    assert (first.back, first.leg, first.reach, first.sleep) == (5, 6, Reach.THIGH, 7)
    assert (first.percent, first.light) == (50.0, Light.AMBER)
    # 48 hours from day 2 at nine end on day 4 at nine.
    assert [one.flare for one in found.days] == [False, False, True, True, True, False]


def test_a_flare_that_ends_at_midnight_does_not_reach_the_next_day() -> None:
    found = seen(a_plan(), on(2, FlareStarted(hours=24), hour=0), legs({4: 2}))
    assert [one.flare for one in found.days] == [False, False, True, False, False]


def test_a_rehearsed_session_counts_for_nothing() -> None:
    found = seen(a_plan(), asked(1), session(1, pace=10), did(1), light(1, Light.RED), legs({2: 3}))
    assert found.days[1].percent == 0.0
    assert found.days[1].light is None
    assert found.exercises[0].lights == {}


@given(st.lists(st.sampled_from(["done", "half", "none", "off", "excused"]), max_size=12))
def test_the_mean_is_the_one_that_is_shown_everywhere(days: list[str]) -> None:
    parts: list[Stamped | list[Stamped]] = [a_plan()]
    for nth, kind in enumerate(days):
        parts.append(asked(nth, recorded_on=20 if kind == "off" else nth))
        if kind in ("done", "half"):
            parts.append(did(nth, reps=10 if kind == "done" else 5))
        elif kind == "excused":
            parts.append(excused(nth))
    found = seen(*parts, on(20, NoteWritten(text="back")), today=21)
    history = course(*parts, on(20, NoteWritten(text="back")))
    mean = mean_percent(adherence_by_day(history))
    assert [one.percent for one in found.days] == [
        {line.day: line.percent for line in adherence_by_day(history)}.get(one.day)
        for one in found.days
    ]
    expected = "no day has" if mean is None else f"{mean:g} percent done"
    assert mean_words(found.days).startswith(expected)


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 10), max_size=12))
def test_a_gap_stays_a_gap_and_a_score_is_never_lost(scores: dict[int, int]) -> None:
    found = seen(a_plan(), legs(scores), today=21)
    shown = {one.day: one.leg for one in found.days}
    assert all(shown[day(nth)] == score for nth, score in scores.items())
    assert all(leg is None for one, leg in shown.items() if (one - day(0)).days not in scores)


# --- plans


def test_each_plan_and_stage_is_marked_with_what_was_different() -> None:
    second = received(7, version=2)
    changed = StageChanged(
        from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="r", evidence="e"
    )
    found = seen(
        a_plan(stage=StageCode.CALM),
        on(4, changed),
        issued(6, changes="Bridge: 3 sets, was 2.\nWalk: 15 min, was 10."),
        second,
        legs({9: 3}),
        since=3,
    )
    assert [(one.from_day, one.stage, one.changes) for one in found.plans] == [
        (day(0), StageCode.CALM, ()),
        (day(4), StageCode.MOVE, ("Stage B began; it was stage A.",)),
        (day(7), StageCode.MOVE, ("Bridge: 3 sets, was 2.", "Walk: 15 min, was 10.")),
    ]


def test_a_plan_for_a_day_to_come_does_not_hold_yet() -> None:
    later = a_plan(5, stage=StageCode.BUILD, from_day=20)
    found = seen(a_plan(), later, legs({9: 3}))
    assert found.stage is StageCode.MOVE
    assert [one.from_day for one in found.plans] == [day(0)]


# --- whatever comes


def test_an_empty_log_makes_an_empty_follow_up() -> None:
    found = follow_up(History(()), Known(), patient="sam", now=at(0, 12))
    assert found.answer == (
        "Nothing was asked, leg and reach not recorded, nothing has come from this patient yet."
    )
    assert (found.outlook, found.points, found.not_judged) == (None, (), ())


def test_every_part_has_its_formula_in_plain_words() -> None:
    assert {"days", "leg", "reach", "skipped", "percent", "lights", "sitting"} <= FORMULAS.keys()
    assert all(text.endswith((".", "items")) for text in FORMULAS.values())


def test_reasons_are_counted_by_item_and_pain_outweighs_the_others() -> None:
    found = seen(
        a_plan(),
        asked(0),
        left_out(0, reason=Reason.TIME),
        asked(1),
        left_out(1, reason=Reason.PAIN),
        did(1, reps=0, set_no=2, outcome=SetOutcome.SKIPPED, reason=Reason.FATIGUE),
        legs({2: 3}),
    )
    assert found.exercises[0].skipped == {"time": 1, "pain": 1}


def test_a_reach_that_went_further_in_between_is_said() -> None:
    reaches = [Reach.FOOT] + [Reach.THIGH] * 2 + [Reach.BACK] + [Reach.FOOT] * 3
    parts = [on(nth, a_leg(4, reach)) for nth, reach in enumerate(reaches)]
    assert "reach foot to foot, back between" in seen(a_plan(), *parts).answer


def test_a_leg_that_came_up_and_goes_further_down_is_worse() -> None:
    scores = [3, 3, 3, 3, 3, 3, 3, 6, 6, 6]
    reaches = [Reach.THIGH] * 7 + [Reach.CALF] * 3
    parts = [
        on(nth, a_leg(score, reach))
        for nth, (score, reach) in enumerate(zip(scores, reaches, strict=True))
    ]
    worse = " ".join(seen(a_plan(), *parts).worse)
    assert "Leg up by 3: 3 in the week before, 6 in the last 3 days" in worse
    assert "urther down the leg" in worse
    calm = [on(nth, a_leg(3, Reach.THIGH)) for nth in range(10)]
    assert seen(a_plan(), *calm).worse == ()


def test_the_latest_turn_for_the_worse_stands_in_the_first_line_with_its_day() -> None:
    reaches = [Reach.CALF] * 3 + [Reach.THIGH] * 8 + [Reach.CALF] * 3
    parts = [on(nth, a_leg(4, reach)) for nth, reach in enumerate(reaches)]
    answer = seen(a_plan(), *parts).answer
    assert answer.startswith("Further down the leg on 12 Mar: thigh to calf. Nothing was asked")
    assert answer.count("calf") == 1


def test_what_decides_comes_first_and_nothing_is_told_twice() -> None:
    """Unlocked after a yes, worse in both ways, and a pack left out for pain on the way."""
    scores = [3] * 7 + [7] * 3
    reaches = [Reach.THIGH] * 7 + [Reach.CALF] * 3
    yes = RedFlagAnswered(item="b1", answer=True, tier=Tier.EMERGENCY, text_version=1)
    found = seen(
        a_plan(),
        *(on(nth, a_leg(*one)) for nth, one in enumerate(zip(scores, reaches, strict=True))),
        asked(8),
        left_out(8),
        on(9, yes, 10),
        on(9, SafetyHold(tier=Tier.EMERGENCY), 10),
        on(9, SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="my doctor saw me"), 11),
        today=9,
    )
    assert found.answer == (
        "UNLOCKED by the patient on 10 Mar, after yes to numb between the legs. "
        "Leg up by 4: 3 in the week before, 7 in the last 3 days. "
        "Further down the leg on 8 Mar: thigh to calf. "
        "Done on 0 of 1 day, Bridge left out or stopped 1 time for pain."
    )


def test_a_yes_that_did_not_lock_stands_first_with_its_day() -> None:
    yes = RedFlagAnswered(item="b1", answer=True, tier=Tier.THERAPIST, text_version=1)
    found = seen(a_plan(), on(2, yes), legs({4: 3}))
    assert found.answer.startswith("Yes to numb between the legs on 3 Mar. Nothing was asked")


def test_that_something_is_new_is_told_where_nothing_says_what() -> None:
    new = RedFlagAnswered(item=OPENING_ITEM, answer=True, tier=Tier.THERAPIST, text_version=1)
    what = RedFlagAnswered(item="b1", answer=True, tier=Tier.THERAPIST, text_version=1)
    alone = seen(a_plan(), on(2, new), legs({4: 3}))
    assert alone.answer.startswith("Yes to something new on 3 Mar.")
    both = seen(a_plan(), on(2, new), on(2, what, 10), legs({4: 3}))
    assert both.answer.startswith("Yes to numb between the legs on 3 Mar.")
    assert len(both.yes_since) == 1


def test_more_signs_than_a_line_holds_are_counted() -> None:
    assert signs_words(("a", "b?", "a", "c.")) == "a, b, c"
    assert signs_words(("a", "b", "c", "d", "e")) == "a, b, c and 2 more"


def test_every_plan_that_may_be_opened_yet_is_told_and_which_of_them_asks_more() -> None:
    """A file that was sent is not taken back by the next one, nor by a decision to keep."""
    two, three = (issued(5, version, document=str(version) * 64) for version in (2, 3))
    kept = on(5, ReviewDecided(decision=Decision.KEEP, note=""), hour=15)
    facts = (a_plan(), legs({1: 3}), two, three, kept)
    both = "decided to keep on 6 Mar, versions 2 and 3 not opened yet"
    assert seen(*facts, today=5).answer.endswith(f"{both}.")
    found = seen(*facts, today=5, more={"2" * 64})
    told = "version 2 asks more than the plan they go by."
    assert found.answer.endswith(f"{both}, {told}")
    assert record_paragraph(found).endswith(f"Versions 2 and 3 not opened yet, {told}")
    alone = seen(*facts[:3], today=5, more={"2" * 64}).answer
    assert alone.endswith(
        "version 2 signed on 6 Mar, not opened yet, asks more than the plan they go by."
    )
    # Once the newer one is opened, no coach takes the older one.
    opened = received(6, version=3)
    assert isinstance(opened.fact, PlanReceived)
    opened = replace(opened, fact=replace(opened.fact, document="3" * 64))
    assert seen(*facts, opened).waiting == ()


def test_one_day_is_named_once_for_leg_and_reach() -> None:
    found = seen(a_plan(), on(2, a_leg(7, Reach.FOOT)))
    assert "leg 7 and reach foot on the one day noted" in found.answer


def test_of_several_decisions_the_last_stands_in_the_first_line() -> None:
    eased = on(5, ReviewDecided(decision=Decision.EASE, note=""), hour=11)
    kept = on(5, ReviewDecided(decision=Decision.KEEP, note=""), hour=15)
    answer = seen(a_plan(), legs({1: 3}), eased, issued(5), kept, today=5).answer
    assert answer.endswith("decided to keep on 6 Mar, version 2 not opened yet.")


def test_seven_for_weeks_is_no_better_and_not_worse() -> None:
    parts = [on(nth, a_leg(7, Reach.CALF)) for nth in range(44)]
    found = seen(a_plan(), *parts, today=44)
    assert found.worse == ()
    assert any("Leg 7" in sign for sign in found.no_better)
    assert all(sign.startswith("No better: ") for sign in found.against_more)


def test_two_weeks_in_is_said_as_it_is_now() -> None:
    risen = [on(nth, a_leg(score)) for nth, score in enumerate([6] * 8 + [7] * 8)]
    (point,) = [one for one in seen(a_plan(), *risen).points if one.rule == "two_weeks"]
    assert "still" not in point.for_therapist
    strong = [on(nth, a_leg(7)) for nth in range(16)]
    (point,) = [one for one in seen(a_plan(), *strong).points if one.rule == "two_weeks"]
    assert "still 7 or more now" in point.for_therapist


def unlocked(by: ClearedBy, nth: int = 3) -> Stamped:
    return on(nth, SafetyCleared(by=by, note="my doctor saw me", clears=BOTH), 9)


def test_a_yes_that_the_patient_alone_has_answered_stands_against_more() -> None:
    said = f"numb between the legs, on {day(2).day} {day(2):%b}"
    own_word = seen(
        a_plan(), decided(1), YES, LOCK, unlocked(ClearedBy.SELF_ATTESTED), legs({9: 3})
    )
    assert own_word.yes_since == (said,)
    assert own_word.needs_why == (f"Yes since: {said}.",)
    assert own_word.against_more == own_word.needs_why
    # A yes that is older than the window, and whose lock was taken off within it.
    late: list[Stamped | list[Stamped]] = [
        a_plan(),
        YES,
        LOCK,
        decided(4),
        unlocked(ClearedBy.SELF_ATTESTED, 6),
        legs({9: 3}),
    ]
    assert seen(*late).yes_since == (said,)
    # It was decided after that.
    assert seen(*late, decided(8)).yes_since == ()


def test_a_yes_that_locks_now_is_told_as_the_lock_it_is() -> None:
    assert seen(a_plan(), decided(1), YES, LOCK, legs({9: 3})).yes_since == ()


def test_a_yes_is_answered_by_a_plan_of_this_desk_and_by_no_other() -> None:
    facts, lifts = lifted_by_a_plan(BOTH), {OWN_PLAN: Lift(frozenset(BOTH))}
    assert seen(*facts, lifts=lifts).yes_since == ()
    assert seen(*facts, lifts={}).yes_since != ()
    again = RedFlagAnswered(item="b1", answer=True, tier=Tier.THERAPIST, text_version=1)
    assert len(seen(*facts, on(6, again), lifts=lifts).yes_since) == 1


def test_what_is_due_today_was_asked_though_nobody_touched_it() -> None:
    answer = seen(a_plan(), asked(0), asked(0, "clam"), on(0, a_leg(3)), today=0).answer
    assert answer.startswith("2 items asked on the last day, none begun yet")


def test_what_was_decided_stands_in_the_first_line() -> None:
    decided = on(5, ReviewDecided(decision=Decision.EASE, note=""), hour=11)
    answer = seen(a_plan(), legs({1: 3, 2: 3}), decided, issued(5), today=5).answer
    assert f"decided to ease on {day(5).day} {day(5):%b}" in answer
    assert "then version 2 signed, not opened yet" in answer


def test_a_decision_is_told_with_its_own_plan_and_a_later_plan_apart() -> None:
    eased = on(5, ReviewDecided(decision=Decision.EASE, note=""), hour=13)
    later = replace(issued(5, version=6), at=at(5, 15))
    facts = (a_plan(), legs({1: 3, 2: 3}), issued(5, version=3), eased, later)
    when = f"{day(5).day} {day(5):%b}"
    assert (
        f"decided to ease on {when}, version 3 signed, then version 6 signed, "
        "versions 3 and 6 not opened yet"
    ) in seen(*facts, today=5).answer


LIFTS = {OWN_PLAN: Lift(frozenset(BOTH), "seen today by Dr Xavier")}


def test_a_plan_that_lifts_the_lock_is_named_from_when_it_is_signed() -> None:
    found = seen(a_plan(), YES, LOCK, legs({2: 3}), issued(5, 4), today=5, lifts=LIFTS)
    assert found.answer.startswith(
        "LOCKED since 3 Mar (emergency): yes to numb between the legs. Version 4 lifts it once it "
        "is opened."
    )
    lift = found.safety[0]
    assert lift.at == issued(5, 4).at
    assert lift.what == (
        "Version 4, not opened yet, was signed to lift the lock: seen today by Dr Xavier."
    )
    assert (lift.standing, lift.is_lift) == (False, True)
    (visit,) = found.visits
    assert visit.signed is not None
    assert visit.signed.lifts


def test_what_lifts_the_lock_is_told_with_the_later_plan_that_would_end_it() -> None:
    facts = (a_plan(), YES, LOCK, legs({2: 3}), issued(5, 4), issued(5, 5, document="later"))
    found = seen(*facts, today=5, lifts=LIFTS)
    assert "Version 4 lifts it, if it is opened before version 5." in found.answer
    assert found.lifting == Lifting(4, (5,))


def test_a_plan_lifts_nothing_that_was_answered_yes_after_it() -> None:
    again = replace(YES, id="again", at=at(6, 9), day=day(6))
    facts = (a_plan(), YES, LOCK, again, issued(5, 4), legs({6: 3}))
    found = seen(*facts, today=7, lifts=LIFTS)
    assert "lifts it" not in found.answer
    assert found.safety[1].what.endswith(
        "Dr Xavier. It does not lift what has locked coaching since."
    )


def test_once_it_is_opened_the_clearing_stands_for_the_plan_that_lifted_the_lock() -> None:
    facts = (*lifted_by_a_plan(BOTH), issued(3, 2))
    assert not any(one.is_lift for one in seen(*facts, lifts=LIFTS).safety)
    # An older version can no longer be opened: it lifts nothing, and is told for its own visit.
    former = {**LIFTS, "former": Lift(frozenset(BOTH), "seen before")}
    older = replace(issued(3, 1), fact=replace(issued(3, 1).fact, document="former"), at=at(3, 8))
    told = [one.what for one in seen(*facts, older, since=1, lifts=former).safety if one.is_lift]
    assert told == ["Version 1, never opened, was signed to lift the lock: seen before."]
    assert not any(one.is_lift for one in seen(*facts, older, since=9, lifts=former).safety)


def test_a_lock_that_a_plan_lifted_is_named_until_the_next_decision() -> None:
    facts, lifts = lifted_by_a_plan(BOTH), {OWN_PLAN: Lift(frozenset(BOTH))}
    assert seen(*facts, lifts=lifts).answer.startswith(
        "Lock of 3 Mar lifted by your plan: yes to numb between the legs."
    )
    assert "Lock of" not in seen(*facts, decided(11), lifts=lifts).answer


def test_the_visit_is_the_newest_decision_since_the_log_ends() -> None:
    (found,) = seen(
        a_plan(), legs({10: 3}), decided(12), issued(12, changes="More."), today=14
    ).visits
    assert (found.day, found.decision) == (day(12), Decision.KEEP)
    assert found.signed is not None
    assert (found.signed.version, found.signed.changed) == (2, True)
    assert seen(a_plan(), decided(5), legs({10: 3})).visits == ()


def test_of_two_decisions_on_one_day_each_keeps_its_own_plan() -> None:
    later = replace(issued(12, version=3, changes="Less."), at=at(12, 15))
    eased = ReviewDecided(decision=Decision.EASE, note="sore")
    found = seen(
        a_plan(), legs({10: 3}), decided(12), later, on(12, eased, 15), on(12, eased, 16), today=12
    ).visits
    assert [(one.decision, one.signed.version if one.signed else None) for one in found] == [
        (Decision.KEEP, None),
        (Decision.EASE, 3),
        (Decision.EASE, None),
    ]


def test_the_last_day_tells_nothing_of_what_nobody_touched() -> None:
    found = seen(a_plan(), legs({3: 4}), asked(3))
    assert found.days[-1].percent is None
    assert not found.days[-1].not_recorded
