"""The alarm over the real APScheduler: it wakes, is replaced, reports errors, and ends."""

import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from coach.clock import SystemClock
from coach.schedule.alarm import NoAlarm, SchedulerAlarm

SOON = timedelta(milliseconds=50)
LONG = timedelta(hours=1)
PATIENCE_SECONDS = 20


def now() -> datetime:
    return SystemClock().now()


class Woken:
    """Counts how often it was woken, from any thread."""

    def __init__(self, times: int = 1) -> None:
        self._missing = threading.Semaphore(0)
        self._times = times
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
        self._missing.release()

    def wait(self) -> bool:
        return all(self._missing.acquire(timeout=PATIENCE_SECONDS) for _ in range(self._times))


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def alarm(problems: list[str]) -> Iterator[SchedulerAlarm]:
    made = SchedulerAlarm(problems.append)
    yield made
    made.close()


def test_it_wakes_at_a_near_instant(alarm: SchedulerAlarm, problems: list[str]) -> None:
    woken = Woken()
    alarm.set([now() + SOON], woken)
    assert woken.wait()
    assert problems == []


def test_an_instant_that_passed_while_the_machine_slept_wakes_at_once(
    alarm: SchedulerAlarm,
) -> None:
    woken = Woken()
    alarm.set([now() - LONG], woken)
    assert woken.wait()


def test_it_wakes_once_for_each_instant(alarm: SchedulerAlarm) -> None:
    woken = Woken(times=3)
    alarm.set([now() + n * SOON for n in range(3)], woken)
    assert woken.wait()
    assert woken.count == 3


def test_new_instants_replace_the_old_ones(alarm: SchedulerAlarm) -> None:
    old, new = Woken(), Woken()
    alarm.set([now() + LONG], old)
    alarm.set([now() + SOON], new)
    assert new.wait()
    assert old.count == 0


def test_it_may_be_set_anew_from_inside_a_wake(alarm: SchedulerAlarm) -> None:
    second = Woken()
    alarm.set([now()], lambda: alarm.set([now() + SOON], second))
    assert second.wait()


def test_an_error_in_a_wake_is_reported_and_the_next_one_still_comes() -> None:
    reported = threading.Event()
    told: list[str] = []

    def note(problem: str) -> None:
        told.append(problem)
        reported.set()

    def fail() -> None:
        raise RuntimeError("no screen")

    noting = SchedulerAlarm(note)
    noting.set([now()], fail)
    assert reported.wait(PATIENCE_SECONDS)
    assert "no screen" in told[0]
    woken = Woken()
    noting.set([now() + SOON], woken)
    assert woken.wait()
    noting.close()


def test_errors_do_not_reach_standard_error(alarm: SchedulerAlarm) -> None:
    alarm.set([now() + LONG], Woken())
    # Without a handler of its own Python prints warnings to standard error: over the screen.
    assert logging.getLogger("apscheduler").handlers


def test_closing_twice_is_harmless(alarm: SchedulerAlarm) -> None:
    alarm.set([now() + LONG], Woken())
    alarm.close()
    alarm.close()


def test_after_closing_nothing_is_set_any_more(alarm: SchedulerAlarm) -> None:
    before = threading.active_count()
    alarm.close()
    alarm.set([now()], Woken())
    alarm.poke()
    assert threading.active_count() <= before


def test_closing_in_the_middle_of_a_round_ends_its_thread_quietly() -> None:
    died: list[object] = []
    before, threading.excepthook = threading.excepthook, died.append
    try:
        for _ in range(20):
            _close_at_the_first_wake()
    finally:
        threading.excepthook = before
    assert died == []


def _close_at_the_first_wake() -> None:
    closed = Woken()
    alarm = SchedulerAlarm(lambda problem: None)

    def close() -> None:
        alarm.close()
        closed()

    alarm.set([now() - n * SOON for n in range(200)], close)
    assert closed.wait()


def test_before_the_first_set_nothing_runs() -> None:
    before = threading.active_count()
    unused = SchedulerAlarm(lambda problem: None)
    unused.poke()
    unused.close()
    assert threading.active_count() <= before


def test_a_poke_looks_at_the_clock_again(alarm: SchedulerAlarm) -> None:
    woken = Woken()
    alarm.set([now() + SOON], woken)
    alarm.poke()
    assert woken.wait()
    assert woken.count == 1


def test_no_alarm_wakes_nobody() -> None:
    alarm, woken = NoAlarm(), Woken()
    alarm.set([now()], woken)
    alarm.poke()
    alarm.close()
    assert woken.count == 0
