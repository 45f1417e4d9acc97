"""The clocks of a coach that really runs are moved, as by a sleep of the machine or by a hand."""

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.cli.diagnostics import ExitCode
from coach.clock import SystemClock
from coach.config import Places
from coach.domain.events import ExerciseDone, SafetyHold
from tests.cli.conftest import Result
from tests.cli.test_doctor_finds import line_of
from tests.faults.preloaded import built
from tests.faults.test_stopped import STARTED_WITH_IT, into_the_first_hold, logged, reps_counted
from tests.tui.terminal import Terminal

HOUR = 3600
DAY = timedelta(days=1)
MORNING = time(10)


class Clocks:
    """The clocks of every process that is started with `environment`."""

    def __init__(self, folder: Path) -> None:
        """It is ten in the morning of the next day."""
        self._file = folder / "shift"
        now = SystemClock().now()
        self.right = datetime.combine(now.date() + DAY, MORNING, now.tzinfo)
        self._behind = int((self.right - now).total_seconds())
        self._wall = self._boot = 0
        self._write()
        library = built("shifted_clock", folder)
        self.environment = {"LD_PRELOAD": str(library), "SHIFT_FILE": str(self._file)}

    def sleep_machine(self, seconds: int) -> None:
        """The machine sleeps: all clocks go on but the one that counts waking time."""
        self._wall += seconds
        self._boot += seconds
        self._write()

    def set_wall(self, seconds: int) -> None:
        """Somebody sets the clock so far ahead of the right time."""
        self._wall = seconds
        self._write()

    def _write(self) -> None:
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(handle, struct.pack("qq", self._behind + self._wall, self._boot), 0)
        os.close(handle)


@pytest.fixture
def clocks(tmp_path: Path) -> Clocks:
    return Clocks(tmp_path)


@pytest.fixture
def in_a_hold(clocks: Clocks, places: Places) -> Iterator[Terminal]:
    """A session on its screen, in the first of three holds of twenty seconds."""
    shown = Terminal(places.home, script=STARTED_WITH_IT, environment=clocks.environment)
    try:
        shown.until("safety question")
        into_the_first_hold(shown)
        yield shown
    finally:
        shown.close()


def test_a_machine_that_slept_in_a_hold_asks_to_repeat_it_and_counts_no_repetition(
    in_a_hold: Terminal, clocks: Clocks, places: Places
) -> None:
    clocks.sleep_machine(2 * HOUR)
    in_a_hold.until("We were interrupted. Do this one again, or go on from where you were?")
    in_a_hold.send(b"a")
    in_a_hold.wait_for(lambda: not in_a_hold.shows("We were interrupted."), "the hold again")
    in_a_hold.process.terminate()
    in_a_hold.exit_code()
    assert reps_counted(places) == 0


@pytest.mark.parametrize("days", [-2, 3])
def test_a_clock_that_is_set_in_a_hold_disturbs_it_by_nothing(
    in_a_hold: Terminal, clocks: Clocks, places: Places, days: int
) -> None:
    clocks.set_wall(days * 24 * HOUR)
    in_a_hold.until("rep 2 of 3")
    assert not in_a_hold.shows("interrupted")
    clocks.set_wall(0)
    in_a_hold.send(b"d")
    in_a_hold.wait_for(lambda: not in_a_hold.shows("rep 2 of 3"), "what comes after it")
    in_a_hold.process.terminate()
    in_a_hold.exit_code()
    (done,) = [fact for _, fact in logged(places).of(ExerciseDone)][:1]
    assert 20 <= done.seconds < 60


def test_a_machine_that_slept_over_a_reminder_brings_one_question(
    clocks: Clocks, places: Places
) -> None:
    shown = Terminal(places.home, environment=clocks.environment)
    try:
        shown.until("Later today")
        clocks.sleep_machine(5 * HOUR)
        shown.until("Now, later, or skip?")
        shown.send(b"x")
        shown.until("counts neither for nor against you")
    finally:
        shown.close()


def test_a_yes_locks_after_a_clock_that_ran_ahead_was_put_right(
    clocks: Clocks, places: Places
) -> None:
    def coach(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coach", *words],
            input=typed,
            env={**os.environ, **clocks.environment},
            capture_output=True,
            text=True,
            check=False,
        )

    shown = Terminal(places.home, environment=clocks.environment)
    try:
        shown.until("Later today")
        shown.send(b"q")
        assert shown.exit_code() == 0
    finally:
        shown.close()
    clocks.set_wall(400 * 24 * HOUR)
    assert coach("pain", "--back", "3", "--leg", "2").returncode == 0
    clocks.set_wall(0)
    asked = coach("doctor")
    clock, do = line_of(Result(asked.returncode, asked.stdout, asked.stderr), "clock")
    assert clock.startswith("clock: NOT OK. ")
    assert f"The log already holds {clocks.right + 400 * DAY:%Y-%m-%d}" in clock
    assert do.startswith("Set the date of this machine. If it is right, it was wrong then")
    assert coach("session", "--line", typed="y\ny\n").returncode == ExitCode.HELD
    assert coach("session", "--line", typed="n\n").returncode == ExitCode.HELD
    (held,) = [stamped for stamped, _ in logged(places).of(SafetyHold)]
    assert abs(held.at - clocks.right) < DAY
