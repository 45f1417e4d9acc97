"""(i) What an idle `coach watch` takes of processor and memory; `bench.watch` measures."""

import tempfile
from pathlib import Path

from bench.homes import environment
from bench.rows import Part, Wishes
from bench.watch import SETTLE_SECONDS, first_line, idle, sample_home


def measure(wishes: Wishes) -> Part:
    """Sampled over some minutes and scaled to an hour; the note says over how many seconds."""
    seconds = wishes.of(240, 20)
    part = Part("i", "an idle `coach watch`")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        around = environment(sample_home(Path(name) / "home"))
        found = first_line(around) | idle(around, seconds)
    units = {"ms": "ms", "MiB": "MiB", "CPU": "s"}
    for what, value in found.items():
        unit = next((units[word] for word in units if word in what), "")
        part.add(what, "coach watch", [value], unit)
    part.notes.append(f"sampled for {seconds} s after {SETTLE_SECONDS:.0f} s of settling, scaled")
    return part
