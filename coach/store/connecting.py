"""Connects to a database with the settings that every log needs."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.store.encryption import connect_encrypted, looks_encrypted, unlocked
from coach.store.files import NO_FILE, beginning, companions_of, is_endless, real_place
from coach.store.plain_errors import connection_class

BUSY_SECONDS = 5.0
"""So long a command waits at most for another program that holds the log."""
ATTENDED_SECONDS = 0.3
"""So long at most where somebody is at the keys: meanwhile nothing on the screen moves."""


def connect(path: Path, *, read_only: bool, encrypted: bool | None = None) -> sqlite3.Connection:
    """A connection with the settings every log needs; it never creates a file.

    `encrypted` says what an empty file is to become; None goes by what is in it. Transactions are
    ours alone: Python begins none by itself. Raises sqlite3.Error, OSError and LockedLogError.
    """
    connection = _opened(path, read_only=read_only, encrypted=encrypted)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        # Without it INSERT OR REPLACE deletes a row without asking the triggers.
        connection.execute("PRAGMA recursive_triggers=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_damaged(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection that reads of a damaged database what it can; nobody writes with it.

    A definition or a page of them that is broken hides none of the tables beside it. Raises
    sqlite3.Error, OSError and LockedLogError where there is nothing to read.
    """
    connection = _opened(path, read_only=read_only)
    definitions = "SELECT 1 FROM sqlite_master"
    try:
        connection.execute("PRAGMA writable_schema=ON")
        with suppress(sqlite3.Error):
            connection.execute(definitions).fetchone()
        # What is broken in them was told once. Where it is told again nothing else is reached.
        connection.execute(definitions).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, *, read_only: bool, encrypted: bool | None = None) -> sqlite3.Connection:
    """A connection that has read nothing yet."""
    for file in (path, *companions_of(path)):
        if file.exists() and is_endless(file):  # SQLite would wait for its end.
            raise OSError(errno.EINVAL, NO_FILE, str(file))
    if encrypted is None:
        encrypted = unlocked() and path.exists() and looks_encrypted(path)
    mode = "mode=rw"
    if read_only:
        mode = "immutable=1" if not encrypted and _is_frozen_wal(path) else "mode=ro"
    return (connect_encrypted if encrypted else _connect_plain)(
        f"{real_place(path).absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _connect_plain(address: str, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(
        address, factory=connection_class(sqlite3), **options
    )
    return connection


def _is_frozen_wal(path: Path) -> bool:
    """A write-ahead-log database where nothing may be written is read as a fixed file."""
    real = real_place(path)
    is_wal = beginning(real, 19)[18:] == b"\x02"
    pending = real.with_name(real.name + "-wal").exists()
    return is_wal and not pending and not os.access(real.parent, os.W_OK)
