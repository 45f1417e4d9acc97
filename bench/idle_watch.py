"""(i) What an idle `coach watch` takes, and how late it wakes; `bench.watch` measures."""

import tempfile
from pathlib import Path
from threading import Thread

from bench.homes import environment
from bench.rows import Part, Wishes
from bench.samples import busy_processors, waits
from bench.watch import (
    APART_MS,
    SETTLE_SECONDS,
    first_line,
    idle,
    lateness,
    openings,
    sample_home,
    waiting,
)

WATCH, PYTHON = "coach watch", "a Python that waits"
FLOOR_SECONDS = 20
"""Of the floor, which does nothing at all: longer would show no more."""


def measure(wishes: Wishes) -> Part:
    """Sampled over some minutes and scaled to an hour; the note says over how many seconds."""
    seconds = wishes.of(240, 20)
    part = Part("i", "an idle `coach watch`, voice on, with all that it starts")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        around = environment(sample_home(Path(name) / "home"), silent=False)
        part.add("first line", WATCH, [first_line(around) for _ in range(wishes.of(5, 2))])
        _idle(part, idle(around, seconds))
        first, opened, looked = openings(around)
    part.add("first opening of a coach, processor", WATCH, [first])
    part.add("each opening, processor", WATCH, opened)
    part.add("a look without one, processor", WATCH, looked)
    instants = wishes.of(1000, 100)
    _lateness(part, "idle", instants)
    with busy_processors():
        _lateness(part, "every core busy", instants)
    part.notes.append(
        f"sampled for {seconds} s after {SETTLE_SECONDS:.0f} s of settling, the floor for "
        f"{FLOOR_SECONDS}, both scaled; nothing is due, so nothing is said"
    )
    return part


def _idle(part: Part, found: dict[str, tuple[float, str]]) -> None:
    floor = waiting(FLOOR_SECONDS)
    for what, (value, unit) in found.items():
        part.add(what, PYTHON, [floor[what][0]], unit)
        part.add(what, WATCH, [value], unit, floor=floor[what][0])


def _lateness(part: Part, load: str, instants: int) -> None:
    """The floor waits beside the watch for as many deadlines."""
    floor: list[float] = []
    apart = APART_MS / 1000
    beside = Thread(target=lambda: floor.extend(waits(instants * apart, apart)))
    beside.start()
    late = lateness(instants)
    beside.join()
    bare = part.add(f"{load}: {len(floor)} deadlines", "a thread that waits", floor).median
    part.add(f"{load}: {len(late)} instants", WATCH, late, floor=bare)
