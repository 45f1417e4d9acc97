"""The app in a real terminal: bytes, signals, sizes; what leaves it and what it survives."""

import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.config import Places
from coach.domain.events import SessionEnded, SessionStarted
from coach.workflows.coach import Coach
from tests.tui.terminal import OWN_SEQUENCES, Opener, Terminal, opened_terminals


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def test_a_byte_that_is_no_text_does_not_end_the_session(terminal: Opener) -> None:
    shown = terminal()
    shown.send(b"\xb5")
    shown.send(b"\x1b[M" + bytes([32, 200, 200]))
    shown.settle()
    shown.send(b"\x1b")
    shown.settle()
    shown.send(b"?")
    shown.until("Nobody is alerted by this program.")
    assert shown.process.poll() is None


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_leaves_in_order_and_restores_the_terminal(
    number: signal.Signals, code: int, terminal: Opener
) -> None:
    shown = terminal()
    shown.process.send_signal(number)
    assert shown.exit_code() == code
    assert shown.restored


def test_a_terminal_that_vanishes_ends_the_coach_and_frees_the_home(
    terminal: Opener, open_coach: Callable[..., Coach]
) -> None:
    shown = terminal()
    shown.vanish()
    assert shown.ended() == 129
    assert open_coach().log.writable


def test_the_first_picture_is_whole(terminal: Opener) -> None:
    shown = terminal()
    shown.settle()
    program, last_key = shown.raw.find(b"Steady back"), shown.raw.find(b" Quit")
    assert 0 <= program < last_key, "keys stood on the screen before what they are about"


def test_q_leaves_with_zero(terminal: Opener) -> None:
    shown = terminal()
    shown.send(b"q")
    assert shown.exit_code() == 0
    assert shown.restored


def in_a_session(terminal: Opener) -> Terminal:
    """A terminal that shows a session which has just begun."""
    shown = terminal()
    shown.send(b"\r")  # The chosen item: at night nothing is due.
    shown.until("safety question")
    for following in ("Back pain now", "Leg pain now", "That hurts"):
        shown.send_no()
        shown.until(following)
    return shown


def test_what_changes_under_another_screen_is_not_drawn_over_and_over(terminal: Opener) -> None:
    shown = in_a_session(terminal)
    shown.send(b"?")  # The session pauses under the help, and its picture changes.
    shown.until("Stop this exercise at once.")
    shown.settle()
    assert shown.shows("Stop this exercise at once.")


def test_a_signal_in_a_session_keeps_the_log_consistent(
    terminal: Opener, open_coach: Callable[..., Coach], places: Places
) -> None:
    shown = in_a_session(terminal)
    shown.process.send_signal(signal.SIGTERM)
    assert shown.exit_code() == 143
    coach = open_coach()
    facts = [stamped.fact for stamped in coach.log.read()]
    started = [fact for fact in facts if isinstance(fact, SessionStarted)]
    ended = [fact for fact in facts if isinstance(fact, SessionEnded)]
    assert [fact.session for fact in started] == [fact.session for fact in ended]


def test_a_window_that_has_its_size_again_before_it_was_seen_shows_all_again(
    terminal: Opener,
) -> None:
    """The terminal forgot what was cut off, and the size is that of before."""
    shown = terminal()
    shown.settle()
    shown.screen.reset()
    shown.resize(80, 24)
    shown.until("Done 0 of")


def test_a_size_in_the_environment_is_not_the_windows(terminal: Opener) -> None:
    shown = terminal(environment={"COLUMNS": "40", "LINES": "12"})
    shown.until(" Quit")
    shown.resize(120, 40)
    shown.settle()
    assert max(len(line.rstrip()) for line in shown.screen.display) > 80


def test_a_resize_storm_in_a_real_terminal(terminal: Opener) -> None:
    shown = terminal()
    for width, height in ((1, 1), (20, 5), (40, 12), (200, 50), (2, 2), (80, 24)):
        shown.resize(width, height)
        shown.settle()
    shown.until("Done 0 of")


def test_hostile_names_send_no_control_bytes_to_the_terminal(terminal: Opener) -> None:
    shown = terminal(hostile=r"\x1b]0;owned\x07[@click=app.quit]a[/]b\x9b2J\u202eevil")
    shown.send(b"\r")
    shown.until("safety question")
    shown.send(b"\x1b")
    shown.until("Done 0 of")
    shown.settle()
    rest = OWN_SEQUENCES.sub(b"", shown.raw)
    assert not re.findall(rb"\x1b.{0,10}", rest)
    assert b"\x07" not in rest
    assert "\u202e".encode() not in rest
    assert "\u009b".encode() not in rest
    assert shown.shows("a[/]b")


def test_variables_for_developers_press_no_keys(terminal: Opener) -> None:
    shown = terminal(environment={"TEXTUAL_PRESS": "q", "TEXTUAL_DEBUG": "1"})
    shown.settle()
    assert shown.process.poll() is None


def test_no_colour_is_obeyed(terminal: Opener) -> None:
    shown = terminal(environment={"NO_COLOR": "1"})
    colours = re.findall(rb"38;2;(\d+);(\d+);(\d+)", shown.raw)
    assert all(red == green == blue for red, green, blue in colours)


def test_a_pasted_escape_sequence_stays_inside(terminal: Opener) -> None:
    shown = terminal()
    shown.send(b"\x10")
    shown.settle()
    shown.send(b"\x1b[200~a\x1b]0;owned\x07b\x1b[201~")
    shown.settle()
    assert b"\x1b]0;" not in shown.raw
    assert shown.process.poll() is None
