"""The copies of the log while the menu of line mode stands open, which may be for days."""

import threading
from contextlib import suppress
from datetime import date

from coach.domain.errors import LogError
from coach.workflows.coach import Coach


class MenuCopies:
    """Has each day's copy made, and at once one with each new lock, on a thread."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._care: threading.Thread | None = None
        self._day: date | None = None
        """The day on which the log was looked after."""
        self._written = -1
        self._locks: frozenset[str] = frozenset()
        """The ids of the locks that stood when something had been written last."""

    def begin(self) -> None:
        """The menu opens: what stands in the log by now is no news."""
        with suppress(LogError):  # Whoever reads next tells of it.
            self._is_new_lock()
        self._look_after()

    def look(self) -> bool:
        """Whether a lock came since the last look. Raises LogError."""
        is_new = self._is_new_lock()
        if is_new or self._day != self._coach.clock.now().date():
            self._look_after()
        return is_new

    def end(self) -> None:
        """Wait until what was begun is done."""
        if self._care is not None:
            self._care.join()

    def _is_new_lock(self) -> bool:
        records = self._coach.records
        if records.written == self._written:
            return False
        locks = frozenset(one.id for one in records.course().standing_locks())
        is_new = not locks <= self._locks
        self._written, self._locks = records.written, locks
        return is_new

    def _look_after(self) -> None:
        self.end()  # One at a time: what is copied just now may have been begun before the lock.
        self._day = self._coach.clock.now().date()
        self._care = threading.Thread(target=self._coach.look_after, name="care")
        self._care.start()
