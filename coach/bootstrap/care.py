"""What keeps a database safe: a verified copy a day, kept in the home.

A large one is copied and checked in a process of its own: on a thread that takes the keys' time.
"""

from collections.abc import Callable
from datetime import datetime
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
) -> Callable[[], None]:
    """Slow care for after the first paint, on a thread; a copy that fails is only told."""

    def look_after() -> None:
        from coach.store.opening import load_writing

        load_writing()
        if demo or not log.writable:
            return
        _back_up(database, clock.now(), failed)

    def failed(why: str) -> None:
        notices.leave(f"Today's backup was not made. {why}")

    return look_after


def _back_up(database: Path, now: datetime, tell: Callable[[str], None]) -> None:
    from coach.domain.errors import CoachError
    from coach.store.backup import back_up_daily, backup_due
    from coach.store.files import is_large

    try:
        if is_large(database):
            from coach.bootstrap.backup_process import back_up_apart

            if backup_due(database, now):
                back_up_apart(database, tell)
        else:
            back_up_daily(database, now)
    except CoachError as error:
        tell(error.message)
    except OSError as error:
        tell(f"{database} cannot be looked at ({error.strerror}).")
