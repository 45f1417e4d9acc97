"""A paste is text: whatever stands in it presses no key, and it comes as one."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.app import App

from coach.tui.launch import tolerate_the_terminal
from coach.tui.pasting import END, START

if sys.platform == "win32":
    pytest.skip("a paste comes otherwise on Windows", allow_module_level=True)

from tests.tui.terminal import Opener, opened_terminals

HOSTILE = (
    "\x1bq",
    "\x1b]0;owned\x07",
    "\x1b",
    "\x1b[",
    "\x1b[20",
    "\x1b[200~q",
    "\x1b[I\x1b[O",
    "\x1b[999999999C",
    "q\x1b\x1b\x1by",
    "\x9b2J\x90q\x9c",
    "\u202eevil\u2066",
    "\x08\x7f",
)
HARMFUL = re.compile("[\x07\x08\x1b\x7f-\x9f\u202e\u2066]")


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def came(*pieces: str) -> list[tuple[str, str]]:
    """What the app is told when the terminal sends these pieces."""
    tolerate_the_terminal(App())
    parser = XTermParser()
    found: list[Any] = [event for piece in pieces for event in parser.feed(piece)]
    return [
        (type(event).__name__, getattr(event, "text", "") or getattr(event, "key", ""))
        for event in found
    ]


@pytest.mark.parametrize("inside", HOSTILE, ids=ascii)
def test_an_escape_in_a_paste_presses_no_key(inside: str) -> None:
    shown = HARMFUL.sub("\ufffd", inside)
    assert came(f"{START}one {inside} two{END}x") == [
        ("Paste", f"one {shown} two"),
        ("Key", "x"),
    ]


@pytest.mark.parametrize("inside", HOSTILE, ids=ascii)
def test_nor_does_one_that_comes_in_pieces(inside: str) -> None:
    whole = f"{START}one {inside}{END}x"
    for place in range(1, len(whole)):
        assert came(whole[:place], whole[place:]) == came(whole)
    assert came(*whole) == came(whole)


def test_lines_and_tabs_of_a_paste_stay() -> None:
    assert came(f"{START}one\ttwo\r\nthree{END}") == [("Paste", "one\ttwo\r\nthree")]


@given(st.lists(st.text(st.sampled_from("q\x1b[201~ \x00é"), min_size=1), max_size=6))
def test_a_paste_is_one_text_whatever_is_in_it(pieces: Sequence[str]) -> None:
    text = "".join(pieces).replace(END, "")
    assert [kind for kind, _ in came(START, "a" + text, "b" + END)] == ["Paste"]


@pytest.mark.parametrize(("sent", "key"), [("\x1b[A", "up"), ("\x1b[20~", "f9"), ("q", "q")])
def test_keys_beside_a_paste_are_keys_as_before(sent: str, key: str) -> None:
    assert came(sent) == came(*sent) == [("Key", key)]
    assert came(f"{sent}{START}a{END}", sent) == [("Key", key), ("Paste", "a"), ("Key", key)]


def test_a_large_paste_full_of_escapes_does_not_keep_the_patient_waiting(
    terminal: Opener,
) -> None:
    shown = terminal()
    shown.send(START.encode())
    for _ in range(110):
        shown.send(b"quit \x1b]0;x\x07 \x1bq" * 62)
        shown.read(0)
    shown.send(END.encode())
    shown.settle()
    assert shown.shows("Done 0 of"), shown.screen.display  # No key of it opened anything.
    shown.send(b"!")
    shown.until("emergency number")
    assert shown.process.poll() is None
