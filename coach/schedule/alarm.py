"""The alarm clock: APScheduler with date triggers only, in memory, rebuilt on every change.

Why so little of it is used: cron triggers lose and double times at clock changes, the default
grace drops reminders after a sleep, stored jobs run code on load, and one error in a job store
disarms it silently (all measured). So it is given the next few instants and nothing to remember;
front ends ask the agenda on their own tick as well.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any


class SchedulerAlarm:
    """Wakes at given instants on a thread of APScheduler's own; starts at the first `set`."""

    def __init__(self, on_error: Callable[[str], None]) -> None:
        self._on_error = on_error
        self._scheduler: Any = None

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Forget earlier instants and wake at each of `due` (aware datetimes)."""
        from apscheduler.triggers.date import DateTrigger

        scheduler = self._running()
        scheduler.remove_all_jobs()
        for instant in due:
            at = instant.astimezone(UTC)
            scheduler.add_job(
                wake,
                DateTrigger(at, timezone=UTC),
                id=at.isoformat(),
                replace_existing=True,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    def poke(self) -> None:
        """Have the scheduler look at the clock again: after a sleep it has not noticed."""
        if self._scheduler is not None:
            self._scheduler.wakeup()

    def close(self) -> None:
        """Stop waking; waits for nothing."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def _running(self) -> Any:
        if self._scheduler is None:
            from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
            from apscheduler.schedulers.background import BackgroundScheduler

            self._scheduler = BackgroundScheduler(timezone=UTC, daemon=True)
            self._scheduler.add_listener(self._heard, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
            self._scheduler.start()
        return self._scheduler

    def _heard(self, event: Any) -> None:
        problem = getattr(event, "exception", None) or "a reminder came too late to run"
        self._on_error(f"The reminder clock had trouble: {problem}. Reminders go on by themselves.")


class NoAlarm:
    """Wakes nobody: for line mode, shell commands and tests, which ask by themselves."""

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Nothing is woken."""

    def poke(self) -> None:
        """Nothing to look at."""

    def close(self) -> None:
        """Nothing to stop."""
