"""Logs of troubles, the watch's and the voice's: in the home, for its owner alone, and bounded."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from coach.domain.text import clean_line
from coach.store.bounded_log import append, newest_lines

WATCH_LOG = "watch.log"
VOICE_LOG = "voice.log"
MOST_TOLD = 500
"""Characters of a trouble that are told."""


class Trouble(Struct, frozen=True):
    """The newest trouble of a log."""

    when: str
    """Day and time, to the minute."""
    what: str
    count: int
    """How many there are in the log, which forgets the oldest."""


class TroubleLog:
    """One line a trouble; a disk that refuses it takes nothing else down."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, now: datetime, text: str) -> None:
        """Append a line with the time. Never raises."""
        with suppress(OSError):
            append(self._file, f"{now.isoformat(timespec='seconds')} {clean_line(text)}\n")

    def newest(self) -> Trouble | None:
        """The newest trouble; None where there is none, or no file. Raises OSError."""
        lines = newest_lines(self._file)
        if not lines:
            return None
        stamp, _, what = clean_line(lines[-1], limit=MOST_TOLD).partition(" ")
        when = stamp[: len("2027-03-01T08:30")].replace("T", " ")
        return Trouble(when, what, len(lines))
