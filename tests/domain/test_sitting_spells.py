"""The sitting of a day: each day has its own minutes, also of a bout over midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import SittingBout
from coach.domain.program import Surface
from coach.domain.sitting_spells import (
    Sat,
    SittingDay,
    days_of,
    parts_on,
    sitting_day,
    stretches,
)

MONDAY = date(2027, 3, 1)
TUESDAY = date(2027, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def sat(
    hour: int, minute: int, minutes: float, over: float = 0.0, surface: Surface = Surface.HARD
) -> Sat:
    began = datetime(2027, 3, 1, hour, minute, tzinfo=BERLIN)
    return Sat(surface, began, minutes, over, 20)


def logged(minutes: float, over: float) -> SittingBout:
    return SittingBout(
        bout="b1",
        surface=Surface.FLOOR,
        started_at=datetime(2027, 3, 1, 9, tzinfo=BERLIN),
        minutes=minutes,
        limit_minutes=10,
        warnings=1,
        overdue_minutes=over,
    )


def test_a_bout_over_midnight_counts_for_both_days() -> None:
    over_midnight = sat(23, 30, 50, over=30)
    (monday,), (tuesday,) = (parts_on([over_midnight], day) for day in (MONDAY, TUESDAY))
    assert (monday.minutes, monday.overdue_minutes) == (30, 10)
    assert (tuesday.minutes, tuesday.overdue_minutes) == (20, 20)
    assert tuesday.started_at == datetime(2027, 3, 2, 0, 0, tzinfo=BERLIN)
    # By the clock of the patient, whatever the machine's own zone is.
    assert [one.started_at.hour for one in (monday, tuesday)] == [23, 0]


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (sat(23, 30, 30), [MONDAY]),
        (sat(9, 0, 0), [MONDAY]),
        (sat(0, 0, 1), [MONDAY]),
        (sat(0, 0, 0), [MONDAY]),
        (sat(23, 30, 31), [MONDAY, TUESDAY]),
    ],
)
def test_a_bout_counts_on_the_days_it_was_sat_on(one: Sat, days: list[date]) -> None:
    assert list(days_of([one])) == days


def test_the_night_in_which_the_clocks_change_has_its_own_length() -> None:
    # On 28 March 2027 in Berlin at two it becomes three.
    night = Sat(Surface.FIRM, datetime(2027, 3, 27, 23, 0, tzinfo=BERLIN), 240)
    sums = {day: sum(one.minutes for one in parts) for day, parts in days_of([night]).items()}
    assert sums == {date(2027, 3, 27): 60, date(2027, 3, 28): 180}


def test_the_longest_of_a_day_stops_at_midnight() -> None:
    day = sitting_day(parts_on([sat(23, 30, 50)], TUESDAY), 2)
    assert day is not None
    assert day.line() == "longest 20 min, 20 of it hard"


def test_a_sitting_over_two_midnights_counts_on_three_days() -> None:
    days = days_of([sat(23, 0, 60 + 24 * 60 + 15, over=5), sat(9, 0, 10)])
    sums = {
        day: [(one.minutes, one.overdue_minutes) for one in parts] for day, parts in days.items()
    }
    wednesday = date(2027, 3, 3)
    assert sums == {MONDAY: [(60, 0), (10, 0)], TUESDAY: [(24 * 60, 0)], wednesday: [(15, 5)]}


def test_of_another_day_nothing_is_counted() -> None:
    assert parts_on([sat(9, 0, 30), sat(23, 30, 30)], TUESDAY) == []
    assert parts_on([sat(9, 0, 30), sat(0, 0, 30)], date(2027, 2, 28)) == []
    assert sitting_day([], 2) is None


@pytest.mark.parametrize(
    ("minutes", "over", "counted", "past_the_limit"),
    [(30, 20, 30, 20), (30, 45, 30, 30), (9000, 8990, 1440, 1440), (1440, 0, 1440, 0)],
)
def test_a_log_that_tells_of_more_than_a_day_at_a_stretch_is_not_believed(
    minutes: float, over: float, counted: float, past_the_limit: float
) -> None:
    read = Sat.of(logged(minutes, over))
    assert (read.minutes, read.overdue_minutes) == (counted, past_the_limit)
    assert (read.surface, read.limit_minutes) == (Surface.FLOOR, 10)
    assert read.started_at == datetime(2027, 3, 1, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(("up_for", "joined"), [(0, True), (1, True), (2, False), (3, False)])
def test_only_a_break_that_counts_parts_two_spells(up_for: int, joined: bool) -> None:
    first, second = sat(9, 0, 20), sat(9, 20 + up_for, 15)
    expected = [[first, second]] if joined else [[first], [second]]
    assert stretches([second, first], 2) == expected
    assert stretches([], 2) == []


def test_the_longest_of_a_day_is_at_a_stretch_and_tells_what_of_it_was_hard() -> None:
    spells = [
        sat(9, 0, 20, over=4, surface=Surface.FIRM),
        sat(9, 21, 15, over=15, surface=Surface.HARD),
        sat(9, 37, 6, surface=Surface.FLOOR),
        sat(12, 0, 30, over=1, surface=Surface.FLOOR),
        sat(13, 0, 40, surface=Surface.CAR),
    ]
    day = sitting_day(spells, 2)
    assert day == SittingDay(41, 21, 51, 20)
    assert day is not None
    assert day.line() == "longest 41 min, 21 of it hard"
    assert not day.is_one_bout(41)


def test_of_two_stretches_as_long_the_harder_one_is_told() -> None:
    day = sitting_day([sat(9, 0, 20, surface=Surface.SOFT), sat(12, 0, 20)], 2)
    assert day is not None
    assert day.line() == "longest 20 min, 20 of it hard"
    soft = sitting_day([sat(9, 0, 20, surface=Surface.SOFT), sat(12, 0, 0.4)], 2)
    assert soft is not None
    assert soft.line() == "longest 20 min"


@pytest.mark.parametrize(
    ("longest", "hard", "bout", "expected"),
    [
        (20.0, 0.0, 20.0, True),
        (20.0, 20.0, 20.0, True),
        (20.4, 20.4, 19.6, True),
        (20.0, 0.0, 25.0, True),
        (21.0, 0.0, 20.0, False),
        (20.0, 5.0, 20.0, False),
    ],
)
def test_a_line_about_the_day_says_more_than_the_bout_or_is_left_out(
    longest: float, hard: float, bout: float, expected: bool
) -> None:
    assert SittingDay(longest, hard, 0.0, 0.0).is_one_bout(bout) is expected


@given(
    began=st.datetimes(datetime(2027, 3, 1), datetime(2027, 4, 1)),
    minutes=st.floats(0, 360),
    share=st.floats(0, 1),
)
def test_no_minute_is_lost_or_counted_twice(began: datetime, minutes: float, share: float) -> None:
    one = Sat(Surface.FIRM, began.replace(tzinfo=UTC), minutes, minutes * share)
    parts = [part for found in days_of([one]).values() for part in found]
    near = pytest.approx
    assert sum(part.minutes for part in parts) == near(minutes, abs=1e-4)
    assert sum(part.overdue_minutes for part in parts) == near(one.overdue_minutes, abs=1e-4)
    assert all(part.overdue_minutes <= part.minutes + 1e-6 for part in parts)
    assert all(part.ended_at - part.started_at <= timedelta(days=1) for part in parts)
