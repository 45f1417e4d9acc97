"""Whether the definitions in a database are those that its migrations made.

SQLite's own checks hold the rows against the definitions, and nothing against the definitions
themselves: a flipped bit in one changes what may be written from then on, or what a view shows.
"""

import re
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from coach.store.database import APPLICATION_ID, SCHEMA_VERSION

_SQL = "SELECT name, type, tbl_name, sql FROM sqlite_master"
_QUOTES = re.compile(r"[\"`\[\]]")
_OURS = frozenset({"fact_chain", "home", "safety_hold", "red_flag_answered"})
"""Tables that every version of ours has, and hardly anybody else."""
_ITS_OWN = ("sqlite_", "_sqlite_migrations")
"""How names begin that SQLite and sqlite-utils made for themselves."""


class _Definition(NamedTuple):
    """A table, index, trigger or view."""

    kind: str
    of_table: str
    words: str
    """Without quotes and line breaks, which another sqlite-utils may put elsewhere."""


def header_problem(connection: sqlite3.Connection) -> str:
    """What the beginning of a log of ours says wrongly of it; empty when that is right.

    One flipped bit makes another program's of it, or a newer coach's, and so a log that nobody
    takes back: what is in it tells better. Empty too for what really is theirs. Raises
    sqlite3.Error.
    """
    [(application,)] = connection.execute("PRAGMA application_id").fetchall()
    [(version,)] = connection.execute("PRAGMA user_version").fetchall()
    if application != APPLICATION_ID and set(_definitions(connection)) >= _OURS:
        return "does not say that it is a log of coach, though it is one"
    if version > SCHEMA_VERSION and _is_as_we_make_it(connection):
        return f"says that it has log version {version}, though it has {SCHEMA_VERSION}"
    return ""


def _is_as_we_make_it(connection: sqlite3.Connection) -> bool:
    """Whether no newer coach had its hands in it: each brings steps of its own."""
    found, made = _definitions(connection), _made(SCHEMA_VERSION)
    steps = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
    further = (name for name, one in found.items() if one.kind == "table" and name not in made)
    return (
        all(found.get(name) == one for name, one in made.items())
        and all(name.startswith(_ITS_OWN) for name in further)
        and steps == (SCHEMA_VERSION,)
    )


def schema_problem(connection: sqlite3.Connection) -> str:
    """What is wrong with the definitions, in one sentence; empty when nothing is.

    What a person added (a view, an index), or a newer coach, is nobody's to judge. Raises
    sqlite3.Error.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        return ""
    found = _definitions(connection)
    for name, made in _made(version).items():
        there = found.get(name)
        if there is None:
            return f"The {made.kind} {name} is missing."
        if there != made:
            return f"The definition of the {made.kind} {name} was changed."
    return ""


def _definitions(connection: sqlite3.Connection) -> dict[str, _Definition]:
    rows = connection.execute(_SQL).fetchall()
    return {name: _Definition(kind, of, _words(sql)) for name, kind, of, sql in rows}


def _words(sql: str | None) -> str:
    return " ".join(_QUOTES.sub(" ", sql or "").split())


@cache
def _made(version: int) -> Mapping[str, _Definition]:
    """What the steps up to `version` make of an empty database."""
    from coach.store.migrations import schema_of

    with schema_of(version) as connection:
        made = _definitions(connection)
    return {name: one for name, one in made.items() if not name.startswith(_ITS_OWN)}
