"""(c) How late what a session asks for comes: the real screens at real pace, the voice silent."""

import json
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from threading import Thread

from bench.homes import environment, new_home
from bench.rows import Part, Wishes
from bench.samples import busy_processors, waits
from bench.terminal import Terminal
from coach.domain.program import StageCode

MOST_IDLE, MOST_BUSY = 10, 25
LEAST_STEPS = 5
"""Fewer finished steps say nothing about drift."""
APART_SECONDS = 0.5
"""Between two deadlines of the floor: about as often as a session asks for something."""


def measure(wishes: Wishes) -> Part:
    """Every count, cue and end of a step that comes by itself, against the instant it was due."""
    seconds = wishes.of(600, 120)
    part = Part(
        "c", f"lateness of counts, cues and holds in {seconds} s of a session, voice silent"
    )
    for name, most, load in (
        ("idle", MOST_IDLE, nullcontext()),
        ("every core busy", MOST_BUSY, busy_processors()),
    ):
        with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder, load:
            late, over, floor = _session(Path(folder), seconds)
        bare = part.add(f"{name}: {len(floor)} deadlines", "a thread that waits", floor).median
        part.add(
            f"{name}: {len(late)} instants",
            "session on its screen",
            late,
            floor=bare,
            target=f"p99 <= {most} ms",
            met=lambda row, most=most: row.p99 <= most,  # type: ignore[misc]
        )
        if len(over) < LEAST_STEPS:
            part.notes.append(f"{name}: only {len(over)} steps ended, too few to see drift")
            continue
        part.add(
            f"{name}: drift after {len(over)} steps",
            "session on its screen",
            [sum(over)],
            target=f"0 (within one lateness, {most} ms)",
            met=lambda row, most=most: abs(row.median) <= most,  # type: ignore[misc]
        )
    return part


def _session(folder: Path, seconds: float) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds by which each instant was late and each step took longer; and the floor's.

    In the stage with the most exercises: they have counts and holds.
    """
    home, file = new_home(folder / "home", StageCode.BUILD), folder / "late.json"
    command = [sys.executable, "-m", "bench.lateness_app", str(home), str(seconds), str(file)]
    terminal = Terminal(command, environment(home))
    floor: list[float] = []
    waiting = Thread(target=lambda: floor.extend(waits(seconds, APART_SECONDS)))
    waiting.start()
    terminal.ended()
    waiting.join()
    found = json.loads(file.read_text(encoding="utf-8"))
    return found["late"], found["over"], floor
