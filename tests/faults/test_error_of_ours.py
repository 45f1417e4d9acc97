"""An error of ours in a handler: the terminal is given back, and what was done is kept."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.domain.events import SessionStarted
from coach.workflows.coach import Coach
from tests.tui import terminal as terminal_module
from tests.tui.terminal import Terminal

_BROKEN = """
from coach.tui.patient.session import SessionScreen
def broken(self, *_):
    raise RuntimeError("a name of a patient")
SessionScreen.action_give = broken
"""


def test_it_restores_the_terminal_ends_with_one_and_the_session_can_go_on(
    tmp_path: Path, open_coach: Callable[..., Coach], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_module, "SCRIPT", _BROKEN + terminal_module.SCRIPT)
    shown = Terminal(tmp_path / "home")
    try:
        shown.until("Done 0 of")
        for key, following in (
            ("\r", "safety question"),
            ("n", "Back pain now"),
            ("n", "Leg pain now"),
            ("n", "That hurts"),
        ):
            shown.send(key.encode())
            shown.until(following)
        shown.send(b"h")
        assert shown.exit_code() == 1
        assert shown.restored
        last = shown.raw[shown.raw.rfind(b"\x1b[?1049l") :]
        assert b"What you did is kept." in last
        assert b"a name of a patient" not in shown.raw
        assert b"Traceback" not in shown.raw
    finally:
        shown.close()
    coach = open_coach()
    assert coach.log.writable
    assert len(coach.log.read(kinds=[SessionStarted])) == 1
