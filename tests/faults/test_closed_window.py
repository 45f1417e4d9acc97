"""The window of a session that speaks is closed: no process goes on, and what was done is kept."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks for processes in /proc", allow_module_level=True)

from coach.domain.events import ExerciseDone, SessionEnded, SessionStarted
from coach.workflows.coach import Coach
from tests.faults.test_stopped import STARTED_WITH_IT
from tests.speech.test_endings import is_running
from tests.tui.terminal import DEADLINE_SECONDS, Opener, Terminal, opened_terminals
from tests.workflows.conftest import facts_of

VOICE, PLAYS, PROGRAM = "coach.speech.worker", "tests.speech.fakeplaying", "threading as t"
"""What the commands of the voice, of its player and of what the voice starts have in them."""
PLAYER = """
from coach.speech import player
player.PLAYING_MODULE = "tests.speech.fakeplaying"
"""


def speaking(engine: str) -> str:
    """A coach in a session, with a voice of its own and a player that needs no sound card."""
    loud = STARTED_WITH_IT.replace("silent=True", "silent=False")
    return PLAYER + loud.replace(
        "Settings(", f'Settings(voice_engine="tests.speech.engines:{engine}", '
    )


@pytest.fixture(name="terminal")
def _terminal(tmp_path: Path) -> Iterator[Opener]:
    yield from opened_terminals(tmp_path / "home")


def started_by(pid: int) -> dict[int, str]:
    """Every process that a process started, and those that they started, with its command."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            parents[int(folder.name)] = int(words[1])
        except OSError:
            continue  # It ended meanwhile.
    found, new = {}, {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        for child in new:
            with suppress(OSError):  # So did this one.
                found[child] = Path(f"/proc/{child}/cmdline").read_text()
    return found


@pytest.mark.parametrize(
    ("engine", "player", "parts"),
    [
        ("scripted", "hangs", (VOICE, PLAYS)),
        ("with_program", "works", (VOICE, PLAYS, PROGRAM)),
    ],
    ids=["in the middle of a word", "while the voice has started a program"],
)
def test_nothing_that_a_session_started_goes_on_when_its_window_is_closed(
    terminal: Opener,
    tmp_path: Path,
    open_coach: Callable[..., Coach],
    engine: str,
    player: str,
    parts: tuple[str, ...],
) -> None:
    played, mark = tmp_path / "played", tmp_path / "program"
    played.touch()
    sounds = mark if PROGRAM in parts else played
    surroundings = {
        "COACH_TEST_PLAYER": player,
        "COACH_TEST_PLAYED": str(played),
        "COACH_TEST_MARK": str(mark),
    }
    shown = terminal("safety question", script=speaking(engine), environment=surroundings)
    for following in ("Back pain now", "Leg pain now", "That hurts"):
        shown.send_no()
        shown.until(following)
    shown.send(b"d")  # The words that lead to it are done.
    shown.until("rep 1 of 3")
    shown.send(b"d")
    shown.wait_for(lambda: not shown.shows("rep 1 of 3"), "the end of the hold")
    shown.wait_for(lambda: sounds.exists() and sounds.read_text() != "", "a sound")
    processes: dict[int, str] = {}

    def are_there() -> bool:
        processes.update(started_by(shown.process.pid))
        return all(any(part in words for words in processes.values()) for part in parts)

    shown.wait_for(are_there, "every process")
    shown.vanish()
    assert shown.ended() == 129
    assert_all_end(shown, processes)
    coach = open_coach()
    assert coach.log.writable
    assert len(facts_of(coach, ExerciseDone)) == 1
    (started,), (ended,) = facts_of(coach, SessionStarted), facts_of(coach, SessionEnded)
    assert started.session == ended.session


def assert_all_end(shown: Terminal, processes: dict[int, str]) -> None:
    ends = shown.clock.monotonic() + DEADLINE_SECONDS
    while left := {pid: words for pid, words in processes.items() if is_running(pid)}:
        assert shown.clock.monotonic() < ends, f"still there: {left}"
        threading.Event().wait(0.05)
