"""The deep look at a database: what a copy must pass before it is believed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from coach.store.chain import verify_chain
from coach.store.connecting import connect
from coach.store.faults import harmless
from coach.store.lock_check import strange_about
from coach.store.schema_check import header_problem, schema_problem


def problems_in(path: Path) -> list[str]:
    """What speaks against believing a database: SQLite's own check, chain, schema."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            # A flipped bit may break the text; it must still be read to be named.
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
            wrong = header_problem(connection) if found == ["ok"] else ""
            changed = schema_problem(connection) if found == ["ok"] else ""
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
            strange = strange_about(connection) if found == ["ok"] else ""
    except sqlite3.Error as error:
        return [f"{path} cannot be read: {harmless(error)}."]
    if found != ["ok"]:
        return [harmless(words) for words in found]
    if loose:
        return [f"A row of {loose[0][0]} belongs to nothing."]
    further = [changed] if changed else []
    if wrong:
        further.append(f"{path} {wrong}.")
    return [*verify_chain(path), *further, *([f"{path} {strange}."] if strange else [])]
