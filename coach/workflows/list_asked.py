"""What asks for the whole safety list, and waits for a log that refused it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from coach.domain.errors import LogError
from coach.domain.events import Fact, NoteWritten
from coach.domain.safety_rhythm import UNREAD, UNREADABLE
from coach.workflows.inbox import WHOLE_LIST, Inbox, Request
from coach.workflows.records import Records

NOT_READ = "What waited to be saved could not be read: {name}."


class ListAsked:
    """Facts that make the whole list due, whatever the log does: safety goes before the log."""

    def __init__(self, records: Records, inbox: Inbox) -> None:
        self._records = records
        self._inbox = inbox
        self._unwritten: list[tuple[datetime, tuple[Fact, ...], str]] = []
        self._noticed: set[tuple[str, date]] = set()

    def keep(self, facts: Sequence[Fact], why: str) -> None:
        """Write facts down; what the log refuses asks all the same, and is written when it can."""
        self._unwritten.append((self._records.now(), tuple(facts), why))
        self.save()

    def look(self) -> None:
        """What lies beside the log and cannot be read may be a yes: it asks for the whole list.

        Once a day for as long as it lies there. A coach that only reads beside another one leaves
        it to that.
        """
        names = () if self._records.log.open_elsewhere else self._inbox.unread()
        for name in names:
            text, today = NOT_READ.format(name=name), self._records.today()
            if (name, today) not in self._noticed and not self._is_told(text):
                self._noticed.add((name, today))
                self.keep([NoteWritten(text=text, about=UNREAD)], UNREADABLE)
            if self._is_told(text):
                self._inbox.set_aside(name)

    def _is_told(self, text: str) -> bool:
        """Whether the log knows of it today; what it refuses to tell it does not know."""
        today = self._records.today()
        with suppress(LogError):
            told = self._records.log.read(since=today, until=today, kinds=[NoteWritten])
            return any(one.fact == NoteWritten(text=text, about=UNREAD) for one in told)
        return False

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
