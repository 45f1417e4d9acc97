"""When the log is copied: each day, at once with each new lock, and again while that fails."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from coach.clock import Clock
from coach.domain.errors import LogError
from coach.workflows.records import Records

AGAIN_SECONDS = 600.0
"""Between two tries of a copy that fails: on a disk with less room than the log has, each one fills
it for a moment."""


class CopyRhythm:
    """The one rule for whoever has a log copied: the screens, the menu of lines, the watch."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day: date | None = None
        """The day on which a copy was begun last."""
        self._locks: frozenset[str] = frozenset()
        """The ids of the locks that stood when that was last asked."""
        self._begun_at = 0.0
        """When a copy was begun last, monotonic."""
        self._is_copied = False
        """Whether a copy of that day holds them."""

    def begin(self, locks: frozenset[str]) -> bool:
        """Whether a log in which `locks` stand is to be copied now: who is told so does it."""
        today, now = self._clock.now().date(), self._clock.monotonic()
        is_news = today != self._day or not locks <= self._locks
        self._locks = locks
        if not is_news and (self._is_copied or now - self._begun_at < AGAIN_SECONDS):
            return False
        self._day, self._begun_at, self._is_copied = today, now, False
        return True

    def end(self, *, is_copied: bool) -> None:
        """What came of the one that was begun."""
        self._is_copied = is_copied


class Copies:
    """The copies of a log for who keeps a coach open, which may be for days."""

    def __init__(self, records: Records, look_after: Callable[[], bool]) -> None:
        self._records, self._look_after = records, look_after
        self._rhythm = CopyRhythm(records.clock)
        self._written = -1
        self._locks: frozenset[str] = frozenset()
        self._one_at_a_time = threading.Lock()

    def locks(self) -> frozenset[str]:
        """The ids of the locks that stand, read again after something was written. LogError."""
        written = self._records.written
        if written != self._written:
            self._locks = frozenset(one.id for one in self._records.course().standing_locks())
            self._written = written
        return self._locks

    def begin(self) -> bool:
        """Whether a copy is to be made now: who is told so calls `carry_out`, on any thread."""
        with suppress(LogError):  # Whoever reads next tells of it.
            self.locks()
        return self._rhythm.begin(self._locks)

    def carry_out(self) -> None:
        """Make the copy; what is copied just now may have been begun before a lock."""
        with self._one_at_a_time:
            self._rhythm.end(is_copied=self._look_after())
