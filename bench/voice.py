"""(g) Cue to first sound and stop to silence, heard; `bench.speech` measures."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.rows import Part, Row, Wishes
from bench.samples import busy_processors
from bench.speech import Bench, Figure
from tests.speech import hearing

MOST_IDLE, MOST_BUSY = 10, 25
TARGETS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "lateness of counts, idle": (f"p99 <= {MOST_IDLE} ms", lambda row: row.p99 <= MOST_IDLE),
    "lateness of counts, busy": (f"p99 <= {MOST_BUSY} ms", lambda row: row.p99 <= MOST_BUSY),
    "lateness of counts, a real hold": (f"p99 <= {MOST_IDLE} ms", lambda row: row.p99 <= MOST_IDLE),
    "drift of counts, idle": (
        f"0 (within one lateness, {MOST_IDLE} ms)",
        lambda row: abs(row.median) <= MOST_IDLE,
    ),
    "drift of counts, busy": (
        f"0 (within one lateness, {MOST_BUSY} ms)",
        lambda row: abs(row.median) <= MOST_BUSY,
    ),
}


def measure(wishes: Wishes) -> Part:
    """The floor is the espeak-ng program, which starts anew for each line; else pyttsx3."""
    part = Part("g", "the voice, heard through a null sink")
    missing = hearing.missing_package() or ("" if shutil.which("aplay") else "aplay")
    if missing:
        part.notes.append(f"not measured: {missing} is not installed")
        return part
    program = shutil.which("espeak-ng") or ""
    if not program:
        part.notes.append(
            "the espeak-ng program is not installed: the floor is pyttsx3's own `say`"
        )
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        bench = Bench(Path(name), program)
        try:
            _all(bench, wishes)
        finally:
            bench.close()
    add_rows(part, bench.figures, bench.ways[-1])
    part.notes.append(
        "the ear itself hears each sound some ten milliseconds late, of every way alike"
    )
    return part


def _all(bench: Bench, wishes: Wishes) -> None:
    """The coach at length, the others for as long as shows what they are."""
    runs, fewer = wishes.of(20, 3), wishes.of(10, 2)
    for name in bench.ways:
        own = name == "coach"
        bench.to_first_sound(name, runs if own else fewer, "idle")
        with busy_processors():
            bench.to_first_sound(name, fewer, "busy")
        bench.to_silence(name, runs if own else wishes.of(3, 1) if name == "pyttsx3" else fewer)
        if name != "pyttsx3":  # It plays each line to its end.
            bench.to_cut_off(name, fewer)
    bench.hold(wishes.of(20, 5))
    for name in bench.ways:
        seconds = wishes.of(120, 15) if name == "coach" else wishes.of(30, 10)
        bench.counts(name, seconds, "idle")
        with busy_processors():
            bench.counts(name, seconds, "busy")


def add_rows(part: Part, figures: list[Figure], floor_way: str) -> None:
    """Take in what was heard. It is a fault where nothing of the coach was: its row is missing."""
    floors = {one.what: median(one.heard) for one in figures if one.way == floor_way and one.heard}
    for one in sorted(figures, key=lambda figure: figure.what):
        if len(one.heard) < len(one.found):
            missed = len(one.found) - len(one.heard)
            part.notes.append(f"{one.way}, {one.what}: {missed} of {len(one.found)} not heard")
        if not one.heard:
            if one.way == "coach":
                part.faults.append(f"{one.what}: nothing of coach was heard")
            continue
        as_fresh = one.what.replace("ready", "fresh")  # The floor has nothing ready.
        target, met = TARGETS.get(one.what, ("", None)) if one.way == "coach" else ("", None)
        floor = None if one.way == floor_way else floors.get(as_fresh)
        part.add(one.what, one.way, one.heard, one.unit, floor=floor, target=target, met=met)
