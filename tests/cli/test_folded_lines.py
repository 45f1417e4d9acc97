"""Lines at a terminal break between words; a pipe has each of them whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest

from coach.cli import diagnostics, output

if sys.platform == "win32":
    pytest.skip("a terminal cannot be made here", allow_module_level=True)

import fcntl
import pty
import struct
import termios

COLUMNS = 40
LONG = "If a clinician has looked at you and said you may go on, type the day you were seen."


class Terminal:
    """A terminal of 40 columns, and what stands on it."""

    def __init__(self) -> None:
        self._reads, writes = pty.openpty()
        fcntl.ioctl(writes, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        self.stream: TextIO = os.fdopen(writes, "w", encoding="utf-8")

    def lines(self) -> list[str]:
        """All that was written, in however many pieces it is handed on; closed then."""
        self.stream.close()
        shown = b""
        with suppress(OSError):  # How Linux says that the other end is closed.
            while piece := os.read(self._reads, 10_000):
                shown += piece
        return shown.decode().splitlines()

    def close(self) -> None:
        self.stream.close()
        os.close(self._reads)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.close()


def test_a_long_line_breaks_between_words(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", terminal.stream)
    output.line(LONG)
    shown = terminal.lines()
    assert max(map(len, shown)) <= COLUMNS
    assert " ".join(shown) == LONG


def test_what_is_set_in_stays_set_in(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal.stream)
    output.line(f"  do: {LONG}")
    assert all(line.startswith("  ") and line[2] != " " for line in terminal.lines())


def test_a_path_is_never_torn(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/home/ada/" + "very-long-name" * 6
    monkeypatch.setattr(sys, "stdout", terminal.stream)
    output.line(f"Written to {path}")
    assert path in terminal.lines()


def test_what_is_told_beside_the_data_breaks_as_well(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal.stream)
    diagnostics.tell(LONG)
    assert " ".join(terminal.lines()) == LONG


def test_in_a_pipe_a_line_stays_whole(capsys: pytest.CaptureFixture[str]) -> None:
    output.line(LONG)
    assert capsys.readouterr().out == f"{LONG}\n"
