"""`python -m tests.soak --days 30`: live them and print the figures.

Where mounts may be made it starts itself again among mounts of its own, and the disk that refuses
is one that is really full.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TextIO

from tests.faults.mounts import may_mount
from tests.journeys.commanding import IN_MEMORY
from tests.soak.disk import Disk, FullDisk, LimitedDisk
from tests.soak.figures import is_good, tell_figures
from tests.soak.life import Life
from tests.soak.machine import MIB

MOST_GROWN_BYTES = 16 * MIB


def main() -> int:
    """1 when anything was lost, doubled or left over."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=main.__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=None, help="the same days again")
    parser.add_argument("--own-mounts", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.own_mounts and may_mount():
        words = ["-m", "tests.soak", *sys.argv[1:], "--own-mounts"]
        os.execvp("unshare", ["unshare", "-m", sys.executable, *words])
    seed = given.seed if given.seed is not None else Random().randrange(10**6)
    folder = Path(tempfile.mkdtemp(prefix="coach-soak-", dir=IN_MEMORY))
    try:
        disk: Disk = FullDisk(folder / "home") if given.own_mounts else LimitedDisk()
        with Life(folder, seed, disk) as life:
            figures = life.live(given.days, lambda line: _tell(sys.stderr, line))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = f"{'seed':<24}{seed}", f"{'disk refused by':<24}{disk.kind}"
    for line in (*told, *tell_figures(figures)):
        _tell(sys.stdout, line)
    return int(not is_good(figures, MOST_GROWN_BYTES))


def _tell(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
