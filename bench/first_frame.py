"""(a) From the start of the process to the first picture of today, and memory until then."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.homes import TITLE, environment, new_home, old_home
from bench.processes import WAITS, family, peak_mib
from bench.rows import Part, Wishes
from bench.terminal import Terminal
from tests.speech import hearing

PYTHON, HELLO = "python -c pass", "bare Textual"
NEW, OLD = "coach, silent, new home", "coach, silent, three years"
SPOKEN = "coach, voice on, three years"
COACHES = (NEW, OLD, SPOKEN)
SETTLED_SECONDS = 4
"""By then today has loaded what its first picture does without."""
MOST_RATIO, MOST_MIB, MOST_GROWTH = 1.5, 45, 1.2


@dataclass
class Found:
    """Samples of one way."""

    milliseconds: list[float] = field(default_factory=list)
    """To the first picture."""
    mib: list[float] = field(default_factory=list)
    """The most memory until then, of the process alone."""
    settled_mib: list[float] = field(default_factory=list)
    """The same a while later, and of all that it has started: a voice, a player."""


def measure(wishes: Wishes) -> Part:
    """Every way in turn, so that what else the machine does meets all alike."""
    part = Part("a", "first painted frame of today, and peak memory until then")
    found = {way: Found() for way in (PYTHON, HELLO, *COACHES)}
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name, _sound(part) as sound:
        new, old = new_home(Path(name) / "new"), old_home(Path(name) / "old")
        around = {
            NEW: environment(new),
            OLD: environment(old),
            SPOKEN: environment(old, silent=False) | sound,
        }
        for _ in range(wishes.of(15, 5) + 1):
            _nothing(found[PYTHON])
            _painted(found[HELLO], "bench.hello", dict(os.environ), b"Hello, world")
            for way in COACHES:
                _painted(found[way], "coach", around[way], TITLE)
    for one in found.values():  # The first one fills the caches.
        for samples in (one.milliseconds, one.mib, one.settled_mib):
            del samples[:1]
    _rows(part, found)
    return part


@contextmanager
def _sound(part: Part) -> Iterator[dict[str, str]]:
    """How a coach finds a sound device that nobody hears."""
    missing = hearing.missing_package()
    if missing:
        part.notes.append(f"{missing} is not installed: the voice that is on finds no such device")
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        server = hearing.start_server(Path(name))
        try:
            yield {"PULSE_SERVER": f"unix:{Path(name) / 'native'}"}
        finally:
            server.kill()
            server.wait()


def _nothing(found: Found) -> None:
    """Time of a Python that ends at once, memory of one that waits until it has been looked at."""
    terminal = Terminal([sys.executable, "-c", "pass"], os.environ)
    found.milliseconds.append(1000 * terminal.ended())
    terminal.close()
    terminal = Terminal([sys.executable, "-c", WAITS], os.environ)
    terminal.until(b"ready")
    found.mib.append(peak_mib([terminal.pid]))
    terminal.close()


def _painted(found: Found, module: str, around: dict[str, str], marker: bytes) -> None:
    """One start: its first picture, and the most memory until then and a while after it."""
    terminal = Terminal([sys.executable, "-m", module], around)
    try:
        found.milliseconds.append(1000 * terminal.until(marker))
        found.mib.append(peak_mib([terminal.pid]))
        terminal.read_for(SETTLED_SECONDS)
        found.settled_mib.append(peak_mib(family(terminal.pid)))
    finally:
        terminal.close()


def _rows(part: Part, found: dict[str, Found]) -> None:
    what = "first frame"
    part.add(what, PYTHON, found[PYTHON].milliseconds)
    floor = part.add(what, HELLO, found[HELLO].milliseconds).median
    new = part.add(what, NEW, found[NEW].milliseconds, floor=floor)
    for way in (OLD, SPOKEN):
        part.add(
            what,
            way,
            found[way].milliseconds,
            floor=floor,
            target=f"<= {MOST_RATIO} x bare",
            met=lambda row: (row.ratio or 0) <= MOST_RATIO,
        )
    part.add(
        "first frame, growth with the facts",
        "silent, three years / new home",
        found[OLD].milliseconds,
        floor=new.median,
        target=f"<= {MOST_GROWTH} x new home",
        met=lambda row: (row.ratio or 0) <= MOST_GROWTH,
    )
    what = "peak memory, the process alone"
    part.add(what, PYTHON, found[PYTHON].mib, "MiB")
    floor = part.add(what, HELLO, found[HELLO].mib, "MiB").median
    for way in COACHES:
        part.add(
            what,
            way,
            found[way].mib,
            "MiB",
            floor=floor,
            target=f"<= {MOST_MIB} MiB",
            met=lambda row: row.median <= MOST_MIB,
        )
    what = f"{SETTLED_SECONDS} s later, with its helpers"
    floor = median(found[HELLO].settled_mib)
    for way in (HELLO, *COACHES):
        part.add(what, way, found[way].settled_mib, "MiB", floor=floor)
