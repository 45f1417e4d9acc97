"""What reaches the patient's terminal when every word that came from somewhere is hostile."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.workflows.registry import Place, entries
from tests.faults.hostile_home import SCRIPT, furnish_home, unlock
from tests.faults.test_hostile_desk import BACK, DOWN, ENTER, PAGE_DOWN, PASTED, TEXT
from tests.faults.test_odd_terminals import HOSTILE
from tests.tui.terminal import Opener, Terminal, assert_harmless, opened_terminals

pytestmark = pytest.mark.usefixtures("by_day")
HOME = "\x1b[H"
LEAVES = ("quit", "start", "choose")
"""Commands of the day that lead out of it; a session is walked by itself."""
INSIDE = {
    "lesson": (HOME, ENTER, ENTER, "1", ENTER),
    "check_up": ("t", "1", PASTED, "5", ENTER, BACK, ENTER),
    "history": ("f", BACK),
    "task": ("1", "n"),
    "timer": ("c", "n"),
    "not_today": ("t",),
}
"""What is pressed in a screen beyond going through its pages."""
DAY = [entry for entry in entries(Place.TODAY) if entry.id not in LEAVES]
WALKS = (
    {
        *("BodyScreen", "ChoiceScreen", "EmergencyScreen", "LessonListScreen", "LessonScreen"),
        *("MessageScreen", "WeekScreen"),
    },
    {
        *("CheckInScreen", "ChoiceScreen", "FirstAidScreen", "HelpScreen"),
        *("HistoryScreen", "PracticeScreen", "RedFlagScreen", "RemoteScreen", "StageScreen"),
        "VoiceScreen",
    },
)
"""Every key of the day in two halves, and screens that each of them comes to."""
IN_A_SESSION = (" ", " ", "n", "n", "d", "e", "d", "x", "t", "d", "?", BACK, "!", BACK, "q")
"""A pause that is pressed twice says that it hurts; then on through its steps."""
MOST_QUESTIONS = 60
"""More than the week asks, and more than come before and after a session."""
FORMS = 4
"""The walk, what they find hard, and two questionnaires, one of them with choices."""
LONG = "long " * 15_000
"""Some 75 kB; the words of one command line hold 128."""


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(furnish_home(tmp_path, TEXT))


def opened(tmp_path: Path) -> list[str]:
    return (tmp_path / "patient" / "opened").read_text("utf-8").split()


def assert_alive_and_harmless(shown: Terminal) -> None:
    assert shown.process.poll() is None, shown.screen.display
    assert_harmless(shown.raw)


def walk(shown: Terminal, *keys: str) -> None:
    """Press each once the terminal is quiet."""
    for key in keys:
        shown.send(key.encode())
        shown.settle()


def answer_until(shown: Terminal, what: str) -> None:
    """No to every question and no score, until something else is on the screen."""
    for _ in range(MOST_QUESTIONS):
        if shown.shows(what):
            break
        shown.send_no()
        shown.settle()
    assert shown.shows(what), shown.screen.display


@pytest.mark.parametrize("part", range(len(WALKS)))
def test_hostile_words_reach_no_terminal_on_any_screen_of_the_day(
    terminal: Opener, tmp_path: Path, part: int
) -> None:
    unlock(tmp_path / "patient", TEXT)
    shown = terminal("q Quit", script=SCRIPT, hostile=HOSTILE)
    for entry in DAY[part :: len(WALKS)]:
        walk(shown, entry.key, DOWN + PAGE_DOWN, *INSIDE.get(entry.id, ()), BACK, BACK)
    assert set(opened(tmp_path)) >= WALKS[part]
    assert_alive_and_harmless(shown)


def test_hostile_words_reach_no_terminal_in_the_questions_of_the_week(
    terminal: Opener, tmp_path: Path
) -> None:
    unlock(tmp_path / "patient", TEXT)
    shown = terminal("q Quit", script=SCRIPT, hostile=HOSTILE)
    walk(shown, "c", "a")
    for _ in range(MOST_QUESTIONS):
        if opened(tmp_path).count("FormScreen") == FORMS:
            break
        walk(shown, "1", ENTER)
    walk(shown, "1", BACK, ENTER)
    assert opened(tmp_path).count("FormScreen") == FORMS, opened(tmp_path)
    assert_alive_and_harmless(shown)


@pytest.mark.parametrize("more", ["", LONG], ids=["short", "long"])
def test_hostile_words_reach_no_terminal_from_the_first_question_of_a_session_to_its_end(
    terminal: Opener, tmp_path: Path, more: str
) -> None:
    unlock(tmp_path / "patient", TEXT)
    shown = terminal("s Start", script=SCRIPT, hostile=HOSTILE + more)
    walk(shown, "s")
    shown.until("safety question")
    walk(shown, "?", BACK)
    answer_until(shown, "That hurts")
    walk(shown, *IN_A_SESSION)
    answer_until(shown, "Keep and close")
    walk(shown, PASTED, ENTER)
    assert set(opened(tmp_path)) >= {"CheckInScreen", "SessionScreen", "SummaryScreen"}
    assert_alive_and_harmless(shown)


def test_hostile_words_reach_no_terminal_while_coaching_is_locked(
    terminal: Opener, tmp_path: Path
) -> None:
    shown = terminal("Emergency", script=SCRIPT, hostile=HOSTILE)
    walk(shown, DOWN, "?", BACK, "!", BACK, "c", PASTED, BACK)
    assert "HoldScreen" in opened(tmp_path)
    assert_alive_and_harmless(shown)
