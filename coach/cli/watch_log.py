"""The watch's log of troubles: in the home, for its owner alone, and bounded."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from coach.domain.text import clean_line

MOST_BYTES = 64 * 1024
"""What is older goes when the file has grown to this; half of it stays."""
WATCH_LOG = "watch.log"


class TroubleLog:
    """One line a trouble; a disk that refuses it takes nothing else down."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, now: datetime, text: str) -> None:
        """Append a line with the time. Never raises."""
        with suppress(OSError):
            self._shorten()
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as out:
                out.write(f"{now.isoformat(timespec='seconds')} {clean_line(text)}\n")

    def _shorten(self) -> None:
        try:
            if self._file.stat().st_size < MOST_BYTES:
                return
        except FileNotFoundError:
            return
        kept = self._file.read_bytes()[-MOST_BYTES // 2 :]
        part = self._file.with_name(f"{self._file.name}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(kept[kept.find(b"\n") + 1 :])
        part.replace(self._file)
