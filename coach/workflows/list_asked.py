"""What asks for the whole safety list, and waits for a log that refused it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from coach.domain.errors import LogError
from coach.domain.events import Fact
from coach.workflows.inbox import WHOLE_LIST, Inbox, Request
from coach.workflows.records import Records


class ListAsked:
    """Facts that make the whole list due, whatever the log does: safety goes before the log."""

    def __init__(self, records: Records, inbox: Inbox) -> None:
        self._records = records
        self._inbox = inbox
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

    def leave(self) -> None:
        """What still waits asks for the list in the coach that looks next, without its facts."""
        if self._unwritten:
            at, _, _ = self._unwritten[0]
            with suppress(OSError):
                self._inbox.put_anyhow(Request(what=WHOLE_LIST, at=at))
                self._unwritten.clear()

    @property
    def why(self) -> str | None:
        """Why the list is due for what waits, in a sentence; None when nothing does."""
        return self._unwritten[0][2] if self._unwritten else None
