"""(a) From the start of the process to the first picture of today, and memory until then."""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.homes import TITLE, environment, new_home, old_home
from bench.rows import Part, Wishes
from bench.terminal import Terminal

HELLO, NEW, OLD, PYTHON = "bare Textual", "coach, new home", "coach, three years", "python -c pass"
SETTLED_SECONDS = 4
"""By then today has loaded what its first picture does without."""
MOST_RATIO, MOST_MIB, MOST_GROWTH = 1.5, 45, 1.2


def measure(wishes: Wishes) -> Part:
    """Every way in turn, so that what else the machine does meets all alike."""
    part = Part("a", "first painted frame of today, and peak memory until then")
    times: dict[str, list[float]] = {way: [] for way in (PYTHON, HELLO, NEW, OLD)}
    memory: dict[str, list[float]] = {way: [] for way in (HELLO, NEW, OLD)}
    settled: dict[str, list[float]] = {way: [] for way in (HELLO, NEW, OLD)}
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        homes = {NEW: new_home(Path(folder) / "new"), OLD: old_home(Path(folder) / "old")}
        for _ in range(wishes.of(15, 5) + 1):
            empty = Terminal([sys.executable, "-c", "pass"], os.environ)
            times[PYTHON].append(1000 * empty.ended())
            empty.close()
            for way in (HELLO, NEW, OLD):
                taken, mib, later = _painted(homes.get(way))
                times[way].append(taken)
                memory[way].append(mib)
                settled[way].append(later)
    times = {way: found[1:] for way, found in times.items()}  # The first one fills the caches.
    _rows(part, times, memory)
    for way in (HELLO, NEW, OLD):
        what = f"peak memory, {SETTLED_SECONDS} s later"
        part.add(what, way, settled[way], "MiB", floor=median(settled[HELLO]))
    return part


def _painted(home: Path | None) -> tuple[float, float, float]:
    """Milliseconds to the first picture, and the most memory until then and a while after it."""
    if home is None:
        terminal = Terminal([sys.executable, "-m", "bench.hello"], os.environ)
        marker = b"Hello, world"
    else:
        terminal = Terminal([sys.executable, "-m", "coach"], environment(home))
        marker = TITLE
    try:
        taken, mib = 1000 * terminal.until(marker), terminal.peak_mib()
        terminal.read_for(SETTLED_SECONDS)
        return taken, mib, terminal.peak_mib()
    finally:
        terminal.close()


def _rows(part: Part, times: dict[str, list[float]], memory: dict[str, list[float]]) -> None:
    what = "first frame"
    part.add(what, PYTHON, times[PYTHON])
    floor = part.add(what, HELLO, times[HELLO]).median
    new = part.add(what, NEW, times[NEW], floor=floor)
    part.add(
        what,
        OLD,
        times[OLD],
        floor=floor,
        target=f"<= {MOST_RATIO} x bare",
        met=lambda row: (row.ratio or 0) <= MOST_RATIO,
    )
    part.add(
        "first frame, growth with the facts",
        "three years / new home",
        times[OLD],
        floor=new.median,
        target=f"<= {MOST_GROWTH} x new home",
        met=lambda row: (row.ratio or 0) <= MOST_GROWTH,
    )
    floor = part.add("peak memory", HELLO, memory[HELLO], "MiB").median
    for way in (NEW, OLD):
        part.add(
            "peak memory",
            way,
            memory[way],
            "MiB",
            floor=floor,
            target=f"<= {MOST_MIB} MiB",
            met=lambda row: row.median <= MOST_MIB,
        )
