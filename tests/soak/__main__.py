"""`python -m tests.soak --days 30`: live them and print the figures."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TextIO

from tests.journeys.commanding import IN_MEMORY
from tests.soak.figures import is_good, tell_figures
from tests.soak.life import Life
from tests.soak.machine import MIB

MOST_GROWN_BYTES = 16 * MIB


def main() -> int:
    """1 when anything was lost, doubled or left over."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=main.__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=None, help="the same days again")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else Random().randrange(10**6)
    folder = Path(tempfile.mkdtemp(prefix="coach-soak-", dir=IN_MEMORY))
    try:
        with Life(folder, seed) as life:
            figures = life.live(given.days, lambda line: _tell(sys.stderr, line))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in (f"{'seed':<24}{seed}", *tell_figures(figures)):
        _tell(sys.stdout, line)
    return int(not is_good(figures, MOST_GROWN_BYTES))


def _tell(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
