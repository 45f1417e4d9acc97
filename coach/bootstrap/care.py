"""What keeps a database safe: a verified copy a day, kept in the home.

A large one is copied and checked in a process of its own: on a thread that takes the keys' time.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from coach.clock import Clock
from coach.workflows.coach import Notices


class Writable(Protocol):
    """A log that may or may not be written."""

    @property
    def writable(self) -> bool:
        """False when nothing new can stand in it."""


def carer(
    database: Path, log: Writable, clock: Clock, notices: Notices, *, demo: bool
) -> Callable[[], bool]:
    """Slow care for after the first paint, on a thread; a copy that fails is only told, once a day.

    It answers whether nothing is left to be copied.
    """
    told: set[tuple[date, str]] = set()

    def tell(why: str) -> None:
        news = clock.now().date(), why
        if news not in told:
            told.add(news)
            notices.leave(why)

    def look_after() -> bool:
        from coach.store.files import is_large
        from coach.store.opening import load_writing

        load_writing()
        if demo or not log.writable:
            return demo
        return copy_of_the_day(database, clock.now(), tell, is_slow=is_large)

    return look_after


def copy_of_the_day(
    database: Path, now: datetime, tell: Callable[[str], None], *, is_slow: Callable[[Path], bool]
) -> bool:
    """A verified copy, when the day has none yet; `tell` hears in a sentence why there is none.

    Whether there is one now: one that `is_slow` goes on apart, and this comes back at once.
    """
    from coach.bootstrap import backup_process
    from coach.domain.errors import CoachError
    from coach.store import backup

    def failed(why: str) -> None:
        tell(f"Today's backup was not made. {why}")

    try:
        if not is_slow(database):
            backup.back_up_daily(database, now)
        elif backup.backup_due(database, now):
            backup_process.back_up_apart(database, failed)
        return backup.has_backup(database, now)
    except CoachError as error:
        failed(error.message)
    except OSError as error:
        failed(f"{database} cannot be looked at ({error.strerror}).")
    return False
