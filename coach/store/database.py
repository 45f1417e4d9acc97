"""Opens a database of ours, and only one of ours, with the settings a log needs.

Opening and reading use the standard sqlite3 module; sqlite-utils is loaded over the same
connection by the first unit of writing. Measured: importing sqlite_utils costs 58 ms once a screen
is up, opening and reading a day without it takes a few milliseconds, and the first screen only
reads. All writing and every change of the schema go through sqlite-utils.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.domain.errors import LogError, RefusedLogError
from coach.domain.fact_codec import KINDS
from coach.store.connecting import connect
from coach.store.day_check import look_over
from coach.store.encryption import (
    ASK_FOR_IT,
    MAGIC,
    LockedLogError,
    is_right_for,
    looks_encrypted,
    unlocked,
)
from coach.store.faults import DamagedLogError, is_damage, translated
from coach.store.files import (
    beginning,
    companions_of,
    encryption_mark,
    require_no_lost_link,
    unfinished,
)
from coach.store.patience import Patience, Use
from coach.store.placement import shared_folder

if TYPE_CHECKING:
    import sqlite_utils

APPLICATION_ID = 0x436F6163
"""`Coac`: marks a SQLite file as ours."""
SCHEMA_VERSION = 5
"""How many migrations there are; a file with more was written by a newer coach."""
LISTS = ("plan_document", "caseload", "received_head", "caseload_signs")
"""Tables that hold no facts."""
FORMER_DEVICES = "former_devices"
"""Key in `home`: device to its newest number, as JSON, of devices before a backup was restored."""
EXPECTED_TABLES = frozenset(KINDS) | {"fact_chain", "home", *LISTS}
_UNDOES = (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a journal begins, and a write-ahead log of either kind (sqlite.org/fileformat2.html)."""
_STRICT_FROM = (3, 37, 0)
_SAFE_WAL_FROM = (3, 51, 3)
"""Older ones can corrupt a write-ahead log that two connections checkpoint (DESIGN)."""


