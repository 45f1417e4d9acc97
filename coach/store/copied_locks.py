"""Whether a lock that was told since the day's copy was made is in a copy too."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from coach.domain.errors import CoachError
from coach.store.connecting import connect
from coach.store.copies import is_desks

_LOCKS = """
  SELECT value FROM home WHERE key = 'patient'
  UNION ALL SELECT id FROM safety_hold NOT INDEXED
  UNION ALL SELECT id FROM red_flag_answered NOT INDEXED WHERE answer IS NOT 'no'"""
_OF_DESK = "SELECT value FROM home WHERE key = 'patient'"
"""A desk has no locks of its own."""


def any_holds_locks_of(database: Path, copies: Sequence[Path]) -> bool:
    """Whether one of some copies is of the same person as `database`, with each lock in it.

    What cannot be read holds nothing; where the log cannot be read, no copy is known to hold it.
    """
    own = _read(database) if copies else None
    if own is None:
        return False
    # The newest first: it is the one that will do.
    return any(own <= (_read(copy) or set()) for copy in reversed(copies))


def _read(database: Path) -> set[str] | None:
    """Whose a database is, and the ids of its locks; None where that cannot be read."""
    try:
        with closing(connect(database, read_only=True)) as connection:
            rows = connection.execute(_OF_DESK if is_desks(database) else _LOCKS)
            return {str(value) for (value,) in rows}
    except (sqlite3.Error, CoachError, OSError):
        return None
