"""One writer for a home; the second one reads and says so."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.domain.errors import LogError
from coach.store import home_lock
from coach.store.home_lock import HomeLock
from tests.store.builders import a_log, a_note, recorded

TIMEOUT_SECONDS = 120.0
"""A moment of another process is as long as a busy machine makes it."""

_HOLDS_THE_LOG = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from coach.domain.events import NoteWritten
from coach.store.opening import open_log

log = open_log(Path(sys.argv[1]))
now = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
log.append([NoteWritten(text="mine")], at=now, plan_version="")
print("ready", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another_coach(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has the log open until the end of the block."""
    command = [sys.executable, "-c", _HOLDS_THE_LOG, str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child
        child.kill()


def test_a_second_coach_reads_and_names_the_first(tmp_path: Path) -> None:
    with another_coach(tmp_path) as child, a_log(tmp_path) as log:
        assert not log.writable
        assert len(log.read()) == 1
        sentence = rf"Another coach \(process {child.pid}\) is open"
        with pytest.raises(LogError, match=sentence):
            recorded(log, a_note())
        assert f"process {child.pid}" in log.refusal


def test_the_lock_of_a_killed_coach_is_free(tmp_path: Path) -> None:
    with another_coach(tmp_path):
        pass
    with a_log(tmp_path) as log:
        assert log.writable
        assert recorded(log, a_note())[0].seq == 2
        assert HomeLock(tmp_path).holder_pid() == os.getpid()


def test_a_second_log_in_one_process_only_reads(tmp_path: Path) -> None:
    with a_log(tmp_path) as first:
        with a_log(tmp_path) as second:
            assert (first.writable, second.writable) == (True, False)
        recorded(first, a_note())
    with a_log(tmp_path) as third:
        assert third.writable


def test_a_log_opened_for_reading_takes_no_lock(tmp_path: Path) -> None:
    with a_log(tmp_path):
        pass
    with a_log(tmp_path, read_only=True) as reader, a_log(tmp_path) as writer:
        assert writer.writable
        recorded(writer, a_note())
        assert len(reader.read()) == 1
        with pytest.raises(LogError, match="for reading only"):
            recorded(reader, a_note())


def test_the_holder_is_unknown_when_nobody_says(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    assert lock.holder_pid() is None
    (tmp_path / "coach.pid").write_text("somebody")
    assert lock.holder_pid() is None


def test_a_lock_may_be_released_twice_and_taken_again(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    assert lock.acquire()
    assert not HomeLock(tmp_path).acquire()
    lock.release()
    lock.release()
    assert lock.holder_pid() is None
    assert lock.acquire()
    lock.release()


_WATCHES = """
import sys
from pathlib import Path
from coach.store.home_lock import HomeLock
from coach.store.opening import open_log

home = Path(sys.argv[1])
watch = HomeLock(home, "watch")
assert watch.acquire()
log = open_log(home)
print("ready", flush=True)
sys.stdin.readline()
log.close()
print("closed", flush=True)
sys.stdin.readline()
"""


def test_a_watch_that_has_the_log_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_lock, "WATCH_LETS_GO_SECONDS", TIMEOUT_SECONDS)
    command = [sys.executable, "-c", _WATCHES, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "ready\n"
        child.stdin.write("\n")
        child.stdin.flush()
        with a_log(tmp_path) as log:
            assert log.writable
        child.kill()