@dataclass
class LogDatabase:
    """One connection to one database, used by one thread at a time."""

    path: Path
    connection: sqlite3.Connection
    version: int
    """Number of migrations the file has seen."""
    read_only: bool
    _guard: threading.RLock = field(default_factory=threading.RLock)

    @cached_property
    def patience(self) -> Patience:
        """How long another program that holds it is waited for."""
        return Patience(self.connection)

    @cached_property
    def writer(self) -> "sqlite_utils.Database":
        """sqlite-utils over this connection."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection, strict=True, execute_plugins=False)

    @contextmanager
    def unit(self) -> Iterator["sqlite_utils.Database"]:
        """A unit of writing: on disk as a whole at the end of the block, or not at all.

        Begins IMMEDIATE, so a busy database is waited for here and never in the middle. Inside
        another unit it is a part of that one. Raises sqlite3.Error.
        """
        with self._guard:
            database = self.writer
            if self.connection.in_transaction:
                with database.atomic():
                    yield database
                return
            with self.patience.waiting_once(Use.WRITING):
                database.execute("BEGIN IMMEDIATE")
                try:
                    yield database
                    # Fails where the transaction is gone, as `commit` would not.
                    database.execute("COMMIT")
                except BaseException:
                    database.rollback()
                    raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several reads of one and the same state. Raises sqlite3.Error."""
        with self._guard:
            if self.connection.in_transaction:
                yield self.connection
                return
            with self.patience.waiting_once(Use.READING):
                self.connection.execute("BEGIN")
                try:
                    yield self.connection
                finally:
                    self.connection.rollback()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query. Raises sqlite3.Error."""
        with self._guard, self.patience.waiting_once(Use.READING):
            return self.connection.execute(sql, values).fetchall()

    def journal(self) -> str:
        """The journal mode in force: `truncate`, `wal` or, for a reader, what the file has."""
        return str(self.rows("PRAGMA journal_mode")[0][0])

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        with self._guard:
            self.connection.close()


def open_database(
    path: Path,
    *,
    read_only: bool = False,
    today: date | None = None,
    sqlite_version: tuple[int, int, int] = sqlite3.sqlite_version_info,
) -> LogDatabase:
    """Open an existing database of this or an older version of coach.

    Raises LogError (missing, a folder, no permission, a too old SQLite), DamagedLogError (empty,
    not a database, broken, tables missing) and RefusedLogError (another program's, a newer
    coach's); nothing is written then. With `today` a large one is looked over once a week, else
    every time.
    """
    _check_sqlite(sqlite_version)
    _check_place(path)
    _check_beginning(path, read_only=read_only)
    try:
        connection = connect(path, read_only=read_only)
    except sqlite3.Error as error:
        raise _opening_error(error, path) from error
    try:
        version = _check_content(connection, path, today)
        if not read_only:
            _set_journal(connection, path, sqlite_version)
    except sqlite3.Error as error:
        connection.close()
        raise _opening_error(error, path) from error
    except BaseException:
        connection.close()
        raise
    return LogDatabase(path, connection, version, read_only)


def _opening_error(error: sqlite3.Error, path: Path) -> LogError:
    """What it means that a database could not be opened; another passphrase reads as damage, but no
    page of a database can be read with one."""
    if is_damage(error) and looks_encrypted(path) and not is_right_for(path):
        return LockedLogError(
            "The passphrase is another one",
            f"This passphrase does not open {path}.",
            "Type it again; it may also be damaged.",
        )
    return translated(error, path)


def journal_mode(path: Path, sqlite_version: tuple[int, int, int]) -> str:
    """WAL where SQLite is new enough for it and the folder is a local one, else TRUNCATE."""
    if sqlite_version < _SAFE_WAL_FROM or shared_folder(path.parent) is not None:
        return "TRUNCATE"
    return "WAL"


def _check_sqlite(sqlite_version: tuple[int, int, int]) -> None:
    if sqlite_version < _STRICT_FROM:
        have = ".".join(map(str, sqlite_version))
        raise LogError(
            "SQLite is too old",
            f"This Python has SQLite {have}; coach needs 3.37 or newer.",
            "Install a newer Python.",
        )


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise LogError(
            "The log cannot be opened",
            f"{path} is a folder, where coach keeps a file.",
            "Rename the folder.",
        )
    require_no_lost_link(path)
    for file in (path, *companions_of(path)):
        if file.exists() and not file.is_file():
            raise LogError(
                "The log cannot be opened",
                f"{file} is no file, where coach keeps one.",
                "Move it away.",
            )
    if not path.parent.is_dir():
        raise LogError(
            "The folder is missing",
            f"The folder {path.parent} is missing.",
            "Connect its disk or set COACH_HOME.",
        )


def _check_beginning(path: Path, *, read_only: bool) -> None:
    start = _first_bytes(path)
    if start and start != MAGIC and not looks_encrypted(path):
        if _reads_once_finished(path, read_only=read_only):
            return
        start = _first_bytes(path)
    if start == MAGIC:
        return
    if not looks_encrypted(path):
        raise DamagedLogError(path, "is not a database" if start else "is empty")
    if not unlocked():
        # Only with the passphrase can it be told from a log whose beginning is noise.
        what = "is encrypted" if encryption_mark(path).exists() else "may be encrypted, or damaged"
        raise LockedLogError("The log is encrypted", f"{path} {what}.", ASK_FOR_IT)


def _first_bytes(path: Path) -> bytes:
    try:
        return beginning(path, len(MAGIC))
    except FileNotFoundError:
        raise LogError("There is no log", f"{path} does not exist.", "Check COACH_HOME.") from None
    except OSError as error:
        raise LogError(
            "The log cannot be opened",
            f"{path} cannot be read ({error.strerror}).",
            "Give yourself permission to read it.",
        ) from error


def _reads_once_finished(path: Path, *, read_only: bool) -> bool:
    """Whether SQLite reads a log once it finished, or took back, what was left unfinished: a power
    cut may have torn the beginning.

    Of an encrypted one it puts the pages in their places all the same, and reads none. Raises
    LogError where it may not.
    """
    try:
        if not any(beginning(file, 8).startswith(_UNDOES) for file in unfinished(path)):
            return False  # SQLite would only delete it.
        with closing(connect(path, read_only=read_only, encrypted=False)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except (sqlite3.Error, OSError) as error:
        if is_damage(error):
            return False
        raise translated(error, path) from error
    return True


def _check_content(connection: sqlite3.Connection, path: Path, today: date | None) -> int:
    """Whether the file is ours, of a version we know, and whole; its version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID or version > SCHEMA_VERSION:
        _require_right_beginning(connection, path)
    if application != APPLICATION_ID:
        raise RefusedLogError(
            "Not a log of coach",
            f"{path} belongs to another program.",
            "Move it away or set COACH_HOME.",
        )
    if version > SCHEMA_VERSION:
        raise RefusedLogError(
            "The log is newer than this coach",
            f"{path} needs a coach that knows log version {version}; this one knows "
            f"{SCHEMA_VERSION}.",
            "Update coach; nothing was changed.",
        )
    look_over(connection, path, today)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    missing = sorted(EXPECTED_TABLES - tables)
    if version == SCHEMA_VERSION and missing:
        what = f"lacks the table {missing[0]}"
        raise DamagedLogError(path, what)
    return version


def _require_right_beginning(connection: sqlite3.Connection, path: Path) -> None:
    """DamagedLogError for a log of ours that only its beginning makes another's: a copy of it may
    take its place, and nobody else's is ever written over."""
    from coach.store.schema_check import header_problem

    wrong = header_problem(connection)
    if wrong:
        raise DamagedLogError(path, f"is damaged: it {wrong}")


def _set_journal(
    connection: sqlite3.Connection, path: Path, sqlite_version: tuple[int, int, int]
) -> None:
    wanted = journal_mode(path, sqlite_version)
    if connection.execute("PRAGMA journal_mode").fetchone()[0].upper() != wanted:
        connection.execute(f"PRAGMA journal_mode={wanted}")
