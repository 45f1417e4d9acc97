"""How long one connection waits for another program that holds the log."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from coach.store.faults import is_held


class Use(IntEnum):
    """What is asked of the log; who is kept from reading is kept from writing as well."""

    READING = 1
    WRITING = 2


class Patience:
    """Waits once for whoever holds the log, and not again before it was found free.

    A screen asks for many things in a row: each of them would wait as long.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held_up: Use | None = None
        self._usual_wait = 0
        """In milliseconds, while something is held up."""

    def wait_at_most(self, seconds: float) -> None:
        """From now on; until then as the connection was opened. Raises sqlite3.Error."""
        self._set_wait(round(seconds * 1000))

    @contextmanager
    def waiting_once(self, use: Use) -> Iterator[None]:
        """For all that is asked of the log inside. Raises sqlite3.Error as that does."""
        try:
            yield
        except sqlite3.Error as error:
            if is_held(error):
                self._found_held(use)
            raise
        if self._held_up is not None and use >= self._held_up:
            self._held_up = None
            self._set_wait(self._usual_wait)

    def _found_held(self, use: Use) -> None:
        if self._held_up is None:
            [(self._usual_wait,)] = self._connection.execute("PRAGMA busy_timeout").fetchall()
            self._set_wait(0)
        self._held_up = use if self._held_up is None else max(self._held_up, use)

    def _set_wait(self, milliseconds: int) -> None:
        self._connection.execute(f"PRAGMA busy_timeout={milliseconds}")
