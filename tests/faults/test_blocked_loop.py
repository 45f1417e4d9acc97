"""The event loop of the coach is blocked for seconds: whoever holds is not counted as led."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.config import Places
from coach.session.engine import STALL_SECONDS
from tests.faults.test_stopped import STARTED_WITH_IT, into_the_first_hold, reps_counted
from tests.tui.terminal import Opener, opened_terminals

BLOCKING = f"""
import threading
from coach.tui.patient.session import SessionScreen
SessionScreen.action_do_how_long = lambda self: threading.Event().wait({STALL_SECONDS + 1})
"""
"""The key that says how long it takes does not come back from it."""


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def test_a_hold_over_which_the_loop_stood_still_is_asked_for_again_and_counts_nothing(
    terminal: Opener, places: Places
) -> None:
    shown = terminal("safety question", script=BLOCKING + STARTED_WITH_IT)
    into_the_first_hold(shown)
    shown.send(b"t")
    shown.until("We were interrupted. Do this one again, or go on from where you were?")
    shown.send(b"a")
    shown.wait_for(lambda: not shown.shows("We were interrupted."), "the hold again")
    shown.process.terminate()
    shown.exit_code()
    assert reps_counted(places) == 0
