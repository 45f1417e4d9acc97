"""Another program holds the log while the screens are open: they answer all the same.

What waits as a command does would wait for an hour here, and never show anything in time.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a thing of Unix", allow_module_level=True)

from coach.domain.events import ExerciseDone, PainScore, SessionEnded, SessionStarted
from coach.domain.outcomes import SetOutcome
from coach.domain.pain import Moment
from coach.workflows.coach import Coach
from coach.workflows.kept_answers import KEPT
from tests.store.holder import LOCKS, held
from tests.tui.terminal import SCRIPT, Opener, Terminal, opened_terminals
from tests.workflows.conftest import facts_of

PATIENT = "from coach.store import connecting; connecting.BUSY_SECONDS = 3600\n"
WAITS_FOR_EVER = PATIENT + SCRIPT
COMMAND = PATIENT + "import sys; from coach.cli.main import main; sys.exit(main(sys.argv[4:]))"
NOT_SAVED = "nothing was saved"
NUMBER = "Call your emergency number now."
STOPPED = "Stop. Let it go and rest."
SESSION = (
    ("\r", "safety question"),  # The chosen item: at night nothing is due.
    ("n", "Back pain now"),
    ("n", "Leg pain now"),
    ("n", "That hurts"),
)


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(name="terminal")
def _terminal(home: Path) -> Iterator[Opener]:
    yield from opened_terminals(home)


def presses(shown: Terminal, *keys: tuple[str, str]) -> None:
    """Press each key, and wait for what it brings."""
    for key, following in keys:
        shown.send_no() if key == "n" else shown.send(key.encode())
        shown.until(following)


def assert_stopped_and_ended(coach: Coach) -> None:
    """The log holds one session whole: a set that was stopped, and its end."""
    facts = [stamped.fact for stamped in coach.log.read()]
    done = [fact.outcome for fact in facts if isinstance(fact, ExerciseDone)]
    assert done == [SetOutcome.STOPPED]
    assert [type(fact) for fact in facts if isinstance(fact, SessionStarted | SessionEnded)] == [
        SessionStarted,
        SessionEnded,
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_emergency_number_is_shown_whatever_could_not_be_saved(
    terminal: Opener, home: Path, lock: str
) -> None:
    shown = terminal(script=WAITS_FOR_EVER)
    presses(shown, ("p", "Back pain now"))
    with held(home / "coach.db", lock):
        presses(shown, ("3", "Leg pain now"), ("3", "How far"), ("2", NOT_SAVED), ("!", NUMBER))


@pytest.mark.parametrize("lock", LOCKS)
def test_that_hurts_stops_the_session_and_its_facts_are_kept_for_later(
    terminal: Opener, home: Path, lock: str, open_coach: Callable[..., Coach]
) -> None:
    shown = terminal(script=WAITS_FOR_EVER)
    presses(shown, *SESSION)
    with held(home / "coach.db", lock):
        presses(shown, ("h", STOPPED))
        shown.until(NOT_SAVED)
        presses(shown, ("!", NUMBER), ("\x1b", STOPPED))
    shown.wait_for(lambda: not shown.shows(NOT_SAVED), "a log that is written again")
    shown.process.send_signal(signal.SIGTERM)
    assert shown.exit_code() == 143
    assert_stopped_and_ended(open_coach())


@pytest.mark.parametrize("lock", LOCKS)
def test_what_a_session_could_not_save_until_the_coach_was_left_is_saved_by_the_next(
    terminal: Opener, home: Path, lock: str, open_coach: Callable[..., Coach]
) -> None:
    shown = terminal(script=WAITS_FOR_EVER)
    presses(shown, *SESSION)
    with held(home / "coach.db", lock):
        presses(shown, ("h", STOPPED))
        shown.process.send_signal(signal.SIGTERM)
        assert shown.exit_code() == 143
    again = terminal("What could not be saved of your session is saved now.")
    assert not again.shows("A session was cut off")
    again.send(b"q")
    assert again.exit_code() == 0
    assert_stopped_and_ended(open_coach())


@pytest.mark.parametrize("lock", LOCKS)
def test_scores_after_a_session_are_told_as_kept_and_go_in_once_the_log_is_free(
    terminal: Opener, home: Path, lock: str, open_coach: Callable[..., Coach]
) -> None:
    shown = terminal(script=WAITS_FOR_EVER)
    presses(shown, *SESSION, ("q", "And how is it now?"))
    with held(home / "coach.db", lock):
        presses(shown, ("5", "Leg pain now"), ("6", "How far down"), ("2", KEPT[:40]))
        shown.settle()  # What is typed before it was seen closes no summary.
        presses(shown, ("\r", "What you did and answered is kept"))
    shown.until("What could not be saved of your session is saved now.")
    shown.process.send_signal(signal.SIGTERM)
    assert shown.exit_code() == 143
    scores = [fact for fact in facts_of(open_coach(), PainScore) if fact.moment is Moment.AFTER]
    assert [one.score for one in scores] == [5, 6]


def test_something_new_is_asked_and_locks_where_the_log_cannot_even_be_read(
    terminal: Opener, home: Path, open_coach: Callable[..., Coach]
) -> None:
    shown = terminal(script=WAITS_FOR_EVER)
    with held(home / "coach.db", "EXCLUSIVE"):
        presses(shown, ("r", "Question 1 of"), ("y", "Coaching is locked since"))
    shown.send(b"\x1b")
    shown.settle()
    assert shown.shows("Coaching is locked since")
    shown.process.send_signal(signal.SIGTERM)
    assert shown.exit_code() == 143
    assert open_coach().safety.hold() is not None


def set_up(terminal: Opener, home: Path) -> dict[str, str]:
    """A home with a program, and the surroundings in which a command finds its settings."""
    made = terminal()
    made.send(b"q")
    assert made.exit_code() == 0
    return {"COACH_CONFIG": str(home / "config.toml")}


def test_the_command_that_opens_the_screens_does_not_wait_either(
    terminal: Opener, home: Path
) -> None:
    shown = terminal(script=COMMAND, environment=set_up(terminal, home))
    presses(shown, ("p", "Back pain now"))
    with held(home / "coach.db", "IMMEDIATE"):
        presses(shown, ("3", "Leg pain now"), ("3", "How far"), ("2", NOT_SAVED), ("!", NUMBER))


def test_the_menu_in_lines_stays_open_where_nobody_can_read_the_log(
    terminal: Opener, home: Path
) -> None:
    plain = {**set_up(terminal, home), "TERM": "dumb"}
    shown = terminal("What now?", script=COMMAND, environment=plain)
    presses(shown, ("p\n", "Back pain now"), ("3\n", "Leg pain now"), ("3\n", "How far down"))
    with held(home / "coach.db", "EXCLUSIVE"):
        presses(shown, ("calf\n", NOT_SAVED), ("r\n", "1 of "), ("!\n", "Emergency number: 112"))
