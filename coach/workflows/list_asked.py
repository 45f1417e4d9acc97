"""What asks for the whole safety list, and waits for a log that refused it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from coach.domain.errors import LogError
from coach.domain.events import Fact
from coach.workflows.records import Records


class ListAsked:
    """Facts that make the whole list due, whatever the log does: safety goes before the log."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._unwritten: list[tuple[datetime, tuple[Fact, ...], str]] = []

    def keep(self, facts: Sequence[Fact], why: str) -> None:
        """Write facts down; what the log refuses asks all the same, and is written when it can."""
        self._unwritten.append((self._records.now(), tuple(facts), why))
        self.save()

    def save(self) -> None:
        """Write what waits, with the time it came."""
        with suppress(LogError):
            while self._unwritten:
                at, facts, _ = self._unwritten[0]
                self._records.record(*facts, at=at)
                del self._unwritten[0]

    @property
    def why(self) -> str | None:
        """Why the list is due for what waits, in a sentence; None when nothing does."""
        return self._unwritten[0][2] if self._unwritten else None
