"""Opens the log of a home: lock, database, newest schema, ids. The one way in."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from coach.clock import Clock, SystemClock
from coach.domain.errors import LogError
from coach.store.copies import lost_log, way_back, way_back_told
from coach.store.database import FORMER_DEVICES, SCHEMA_VERSION, LogDatabase, open_database
from coach.store.encryption import MAGIC, looks_encrypted
from coach.store.event_log import SqliteEventLog
from coach.store.faults import DamagedLogError, translated
from coach.store.files import (
    CLINIC_LOG,
    PATIENT_LOG,
    beginning,
    discard,
    fresh_file,
    lay_ballast,
    make_home,
    real_place,
    require_no_lost_link,
    spare_file,
)
from coach.store.home_lock import HomeLock
from coach.store.lock_check import check_locks
from coach.store.spare import Spare


@way_back_told()
def open_log(
    home: Path,
    *,
    name: str = PATIENT_LOG,
    read_only: bool = False,
    clock: Clock | None = None,
) -> SqliteEventLog:
    """The log of a home, made when there is none, brought to the newest schema when it is older.

    Only read, with the reason in `refusal`, when asked for, when another coach has it open, or
    when the folder cannot be written. `clock` dates a new log and the backup before a change of
    schema. A large caseload is looked over once a week, a patient's log every time. Raises
    LogError, DamagedLogError and RefusedError; see `open_database`.
    """
    path, the_clock = home / name, clock or SystemClock()
    if read_only:
        return _reader(path, the_clock, "This log was opened for reading only.")
    make_home(home)
    lock = HomeLock(home, path.stem)
    try:
        if not lock.acquire_from_watch():
            process = lock.holder_pid()
            who = "Another coach" if process is None else f"Another coach (process {process})"
            refusal = f"{who} is open with {path}. Close it to write here."
            return _reader(path, the_clock, refusal, open_elsewhere=True)
    except OSError as error:
        return _reader(path, the_clock, lock.refusal(error).message)
    try:
        return _writer(path, lock, the_clock)
    except BaseException:
        lock.release()
        raise


def load_writing() -> None:
    """Import what the first append needs, ahead of it: for a thread after the first paint."""
    import sqlite_utils  # noqa: F401
    import uuid_utils  # noqa: F401


def _reader(
    path: Path, clock: Clock, refusal: str, *, open_elsewhere: bool = False
) -> SqliteEventLog:
    database = open_database(path, read_only=True, today=_day_of_check(path, clock))
    with _closed_on_error(database):
        if database.version < SCHEMA_VERSION:
            raise LogError(
                "The log is older than this coach",
                f"{path} must be brought up to date first. Start coach once where it may write.",
            )
        patient, device, former = _believed(database)
        return SqliteEventLog(
            database,
            patient=patient,
            device=device,
            former=former,
            refusal=refusal,
            open_elsewhere=open_elsewhere,
        )


def _writer(path: Path, lock: HomeLock, clock: Clock) -> SqliteEventLog:
    require_no_lost_link(path)
    if not path.exists():
        _refuse_lost(path)
        _create(path, clock)
    database = open_database(path, today=_day_of_check(path, clock))
    with _closed_on_error(database):
        if database.version < SCHEMA_VERSION:
            _bring_up_to_date(database, clock)
        if path.name == PATIENT_LOG:
            Spare(spare_file(path)).lay()
        lay_ballast(path)
        patient, device, former = _believed(database)
        _leave_nothing_plain(path)
        return SqliteEventLog(database, patient=patient, device=device, former=former, lock=lock)


def _leave_nothing_plain(path: Path) -> None:
    """Remove what somebody was ended over who made an encrypted log plain, or put a plain one back.

    Only beside a log that opened, and under its lock: so nobody is at it, and nobody needs it.
    """
    fresh = fresh_file(real_place(path))
    with suppress(OSError):
        is_ours = fresh.is_file() and not fresh.is_symlink()
        if is_ours and looks_encrypted(path) and beginning(fresh, len(MAGIC)) in (MAGIC, b""):
            discard(fresh)


def _refuse_lost(path: Path) -> None:
    """A log that is gone is no new home: nobody begins anew over what can be put back."""
    lost = lost_log(path)
    if lost:
        raise LogError("The log is missing", f"{lost} {way_back(path)}")


def _day_of_check(path: Path, clock: Clock) -> date | None:
    """The day for a caseload, which grows large; None for a patient's log."""
    return clock.now().date() if path.name == CLINIC_LOG else None


def _create(path: Path, clock: Clock) -> None:
    import uuid_utils

    from coach.store.migrations import create_database

    patient, device = str(uuid_utils.uuid7()), str(uuid_utils.uuid7())
    create_database(path, patient=patient, device=device, now=clock.now())


def _bring_up_to_date(database: LogDatabase, clock: Clock) -> None:
    from coach.store.backup import backup_into_folder
    from coach.store.migrations import migrate

    if database.rows("SELECT 1 FROM fact_chain LIMIT 1"):
        backup_into_folder(database.path, clock.now())
    migrate(database)


def _believed(database: LogDatabase) -> tuple[str, str, dict[str, int]]:
    """The ids of a log whose safety locks stand as they were written; a desk has no own ones."""
    ids = ids_of(database)
    if database.path.name != CLINIC_LOG:
        check_locks(database, ids[0])
    return ids


def ids_of(database: LogDatabase) -> tuple[str, str, dict[str, int]]:
    """The ids of the patient and of this device, and how far former devices of the home went."""
    values = dict(database.rows("SELECT key, value FROM home"))
    try:
        former = json.loads(values.get(FORMER_DEVICES, "{}"))
        return values["patient"], values["device"], former
    except (KeyError, ValueError):
        path = database.path
        what = "does not say whose log it is"
        raise DamagedLogError(path, what) from None


@contextmanager
def _closed_on_error(database: LogDatabase) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        database.close()
        raise translated(error, database.path) from error
    except BaseException:
        database.close()
        raise
