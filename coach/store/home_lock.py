"""One writer for a home: a lock file, and beside it a file with the number of the holder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.errors import LogError
from coach.store.faults import translated
from coach.store.files import FILE_MODE, beginning, leave_note

if TYPE_CHECKING:
    from filelock import BaseFileLock


WATCH = "watch"
"""Name of the lock that a running watch holds all the time, beside the log's."""
WATCH_LETS_GO_SECONDS = 3.0
"""A watch has the log open for a tenth of a second (measured); on a slow disk for longer."""
MOMENT_SECONDS = 2.0
"""Longer than writing a few hundred bytes takes, also on a slow disk."""
POLL_SECONDS = 0.02
MOST_DIGITS = 20
"""No process has a longer number."""


class HomeLock:
    """Held while a log is open for writing; the system frees it when the process ends."""

    def __init__(self, home: Path, name: str = "coach") -> None:
        self._home = home
        self.file = home / f"{name}.lock"
        self._pid_file = home / f"{name}.pid"
        self._lock: BaseFileLock | None = None

    def acquire(self, wait_seconds: float = 0.0) -> bool:
        """Take the lock; False when another one holds it all the time.

        OSError when the home is not writable.
        """
        from filelock import FileLock, Timeout

        # A lock of this object alone: a second one in the same process is refused as well.
        lock = FileLock(self.file, mode=FILE_MODE, thread_local=False)
        try:
            if wait_seconds > 0:
                lock.acquire(timeout=wait_seconds, poll_interval=POLL_SECONDS)
            else:
                lock.acquire(blocking=False)
        except Timeout:
            return False
        self._lock = lock
        leave_note(self._pid_file, str(os.getpid()))
        return True

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One program after the other in the block, for what takes a moment.

        Where the lock cannot be had the block is gone through all the same.
        """
        with suppress(OSError):
            self.acquire(MOMENT_SECONDS)
        try:
            yield
        finally:
            self.release()

    def is_free(self) -> bool:
        """Whether nobody holds it just now, as far as that can be told."""
        try:
            is_free = self.acquire()
        except OSError:
            return True
        self.release()
        return is_free

    def acquire_from_watch(self) -> bool:
        """Take the lock; from a watch, which has it for a moment at a time, once it lets go."""
        if self.acquire():
            return True
        watch = HomeLock(self._home, WATCH).holder_pid()
        if watch is None or self.holder_pid() not in (watch, None):
            return False
        return self.acquire(WATCH_LETS_GO_SECONDS)

    def acquire_or_tell(self) -> bool:
        """As `acquire_from_watch`; LogError that names the lock where it cannot be taken."""
        try:
            return self.acquire_from_watch()
        except OSError as error:
            raise self.refusal(error) from error

    def refusal(self, error: OSError) -> LogError:
        """What it means that the lock could not be taken, with the file that is in the way."""
        if self.file.is_dir():
            what = f"{self.file} is a folder, where coach keeps a file."
            return LogError("The log cannot be written", what, "Move it away.")
        return translated(error, self.file)

    def holder_pid(self) -> int | None:
        """The process that took the lock last; None when it is not known."""
        try:
            return int(beginning(self._pid_file, MOST_DIGITS))
        except (OSError, ValueError):
            return None

    def release(self) -> None:
        """Let the lock go; releasing twice is harmless."""
        if self._lock is not None:
            with suppress(OSError):  # It is only a help, and something else may have its place.
                self._pid_file.unlink(missing_ok=True)
            self._lock.release()
            self._lock = None
