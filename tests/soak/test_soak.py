"""A few days with a fault in most sessions, and leaks made on purpose; `make soak` lives thirty.

COACH_SOAK_SEEDS="7 8" lives the days of other seeds.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import pytest

from tests.journeys.commanding import IN_MEMORY
from tests.soak.figures import EARLY, MOST_KEPT_A_DAY, Figures, is_good, tell_figures
from tests.soak.life import Life
from tests.soak.machine import MIB

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what is left over is read from /proc"
)
SEEDS = tuple(map(int, os.environ.get("COACH_SOAK_SEEDS", "1 7 20270301").split()))
"""Read here: while a test runs no COACH_ variable is set."""
DAYS = 2
DAYS_TO_TELL_A_LEAK = 2 * EARLY
MOST_GROWN_BYTES = 8 * MIB
"""After the first day 3 MiB at most came to it; 300 kB kept of each unit of facts are 20 MiB in
the days of the first seed."""


class Idle(Life):
    """Days on which nothing is done, and something stays behind."""

    left_behind: list[object]

    def _session(self) -> None:
        self.left_behind.append(self.leak())

    def leak(self) -> object:
        """What stays of one session."""
        return None


class KeepsValues(Idle):
    def leak(self) -> object:
        return [object() for _ in range(MOST_KEPT_A_DAY)]


class KeepsBytes(Idle):
    def leak(self) -> object:
        return b"x" * MOST_GROWN_BYTES


class KeepsAThread(Idle):
    def leak(self) -> object:
        end = Event()
        Thread(target=end.wait, daemon=True).start()
        return end


def lived(kind: type[Life], seed: int, days: int) -> Figures:
    with (
        TemporaryDirectory(prefix="coach-soak-", dir=IN_MEMORY) as folder,
        kind(Path(folder), seed) as life,
    ):
        if isinstance(life, Idle):
            life.left_behind = []
        figures = life.live(days)
        if isinstance(life, KeepsAThread):
            for end in life.left_behind:
                assert isinstance(end, Event)
                end.set()
        return figures


def told(seed: int, figures: Figures) -> str:
    return "\n".join((f"seed {seed}", *tell_figures(figures)))


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_fails_what_was_acknowledged_is_there_and_nothing_is_left_over(seed: int) -> None:
    longer = seed == SEEDS[0]
    figures = lived(Life, seed, EARLY if longer else DAYS)
    assert is_good(figures, MOST_GROWN_BYTES), told(seed, figures)
    assert figures.yeses or not longer
    assert figures.acknowledged
    assert figures.played


@pytest.mark.parametrize(
    ("kind", "days", "good"),
    [
        (Idle, DAYS_TO_TELL_A_LEAK, True),
        (KeepsValues, DAYS_TO_TELL_A_LEAK, False),
        (KeepsBytes, DAYS, False),
        (KeepsAThread, DAYS, False),
    ],
)
def test_what_every_session_leaves_behind_is_told_as_a_leak(
    kind: type[Life], days: int, good: bool
) -> None:
    figures = lived(kind, 1, days)
    assert is_good(figures, MOST_GROWN_BYTES) is good, told(1, figures)
    assert not figures.bad
