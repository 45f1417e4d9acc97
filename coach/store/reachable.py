"""Reads a database of which pages, rows or definitions may be broken, as far as it is reached."""

import sqlite3
from pathlib import Path
from typing import Any

from coach.store.connecting import connect_damaged
from coach.store.faults import is_full

Row = dict[str, Any]


class Reachable:
    """The tables of a database that may be damaged.

    Each error costs a connection: after a broken page SQLCipher reads nothing more with one.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Raises sqlite3.Error, OSError and LockedLogError where there is nothing to read."""
        self._path, self._read_only = path, read_only
        self._connection = self._connected()
        self.is_cut = False
        """Whether a table that was asked for could not be read to its end."""

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def table(self, name: str) -> list[Row]:
        """Each row by its number, from both ends where one is in the way.

        Raises sqlite3.Error where the disk has no room for reading.
        """
        found: dict[int, Row] = {}
        for order in ("ASC", "DESC"):
            try:
                sql = f"SELECT rowid, * FROM {name} NOT INDEXED ORDER BY rowid {order}"
                cursor = self._connection.execute(sql)
                columns = [column[0] for column in cursor.description][1:]
                for number, *values in cursor:
                    found[number] = dict(zip(columns, values, strict=True))
                break
            except (sqlite3.Error, TypeError) as error:
                self._begin_anew(error)
                self.is_cut = True
        return [found[number] for number in sorted(found)]

    def is_sound(self) -> bool:
        """Whether SQLite finds nothing broken; it meets every page that is.

        Raises sqlite3.Error where the disk has no room for reading.
        """
        try:
            found = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            self._begin_anew(error)
            return False
        return bool(found == ("ok",))

    def _begin_anew(self, error: Exception) -> None:
        if is_full(error):
            raise error
        self._connection.close()
        self._connection = self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = connect_damaged(self._path, read_only=self._read_only)
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        return connection
