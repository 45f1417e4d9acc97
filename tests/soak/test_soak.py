"""A few days with a fault in most sessions; `make soak` lives thirty."""

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.commanding import IN_MEMORY
from tests.soak.figures import is_good, tell_figures
from tests.soak.life import Life
from tests.soak.machine import MIB

DAYS = 2
MOST_GROWN_BYTES = 32 * MIB
"""Other tests share this process, so this only finds what is gross."""


@pytest.mark.skipif(sys.platform != "linux", reason="what is left over is read from /proc")
def test_whatever_fails_what_was_acknowledged_is_there_and_nothing_is_left_over() -> None:
    seed = Random().randrange(10**6)
    with (
        TemporaryDirectory(prefix="coach-soak-", dir=IN_MEMORY) as folder,
        Life(Path(folder), seed) as life,
    ):
        figures = life.live(DAYS)
    assert is_good(figures, MOST_GROWN_BYTES), "\n".join((f"seed {seed}", *tell_figures(figures)))
    assert figures.acknowledged
    assert figures.played
