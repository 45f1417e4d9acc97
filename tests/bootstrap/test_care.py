"""The day's backup: on the spot for a small log, in a process of its own for a large one."""

import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.bootstrap import backup_process
from coach.bootstrap.care import carer
from coach.clock import ManualClock
from coach.config import HOME, PASSPHRASE
from coach.store import files
from coach.store.copies import newest_backup
from coach.store.encrypting import encrypt
from coach.store.encryption import looks_encrypted, unlock
from coach.store.files import CLINIC_LOG, PATIENT_LOG
from coach.store.opening import open_log
from coach.store.problems import problems_in
from coach.workflows.coach import Notices
from tests.store.builders import at

WORDS = "four quiet o'clock horses"


@dataclass
class Log:
    """A log that may be written, or not."""

    writable: bool = True


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """No test leaves a passphrase behind."""
    yield
    unlock(None)


@pytest.fixture
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE_BYTES", 1000)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An empty caseload."""
    open_log(tmp_path / "home", name=CLINIC_LOG).close()
    return tmp_path / "home" / CLINIC_LOG


def cared_for(database: Path, *, writable: bool = True, demo: bool = False) -> list[str]:
    """Look after a database, to the end of what was begun; what was told."""
    notices = Notices()
    carer(database, Log(writable), ManualClock(at()), notices, demo=demo)()
    for thread in threading.enumerate():
        if thread.name == "backup":
            assert thread.daemon
            thread.join()
    return notices.take()


@pytest.fixture
def _no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(backup_process, "back_up_apart", refused)


@pytest.mark.usefixtures("_no_process")
def test_a_small_database_is_copied_on_the_spot(database: Path) -> None:
    assert cared_for(database) == []
    assert newest_backup(database) == database.parent / "backups" / "clinic-2027-03-01T090000.db"


@pytest.mark.usefixtures("_all_are_large")
def test_a_large_one_is_copied_and_checked_by_a_process_of_its_own(database: Path) -> None:
    assert cared_for(database) == []
    copy = newest_backup(database)
    assert copy is not None
    assert problems_in(copy) == []
    assert not list(copy.parent.glob("*.part*"))


@pytest.mark.usefixtures("_all_are_large")
def test_the_patients_own_log_grown_large_is_copied_the_same_way(tmp_path: Path) -> None:
    open_log(tmp_path).close()
    assert cared_for(tmp_path / PATIENT_LOG) == []
    assert newest_backup(tmp_path / PATIENT_LOG) is not None


@pytest.mark.usefixtures("_all_are_large")
def test_why_a_large_one_was_not_copied_is_told(database: Path) -> None:
    (database.parent / "backups").write_text("a file in the way")
    (told,) = cared_for(database)
    assert told.startswith("Today's backup was not made. ")
    assert "backups" in told
    assert "coach:" not in told


def test_why_there_is_no_copy_is_told_once_a_day(database: Path) -> None:
    (database.parent / "backups").write_text("a file in the way")
    notices, clock = Notices(), ManualClock(at())
    look_after = carer(database, Log(), clock, notices, demo=False)
    told = []
    for _ in range(2):
        assert not look_after()
        assert not look_after()
        told.append(len(notices.take()))
        clock.advance(24 * 3600)
    assert told == [1, 1]


@pytest.mark.usefixtures("_all_are_large")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")
def test_a_process_that_was_ended_is_told_and_leaves_no_copy(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    monkeypatch.setattr(backup_process, "_command", lambda database: dying)
    assert cared_for(database) == [f"Today's backup was not made. {backup_process.ENDED}"]
    assert newest_backup(database) is None


@pytest.mark.usefixtures("_all_are_large")
def test_a_process_that_cannot_be_started_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_process, "_command", lambda database: ["/nowhere/python"])
    (told,) = cared_for(database)
    assert told.startswith("Today's backup was not made. It could not be started")


@pytest.mark.usefixtures("_all_are_large")
def test_an_encrypted_one_is_copied_encrypted_and_its_passphrase_is_on_no_command_line(
    database: Path,
) -> None:
    encrypt(database, WORDS)
    assert backup_process._environment(database)[PASSPHRASE] == WORDS
    assert not [word for word in backup_process._command(database) if WORDS in word]
    assert cared_for(database) == []
    copy = newest_backup(database)
    assert copy is not None
    assert looks_encrypted(copy)
    assert problems_in(copy) == []


def test_a_plain_one_hands_no_passphrase_on(database: Path) -> None:
    unlock(WORDS)
    environment = backup_process._environment(database)
    assert WORDS not in environment.values()
    assert environment[HOME] == str(database.parent)


@pytest.mark.usefixtures("_all_are_large", "_no_process")
def test_a_day_has_one_backup_and_a_sample_or_a_reader_none(database: Path) -> None:
    assert cared_for(database, demo=True) == cared_for(database, writable=False) == []
    assert newest_backup(database) is None
    copy = database.parent / "backups" / "clinic-2027-03-01T070000.db"
    copy.parent.mkdir()
    shutil.copy(database, copy)
    assert cared_for(database) == []
