"""Whole conversations in line mode, with whatever may come through a terminal or a pipe.

The first line of an input names what is run; `+N ` before a line types it N seconds later,
whether something is asked or not.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager

from coach.cli.line_input import _Splitter
from coach.store.opening import open_log
from tests.cli.conftest import AFTER, BEFORE, After
from tests.fuzz import commands
from tests.fuzz.trying import FaultError, Target

_LATER = re.compile(r"\+(\d{1,3}) ?(.*)", re.DOTALL)
MOST_SECONDS = 120
MOST_TYPED = 200
SCENES: dict[str, tuple[str, ...]] = {
    "session": ("session", "--line"),
    "one": ("session", "cat-camel", "--line"),
    "day": (),
    "new": (),
}


def converse(data: bytes) -> str:
    """Type it all; afterwards the log is whole and gapless."""
    scene, *typed = _lines(data)
    words = SCENES.get(scene, ())
    with _home(scene) as home:
        code = home.run(*words, answers=[_timed(line) for line in typed[:MOST_TYPED]])
        if (home.folder / "coach.db").exists():
            _require_gapless(home)
    return f"{code}\n{home.shown}"


def _lines(data: bytes) -> list[str]:
    splitter = _Splitter()
    lines = splitter.lines(data.decode("utf-8", "replace"))
    return [*lines, splitter.rest()]


def _home(scene: str) -> AbstractContextManager[commands.Home]:
    return commands.new_home() if scene == "new" else commands.patient_home()


def _timed(line: str) -> str | After:
    found = _LATER.fullmatch(line)
    if found is None:
        return line
    return After(min(int(found[1]), MOST_SECONDS), found[2])


def _require_gapless(home: commands.Home) -> None:
    log = open_log(home.folder, read_only=True)
    try:
        numbers = [one.seq for one in log.everything() if one.device == log.device]
    finally:
        log.close()
    if numbers != list(range(1, len(numbers) + 1)):
        raise FaultError("the log has a gap")


def _seeds() -> Iterator[bytes]:
    yield _typed(
        "session", *BEFORE, "+30 p", "+5 p", "+60 h", "2", "3", "knee", "r", "+9 q", *AFTER
    )
    yield _typed("session", *BEFORE, "+20 x", "time", "+40 d", "+20 s", "fatigue", "+3 !", "+9 q")
    yield _typed("session", *BEFORE, "+20 n", *["n"] * 12, "+20 f", *["n"] * 5, "y")
    yield _typed("one", *BEFORE, "+30 ?", "+10 t", "+99 ", "+99 ", *AFTER, "A note.")
    yield _typed(
        "day", "", "?", "p", "3", "4", "calf", "i", "hard", "u", "l", "1", "pain", "b", "y"
    )
    yield _typed("day", *"abcdefghijklmnopqrstuvwxyz0123456789!?,.;:")
    yield _typed("day", *(letter for one in "abcdefghijklmnoprstuvwxyz" for letter in (one, "q")))
    yield _typed(
        "day", *(word for one in "abcdefghijklmoprstuvwxyz" for word in (one, "1", "y", "q"))
    )
    yield _typed("new", "Sam", "y", "1", "A", "n", "y", *["n"] * 20, "", "q")
    yield _typed("new", "Sam \x1b[31m", "", "", "", "", *["n"] * 20, "s", "n", "3", "3", "none")


def _typed(scene: str, *lines: str) -> bytes:
    return "\n".join((scene, *lines)).encode()


LINES = Target(
    "lines", converse, _seeds, most_bytes=8_000, calls=15_000_000, calls_per_byte=400_000, share=0.2
)
