"""Which key a therapist's home signs with, as its database remembers it."""

from coach.store.event_log import SqliteEventLog

_NAME = "signing_key"


class KnownKey:
    """Remembers the public key: patients paired with it, so that a lost one is not made anew."""

    def __init__(self, log: SqliteEventLog) -> None:
        self._log = log

    def key(self) -> str:
        """The key in hexadecimal; empty before the first one. Raises LogError."""
        rows = self._log.rows("SELECT value FROM home WHERE key = ?", [_NAME])
        return str(rows[0][0]) if rows else ""

    def was_used(self) -> bool:
        """Whether there was a key, also in a home that never remembered it. Raises LogError."""
        return bool(self.key() or self._log.rows("SELECT 1 FROM plan_issued LIMIT 1"))

    def keep(self, key: str) -> None:
        """Remember this key from now on, where something may be written. Raises LogError."""
        if self._log.refusal:
            return
        self._log.write(
            lambda db: db.execute(
                "INSERT INTO home (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [_NAME, key],
            )
        )
