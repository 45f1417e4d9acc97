"""The sitting of a day: each day has its own minutes, also of a bout over midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.program import Surface
from coach.domain.sitting_spells import Sat, days_of, parts_on, sitting_day

MONDAY = date(2027, 3, 1)
TUESDAY = date(2027, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def sat(hour: int, minute: int, minutes: float, over: float = 0.0) -> Sat:
    began = datetime(2027, 3, 1, hour, minute, tzinfo=BERLIN)
    return Sat(Surface.HARD, began, minutes, over, 20)


def test_a_bout_over_midnight_counts_for_both_days() -> None:
    over_midnight = sat(23, 30, 50, over=30)
    (monday,), (tuesday,) = (parts_on([over_midnight], day) for day in (MONDAY, TUESDAY))
    assert (monday.minutes, monday.overdue_minutes) == (30, 10)
    assert (tuesday.minutes, tuesday.overdue_minutes) == (20, 20)
    assert tuesday.started_at == datetime(2027, 3, 2, 0, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (sat(23, 30, 30), [MONDAY]),
        (sat(9, 0, 0), [MONDAY]),
        (sat(0, 0, 1), [MONDAY]),
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
