"""(b) From a key to the first byte of the new picture, on a real terminal."""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
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

Opened = Callable[[], Terminal]


def measure(wishes: Wishes) -> Part:
    """Keys come 30 to 70 ms apart, in a session 1 s more; one that paints nothing is a fault."""
    patients, presses = wishes.of(1000, 100), wishes.of(300, 60)
    part = Part("b", f"key to repaint, {presses} keys; caseload of {patients}")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        old, new, desk = (Path(name) / one for one in ("old", "new", "desk"))
        old_home(old)
        new_home(new)
        fill(desk, patients, CASELOAD_DAYS)
        _screen(part, "one Static", "bare Textual", _hello, (b"a", b"b"), presses)
        floor = part.rows[-1].median
        screens: tuple[tuple[str, Opened, Sequence[bytes], int], ...] = (
            ("today", lambda: _today(new), (DOWN, UP), MOST_ELSEWHERE),
            ("session: pause, go on", lambda: _session(new), (b" ",), MOST_IN_SESSION),
            ("history: formula", lambda: _history(old), (b"f",), MOST_ELSEWHERE),
            ("caseload: next row", lambda: _caseload(desk), (DOWN,), MOST_ELSEWHERE),
        )
        for what, opened, keys, most in screens:
            try:
                _screen(part, what, "coach", opened, keys, presses, floor, most)
            except RuntimeError as error:
                part.faults.append(f"{what}: {error}")
    return part


def _screen(
    part: Part,
    what: str,
    way: str,
    opened: Opened,
    keys: Sequence[bytes],
    presses: int,
    floor: float | None = None,
    most: int = 0,
) -> None:
    terminal, random, found = opened(), Random(1), []
    in_session = most == MOST_IN_SESSION
    apart, presses = (TWICE_SECONDS, presses // 3) if in_session else (0.0, presses)
    try:
        for _, key in zip(range(presses + 5), cycle(keys), strict=False):
            found.append(1000 * terminal.key(key))
            terminal.read_for(apart)
            terminal.quiet(random.uniform(0.03, 0.07))
    finally:
        terminal.close()
    target = f"p99 <= {most} ms" if most else ""
    judge = (lambda row: row.p99 <= most) if most else None
    part.add(what, way, found[5:], floor=floor, target=target, met=judge)


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
