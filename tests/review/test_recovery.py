"""Recovery: the own start, where one is now, and only what was published beside it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import SessionStarted
from coach.domain.pain import Moment
from coach.domain.program import StageCode
from coach.review.recovery import (
    REFERENCE,
    REFERENCE_LABEL,
    course_first_day,
    recovery,
    recovery_of,
    weekly_values,
    worst_legs,
)
from coach.review.recovery_words import recovery_lines
from tests.review.courses import FIRST, a_leg, a_plan, course, day, every_day, legs, on

TODAY = 41


@pytest.mark.parametrize(
    ("scores", "start", "noted"),
    [
        ({0: 7, 1: 6, 2: 8, 3: 7, 4: 6, 5: 7, 6: 5}, 7.0, 7),
        # Gaps are gaps: the first seven noted days reach to day eight.
        ({0: 8, 1: 8, 3: 8, 4: 6, 6: 6, 7: 6, 8: 6, 9: 0, 10: 0}, 6.0, 7),
        ({0: 7, 5: 6, 9: 5, 13: 4}, 5.5, 4),
        ({0: 7, 5: 6, 13: 5}, None, 3),
        ({0: 7, 5: 6, 9: 5, 14: 4}, None, 3),  # Day fourteen is too late for a start.
        (
            {-1: 9, 0: 0, 1: 0, 2: 0, 3: 0},
            0.0,
            4,
        ),  # Zero is a score; the day before is not the plan's.
        ({}, None, 0),
    ],
)
def test_the_own_start(scores: dict[int, int], start: float | None, noted: int) -> None:
    found = recovery(course(legs(scores)), FIRST, day(TODAY))
    assert (found.start, found.start_days) == (start, noted)


@pytest.mark.parametrize(
    ("scores", "now", "noted"),
    [
        (every_day(3, 35, 41), 3.0, 7),
        ({35: 9, 39: 2, 41: 4}, 4.0, 3),
        ({34: 9, 39: 2, 41: 4}, None, 2),
        ({39: 2, 41: 4, 42: 1}, None, 2),  # Tomorrow is not known today.
        ({}, None, 0),
    ],
)
def test_now(scores: dict[int, int], now: float | None, noted: int) -> None:
    found = recovery(course(legs(scores)), FIRST, day(TODAY))
    assert (found.now, found.now_days) == (now, noted)


def test_the_worst_score_of_a_day_counts_and_rehearsals_do_not() -> None:
    started = SessionStarted(session="fast", stage=StageCode.CALM, items=(), pace=20.0)
    history = course(
        on(0, a_leg(3)),
        on(0, a_leg(6, moment=Moment.WORST_24H), hour=20),
        on(0, started),
        on(0, a_leg(10, session="fast"), hour=21),
    )
    assert worst_legs(history) == {FIRST: 6}


@pytest.mark.parametrize(
    ("start", "now", "percent", "drop"),
    [(8, 2, 25.0, 6.0), (4, 5, 125.0, -1.0), (6, 4, 66.7, 2.0), (3, 1, None, 2.0)],
)
def test_percent_of_the_start_and_points_below_four(
    start: int, now: int, percent: float | None, drop: float
) -> None:
    scores = every_day(start, 0, 6) | every_day(now, 35, 41)
    found = recovery(course(legs(scores)), FIRST, day(TODAY))
    assert (found.percent, found.drop, found.weeks) == (percent, drop, 5)


def test_only_the_two_published_points_are_known() -> None:
    assert [(one.week, one.score, one.percent) for one in REFERENCE] == [
        (0, 6.1, 100),
        (17, 3.9, 64),
    ]
    assert round(100 * 3.9 / 6.1) == 64


def test_the_words_name_the_average_and_judge_nothing() -> None:
    scores = every_day(8, 0, 6) | every_day(6, 35, 41)
    own, beside = recovery_lines(recovery(course(legs(scores)), FIRST, day(TODAY)))
    assert (
        own
        == "Your leg was 8 at your start and is 6 now, after 5 weeks: 75 percent of your own start."
    )
    assert REFERENCE_LABEL in beside
    assert "64 percent" in beside


@pytest.mark.parametrize(
    ("now", "ending"),
    [
        (1, "2 points less."),
        (2, "1 point less."),
        (3, "no change in points."),
        (5, "2 points more."),
    ],
)
def test_a_low_start_is_told_in_points_without_the_average(now: int, ending: str) -> None:
    scores = every_day(3, 0, 6) | every_day(now, 35, 41)
    (line,) = recovery_lines(recovery(course(legs(scores)), FIRST, day(TODAY)))
    assert line.endswith(ending)


def test_what_is_not_known_is_said() -> None:
    (early,) = recovery_lines(recovery_of({day(0): 5, day(1): 5}, FIRST, day(2)))
    assert (
        early == "Your own start is not known yet: leg pain was noted on 2 days, and 4 are needed."
    )
    (late,) = recovery_lines(recovery_of({day(0): 5}, FIRST, day(TODAY)))
    assert "noted on 1 day of the first 14" in late
    (gone,) = recovery_lines(recovery_of({day(n): 5 for n in range(5)}, FIRST, day(TODAY)))
    assert "Where it is now is not known: leg pain was noted on 0 of the last 7 days" in gone


def test_weeks_are_full_ones_and_gaps_stay_gaps() -> None:
    scores = every_day(8, 0, 6) | {8: 4} | every_day(6, 14, 20) | every_day(1, 21, 22)
    values = weekly_values({day(n): leg for n, leg in scores.items()}, FIRST, day(22), 26)
    assert [(one.week, one.score, one.percent) for one in values] == [
        (0, 8.0, 100.0),
        (1, None, None),
        (2, 6.0, 75.0),
    ]
    assert weekly_values({}, FIRST, day(5), 26) == []
    assert len(weekly_values({}, FIRST, day(400), 26)) == 26


def test_a_newer_version_of_the_same_therapist_does_not_move_the_start() -> None:
    chosen, given_, newer = a_plan(0), a_plan(5, therapist="ada"), a_plan(30, therapist="ada")
    assert course_first_day(course(chosen)) == FIRST
    assert course_first_day(course(chosen, a_plan(9))) == FIRST
    assert course_first_day(course(chosen, given_, newer)) == day(5)
    assert course_first_day(course(a_plan(0, from_day=3))) == day(3)
    assert course_first_day(course()) is None


@given(
    st.dictionaries(st.integers(-5, 60), st.integers(0, 10)),
    st.integers(0, 60),
)
def test_now_and_start_lie_among_the_scores_they_come_from(
    scores: dict[int, int], today: int
) -> None:
    noted = {day(n): leg for n, leg in scores.items()}
    found = recovery_of(noted, FIRST, day(today))
    early = [leg for n, leg in scores.items() if 0 <= n < 14 and n <= today]
    late = [leg for n, leg in scores.items() if today - 7 < n <= today and n >= 0]
    assert (found.start is not None) == (len(early) >= 4)
    assert (found.now is not None) == (len(late) >= 3)
    if found.start is not None:
        assert min(early) <= found.start <= max(early)
    if found.now is not None:
        assert min(late) <= found.now <= max(late)
    assert recovery_of(noted | {day(today) + timedelta(days=1): 10}, FIRST, day(today)) == found
