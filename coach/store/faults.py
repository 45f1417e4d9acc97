"""What SQLite says, in one plain sentence for a person, with the mend in it."""

import errno
import re
import sqlite3
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from coach.domain.errors import LogError
from coach.domain.text import clean_line

WayBack = Callable[[Path], str]
"""Looks for what to do about a damaged database."""


class DamagedLogError(LogError):
    """The database at `path` cannot be believed.

    Nothing is repaired in place: the file is moved aside and a copy is restored.
    """

    way_back: WayBack | None = None
    """Asked once, when the error is first told: looking for a whole copy opens and checks them."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__("The log is damaged", f"{path} {harmless(what)}.")
        self.path = path

    def __str__(self) -> str:
        return self._told

    @cached_property
    def _told(self) -> str:
        return self.what if self.way_back is None else f"{self.what} {self.way_back(self.path)}"


def harmless(words: object) -> str:
    """What SQLite says, on one line: it repeats bytes of a damaged file, escapes among them."""
    return clean_line(str(words), limit=400)


def primary_code(error: BaseException) -> int | None:
    """The primary SQLite result code that says what `error` means; None when there is none."""
    if isinstance(error, OSError):
        return _FROM_SYSTEM.get(error.errno or 0)
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def is_full(error: BaseException) -> bool:
    """Whether the disk had no room; SQLite has then already rolled the transaction back."""
    return primary_code(error) == sqlite3.SQLITE_FULL


def is_held(error: BaseException) -> bool:
    """Whether another program holds the log: what was asked for may well go later on."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is broken, rather than the disk or the permission."""
    if primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return True
    return (
        isinstance(error, sqlite3.OperationalError) and _NOT_AS_MADE.match(str(error)) is not None
    )


_NOT_AS_MADE = re.compile(
    r"no such (table|column|index)|foreign key mismatch|table \S+ has no column|Could not decode|"
    r"unsupported file format"
)
"""What SQLite and Python say when a definition or a text is not as it was written: what we ask for
is always the same."""
_PRIVATE = " with text "
"""What stands before a text of the patient's own in an error of Python's."""


_FROM_SYSTEM = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.ENODEV: sqlite3.SQLITE_IOERR,
    errno.ENXIO: sqlite3.SQLITE_IOERR,
    errno.ENOENT: sqlite3.SQLITE_CANTOPEN,
}

_HELD = (
    "The log is in use",
    "Another program is writing {path}, so nothing was saved just now.",
    "Close it and try again.",
)
_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full",
        "The disk is full.",
        "Free some space on the disk of {path}; what was saved before is safe.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The log cannot be written",
        "{path} cannot be written.",
        "Give yourself permission to write it and its folder.",
    ),
    sqlite3.SQLITE_PERM: (
        "The log cannot be written",
        "{path} cannot be used.",
        "Give yourself permission to read and write it and its folder.",
    ),
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_IOERR: (
        "The disk does not answer",
        "The disk of {path} could not be read or written.",
        "Check that it is connected and healthy, then run: coach doctor",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The log cannot be opened",
        "{path} cannot be opened.",
        "Check that its disk is connected, that its folder is there and that you may write in it.",
    ),
    sqlite3.SQLITE_CONSTRAINT: (
        "The log refused an entry",
        "{path} refused an entry ({error}).",
        "Nothing was saved; please report this.",
    ),
}
"""By what SQLite says: a title, what is wrong, and what to do."""


def translated(error: Exception, path: Path) -> LogError:
    """The LogError (a DamagedLogError for a broken file) that says what `error` means."""
    if is_damage(error):
        return DamagedLogError(path, f"is damaged ({str(error).partition(_PRIVATE)[0]})")
    title, what, mend = _SENTENCES.get(
        primary_code(error) or 0,
        ("The log cannot be used", "{path} cannot be used ({error}).", "Run: coach doctor"),
    )
    what = what.format(path=path, error=harmless(error))
    return LogError(title, what, mend.format(path=path))
