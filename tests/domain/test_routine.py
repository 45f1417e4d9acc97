"""When the plan asks: wall times that hold through clock changes, and days of a week."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.dose import DAYS
from coach.domain.routine import asked_on, days_between, occurrence, slot_times
from tests.builders import a_prescription

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "America/Sao_Paulo",
    "Asia/Kolkata",
)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
MONDAY = date(2027, 3, 1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0, 0), time(0, 30), time(2, 15), time(2, 30), time(12, 0)])
def test_a_daily_time_comes_once_on_each_local_date_whatever_the_clocks_do(
    zone: str, at: time
) -> None:
    place = ZoneInfo(zone)
    found = [occurrence(day, at, place) for day in days_between(FIRST, LAST)]
    assert all(later > earlier for earlier, later in pairwise(found))
    dates = [when.astimezone(place).date() for when in found]
    assert dates == days_between(FIRST, LAST)


def test_a_time_that_spring_leaves_out_comes_out_later_by_the_gap() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    when = occurrence(date(2027, 3, 28), time(2, 30), berlin)
    assert when.astimezone(berlin).time() == time(3, 30)


def test_a_time_that_autumn_brings_twice_is_the_first_of_the_two() -> None:
    new_york = ZoneInfo("America/New_York")
    when = occurrence(date(2026, 11, 1), time(1, 30), new_york)
    assert when == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.times(), st.sampled_from(ZONES))
def test_wherever_it_is_a_time_is_at_most_the_clock_change_off(
    day: date, at: time, zone: str
) -> None:
    when = occurrence(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    meant = datetime.combine(day, at)
    assert timedelta(0) <= when.replace(tzinfo=None) - meant <= timedelta(hours=2)


@given(st.integers(1, 7), st.integers(0, 400))
def test_some_days_a_week_is_exactly_so_many_in_any_seven_days(week: int, start: int) -> None:
    asked = a_prescription(f"walk 10min 1/day {week}/week")
    days = [MONDAY + timedelta(days=start + n) for n in range(7)]
    assert sum(asked_on(asked, day, from_day=MONDAY) for day in days) == week


@given(st.integers(1, 7))
def test_the_first_day_of_a_plan_asks_everything(week: int) -> None:
    assert asked_on(a_prescription(f"walk 10min {week}/week"), MONDAY, from_day=MONDAY)


@given(st.sets(st.sampled_from(DAYS), min_size=1), st.integers(0, 60))
def test_named_days_are_those_days(named: set[str], nth: int) -> None:
    asked = a_prescription(f"walk 10min {','.join(sorted(named))}")
    day = MONDAY + timedelta(days=nth)
    assert asked_on(asked, day, from_day=MONDAY) == (DAYS[day.weekday()] in named)


def test_named_times_are_taken_in_order() -> None:
    asked = a_prescription("walk 10min 2/day", times=(time(18), time(8)))
    assert slot_times(asked) == [time(8), time(18)]


def test_once_a_day_without_a_time_is_nine_in_the_morning() -> None:
    assert slot_times(a_prescription("walk 10min")) == [time(9)]


def test_three_times_a_day_spread_over_the_waking_day() -> None:
    assert slot_times(a_prescription("walk 10min 3/day")) == [time(9), time(14, 30), time(20)]


@given(st.integers(1, 24))
def test_times_spread_by_themselves_lie_in_the_waking_day_and_apart(count: int) -> None:
    times = slot_times(a_prescription(f"walk 3min {count}/day"))
    assert len(times) == count
    assert len(set(times)) == count
    assert times == sorted(times)
    assert all(time(8) <= at <= time(20) for at in times)


def test_no_days_lie_between_a_day_and_the_day_before() -> None:
    assert days_between(MONDAY, MONDAY) == [MONDAY]
    assert days_between(MONDAY, MONDAY - timedelta(days=1)) == []
