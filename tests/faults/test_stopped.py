"""The coach is stopped for seconds in the middle of a hold, by the system itself."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.config import Places
from coach.domain.events import ExerciseDone, SessionEnded
from coach.domain.history import History, history_of
from coach.session.engine import STALL_SECONDS
from coach.store.opening import open_log
from tests.tui.terminal import SCRIPT, Opener, Terminal, opened_terminals

HELD = "calf"
"""Three times twenty seconds: a hold long enough to be stopped in."""
STARTED_WITH_IT = SCRIPT.replace("SetUpAnswers(", "SetUpAnswers(stage=StageCode.MOVE, ").replace(
    "run_app(coach)", f"run_app(coach, start=['{HELD}'])"
)
STARTED_WITH_IT = f"from coach.domain.program import StageCode\n{STARTED_WITH_IT}"
WORKING = "█" * 60
"""The stage's frame is solid while the body works: the count-in before it is over."""
STOPPED_SECONDS = 3 * STALL_SECONDS


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def logged(places: Places) -> History:
    log = open_log(places.home, read_only=True)
    history = history_of(log.read())
    log.close()
    return history


def reps_counted(places: Places) -> int:
    return sum(fact.reps for _, fact in logged(places).of(ExerciseDone))


def asked_how_it_is(shown: Terminal) -> None:
    """The questions before a session, up to its first words."""
    for following in ("Back pain now", "Leg pain now", "That hurts"):
        shown.send_no()
        shown.until(following)


def into_the_first_hold(shown: Terminal) -> None:
    """From the start of a session to the first of its three holds of twenty seconds."""
    asked_how_it_is(shown)
    shown.send(b"d")  # The words that lead to it are done.
    shown.until("rep 1 of 3")
    shown.until(WORKING)
    begun = list(shown.screen.display)
    shown.wait_for(lambda: list(shown.screen.display) != begun, "the next second of it")


def stop_for_seconds(shown: Terminal) -> None:
    """As a debugger, a full virtual machine or `kill -STOP` does it, and on again."""
    shown.process.send_signal(signal.SIGSTOP)
    stopped = shown.clock.monotonic()
    shown.wait_for(lambda: shown.clock.monotonic() - stopped > STOPPED_SECONDS, "the end of it")
    shown.process.send_signal(signal.SIGCONT)


def test_a_hold_that_was_stopped_asks_to_repeat_it_and_counts_no_repetition(
    terminal: Opener, places: Places
) -> None:
    shown = terminal("safety question", script=STARTED_WITH_IT)
    into_the_first_hold(shown)
    stop_for_seconds(shown)
    shown.until("We were interrupted. Do this one again, or go on from where you were?")
    shown.send(b"a")
    shown.wait_for(lambda: not shown.shows("We were interrupted."), "the hold again")
    shown.process.send_signal(signal.SIGTERM)
    assert shown.exit_code() == 143
    assert shown.restored
    assert reps_counted(places) == 0
    assert len(list(logged(places).of(SessionEnded))) == 1


def test_who_was_stopped_and_goes_on_leaves_in_order(terminal: Opener) -> None:
    shown = terminal()
    stop_for_seconds(shown)
    shown.send(b"q")
    assert shown.exit_code() == 0
    assert shown.restored
