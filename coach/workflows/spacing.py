"""One line at a time: no two words of the coach's own accord within a minute.

What was said last stands in the log, so that sitting, tasks and reminders wait for each other, in
the screen as in a watch that opens a coach for each look. Cold and heat on the skin wait for
nobody (source: contract section 6, rule 7; DESIGN).
"""

from datetime import date, datetime, timedelta

from coach.domain.history import History, history_of
from coach.domain.reminding import LINES, next_line_at
from coach.workflows.records import Records


class Spacing:
    """Knows when the next line may be spoken."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._kept: tuple[tuple[int, date], History] | None = None

    def free_at(self) -> datetime | None:
        """When a line may be spoken again; None for now. Raises LogError."""
        key = (self._records.written, self._records.today())
        if self._kept is None or self._kept[0] != key:
            since = key[1] - timedelta(days=1)
            self._kept = (key, history_of(self._records.log.read(since=since, kinds=list(LINES))))
        return next_line_at(self._kept[1], self._records.now())

    def not_before(self, due: datetime | None) -> datetime | None:
        """When what is due at `due` may be spoken; None for nothing due. Raises LogError."""
        free = self.free_at()
        return due if due is None or free is None else max(due, free)
