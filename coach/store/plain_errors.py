"""Connections whose errors are those of the standard sqlite3 module, for a damaged file too.

What everyone catches is sqlite3.Error. SQLCipher has errors of its own; and SQLite repeats bytes of
a damaged schema in what it says, out of which Python cannot make the text of an error.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

_ASKING = ("execute", "executemany")
_READING = ("fetchone", "fetchall", "__next__")
_CONNECTION = ("commit", "rollback", "backup")


@cache
def connection_class(module: Any) -> Any:
    """The connection of a module made like sqlite3 (or of sqlite3), with errors of sqlite3."""
    is_standard = module is sqlite3
    errors = (UnicodeDecodeError,) if is_standard else (UnicodeDecodeError, module.Error)
    # Where only the text of an error can be wrong, reading row by row stays as fast as it is.
    names = _ASKING if is_standard else (*_ASKING, *_READING)
    cursor = type("Cursor", (module.Cursor,), _translated(module.Cursor, names, errors))

    def own_cursor(connection: Any) -> Any:
        return module.Connection.cursor(connection, cursor)

    def execute(connection: Any, sql: str, values: Sequence[Any] = ()) -> Any:
        return connection.cursor().execute(sql, values)

    own = {"cursor": own_cursor, "execute": execute}
    others = _translated(module.Connection, _CONNECTION, errors)
    return type("Connection", (module.Connection,), {**others, **own})


def _translated(
    owner: Any, names: Sequence[str], errors: tuple[type[Exception], ...]
) -> dict[str, Any]:
    """Methods of `owner` that raise the errors of the standard module."""

    def plainly(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **options: Any) -> Any:
            try:
                return method(*values, **options)
            except errors as error:
                raise _standard(error) from error

        return call

    return {name: plainly(getattr(owner, name)) for name in names}


def _standard(error: Exception) -> sqlite3.Error:
    """The error of the same name in the standard module, with SQLite's own code."""
    if isinstance(error, UnicodeDecodeError):
        return _damage(error.object)
    kind = getattr(sqlite3, type(error).__name__, sqlite3.Error)
    made: sqlite3.Error = kind(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(made, name, getattr(error, name))
    if getattr(made, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR:
        told = _TOLD_BY_WORDS.get(str(error))
        if told is not None:
            made.sqlite_errorcode = told
    return made


_TOLD_BY_WORDS = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database is locked": sqlite3.SQLITE_BUSY,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}
"""What SQLite says (sqlite.org/c3ref/errcode.html) where SQLCipher keeps its code back: of a copy
it gives none, and of `sqlcipher_export` that of any error."""


def _damage(said: bytes) -> sqlite3.Error:
    """No text of ours has such bytes: they come from a file that is broken."""
    made = sqlite3.DatabaseError(said.decode("utf-8", "replace"))
    made.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    made.sqlite_errorname = "SQLITE_CORRUPT"
    return made
