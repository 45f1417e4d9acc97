"""Three clocks, and telling sleep, standstill and a changed clock apart."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import ZONE_SECONDS, FastClock, Gap, GapWatch, ManualClock, SystemClock

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=BERLIN)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


def test_time_that_passes_as_expected_is_no_gap(clock: ManualClock) -> None:
    watch = GapWatch(clock)
    for seconds in (0.1, 1.0, 5.0, 6.9):
        clock.advance(seconds)
        assert watch.poll(5.0) == []


def test_a_machine_that_slept_was_suspended(clock: ManualClock) -> None:
    watch = GapWatch(clock)
    clock.sleep_machine(3600)
    assert watch.poll(1.0) == [Gap("suspended", 3600)]
    assert watch.poll(1.0) == []


def test_a_program_that_stood_still_was_stalled(clock: ManualClock) -> None:
    watch = GapWatch(clock)
    clock.advance(7)
    assert watch.poll(1.0) == [Gap("stalled", 6)]


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_that_was_set_is_told_with_its_direction(clock: ManualClock, hours: int) -> None:
    watch = GapWatch(clock)
    clock.set_wall(clock.now() + timedelta(hours=hours))
    assert watch.poll(1.0) == [Gap("clock-set", hours * 3600)]


def test_sleep_and_a_set_clock_are_both_told(clock: ManualClock) -> None:
    watch = GapWatch(clock)
    clock.sleep_machine(600)
    clock.set_wall(clock.now() + timedelta(seconds=30))
    assert watch.poll(1.0) == [Gap("suspended", 600), Gap("clock-set", 30)]


def test_summer_time_is_no_set_clock() -> None:
    clock = ManualClock(datetime(2027, 3, 28, 1, 59, 59, tzinfo=BERLIN))
    watch = GapWatch(clock)
    clock.advance(1)
    assert clock.now() == datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN)
    assert watch.poll(1.0) == []


def test_winter_time_is_no_set_clock() -> None:
    clock = ManualClock(datetime(2027, 10, 31, 2, 59, 59, tzinfo=BERLIN))
    watch = GapWatch(clock)
    clock.advance(1)
    assert clock.now().utcoffset() == timedelta(hours=1)
    assert watch.poll(1.0) == []


@given(st.floats(0, 2), st.floats(0, 2))
def test_a_little_lateness_is_never_a_gap(late: float, expected: float) -> None:
    clock = ManualClock(NOON)
    watch = GapWatch(clock)
    clock.advance(min(expected + late, expected + 1.99))
    assert watch.poll(expected) == []


@given(st.floats(2.1, 1e6), st.booleans())
def test_a_gap_is_as_long_as_it_was(seconds: float, slept: bool) -> None:
    clock = ManualClock(NOON)
    watch = GapWatch(clock)
    if slept:
        clock.sleep_machine(seconds)
    else:
        clock.advance(seconds)
    (gap,) = watch.poll(0.0)
    assert gap.kind == ("suspended" if slept else "stalled")
    assert gap.seconds == pytest.approx(seconds)


def test_the_hand_moved_clock_keeps_real_seconds_over_a_clock_change() -> None:
    clock = ManualClock(datetime(2027, 3, 28, 0, 0, tzinfo=BERLIN))
    before = clock.now().timestamp()
    clock.advance(6 * 3600)
    assert clock.now().timestamp() - before == 6 * 3600
    assert clock.now().hour == 7


def test_asleep_the_monotonic_clock_stands_and_the_boot_clock_goes_on(
    clock: ManualClock,
) -> None:
    mono, boot = clock.monotonic(), clock.boot()
    clock.sleep_machine(60)
    assert (clock.monotonic() - mono, clock.boot() - boot) == (0, 60)
    clock.advance(5)
    assert (clock.monotonic() - mono, clock.boot() - boot) == (5, 65)


def test_a_fast_clock_runs_as_many_times_as_fast(clock: ManualClock) -> None:
    fast = FastClock(clock, 20.0)
    mono = fast.monotonic()
    clock.advance(3)
    assert fast.monotonic() - mono == pytest.approx(60)
    # A rehearsal is never dated ahead of the day.
    assert fast.now() == clock.now()
    assert fast.boot() == fast.monotonic()


def test_the_machines_own_clock_knows_its_offset_and_never_runs_backwards() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() is not None
    assert clock.monotonic() <= clock.monotonic()
    assert clock.boot() <= clock.boot()
    assert GapWatch(clock).poll(60.0) == []
    assert clock.now().astimezone(UTC).tzinfo is UTC


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows looks at its zone by itself")
def test_a_zone_that_changes_under_a_running_coach_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The traveller's laptop shows another time; a coach that runs for weeks goes with it."""
    read: list[str] = []
    monkeypatch.setattr(time, "tzset", lambda: read.append("zone"))
    passed = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: passed[0])
    clock = SystemClock()
    clock.now()
    passed[0] += ZONE_SECONDS - 1
    clock.now()
    assert read == ["zone"]
    passed[0] += 1
    clock.now()
    assert read == ["zone", "zone"]
