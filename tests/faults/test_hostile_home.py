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

LEAVES = ("quit", "start", "choose")
"""Commands of the day that lead out of it; a session is walked by itself."""
INSIDE = {"lesson": (ENTER, ENTER, "1"), "check_up": ("1", "1", PASTED), "history": ("f", BACK)}
"""What is pressed in a screen beyond going through its pages."""
DAY = [entry for entry in entries(Place.TODAY) if entry.id not in LEAVES]
WALKS = (
    {"BodyScreen", "ChoiceScreen", "EmergencyScreen", "LessonListScreen", "WeekScreen"},
    {
        *("CheckInScreen", "ChoiceScreen", "FirstAidScreen", "HelpScreen", "HistoryScreen"),
        *("PracticeScreen", "RedFlagScreen", "RemoteScreen", "StageScreen", "VoiceScreen"),
    },
)
"""Every key of the day in two halves, and screens that each of them comes to."""


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(furnish_home(tmp_path, TEXT))


def opened(tmp_path: Path) -> set[str]:
    return set((tmp_path / "patient" / "opened").read_text("utf-8").split())


def assert_alive_and_harmless(shown: Terminal) -> None:
    assert shown.process.poll() is None, shown.screen.display
    assert_harmless(shown.raw)


def walk(shown: Terminal, *keys: str) -> None:
    """Press each once the terminal is quiet."""
    for key in keys:
        shown.send(key.encode())
        shown.settle()


@pytest.mark.parametrize("part", range(len(WALKS)))
def test_hostile_words_reach_no_terminal_on_any_screen_of_the_day(
    terminal: Opener, tmp_path: Path, part: int
) -> None:
    unlock(tmp_path / "patient", TEXT)
    shown = terminal("q Quit", script=SCRIPT, hostile=HOSTILE)
    for entry in DAY[part :: len(WALKS)]:
        walk(shown, entry.key, DOWN + PAGE_DOWN, *INSIDE.get(entry.id, ()), BACK, BACK)
    assert opened(tmp_path) >= WALKS[part]
    assert_alive_and_harmless(shown)


def test_hostile_words_reach_no_terminal_on_the_way_into_a_session(
    terminal: Opener, tmp_path: Path
) -> None:
    unlock(tmp_path / "patient", TEXT)
    shown = terminal("q Quit", script=SCRIPT, hostile=HOSTILE)
    walk(shown, ENTER)
    for _ in range(3):
        shown.send_no()
        shown.settle()
    walk(shown, "?", BACK, BACK)
    assert opened(tmp_path) >= {"SafetyQuestion", "CheckInScreen"}
    assert_alive_and_harmless(shown)


def test_hostile_words_reach_no_terminal_while_coaching_is_locked(
    terminal: Opener, tmp_path: Path
) -> None:
    shown = terminal("Emergency", script=SCRIPT, hostile=HOSTILE)
    walk(shown, DOWN, "?", BACK, "!", BACK, "c", PASTED, BACK)
    assert "HoldScreen" in opened(tmp_path)
    assert_alive_and_harmless(shown)
