"""When the whole safety list comes again: by plan, by week, and by what was logged since."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import (
    AnswerGiven,
    BodyMarked,
    Fact,
    NoteWritten,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SessionStarted,
    SittingStarted,
    Stamped,
)
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode, Surface
from coach.domain.red_flags import Advice, RedFlag, RedFlagList, TeachBack, Tier
from coach.domain.safety_rhythm import (
    ABSENT_DAYS,
    BACK_AGAIN,
    BODY_MAP,
    FURTHER_DOWN,
    GOES_ON,
    LEFT,
    LIST,
    LOOK_BACK_DAYS,
    NEW_PLAN,
    OPENED,
    OPENING_ITEM,
    PAIN_JUMP,
    PUT_BACK,
    RESTORED,
    UNFINISHED,
    UNREAD,
    UNREADABLE,
    WEEKLY,
    WHOLE,
    Due,
    days_asking,
    list_due,
    unfinished,
)
from coach.domain.safety_signs import telling_charts
from tests.builders import NINE, a_history, stamped

FLAGS = RedFlagList(
    version=1,
    source=(),
    reviewed_by="",
    opening="Anything new?",
    apology="Sorry to ask.",
    spoken_stop="Stop.",
    nobody="Nobody is alerted.",
    items=(
        RedFlag("bladder", Tier.EMERGENCY, "Bladder?", intimate=True),
        RedFlag("legs", Tier.EMERGENCY, "Both legs?"),
        RedFlag("fever", Tier.SAME_DAY, "Fever?"),
    ),
    advice={tier: Advice("Stop.", "Why.", "Say.", "After.") for tier in Tier},
    teach_back=TeachBack("What do you do?", ("Wait", "Stop"), 2, "Stop."),
)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def answer(item: str, yes: bool = False) -> RedFlagAnswered:
    tier = Tier.THERAPIST if item == OPENING_ITEM else FLAGS.item(item).tier
    return RedFlagAnswered(item=item, answer=yes, tier=tier, text_version=1)


def a_list(at: datetime = NINE, *, items: str = "bladder legs fever") -> list[Stamped]:
    """The list answered no from `at` on, a minute apart."""
    return [stamped(answer(item), at + n * MINUTE) for n, item in enumerate(items.split())]


def a_plan(at: datetime) -> Stamped:
    fact = PlanReceived(
        program="steady-back",
        version=1,
        therapist="",
        from_day=at.date(),
        stage=StageCode.CALM,
        sore_side="left",
    )
    return stamped(fact, at)


def leg(score: int, at: datetime, *, reach: Reach | None = None, **changes: Any) -> Stamped:
    values: dict[str, Any] = {"site": Site.LEG, "moment": Moment.NOW, "reach": reach}
    return stamped(PainScore(score=score, **(values | changes)), at)


def mark(zone: str, at: datetime, *, chart: str = "one", **felt: bool) -> Stamped:
    values: dict[str, Any] = {"pain": False, "numb": False, "tingle": False, "weak": False}
    fact = BodyMarked(chart=chart, zone=zone, score=None, **(values | (felt or {"pain": True})))
    return stamped(fact, at)


def due(*facts: Stamped, now: datetime) -> Due | None:
    """What is due after these facts, recorded in this order."""
    numbered = [replace(fact, seq=number) for number, fact in enumerate(facts, start=1)]
    return list_due(FLAGS, a_history(*numbered), now)


def why(*facts: Stamped, now: datetime) -> str:
    found = due(*facts, now=now)
    return found.why if found is not None else ""


# --- set-up and the week


def test_before_anything_was_answered_the_list_is_due() -> None:
    assert due(now=NINE) == Due(WEEKLY)


def test_a_new_plan_asks_for_the_whole_list_and_what_to_do() -> None:
    assert due(a_plan(NINE), now=NINE + MINUTE) == Due(NEW_PLAN, None, new_plan=True)


def test_answers_given_before_the_plan_do_not_count_for_it() -> None:
    assert why(*a_list(NINE - DAY), a_plan(NINE), now=NINE + MINUTE) == NEW_PLAN


def test_after_the_whole_list_nothing_is_due() -> None:
    assert due(a_plan(NINE), *a_list(NINE + MINUTE), now=NINE + timedelta(hours=2)) is None


def test_the_order_of_the_answers_does_not_matter() -> None:
    answers = a_list(NINE + MINUTE, items="fever bladder legs")
    assert due(a_plan(NINE), *answers, now=NINE + DAY) is None


def test_the_opening_line_is_no_answer_to_the_list() -> None:
    opening = stamped(answer(OPENING_ITEM), NINE + MINUTE)
    assert why(a_plan(NINE), opening, now=NINE + DAY) == NEW_PLAN


@pytest.mark.parametrize(
    ("days", "hours", "expected"),
    [(1, 0, ""), (5, 0, ""), (6, 14, ""), (7, -9, WEEKLY), (7, 0, WEEKLY), (8, 0, WEEKLY)],
)
def test_once_a_week_by_the_calendar(days: int, hours: int, expected: str) -> None:
    # A sign of the patient in between: absence has a rule of its own.
    sat = stamped(SittingStarted(bout="b", surface=Surface.FIRM), NINE + 3 * DAY)
    now = NINE + timedelta(days=days, hours=hours)
    assert why(*a_list(), sat, now=now) == expected


def test_one_old_answer_makes_the_whole_list_due() -> None:
    facts = [*a_list(items="bladder"), *a_list(NINE + 3 * DAY, items="legs fever")]
    assert why(*facts, now=NINE + 7 * DAY) == WEEKLY


def test_an_answer_from_a_clock_that_ran_ahead_does_not_count() -> None:
    assert why(*a_list(NINE + 30 * DAY), now=NINE) == WEEKLY


# --- a list that was broken off


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "legs"), (60, "legs"), (61, None), (60 * 24, None)]
)
def test_a_list_goes_on_where_it_stopped_within_the_hour(
    minutes: int, expected: str | None
) -> None:
    half = a_list(NINE + MINUTE, items="bladder")
    found = due(a_plan(NINE), *half, now=NINE + (minutes + 1) * MINUTE)
    assert found == Due(NEW_PLAN, expected, new_plan=True)


def test_an_answer_of_just_an_hour_before_the_last_is_of_the_same_round() -> None:
    facts = [
        a_plan(NINE),
        *a_list(NINE, items="bladder"),
        *a_list(NINE + 60 * MINUTE, items="legs"),
    ]
    found = due(*facts, now=NINE + 61 * MINUTE)
    assert found == Due(NEW_PLAN, "fever", new_plan=True)


def test_a_weekly_list_goes_on_after_all_that_its_round_has_asked() -> None:
    assert due(*a_list(items="bladder legs"), now=NINE + 5 * MINUTE) == Due(WEEKLY, "fever")


def test_a_whole_list_of_a_day_that_has_not_come_here_is_asked_from_its_start() -> None:
    after_midnight = datetime(2027, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    now = (after_midnight + 10 * MINUTE).astimezone(UTC)
    assert now.date() < after_midnight.date()
    assert due(*a_list(after_midnight), now=now) == Due(WEEKLY)


def test_answers_before_an_event_are_not_gone_on_from() -> None:
    opened = stamped(answer(OPENING_ITEM, yes=True), NINE + 10 * MINUTE)
    assert due(*a_list(), opened, now=NINE + 12 * MINUTE) == Due(OPENED, None)


def test_a_yes_to_the_opening_line_that_was_left_comes_back() -> None:
    opened = stamped(answer(OPENING_ITEM, yes=True), NINE + DAY)
    half = a_list(NINE + DAY + MINUTE, items="bladder legs")
    now = NINE + DAY + timedelta(minutes=30)
    assert due(*a_list(), opened, *half, now=now) == Due(OPENED, "fever")
    whole = a_list(NINE + DAY + 5 * MINUTE)
    assert due(*a_list(), opened, *half, *whole, now=now) is None


def test_what_a_clinician_has_looked_at_is_settled_but_a_new_plan_is_not() -> None:
    opened = stamped(answer(OPENING_ITEM, yes=True), NINE + DAY)
    asked = a_list(NINE + DAY, items="bladder legs")
    locked = stamped(answer("fever", yes=True), NINE + DAY + 2 * MINUTE)
    cleared = stamped(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=""), NINE + 2 * DAY)
    now = NINE + 2 * DAY + MINUTE
    assert due(*a_list(), opened, *asked, locked, cleared, now=now) is None
    assert why(a_plan(NINE), locked, cleared, now=now) == NEW_PLAN


def test_after_a_lock_that_was_cleared_the_whole_list_is_asked_also_what_locked() -> None:
    locked = stamped(answer("bladder", yes=True), NINE + DAY)
    cleared = stamped(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=""), NINE + DAY + 5 * MINUTE)
    facts = [*a_list(), locked, cleared]
    assert due(*facts, now=NINE + DAY + 10 * MINUTE) == Due(UNFINISHED)
    assert due(*facts, now=NINE + 2 * DAY) == Due(UNFINISHED)
    again = a_list(NINE + DAY + 11 * MINUTE, items="bladder")
    assert due(*facts, *again, now=NINE + DAY + 12 * MINUTE) == Due(UNFINISHED, "legs")
    rest = a_list(NINE + DAY + 20 * MINUTE, items="legs fever")
    assert due(*facts, *again, *rest, now=NINE + 2 * DAY) is None
    whole = a_list(NINE + 2 * DAY)
    assert due(*facts, *whole, now=NINE + 2 * DAY + 5 * MINUTE) is None


def test_a_list_begun_for_no_reason_of_ours_and_left_is_due_until_it_is_gone_through() -> None:
    begun = a_list(NINE + DAY, items="bladder")
    assert due(*a_list(), *begun, now=NINE + DAY + 5 * MINUTE) == Due(UNFINISHED, "legs")
    assert due(*a_list(), *begun, now=NINE + 2 * DAY) == Due(UNFINISHED)


@pytest.mark.parametrize(("minutes", "expected"), [(60, ""), (61, UNFINISHED)])
def test_a_list_counts_as_one_while_each_answer_comes_within_the_hour(
    minutes: int, expected: str
) -> None:
    begun = a_list(NINE + DAY, items="bladder")
    rest = a_list(NINE + DAY + minutes * MINUTE, items="legs fever")
    assert why(*a_list(), *begun, *rest, now=NINE + 2 * DAY) == expected


# --- leg pain


@pytest.mark.parametrize(
    ("before", "score", "expected"),
    [
        ([], 9, ""),
        ([3], 4, ""),
        ([3], 5, PAIN_JUMP),
        ([3, 3, 8], 5, PAIN_JUMP),
        ([2, 5], 5, ""),  # the median is 3.5
        ([2, 5], 6, PAIN_JUMP),
        ([0, 0], 2, PAIN_JUMP),
        ([8, 8], 3, ""),
    ],
)
def test_leg_pain_two_points_above_the_median_of_the_week(
    before: list[int], score: int, expected: str
) -> None:
    earlier = [leg(one, NINE + n * MINUTE) for n, one in enumerate(before)]
    now = NINE + DAY
    assert why(*earlier, *a_list(NINE + timedelta(hours=1)), leg(score, now), now=now) == expected


def test_scores_older_than_a_week_before_it_are_not_compared() -> None:
    facts = [leg(1, NINE), *a_list(NINE + 6 * DAY), leg(6, NINE + 8 * DAY)]
    assert why(*facts, now=NINE + 8 * DAY + MINUTE) == ""


def test_the_worst_of_a_day_is_held_against_the_worst_of_other_days() -> None:
    usual = [*a_list(), leg(2, NINE + 10 * MINUTE), leg(2, NINE + 20 * MINUTE)]
    worst = leg(6, NINE + 30 * MINUTE, moment=Moment.WORST_24H)
    assert why(*usual, worst, now=NINE + DAY) == ""
    worse = leg(8, NINE + 40 * MINUTE, moment=Moment.WORST_24H)
    assert why(*usual, worst, worse, now=NINE + DAY) == PAIN_JUMP


def test_back_pain_is_another_number() -> None:
    facts = [*a_list(), leg(2, NINE + 5 * MINUTE), leg(9, NINE + 6 * MINUTE, site=Site.BACK)]
    assert why(*facts, now=NINE + DAY) == ""


def before(score: int, at: datetime, **changes: Any) -> Stamped:
    """A score taken right before a session."""
    return leg(score, at, session="s", moment=Moment.BEFORE, **changes)


USUAL = [leg(2, NINE - 2 * DAY), leg(2, NINE - DAY)]


def after_list(minutes: float, *, begun: timedelta = 2 * MINUTE) -> tuple[list[Stamped], datetime]:
    """The whole list, all no, and the moment so long after its end; begun so long before that."""
    first, second, last = a_list(NINE)
    end = NINE + begun
    return [*USUAL, first, second, replace(last, at=end)], end + minutes * MINUTE


@pytest.mark.parametrize(("minutes", "reason"), [(0, ""), (1, ""), (10, ""), (11, PAIN_JUMP)])
def test_a_list_that_was_just_finished_answers_a_jump_before_the_session(
    minutes: int, reason: str
) -> None:
    facts, at = after_list(minutes)
    assert why(*facts, before(5, at), now=at) == reason


@pytest.mark.parametrize(("begun", "reason"), [(50, ""), (51, PAIN_JUMP)])
def test_only_a_list_that_was_begun_within_the_hour_answers_it(begun: int, reason: str) -> None:
    facts, at = after_list(10, begun=begun * MINUTE)
    assert why(*facts, before(5, at), now=at) == reason


@pytest.mark.parametrize(
    "moment", [one for one in Moment if one not in (Moment.BEFORE, Moment.WORST_24H)]
)
def test_a_jump_in_a_session_or_on_its_own_asks_though_the_list_was_just_finished(
    moment: Moment,
) -> None:
    facts, at = after_list(1)
    assert why(*facts, leg(5, at, moment=moment), now=at) == PAIN_JUMP


def test_further_down_asks_though_the_list_was_just_finished() -> None:
    facts, at = after_list(1)
    usual = leg(2, NINE - DAY, reach=Reach.THIGH)
    assert why(usual, *facts, before(2, at, reach=Reach.FOOT), now=at) == FURTHER_DOWN


def test_a_list_with_a_yes_or_without_an_end_answers_no_jump() -> None:
    facts, at = after_list(1)
    cleared = stamped(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=""), NINE - DAY)
    yes = stamped(answer("legs", yes=True), facts[-2].at)
    assert why(cleared, *facts[:-2], yes, facts[-1], before(5, at), now=at) == PAIN_JUMP
    assert why(*a_list(NINE - 3 * DAY), *facts[:-1], before(5, at), now=at) == PAIN_JUMP
    assert why(*facts[:-1], before(5, at), facts[-1], now=at) == PAIN_JUMP


def test_a_list_that_a_wrong_clock_put_after_the_score_answers_no_jump() -> None:
    facts, _ = after_list(1)
    early = NINE - MINUTE
    assert why(*facts, before(5, early), now=early) == PAIN_JUMP


def test_a_list_begun_anew_takes_nothing_from_the_one_before_the_jump() -> None:
    facts, at = after_list(1)
    later = at + timedelta(hours=2)
    again = stamped(answer("bladder"), later)
    assert why(*facts, before(5, at), again, now=later) == UNFINISHED


def test_a_jump_before_the_last_whole_list_is_settled() -> None:
    facts = [leg(2, NINE), leg(8, NINE + MINUTE), *a_list(NINE + 2 * MINUTE)]
    assert why(*facts, now=NINE + DAY) == ""


@pytest.mark.parametrize(
    ("score", "session", "expected"),
    [(6, "s", ""), (5, "s", ""), (7, "s", PAIN_JUMP), (6, "t", PAIN_JUMP), (6, None, PAIN_JUMP)],
)
def test_a_jump_is_asked_about_once_in_its_session_unless_it_goes_on(
    score: int, session: str | None, expected: str
) -> None:
    usual = [leg(2, NINE - n * DAY) for n in range(3, 0, -1)]
    jump = leg(6, NINE, session="s", moment=Moment.DURING)
    facts = [*a_list(NINE - 4 * DAY), *usual, jump]
    assert why(*facts, now=NINE + MINUTE) == PAIN_JUMP
    after = leg(score, NINE + 10 * MINUTE, session=session, moment=Moment.AFTER)
    assert why(*facts, after, now=NINE + 11 * MINUTE) == PAIN_JUMP
    settled = a_list(NINE + 2 * MINUTE)
    assert why(*facts, *settled, after, now=NINE + 11 * MINUTE) == expected


def test_a_rehearsal_counts_for_nothing() -> None:
    rehearsed = SessionStarted(session="fast", stage=StageCode.CALM, items=(), pace=60.0)
    facts = [
        *a_list(),
        leg(2, NINE + 5 * MINUTE),
        stamped(rehearsed, NINE + 6 * MINUTE),
        leg(9, NINE + 7 * MINUTE, session="fast", reach=Reach.FOOT),
    ]
    assert why(*facts, now=NINE + 8 * MINUTE) == ""


# --- how far down


@pytest.mark.parametrize(
    ("before", "reach", "expected"),
    [
        ([], Reach.FOOT, ""),
        ([Reach.CALF], Reach.CALF, ""),
        ([Reach.CALF], Reach.KNEE, ""),
        ([Reach.THIGH], Reach.KNEE, FURTHER_DOWN),
        ([Reach.FOOT, Reach.THIGH], Reach.CALF, ""),
        ([Reach.NONE], Reach.BACK, ""),
        ([Reach.BACK], Reach.BUTTOCK, FURTHER_DOWN),
        ([Reach.NONE], Reach.BUTTOCK, FURTHER_DOWN),
    ],
)
def test_further_down_than_in_the_days_before(
    before: list[Reach], reach: Reach, expected: str
) -> None:
    earlier = [leg(3, NINE + n * MINUTE, reach=one) for n, one in enumerate(before)]
    now = NINE + DAY
    facts = [*earlier, *a_list(NINE + timedelta(hours=1)), leg(3, now, reach=reach)]
    assert why(*facts, now=now) == expected


# --- the body chart


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([("B5L", {"pain": True})], ""),
        ([("B5L", {"tingle": True})], ""),
        ([("none", {"pain": False})], ""),
        ([("SAD", {"tingle": True})], BODY_MAP),
        ([("B5L", {"pain": True}), ("F2R", {"pain": True})], BODY_MAP),
        ([("B2L", {"pain": True}), ("B2R", {"pain": True})], ""),  # buttocks are not the leg
        ([("B1L", {"pain": True}), ("F7R", {"pain": True})], ""),
        ([("F7R", {"numb": True})], BODY_MAP),
        ([("F7R", {"weak": True})], BODY_MAP),
    ],
)
def test_what_was_marked(marks: list[tuple[str, dict[str, Any]]], expected: str) -> None:
    facts = [mark(zone, NINE + timedelta(hours=1), **felt) for zone, felt in marks]
    assert why(*a_list(), *facts, now=NINE + DAY) == expected


def test_a_chart_of_zones_that_nobody_knows_any_more_asks_for_nothing_and_breaks_nothing() -> None:
    unknown = mark("X1", NINE + timedelta(hours=1), numb=True)
    known = mark("SAD", NINE + timedelta(hours=2), chart="two", numb=True)
    assert list(telling_charts([unknown])) == []
    assert list(telling_charts([unknown, known])) == [1]


def test_numb_where_it_was_numb_on_the_chart_before_is_not_new() -> None:
    first = mark("F7R", NINE - 40 * DAY, numb=True)
    again = mark("F7R", NINE + DAY, chart="two", numb=True)
    other = mark("F9R", NINE + DAY, chart="two", numb=True)
    now = NINE + DAY + MINUTE
    assert why(first, *a_list(), again, now=now) == ""
    assert why(first, *a_list(), again, other, now=now) == BODY_MAP


# --- days away


@pytest.mark.parametrize(("days", "expected"), [(1, ""), (5, ""), (6, BACK_AGAIN)])
def test_five_whole_days_without_a_sign(days: int, expected: str) -> None:
    assert why(*a_list(), now=NINE + days * DAY) == expected


def test_coming_back_is_settled_by_the_list_and_not_by_other_signs() -> None:
    sat = stamped(SittingStarted(bout="b", surface=Surface.FIRM), NINE + 6 * DAY)
    now = NINE + 6 * DAY + timedelta(hours=1)
    assert why(*a_list(), sat, now=now) == BACK_AGAIN
    assert why(*a_list(), sat, *a_list(NINE + 6 * DAY + MINUTE), now=now) == ""


def test_a_list_begun_before_days_away_and_ended_after_them_is_asked_whole() -> None:
    back = NINE + 6 * DAY
    facts = [*a_list(items="bladder"), *a_list(back, items="legs fever")]
    assert due(*facts, now=back + 5 * MINUTE) == Due(BACK_AGAIN)


def test_a_chart_older_than_the_look_back_tells_nothing_of_days_away() -> None:
    old = mark("B5L", NINE - 20 * DAY)
    since = [leg(2, NINE - days * DAY) for days in (10, 5, 0)]
    assert due(old, *since, now=NINE + MINUTE) == Due(WEEKLY)


def test_days_away_after_a_sign_at_the_very_edge_of_the_look_back_count() -> None:
    signs = [leg(2, NINE - days * DAY) for days in (LOOK_BACK_DAYS, 9, 4, 0)]
    assert due(*signs, now=NINE + MINUTE) == Due(BACK_AGAIN)


# --- whatever was logged


ANY_FACT: st.SearchStrategy[Fact] = st.one_of(
    st.builds(answer, st.sampled_from(["bladder", "legs", "fever"]), st.just(False)),
    st.builds(answer, st.just(OPENING_ITEM), st.booleans()),
    st.builds(
        PainScore,
        site=st.sampled_from(Site),
        score=st.integers(0, 10),
        moment=st.sampled_from(Moment),
        reach=st.none() | st.sampled_from(Reach),
    ),
    st.just(SafetyCleared(by=ClearedBy.THERAPIST, note="")),
    st.just(a_plan(NINE).fact),
)


@given(st.lists(st.tuples(ANY_FACT, st.integers(0, 60 * 24 * 3)), max_size=30))
def test_whatever_was_logged_the_whole_list_settles_it(
    logged: list[tuple[Fact, int]],
) -> None:
    at = NINE
    facts = []
    for fact, minutes in logged:
        at += minutes * MINUTE
        facts.append(stamped(fact, at))
    found = due(*facts, now=at)
    assert found is None or found.first_item in {None, "legs", "fever"}
    assert due(*facts, *a_list(at), now=at + 3 * MINUTE) is None


def test_a_list_that_goes_on_says_so_and_no_other() -> None:
    assert Due(WEEKLY).words == (WEEKLY,)
    assert Due(WEEKLY, "legs").words == (WEEKLY, GOES_ON)


def test_a_weekly_list_broken_off_goes_on_where_it_stopped() -> None:
    week_later = NINE + 7 * DAY
    facts = [*a_list(), leg(2, NINE + 4 * DAY), stamped(answer("bladder"), week_later)]
    assert due(*facts, now=week_later + 5 * MINUTE) == Due(WEEKLY, "legs")
    assert due(*facts, now=week_later + timedelta(hours=2)) == Due(WEEKLY)


def test_on_one_device_what_was_said_last_counts_last_whatever_the_clock_showed() -> None:
    opened = stamped(answer(OPENING_ITEM, True), NINE - timedelta(hours=1))
    said = [replace(one, seq=number) for number, one in enumerate([*a_list(), opened], start=1)]
    by_the_clock = sorted(said, key=lambda one: one.at)
    found = list_due(FLAGS, a_history(*by_the_clock), NINE + 5 * MINUTE)
    assert found == Due(OPENED)


@pytest.mark.parametrize(("days", "said"), [(ABSENT_DAYS, ""), (ABSENT_DAYS + 1, BACK_AGAIN)])
def test_absence_begins_after_so_many_days_without_a_sign(days: int, said: str) -> None:
    back = NINE + days * DAY
    assert why(*a_list(), leg(2, back), now=back + MINUTE) == said


def test_who_stays_away_after_a_clearing_is_asked_when_back() -> None:
    cleared = stamped(SafetyCleared(by=ClearedBy.THERAPIST, note="seen"), NINE + 3 * MINUTE)
    back = NINE + (ABSENT_DAYS + 1) * DAY
    assert why(*a_list(), cleared, leg(2, back), now=back + MINUTE) == BACK_AGAIN


def test_a_score_of_just_a_week_ago_is_what_a_jump_is_held_against() -> None:
    facts = [leg(2, NINE), *a_list(NINE + DAY)]
    week_later = NINE + 7 * DAY
    assert why(*facts, leg(4, week_later), now=week_later + MINUTE) == PAIN_JUMP
    later = week_later + MINUTE
    assert why(*facts, leg(4, later), now=later + MINUTE) != PAIN_JUMP


def test_something_new_in_the_middle_of_a_list_asks_it_from_the_start() -> None:
    facts = [
        a_plan(NINE),
        stamped(answer("bladder"), NINE + MINUTE),
        stamped(answer(OPENING_ITEM, True), NINE + 2 * MINUTE),
    ]
    found = due(*facts, now=NINE + 3 * MINUTE)
    assert found is not None
    assert found.first_item is None
    assert due(*facts, *a_list(NINE + 3 * MINUTE), now=NINE + 4 * MINUTE) is None


@given(st.lists(st.tuples(ANY_FACT, st.integers(0, 60 * 24 * 3)), max_size=30))
def test_going_on_where_it_stopped_is_enough(logged: list[tuple[Fact, int]]) -> None:
    at = NINE
    facts = []
    for fact, minutes in logged:
        at += minutes * MINUTE
        facts.append(stamped(fact, at))
    found = due(*facts, now=at)
    if found is not None:
        rest = [stamped(answer(item.id), at) for item in FLAGS.asked_from(found.first_item)]
        assert due(*facts, *rest, now=at) is None


def test_a_list_begun_within_the_hour_after_a_whole_one_is_a_list_of_its_own() -> None:
    begun = a_list(NINE + 10 * MINUTE, items="bladder")
    now = NINE + 12 * MINUTE
    assert due(*a_list(), *begun, now=now) == Due(UNFINISHED, "legs")
    assert why(*a_list(), *begun, *a_list(now, items="legs fever"), now=now + 5 * MINUTE) == ""
    # What was asked last of the whole one is not asked of the one begun after it.
    assert due(*a_list(items="bladder fever legs"), *begun, now=now) == Due(UNFINISHED, "legs")


def test_a_list_that_was_left_goes_on_after_all_that_it_has_asked() -> None:
    begun = a_list(NINE + DAY, items="bladder legs")
    now = NINE + DAY + 10 * MINUTE
    assert due(*a_list(), *begun, now=now) == Due(UNFINISHED, "fever")


def test_a_list_that_nobody_began_is_not_unfinished() -> None:
    ids = [item.id for item in FLAGS.items]
    assert unfinished(ids, []) is None
    assert unfinished(ids, [leg(2, NINE)]) is None
    assert unfinished(ids, [leg(2, NINE), *a_list(NINE, items="bladder legs")]) == 1


def test_days_that_ask_for_the_list_begin_with_the_answer_and_absence_is_none_of_them() -> None:
    opened = stamped(answer(OPENING_ITEM, yes=True), NINE + 2 * DAY)
    back = leg(2, NINE + 12 * DAY)
    facts = [a_plan(NINE), *a_list(NINE + MINUTE), opened, back]
    ids = [item.id for item in FLAGS.items]
    assert days_asking(ids, facts, 3) == [opened.day]
    assert days_asking(ids, facts, 0) == [NINE.date(), opened.day]
    assert days_asking(ids, facts, 5) == []


def test_a_jump_that_the_list_before_it_answered_is_no_day_that_asks() -> None:
    facts, at = after_list(1)
    ids = [item.id for item in FLAGS.items]
    answered = days_asking(ids, [*facts, before(5, at)], len(USUAL))
    asks = days_asking(ids, [*facts, leg(5, at)], len(USUAL))
    assert (answered, asks) == ([], [at.date()])


# --- a log that was put back


def put_back(at: datetime) -> Stamped:
    return stamped(NoteWritten(text="put back", about=RESTORED), at)


def test_a_log_that_was_put_back_asks_for_the_whole_list_before_anything() -> None:
    facts = [a_plan(NINE), *a_list(NINE + MINUTE), put_back(NINE + 5 * MINUTE)]
    assert due(*facts, now=NINE + 6 * MINUTE) == Due(PUT_BACK, None)
    assert due(*facts, *a_list(NINE + 7 * MINUTE), now=NINE + DAY) is None


def test_a_clearing_does_not_know_what_a_log_has_lost() -> None:
    cleared = stamped(SafetyCleared(by=ClearedBy.THERAPIST, note="seen"), NINE + 6 * MINUTE)
    facts = [*a_list(NINE), put_back(NINE + 5 * MINUTE), cleared]
    assert why(*facts, now=NINE + 7 * MINUTE) == PUT_BACK


def test_what_waited_and_could_not_be_read_asks_for_the_whole_list_whoever_clears() -> None:
    unread = stamped(NoteWritten(text="not read", about=UNREAD), NINE + 5 * MINUTE)
    cleared = stamped(SafetyCleared(by=ClearedBy.THERAPIST, note="seen"), NINE + 6 * MINUTE)
    facts = [*a_list(NINE), unread, cleared]
    assert due(*facts, now=NINE + 7 * MINUTE) == Due(UNREADABLE, None)
    assert due(*facts, *a_list(NINE + 8 * MINUTE), now=NINE + DAY) is None
    assert why(*facts, put_back(NINE + 7 * MINUTE), now=NINE + 8 * MINUTE) == PUT_BACK


def test_a_new_plan_after_it_is_named_and_still_nothing_starts_before_the_list() -> None:
    found = due(*a_list(NINE), put_back(NINE + DAY), a_plan(NINE + DAY), now=NINE + DAY)
    assert found == Due(NEW_PLAN, None, new_plan=True)
    assert found.before_timers


def test_a_list_that_was_opened_and_left_without_an_answer_is_due() -> None:
    left = stamped(AnswerGiven(instrument=LIST, item=WHOLE, value=LEFT), NINE + DAY)
    other = stamped(AnswerGiven(instrument="lesson", item=WHOLE, value=LEFT), NINE + DAY)
    now = NINE + DAY + 5 * MINUTE
    assert due(*a_list(), left, now=now) == Due(UNFINISHED)
    assert due(*a_list(), left, *a_list(now), now=now + 5 * MINUTE) is None
    assert due(*a_list(), other, now=now) is None
    cleared = stamped(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=""), now)
    assert due(*a_list(), left, cleared, now=now) is None


@pytest.mark.parametrize(
    ("why", "timers", "pain"),
    [
        (NEW_PLAN, True, False),
        (OPENED, True, False),
        (PUT_BACK, True, False),
        (UNREADABLE, True, False),
        (UNFINISHED, True, False),
        (BODY_MAP, True, False),
        (PAIN_JUMP, False, True),
        (FURTHER_DOWN, False, True),
        (WEEKLY, False, False),
        (BACK_AGAIN, False, False),
    ],
)
def test_what_waits_for_the_list(why: str, timers: bool, pain: bool) -> None:
    assert (Due(why).before_timers, Due(why).about_pain) == (timers, pain)
