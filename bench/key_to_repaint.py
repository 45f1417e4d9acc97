"""(b) From a key to the picture with what the key changed, on a real terminal; no voice."""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

from bench.caseload import fill
from bench.homes import TITLE, environment, new_home, old_home
from bench.rows import Part, Wishes
from bench.terminal import Terminal
from coach.exchange.shelf import FolderShelf, shipped_folder

DOWN, UP, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~"
MOST_IN_SESSION, MOST_ELSEWHERE = 25, 50
CASELOAD_DAYS = 14
"""Of facts for each patient of the list: how many there are matters to the list alone."""
TWICE_SECONDS = 1.0
"""In a session the same key sooner than this again means that it hurts."""
READ_SECONDS = 1.2
"""A no to a safety question that comes sooner does not count."""

LINE = re.compile(rb"Key \w, \d+")
LIT = re.compile(rb"48;5;23m([^\x1b]*\w[^\x1b]*)")
"""The words of the row under the cursor."""
CAPTION = re.compile(rb"\x1b\[1;38;5;253;48;5;16m([^\x1b]*[A-Za-z][^\x1b]*)")
"""What a session says to do, or that it is paused."""
FORMULA = re.compile(rb"sessions\.[^\n]*\n([^\n]*)\n")
"""The line below the summary."""


@dataclass(frozen=True)
class Screen:
    """A screen, keys that change it in turn, and where."""

    what: str
    opened: Callable[[], Terminal]
    keys: Sequence[bytes]
    changing: re.Pattern[bytes]
    most: int = 0
    """Milliseconds that are the target of its p99; 0 is none."""


def measure(wishes: Wishes) -> Part:
    """Keys come 30 to 70 ms apart, in a session 1 s more; one that changes nothing is a fault."""
    patients, presses = wishes.of(1000, 100), wishes.of(300, 60)
    part = Part("b", f"key to repaint, voice silent, {presses} keys; caseload of {patients}")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        old, new, desk = (Path(name) / one for one in ("old", "new", "desk"))
        old_home(old)
        new_home(new)
        fill(desk, patients, CASELOAD_DAYS)
        floor = _floor(part, presses)
        for screen in (
            Screen("today", lambda: _today(new), (DOWN, UP), LIT, MOST_ELSEWHERE),
            Screen(
                "session: pause, go on", lambda: _session(new), (b" ",), CAPTION, MOST_IN_SESSION
            ),
            Screen("history: formula", lambda: _history(old), (b"f",), FORMULA, MOST_ELSEWHERE),
            Screen("caseload: next row", lambda: _caseload(desk), (DOWN,), LIT, MOST_ELSEWHERE),
        ):
            try:
                found = _presses(screen, presses)
            except RuntimeError as error:
                part.faults.append(f"{screen.what}: {error}")
                continue
            part.add(
                screen.what,
                "coach",
                found,
                floor=floor,
                target=f"p99 <= {screen.most} ms",
                met=lambda row, most=screen.most: row.p99 <= most,  # type: ignore[misc]
            )
    return part


def _floor(part: Part, presses: int) -> float:
    bare = Screen("one Static", _hello, (b"a", b"b"), LINE)
    return part.add(bare.what, "bare Textual", _presses(bare, presses)).median


def _presses(screen: Screen, presses: int) -> list[float]:
    """Milliseconds of each key; the first ones, which fill caches, are left out."""
    terminal, random, found = screen.opened(), Random(1), []
    in_session = screen.most == MOST_IN_SESSION
    apart, presses = (TWICE_SECONDS, presses // 3) if in_session else (0.0, presses)
    try:
        for _, key in zip(range(presses + 5), cycle(screen.keys), strict=False):
            found.append(1000 * terminal.key(key, screen.changing))
            terminal.read_for(apart)
            terminal.quiet(random.uniform(0.03, 0.07))
    finally:
        terminal.close()
    return found[5:]


def _hello() -> Terminal:
    return _settled(Terminal([sys.executable, "-m", "bench.hello"], os.environ), b"Hello, world")


def _settled(terminal: Terminal, marker: bytes) -> Terminal:
    terminal.until(marker)
    terminal.read_for(2.0)
    return terminal


def _today(home: Path) -> Terminal:
    return _settled(Terminal([sys.executable, "-m", "coach"], environment(home)), TITLE)


def _history(home: Path) -> Terminal:
    terminal = _today(home)
    terminal.press(b"h")
    terminal.read_for(2.0)
    return terminal


def _session(home: Path) -> Terminal:
    """The safety list, two scores, and a session that has begun."""
    command = [sys.executable, "-m", "coach", "session", "--silent"]
    terminal = Terminal(command, environment(home))
    terminal.until(b"Question 1 of")
    for item in FolderShelf(shipped_folder()).red_flags().items:
        terminal.read_for(item.seconds + READ_SECONDS)
        terminal.press(b"n")
    for key in (b"2", b"3", b"3", b"2"):
        terminal.read_for(READ_SECONDS)
        terminal.press(key)
    terminal.read_for(0.3)
    terminal.press(b"\r")
    terminal.until(b"Pause / go on")
    terminal.read_for(1.0)
    return terminal


def _caseload(home: Path) -> Terminal:
    terminal = Terminal([sys.executable, "-m", "coach", "clinic"], environment(home))
    return _settled(terminal, b"Caseload")
