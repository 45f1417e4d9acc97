"""The watch's log of troubles: in the home, for its owner alone, and bounded."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from coach.domain.text import clean_line
from coach.store.bounded_log import append

WATCH_LOG = "watch.log"


class TroubleLog:
    """One line a trouble; a disk that refuses it takes nothing else down."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, now: datetime, text: str) -> None:
        """Append a line with the time. Never raises."""
        with suppress(OSError):
            append(self._file, f"{now.isoformat(timespec='seconds')} {clean_line(text)}\n")
