"""An error of ours in a handler: the terminal is given back, and what was done is kept."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.cli.doctor_home import check_home
from coach.cli.surroundings import Surroundings
from coach.domain.events import SessionStarted
from coach.workflows.coach import Coach
from tests.tui.terminal import SCRIPT, Terminal

_BROKEN = """
from coach.tui.patient.{module} import {owner}
def broken(self, *_, **__):
    raise RuntimeError("a name of a patient")
{owner}.{method} = broken
"""

SETTINGS = 'Settings(emergency_number="911", '
"""Those of a patient who calls 911."""


def _broken(module: str, owner: str, method: str) -> str:
    """The app with a method of its screens that raises."""
    script = _BROKEN.format(module=module, owner=owner, method=method)
    return script + SCRIPT.replace('Settings(name="Sam"', f'{SETTINGS}name="Sam"')


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the terminals of this test have their home."""
    return tmp_path / "home"


def _is_told(shown: Terminal, home: Path) -> None:
    """On the terminal calmly with whom to call, and by the doctor with what to do."""
    assert shown.exit_code() == 1
    assert shown.restored
    last = shown.raw[shown.raw.rfind(b"\x1b[?1049l") :]
    assert b"What you did is kept." in last
    assert b"In an emergency call 911." in last
    assert b"a name of a patient" not in shown.raw
    assert b"Traceback" not in shown.raw
    _is_kept(home)


def _is_kept(home: Path) -> None:
    kept = (home / "fault.log").read_text(encoding="utf-8")
    assert "in broken" in kept
    assert "RuntimeError" in kept
    assert "RuntimeError: a name" not in kept
    found = {check.name: check for check in check_home(Surroundings(dict(os.environ)))}
    assert not found["faults"].ok
    assert str(home / "fault.log") in found["faults"].mend


def test_it_restores_the_terminal_ends_with_one_and_the_session_can_go_on(
    home: Path, open_coach: Callable[..., Coach]
) -> None:
    shown = Terminal(home, script=_broken("session", "SessionScreen", "action_give"))
    try:
        shown.until("Done 0 of")
        shown.send(b"\r")
        shown.until("safety question")
        for following in ("Back pain now", "Leg pain now", "That hurts"):
            shown.send_no()
            shown.until(following)
        shown.send(b"h")
        _is_told(shown, home)
    finally:
        shown.close()
    coach = open_coach()
    assert coach.log.writable
    assert len(coach.log.read(kinds=[SessionStarted])) == 1


@pytest.mark.parametrize(
    ("module", "owner", "method", "key"),
    [
        ("today", "TodayScreen", "second", b""),
        ("flow", "SessionFlow", "lead", b"\r"),
        ("emergency", "EmergencyScreen", "compose_body", b"!"),
        ("today", "TodayScreen", "_after_first_paint", b""),
    ],
    ids=["a tick", "a worker", "a screen that opens", "after the first picture"],
)
def test_wherever_it_happens_it_is_written_down(
    home: Path, module: str, owner: str, method: str, key: bytes
) -> None:
    shown = Terminal(home, script=_broken(module, owner, method))
    try:
        if key:
            shown.until("Done 0 of")
            shown.send(key)
        _is_told(shown, home)
    finally:
        shown.close()


def test_in_the_background_it_is_written_down_and_the_day_goes_on(home: Path) -> None:
    shown = Terminal(home, script=_broken("today", "TodayScreen", "_care"))
    try:
        shown.until("Something here went wrong.")
        shown.send(b"q")
        assert shown.exit_code() == 0
        _is_kept(home)
    finally:
        shown.close()


_THREAD = """
import threading
from coach.tui.patient.today import TodayScreen
honest = TodayScreen._after_first_paint
def broken():
    raise RuntimeError("a name of a patient")
def begun(self):
    threading.Thread(target=broken).start()
    honest(self)
TodayScreen._after_first_paint = begun
"""


def test_a_thread_that_dies_is_written_down_and_draws_nothing_over_the_day(home: Path) -> None:
    shown = Terminal(home, script=_THREAD + SCRIPT)
    try:
        shown.until("Done 0 of")
        shown.wait_for((home / "fault.log").exists, "the log of faults")
        shown.send(b"q")
        assert shown.exit_code() == 0
        assert b"a name of a patient" not in shown.raw
        _is_kept(home)
    finally:
        shown.close()
