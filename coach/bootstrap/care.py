"""What keeps a database safe: a verified copy a day, kept in the home."""

from collections.abc import Callable
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
        from coach.domain.errors import CoachError
        from coach.store.backup import back_up_daily
        from coach.store.opening import load_writing

        load_writing()
        if demo or not log.writable:
            return
        try:
            back_up_daily(database, clock.now())
        except CoachError as error:
            notices.leave(f"Today's backup was not made. {error.message}")

    return look_after
