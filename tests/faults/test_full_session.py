"""The disk fills up in the middle of a session's hold, really, and has room again, or has not."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.domain.events import ExerciseDone, SessionEnded
from coach.domain.outcomes import SessionOutcome
from coach.store.files import ballast_file
from coach.store.problems import problems_in
from tests.cli.conftest import TIMEOUT_SECONDS, read_until, type_lines
from tests.conftest import receive_yesterday
from tests.faults.mounts import require_own_mounts
from tests.store.builders import opened

pytestmark = pytest.mark.usefixtures("by_day")
BLOCK = bytes(4096)
NOT_SAVED = "The log cannot be written. The disk is full."
ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=4m tmpfs "$1"
cp -a "$2/kept/." "$1/"
set +e
"$3" -m coach session walk-little-often belly-breath --line
code=$?
rm -f "$1/filler"
cp -a "$1/." "$2/after/"
exit $code
"""


class Session:
    """One that runs in lines, with its home on a small disk of its own."""

    def __init__(self, home: Path, folder: Path) -> None:
        words = ["unshare", "-m", "sh", "-c", ON_A_SMALL_DISK, "sh"]
        self.process = subprocess.Popen(
            [*words, str(home), str(folder), sys.executable],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        # Whoever waits for words that never come would wait for ever.
        self._deadline = threading.Timer(TIMEOUT_SECONDS, self.kill)
        self._deadline.daemon = True
        self._deadline.start()
        # The disk can be seen by the way that leads through a process that has it.
        self.disk = Path(f"/proc/{self.process.pid}/root{home}")
        self._kept_log = folder / "after" / "coach.db"

    def type(self, *lines: str, until: str) -> list[str]:
        """Type lines; what is shown up to a line that begins so."""
        type_lines(self.process, *lines)
        return read_until(self.process, until)

    def fill_up(self) -> None:
        """Somebody else's file takes all the room there is."""
        with (self.disk / "filler").open("ab", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(BLOCK)
        assert os.statvfs(self.disk).f_bfree == 0

    def make_room(self) -> None:
        (self.disk / "filler").unlink()

    def ended(self) -> tuple[int, str, str]:
        """How it ended once nothing more is typed, what it showed last and what it told."""
        shown, told = self.process.communicate(timeout=TIMEOUT_SECONDS)
        return self.process.returncode, shown, told

    def kill(self) -> None:
        """End it, and the shell around it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End what still runs."""
        self._deadline.cancel()
        if self.process.poll() is None:
            self.kill()
        self.process.communicate(timeout=TIMEOUT_SECONDS)

    def kept(self) -> tuple[list[ExerciseDone], list[SessionEnded]]:
        """What a log that is whole holds of it, on a disk that has room again."""
        assert problems_in(self._kept_log) == []
        log = opened(self._kept_log.parent)
        facts = [stamped.fact for stamped in log.read()]
        log.close()
        return (
            [fact for fact in facts if isinstance(fact, ExerciseDone)],
            [fact for fact in facts if isinstance(fact, SessionEnded)],
        )


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Iterator[Session]:
    """In the first hold the disk has filled up; the first set is done, and it is full again."""
    require_own_mounts()
    receive_yesterday(tmp_path)
    home = tmp_path / "home"
    home.rename(tmp_path / "kept")
    home.mkdir()
    (tmp_path / "after").mkdir()
    session = Session(home, tmp_path)
    try:
        session.type("n", "3", "4", "calf", until="Have ready")
        session.type("d", until="GET READY: Short walk")
        session.type("d", until="WALK: Short walk")
        session.fill_up()
        assert ballast_file(session.disk / "coach.db").exists()
        shown = session.type("d", until="Get down now")
        assert not [line for line in shown if line.startswith(NOT_SAVED)]
        assert not ballast_file(session.disk / "coach.db").exists(), "the set was let in by it"
        session.fill_up()
        session.type("d", until="GET READY: Belly breathing")
        session.type("d", until="RELAX: Belly breathing")
        yield session
    finally:
        session.close()


def test_a_session_that_is_ended_on_a_full_disk_says_that_its_end_is_not_saved(
    session: Session,
) -> None:
    shown = session.type("q", until=NOT_SAVED)
    assert not [line for line in shown if "logged" in line]
    code, rest, told = session.ended()
    assert code == ExitCode.INPUT
    assert "logged" not in rest
    assert told.startswith("coach: The disk is full. Free some space")
    assert told.count("\n") == 1
    done, ended = session.kept()
    assert [fact.exercise for fact in done] == ["walk-little-often"]
    assert ended == []


def test_a_session_whose_disk_has_room_again_says_so_and_all_of_it_is_saved(
    session: Session,
) -> None:
    session.type("d", until=NOT_SAVED)
    session.make_room()
    session.type(until="All is saved again.")
    session.type("q", until="We end here.")
    code, _, told = session.ended()
    assert (code, told) == (ExitCode.DONE, "")
    done, ended = session.kept()
    assert [fact.exercise for fact in done] == ["walk-little-often", "belly-breath"]
    assert [fact.outcome for fact in ended] == [SessionOutcome.ENDED_EARLY]
