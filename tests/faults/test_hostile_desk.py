"""What reaches the therapist's terminal when every word that came from somewhere is hostile."""

import base64
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

import coach.tui.therapist
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.issue_weighing import WeighedIssue
from coach.tui.therapist.outline import OutlineScreen
from tests.faults.hostile_desk import SCRIPT, furnish
from tests.faults.test_odd_terminals import HOSTILE
from tests.tui.terminal import Terminal, assert_harmless, opened_terminals

TEXT = HOSTILE.encode().decode("unicode_escape")
PASTED = f"\x1b[200~{TEXT}\x1b[201~"
ENTER, BACK, DOWN, SIGN, COPY = "\r", "\x1b", "\x1b[B", "\x13", "y"
PAGE_DOWN = "\x1b[6~"
ANSWER_SECONDS = 2.0
"""So long a key may take to show anything on a machine that is busy; a few show nothing."""
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""The clipboard, as the app itself sets it."""

REFUSED = (PASTED, ENTER, BACK)
WALKS = {
    "caseload": (
        *("/", PASTED, BACK, "s", "t", BACK, "?", BACK, "!", BACK),
        *("n", PASTED, ENTER, *REFUSED, "a", PASTED, BACK),
    ),
    "follow-up": (
        *(ENTER, *[PAGE_DOWN] * 6, "f", BACK, COPY, BACK, "o", "1", PASTED, ENTER, BACK),
        *("w", *REFUSED, "d", *REFUSED, "k", PASTED, ENTER),
    ),
    "editor": (
        *(ENTER, "e", PASTED, ENTER, DOWN, "h", BACK, "c", BACK, "s", *REFUSED),
        *("t", "own-one\r", PASTED, BACK, "i", *["\t"] * 3, PASTED, SIGN, BACK, "i", SIGN),
    ),
}
"""Keys from the caseload on, each once the screen is quiet."""
OPENED = {
    "caseload": {
        *("CaseloadScreen", "ReadTextScreen", "HelpScreen", "EmergencyScreen", "AskLineScreen"),
        "PickProgramScreen",
    },
    "follow-up": {"FollowUpScreen", "CareScreen", "SureScreen"},
    "editor": {"EditorScreen", "HearScreen", "IssueScreen"},
}
"""Screens that they come to."""


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Terminal]:
    furnish(tmp_path / "home", TEXT)
    for opener in opened_terminals(tmp_path / "home"):
        yield opener("1 patient", hostile=HOSTILE, script=SCRIPT)


def presses(shown: Terminal, *keys: str) -> None:
    for key in keys:
        shown.send(key.encode())
        shown.read(ANSWER_SECONDS)
        shown.settle()


def screens() -> set[str]:
    """Every screen a therapist can be on."""
    names = pkgutil.iter_modules(coach.tui.therapist.__path__, "coach.tui.therapist.")
    modules = [importlib.import_module(found.name) for found in names]
    kinds = {kind for module in modules for kind in vars(module).values() if _is_screen(kind)}
    return {kind.__name__ for kind in kinds - {TherapistScreen, OutlineScreen, WeighedIssue}}


def _is_screen(kind: object) -> TypeGuard[type[TherapistScreen[Any]]]:
    return isinstance(kind, type) and issubclass(kind, TherapistScreen)


def test_every_screen_of_the_therapist_is_walked_to() -> None:
    assert set().union(*OPENED.values()) == screens()


@pytest.mark.parametrize("walk", WALKS)
def test_hostile_words_reach_no_terminal_on_any_screen_of_the_therapist(
    desk: Terminal, tmp_path: Path, walk: str
) -> None:
    presses(desk, "r", f"{tmp_path / 'inbox'}\r")
    desk.until("Taken in (1)")
    assert desk.shows("Refused (1)"), desk.screen.display
    presses(desk, BACK, *WALKS[walk])
    assert desk.process.poll() is None, desk.screen.display
    assert OPENED[walk] - set((tmp_path / "home" / "opened").read_text().split()) == set()
    copied = [base64.b64decode(text) for text in COPIED.findall(desk.raw)]
    assert len(copied) == WALKS[walk].count(COPY)
    for sent in (*copied, COPIED.sub(b"", desk.raw)):
        assert_harmless(sent)
