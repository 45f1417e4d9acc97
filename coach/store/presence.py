"""The mark of running coaches: one small file with the time they were last there."""

from datetime import datetime, timedelta
from pathlib import Path

from coach.store.files import beginning, leave_note

MARK_EVERY = timedelta(minutes=1)
"""Fine enough: nobody counts as away before ten minutes have passed."""
_MOST_BYTES = 64


class FilePresence:
    """A file in the home; a disk that refuses it is no fault, the next coach just knows less."""

    def __init__(self, file: Path, *, marks: bool = True) -> None:
        """`marks` is False for who only looks on, and must not write in the home."""
        self._file = file
        self._marks = marks
        self._marked: datetime | None = None

    def last(self) -> datetime | None:
        """When a coach was last there; None when nobody knows."""
        try:
            at = datetime.fromisoformat(beginning(self._file, _MOST_BYTES).decode("ascii"))
        except (OSError, ValueError):
            return None
        return at if at.utcoffset() is not None else None

    def mark(self, now: datetime) -> None:
        """Write the time, a minute after the last one at the earliest."""
        if not self._marks:
            return
        if self._marked is not None and abs(now - self._marked) < MARK_EVERY:
            return
        self._marked = now
        leave_note(self._file, now.isoformat())
