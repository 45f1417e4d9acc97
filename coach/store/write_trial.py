"""Whether a log could be written just now: begun as a coach would write, and taken back."""

import errno
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from coach.domain.errors import LogError
from coach.store.connecting import connect
from coach.store.faults import translated
from coach.store.files import companions_of
from coach.store.home_lock import HomeLock

ROOM_BYTES = 64 * 1024
"""With less the disk is as good as full: an entry was refused with 40 kB free (measured)."""


def write_refusal(database: Path) -> LogError | None:
    """Why nothing could be written to a whole database; None where it could, or a coach has it.

    Something is really begun, journal and all, since what refuses it may lie beside the database;
    nothing of it stays. What a killed coach left half written is not touched. Raises OSError where
    the lock cannot be taken.
    """
    lock = HomeLock(database.parent, database.stem)
    if not lock.file.exists():  # Taking it would make it, and who has the log open has made it.
        return _refusal(database)
    if not lock.acquire():
        return None
    try:
        return _refusal(database)
    finally:
        lock.release()


def _refusal(database: Path) -> LogError | None:
    beside = companions_of(database)
    for file in beside:
        if not os.access(file, os.R_OK | os.W_OK):
            return translated(PermissionError(errno.EACCES, ""), file)
    if any(file.stat().st_size for file in beside):
        return None
    try:
        _begin_and_take_back(database, journal="TRUNCATE" if beside else "DELETE")
        _take_room(database.resolve().parent)
    except (sqlite3.Error, OSError) as error:
        return translated(error, database)
    return None


def _take_room(folder: Path) -> None:
    """Write as much as an entry may take, with its journal, to a file that has no name: it is gone
    with its end, whatever that is. Raises OSError.

    Of a folder that takes no new file the doctor's line on the disk tells; the log may be written.
    """
    if not os.access(folder, os.W_OK):
        return
    with tempfile.TemporaryFile(prefix=".coach-", suffix=".part", dir=folder, buffering=0) as file:
        if file.write(os.urandom(ROOM_BYTES)) != ROOM_BYTES:  # Zeros may be squeezed.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())


def _begin_and_take_back(database: Path, *, journal: str) -> None:
    with closing(connect(database, read_only=False)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # One that is there is kept, as a coach does; where none is none stays.
            connection.execute(f"PRAGMA journal_mode={journal}").fetchone()
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version={version}")
        connection.execute("ROLLBACK")
