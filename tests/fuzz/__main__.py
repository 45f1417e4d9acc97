"""`python -m tests.fuzz --minutes 5`: each target in a process of its own, one after the other.

Each input that led to something new is changed further, so that the search goes where it finds.
A fault is kept in the corpus, and is a failing test from then on.
"""

import argparse
import contextlib
import faulthandler
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from coach.clock import SystemClock
from tests.fuzz import commands
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import Tally, Target, inputs_of, keep

HANGS_AFTER_SECONDS = 60
"""An input that takes so long has made the process hang; the slowest good one takes one."""
MOST_HELD = 400
MOST_BYTES_KEPT = 3000
AFRESH = 0.2
"""How often an input is made of a first one again and not of what was found since."""


def main() -> int:
    """1 when a fault was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=main.__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="for all targets together")
    parser.add_argument("--only", default="", help="one target")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--gather", type=int, default=0, help="so many odd ones into the corpus")
    parser.add_argument("--alone", metavar="FOLDER", type=Path, help="one target, in this process")
    given = parser.parse_args()
    chosen = [one for one in TARGETS if given.only in ("", one.name)]
    if given.alone is not None:
        _alone(chosen[0], given.minutes * 60, given.seed, given.alone, given.gather)
        return 0
    _tell(f"{'target':<10}{'inputs':>10}{'outcomes':>10}{'faults':>8}")
    minutes = given.minutes / len(chosen)
    found = [_in_a_process(one, minutes, given.seed, given.gather) for one in chosen]
    return int(any(found))


def _in_a_process(target: Target, minutes: float, seed: int | None, gather: int) -> int:
    """Try one target and print its line; how many faults it has."""
    folder = Path(tempfile.mkdtemp(prefix="coach-fuzz-"))
    command = [sys.executable, "-m", "tests.fuzz", "--only", target.name, "--alone", str(folder)]
    command += ["--minutes", str(minutes), "--gather", str(gather)]
    command += ["--seed", str(seed)] if seed is not None else []
    ended = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    told: dict[str, Any] = {"inputs": 0, "outcomes": 0, "faults": []}
    with contextlib.suppress(FileNotFoundError):
        told = json.loads((folder / "tally.json").read_text())
    faults = told["faults"]
    if ended.returncode:
        path = keep(target, (folder / "input").read_bytes(), "hang")
        faults.append(f"the process hung or died ({ended.returncode}): {path}")
    _tell(f"{target.name:<10}{told['inputs']:>10,}{told['outcomes']:>10,}{len(faults):>8}")
    for fault in faults:
        _tell(f"  {fault}")
    shutil.rmtree(folder)
    return len(faults)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _alone(target: Target, seconds: float, seed: int | None, folder: Path, gather: int) -> None:
    """Try until the time is up; what is known lies in `folder` all the while."""
    now, random, tally = SystemClock().monotonic, Random(seed), Tally()
    first = inputs_of(target)
    held = list(first)
    end = now() + seconds
    waiting = list(first)
    while waiting or now() < end:
        data = waiting.pop() if waiting else _next(first, held, random, target)
        (folder / "input").write_bytes(data)
        faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)
        if tally.took(target, data):
            held.append(data)
            del held[:-MOST_HELD]
        faulthandler.cancel_dump_traceback_later()
        if tally.inputs % 50 == 0:
            (folder / "tally.json").write_text(tally.as_json())
    for data in tally.faults.values():
        keep(target, data, "fault")
    for data in _odd(tally, first)[:gather]:
        keep(target, data, "odd")
    (folder / "tally.json").write_text(tally.as_json())
    commands.drop_made()


def _odd(tally: Tally, first: list[bytes]) -> list[bytes]:
    """Small inputs that each led to something that no input before it did."""
    found = sorted({one for one in tally.outcomes.values() if one not in first}, key=len)
    return [one for one in found if 0 < len(one) <= MOST_BYTES_KEPT]


def _next(first: list[bytes], held: list[bytes], random: Random, target: Target) -> bytes:
    base = random.choice(first if random.random() < AFRESH else held)
    return mutated(base, held, random, target.most_bytes)


if __name__ == "__main__":
    sys.exit(main())
