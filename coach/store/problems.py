"""The deep look at a database: what a copy must pass before it is believed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from coach.store.chain import verify_chain
from coach.store.database import connect
from coach.store.faults import harmless


def problems_in(path: Path) -> list[str]:
    """What speaks against believing a database: SQLite's own check, then the chain of facts."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return [f"{path} cannot be read: {harmless(error)}."]
    if found != ["ok"]:
        return [harmless(words) for words in found]
    if loose:
        return [f"A row of {loose[0][0]} belongs to nothing."]
    return verify_chain(path)
