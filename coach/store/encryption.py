"""Databases encrypted on the disk: SQLCipher behind the same connection as everything else.

The passphrase is held for the life of the process and nowhere else. SQLCipher's errors are handed
on as those of the standard sqlite3 module, which is what everyone catches.
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coach.domain.errors import InputError, LogError
from coach.store.files import beginning, encryption_mark, real_place
from coach.store.plain_errors import connection_class

MAGIC = b"SQLite format 3\0"
"""How a database that is not encrypted begins; an encrypted one begins with random bytes."""
PAGE_BYTES = 4096
"""How much SQLCipher encrypts at a time."""
SALT_BYTES = 16
"""How an encrypted database begins: what its key is made of together with the passphrase."""
_PAGES_TRIED = 64
"""So many pages tell whether a passphrase is right, though the first ones may be damaged."""
_PAGE_TOLD = re.compile(r"page (\d+)")
_LEAST_VALUES = 250
"""So many of the 256 values a byte can have are in any encrypted page: more than six are missing in
one of 10^35, while text, zeros and a page of a plain log lack far more."""
LEAST_LETTERS = 8
"""A shorter passphrase is guessed too soon (source: DESIGN)."""


ASK_FOR_IT = "Start coach in a terminal and type its passphrase, or set COACH_PASSPHRASE."


class LockedLogError(LogError):
    """The database is encrypted and its passphrase is not known, or is another one."""


class _Vault:
    """Holds the passphrase of this process."""

    passphrase: str | None = None


_vault = _Vault()


def unlock(passphrase: str | None) -> None:
    """Use this passphrase for every encrypted database from now on; None forgets it."""
    _vault.passphrase = passphrase


def unlocked() -> bool:
    """Whether a passphrase is known."""
    return _vault.passphrase is not None


def passphrase_for(path: Path) -> str | None:
    """The passphrase that a process of ours needs for a database; None for a plain one.

    Raises OSError.
    """
    return _vault.passphrase if looks_encrypted(path) else None


def looks_encrypted(path: Path) -> bool:
    """Whether a file begins as an encrypted database does: with a page of noise. Raises OSError."""
    start = beginning(path, PAGE_BYTES)
    return (
        not start.startswith(MAGIC)
        and len(start) == PAGE_BYTES
        and len(set(start)) >= _LEAST_VALUES
    )


def needs_passphrase(database: Path) -> bool:
    """Whether a passphrase is to be asked for before the log `database` is opened.

    A plain one needs none, whatever its mark says: the mark is there before the log is encrypted,
    and goes after it is plain again. One that is gone or broken needs it for its copies.
    """
    try:
        if looks_encrypted(database):
            return True
        is_plain = beginning(database, len(MAGIC)) == MAGIC
    except OSError:
        is_plain = False
    # Where nothing can be looked at whoever opens it says so.
    return not is_plain and os.path.exists(encryption_mark(database))


def check_passphrase(passphrase: str) -> None:
    """InputError for one that cannot be used, or that anyone guesses."""
    if len(passphrase) < LEAST_LETTERS:
        raise InputError("Passphrase", f"it needs {LEAST_LETTERS} letters or more; use some words")
    if not passphrase.isprintable():
        raise InputError("Passphrase", "it has a letter that cannot be typed; use plain words")


def connect_encrypted(address: str, **options: Any) -> sqlite3.Connection:
    """A connection that reads and writes with the passphrase of this process.

    Raises LockedLogError without one, and InputError when SQLCipher is not installed.
    """
    if _vault.passphrase is None:
        raise LockedLogError(
            "The log is encrypted",
            "This log may be encrypted.",
            ASK_FOR_IT,
        )
    connection: sqlite3.Connection = _module().connect(
        address, factory=connection_class(_module()), **options
    )
    # SQLCipher writes its errors over the screen unless it is told not to, before the key.
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key={quoted(_vault.passphrase)}")
    return connection


def connect_salted(path: Path, salt: bytes) -> sqlite3.Connection:
    """A connection to a new database with this passphrase, and so the key, of one that has `salt`.

    Raises as `connect_encrypted` does.
    """
    connection = connect_encrypted(str(path), isolation_level=None)
    connection.execute(f"PRAGMA cipher_salt=\"x'{salt.hex()}'\"")
    return connection


def broken_pages(path: Path) -> set[int]:
    """The pages of an encrypted database that are not as they were written with this passphrase.

    Raises sqlite3.Error, and as `connect_encrypted` does.
    """
    with closing(connect_encrypted(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return {int(number) for (words,) in told for number in _PAGE_TOLD.findall(words)}


def is_right_for(path: Path) -> bool:
    """Whether this passphrase is that of an encrypted database, which may be damaged.

    Where that cannot be tried it is not known to be.
    """
    with suppress(OSError, sqlite3.Error), TemporaryDirectory(prefix="coach-pages-") as folder:
        some = Path(folder, path.name)
        some.write_bytes(beginning(path, _PAGES_TRIED * PAGE_BYTES))
        return len(broken_pages(some)) < some.stat().st_size // PAGE_BYTES
    return False


def connect_plain_with_sqlcipher(path: Path) -> sqlite3.Connection:
    """A plain database opened by SQLCipher, which can then write an encrypted one beside it."""
    connection: sqlite3.Connection = _module().connect(
        f"{real_place(path).absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        factory=connection_class(_module()),
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    return connection


def quoted(text: str) -> str:
    """`text` as SQL text: a PRAGMA takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _module() -> Any:
    try:
        import sqlcipher3.dbapi2
    except ImportError as error:
        raise InputError(
            "Encryption is not installed",
            "Install coach with its encrypted part: pip install 'coach[encrypted]', or "
            "pip install '.[encrypted]' in its folder.",
        ) from error
    return sqlcipher3.dbapi2
