"""The copies of the log while the menu of line mode stands open, which may be for days."""

import threading
from contextlib import suppress

from coach.domain.errors import LogError
from coach.workflows.coach import Coach


class MenuCopies:
    """Has the log copied where that is due, on a thread."""

    def __init__(self, coach: Coach) -> None:
        self._copies = coach.copies
        self._care: threading.Thread | None = None
        self._locks: frozenset[str] = frozenset()
        """The ids of the locks that stood at the last look."""

    def begin(self) -> None:
        """The menu opens: what stands in the log by now is no news."""
        with suppress(LogError):  # Whoever reads next tells of it.
            self._locks = self._copies.locks()
        self._copy_if_due()

    def look(self) -> bool:
        """Whether a lock came since the last look. Raises LogError."""
        before, self._locks = self._locks, self._copies.locks()
        self._copy_if_due()
        return not self._locks <= before

    def end(self) -> None:
        """Wait until what was begun is done."""
        if self._care is not None:
            self._care.join()

    def _copy_if_due(self) -> None:
        if self._copies.begin():
            self.end()
            self._care = threading.Thread(target=self._copies.carry_out, name="care")
            self._care.start()
