"""When a large database was found whole last, so that opening it does not wait for a check.

Each day's backup checks it, in a process of its own, and notes the day in a small file beside it;
opening looks it over only when that was not done for a week. Measured: 1.6 GB takes 17 s to look
over. Another file in its place (a restored copy), one that became smaller and one that became
older are looked over anew.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from coach.store.faults import DamagedLogError
from coach.store.files import checked_file, is_large, leave_note, whole_of

DAYS_BELIEVED = 7
"""For so many days a large database that was found whole is opened without looking it over."""
_MOST_BYTES = 200
"""A day and three numbers."""
CHECK_CACHE_KIB = 64
"""How much of the database is kept in memory while it is looked over."""


def look_over(connection: sqlite3.Connection, path: Path, today: date | None) -> None:
    """SQLite's own quick check; a large one is spared it when it was found whole lately.

    Without a day it is looked over in any case. Raises DamagedLogError and sqlite3.Error.
    """
    if today is not None and _found_whole(path, today):
        return
    found = _quick_check(connection)
    if found != "ok":
        what = f"is damaged ({found.splitlines()[-1]})"
        raise DamagedLogError(path, what)
    if today is not None:
        remember_whole(path, today)


def _quick_check(connection: sqlite3.Connection) -> str:
    """`ok`, or what is broken; the ranges of values are left to the check before each backup.

    Measured on two years of facts (33 MB): 55 ms without the ranges, 340 ms with them. Each page is
    needed once, so few are kept: three years (8.5 MB) take 9 ms and 1.4 MiB instead of 13 ms and
    3.3 MiB, which the program would not give back.
    """
    with small_cache(connection):
        connection.execute("PRAGMA ignore_check_constraints=ON")
        try:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.execute("PRAGMA ignore_check_constraints=OFF")


@contextlib.contextmanager
def small_cache(connection: sqlite3.Connection) -> Iterator[None]:
    """For what reads every page once: few are kept, for the program would not give them back."""
    usual = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size=-{CHECK_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size={usual}")


def _found_whole(path: Path, today: date) -> bool:
    """Whether a large database was found whole in the days before; False for every other one."""
    try:
        if not is_large(path):
            return False
        day, file, size, changed = whole_of(checked_file(path), _MOST_BYTES).decode("ascii").split()
        now = path.stat()
        return (
            0 <= (today - date.fromisoformat(day)).days < DAYS_BELIEVED
            and int(file) == now.st_ino
            and int(size) <= now.st_size
            and int(changed) <= now.st_mtime_ns
        )
    except (OSError, ValueError):
        return False  # Never noted, or noted by nobody of ours: it is looked over.


def remember_whole(path: Path, today: date) -> None:
    """Note that a large database was found whole; where nothing can be written it is not noted."""
    with contextlib.suppress(OSError):
        if is_large(path):
            now = path.stat()
            seen = f"{today.isoformat()} {now.st_ino} {now.st_size} {now.st_mtime_ns}\n"
            leave_note(checked_file(path), seen)
