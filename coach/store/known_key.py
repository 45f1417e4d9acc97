"""Which key a home signs with, as its database remembers it."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from coach.domain.errors import CoachError
from coach.store.connecting import connect
from coach.store.event_log import SqliteEventLog

KEPT_KEY = "signing_key"


class KnownKey:
    """Remembers the public key: patients paired with it, so that a lost one is not made anew."""

    def __init__(self, log: SqliteEventLog) -> None:
        self._log = log

    def key(self) -> str:
        """The key in hexadecimal; empty before the first one. Raises LogError."""
        rows = self._log.rows("SELECT value FROM home WHERE key = ?", [KEPT_KEY])
        return str(rows[0][0]) if rows else ""

    def keys(self) -> set[str]:
        """Every key that others may know as this home's; none where nobody can. Raises LogError."""
        return {self.key()} - {""}

    def was_used(self) -> bool:
        """Whether there was a key, also in a home that never remembered it. Raises LogError."""
        return bool(self.key() or self._log.rows("SELECT 1 FROM plan_issued LIMIT 1"))

    @property
    def keeps(self) -> bool:
        """Whether another one can be remembered."""
        return not self._log.refusal

    def keep(self, key: str) -> None:
        """Remember this key from now on, where something may be written. Raises LogError."""
        if not self.keeps:
            return
        self._log.write(
            lambda db: db.execute(
                "INSERT INTO home (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [KEPT_KEY, key],
            )
        )


class PatientsKey(KnownKey):
    """The key of which a patient handed a card over, and the one their newest plan is sealed to."""

    def keys(self) -> set[str]:
        newest = self._log.rows(
            "SELECT content FROM plan_document WHERE sha256 = (SELECT document FROM plan_received "
            "WHERE document IS NOT NULL ORDER BY rowid DESC LIMIT 1)"
        )
        return ({self.key()} | {_reader_of(content) for (content,) in newest}) - {""}

    def was_used(self) -> bool:
        return bool(self.keys())


def keys_in(path: Path) -> set[str]:
    """Every public key that the log at `path` knows as its patient's."""
    found = set()
    with (
        suppress(sqlite3.Error, CoachError, OSError),
        closing(connect(path, read_only=True)) as log,
    ):
        for (content,) in log.execute("SELECT content FROM plan_document").fetchall():
            found.add(_reader_of(content))
        kept = log.execute("SELECT value FROM home WHERE key = ?", [KEPT_KEY]).fetchall()
        found.update(key for (key,) in kept)
    return found - {""}


def _reader_of(content: str) -> str:
    """Whose key a kept plan was sealed to; empty for a text that does not say so."""
    try:
        return str(json.loads(content).get("patient_key", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""
