"""Turns a database into an encrypted one, or back: a checked copy takes the place of the former."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from coach.domain.errors import InputError, LogError
from coach.store.connecting import connect
from coach.store.copies import way_back_told
from coach.store.database import APPLICATION_ID, open_database
from coach.store.encryption import (
    check_passphrase,
    connect_plain_with_sqlcipher,
    looks_encrypted,
    quoted,
    unlock,
)
from coach.store.faults import translated
from coach.store.files import (
    copies_of,
    discard,
    encryption_mark,
    flush,
    fresh_file,
    leave_encryption_mark,
    make_private,
    real_place,
)
from coach.store.home_lock import HomeLock
from coach.store.problems import problems_in


class Left(NamedTuple):
    """What is not encrypted with a log."""

    plain: list[Path]
    """Copies from before, whole or half made, that anybody can read."""
    unread: list[Path]
    """What cannot be looked at just now, as on an unplugged disk: it may be plain."""


def encrypt(path: Path, passphrase: str) -> Left:
    """Encrypt the database at `path`; what of it is still plain, or may be.

    The process knows the passphrase afterwards. Raises InputError for a passphrase that is too
    short, for a database that is encrypted already and without SQLCipher; LogError when the disk
    refuses or another coach is open; nothing has changed then.
    """
    check_passphrase(passphrase)
    if looks_encrypted(path):
        raise InputError("Encryption", f"{path} is encrypted already")
    _turn(path, passphrase)
    unlock(passphrase)
    return _left(path)


def decrypt(path: Path) -> None:
    """Make the database at `path` a plain one again, with the passphrase the process knows.

    Raises InputError for one that is plain, LockedLogError for another passphrase, LogError.
    """
    if not looks_encrypted(path):
        raise InputError("Encryption", f"{path} is not encrypted")
    _turn(path, None)
    # Last: whoever is killed before this leaves a plain log with a mark, which means nothing.
    encryption_mark(path).unlink(missing_ok=True)


@way_back_told()
def _turn(path: Path, passphrase: str | None) -> None:
    lock = HomeLock(path.parent, path.stem)
    # A link leads to where the log is to be: in its place there would be two, and one is plain.
    real = real_place(path)
    fresh = fresh_file(real)
    try:
        if not lock.acquire_or_tell():
            raise LogError("Another coach is open", f"Close the coach that has {path} open first.")
        open_database(path).close()
        discard(fresh)
        make_private(fresh)
        _export(path, fresh, passphrase)
        _check(path, fresh, passphrase)
        flush(fresh)
        if passphrase is not None:
            # First: whoever is killed after the next line leaves a log that says what it needs.
            leave_encryption_mark(path)
        fresh.replace(real)
        flush(real.parent)
    except (sqlite3.Error, OSError) as error:
        discard(fresh)
        raise translated(error, path) from error
    except BaseException:
        discard(fresh)
        raise
    finally:
        lock.release()


def _export(path: Path, fresh: Path, passphrase: str | None) -> None:
    """SQLCipher's own way from one key to another: its backup cannot change the key."""
    plain = passphrase is not None
    with closing(
        connect_plain_with_sqlcipher(path) if plain else connect(path, read_only=False)
    ) as source:
        version = source.execute("PRAGMA user_version").fetchone()[0]
        # Nothing may be left in a journal of the former: it would belong to the new file.
        source.execute("PRAGMA journal_mode=DELETE").fetchone()
        source.execute(
            f"ATTACH DATABASE {quoted(str(fresh))} AS fresh KEY {quoted(passphrase or '')}"
        )
        # It is flushed once, when it is whole and before it is named; not after each statement.
        source.execute("PRAGMA fresh.synchronous=OFF")
        source.execute("SELECT sqlcipher_export('fresh')").fetchone()
        source.execute(f"PRAGMA fresh.user_version={version}")
        source.execute(f"PRAGMA fresh.application_id={APPLICATION_ID}")
        source.execute("DETACH DATABASE fresh")


def _check(path: Path, fresh: Path, passphrase: str | None) -> None:
    """The new file is read back whole before it takes the old one's place."""
    if passphrase is not None:
        unlock(passphrase)
    try:
        problems = problems_in(fresh)
        open_database(fresh, read_only=True).close()
    except BaseException:
        if passphrase is not None:
            unlock(None)
        raise
    if problems:
        raise LogError(
            "The copy does not check",
            f"The new file of {path} does not check ({problems[0]}). Nothing was changed.",
        )


def _left(path: Path) -> Left:
    """Every file that may hold what the log held, also one that somebody was ended over."""
    beside = (f"{path.stem}.*{path.suffix}", f"{path.name}.*")
    files = {*copies_of(path), *(file for glob in beside for file in path.parent.glob(glob))}
    left = Left([], [])
    for file in sorted(files):
        try:
            if not looks_encrypted(file):
                left.plain.append(file)
        except OSError:
            left.unread.append(file)
    return left
