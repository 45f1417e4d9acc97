"""`h` on the screen of a coach that really runs: it stops there and then, and the log has it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.config import Places
from coach.domain.events import ExerciseDone
from coach.domain.outcomes import Reason, SetOutcome
from tests.faults.test_stopped import (
    STARTED_WITH_IT,
    asked_how_it_is,
    into_the_first_hold,
    logged,
)
from tests.tui.terminal import SCRIPT, Opener, Terminal, opened_terminals

WITH_A_PACK = SCRIPT.replace("run_app(coach)", "run_app(coach, start=['cold-pack'])")


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def while_it_is_told(shown: Terminal) -> None:
    asked_how_it_is(shown)
    shown.until("Stand facing")


def in_a_hold(shown: Terminal) -> None:
    into_the_first_hold(shown)


def while_paused(shown: Terminal) -> None:
    in_a_hold(shown)
    shown.send(b" ")
    shown.until("Paused. Rest as you like.")


def at_the_question_about_the_skin(shown: Terminal) -> None:
    asked_how_it_is(shown)
    while not shown.shows("y Yes"):
        shown.send(b"d")  # One step after the other is done.
        shown.settle()


@pytest.mark.parametrize(
    ("moment", "script"),
    [
        (while_it_is_told, STARTED_WITH_IT),
        (in_a_hold, STARTED_WITH_IT),
        (while_paused, STARTED_WITH_IT),
        (at_the_question_about_the_skin, WITH_A_PACK),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_it_stops_and_asks_and_is_in_the_log(
    terminal: Opener, places: Places, moment: Callable[[Terminal], None], script: str
) -> None:
    shown = terminal("safety question", script=script)
    moment(shown)
    shown.send(b"h")
    shown.until("How strong is it now")
    shown.process.kill()
    shown.process.wait()
    (stopped,) = [fact for _, fact in logged(places).of(ExerciseDone)]
    assert (stopped.outcome, stopped.reason) == (SetOutcome.STOPPED, Reason.PAIN)
