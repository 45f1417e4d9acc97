"""What a real terminal may send, and what reaches it when every name on the shelf is hostile."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from tests.tui.terminal import Opener, assert_harmless, opened_terminals

HOSTILE = (
    r"\x1b]52;c;b3duZWQ=\x07\x1b[2J\x1bP1$r\x1b\\"
    r"[@click=app.quit]a[/]b\x9b2J\x90q\u202eevil\x00\x08"
)
GARBAGE = {
    "mouse of X10": b"\x1b[M" + bytes([32, 250, 250]) * 40,
    "flood of sequences": b"\x1b[1;1H\x1b[5;5R\x1b[999999999C\x1b[?2026;2$y" * 400,
    "half a sequence": b"\x1b[\x1b[\x1b[<0;",
    "noise": random.Random(20270301).randbytes(4000).translate(None, b"\x03\x04\x11\x13\x1a\x1cqQ"),
    "no UTF-8": bytes(range(0x80, 0x100)) * 16,
}


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


@pytest.mark.parametrize("what", sorted(GARBAGE))
def test_garbage_on_the_keyboard_does_not_end_the_coach(terminal: Opener, what: str) -> None:
    shown = terminal()
    for start in range(0, len(GARBAGE[what]), 512):
        shown.send(GARBAGE[what][start : start + 512])
        shown.read(0.05)
    shown.settle()
    assert shown.process.poll() is None, shown.screen.display
    # Whatever it opened, the emergency screen is one key away.
    shown.send(b"\x1b")
    shown.settle()
    shown.send(b"!")
    shown.until("emergency number")
    assert shown.process.poll() is None


def test_the_palette_below_the_emergency_screen_does_not_end_the_coach(terminal: Opener) -> None:
    shown = terminal()
    for keys in (b"\x10", b"!", b"\x10", b"\x10"):
        shown.send(keys)
        shown.settle()
    assert shown.process.poll() is None
    assert shown.shows("Emergency")


def test_a_key_that_no_keyboard_has_does_not_end_the_coach(terminal: Opener) -> None:
    shown = terminal()
    for sequence in (b"\x1b[999999999C", b"\x1b[1114112;5u", b"\x1b[55296u", b"\x1b[9;9;99999999u"):
        shown.send(sequence)
        shown.settle()
    assert shown.process.poll() is None
    shown.send(b"?")
    shown.until("Nobody is alerted by this program.")


def test_a_long_paste_with_escapes_in_it_does_not_end_the_coach(terminal: Opener) -> None:
    shown = terminal()
    shown.send(b"\x1b[200~")
    for _ in range(8):
        shown.send(b"all work and no play \x1b]0;x\x07 " * 128)
        shown.read(0)
    shown.send(b"\x1b[201~")
    shown.settle()
    shown.send(b"?")
    shown.until("Nobody is alerted by this program.")


def test_hostile_names_reach_no_terminal_on_any_screen(terminal: Opener) -> None:
    shown = terminal(hostile=HOSTILE)
    titles = set()
    for key in "hwvblotpm?!":
        shown.send(key.encode())
        shown.settle()
        titles.add(shown.screen.display[0].strip())
        for _ in range(3):
            shown.send(b"\x1b")
            shown.settle()
    for key in ("\r", "n", "n", "n", "d"):  # Into a session, and on to its next step.
        if key == "n":
            shown.send_no()
        else:
            shown.send(key.encode())
        shown.settle()
        titles.add(shown.screen.display[0].strip())
    assert len(titles) > 6, titles
    assert shown.process.poll() is None, shown.screen.display
    assert_harmless(shown.raw)
