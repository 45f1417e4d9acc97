"""The alarm clock: APScheduler with date triggers only, in memory, rebuilt on every change.

Why so little of it is used: cron triggers lose and double times at clock changes, the default
grace drops reminders after a sleep, stored jobs run code on load, and one error in a job store
disarms it silently (all measured). So it is given the next few instants and nothing to remember;
front ends ask the agenda on their own tick as well.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any


class SchedulerAlarm:
    """Wakes at given instants on a thread of APScheduler's own; starts at the first `set`."""

    def __init__(self, on_error: Callable[[str], None]) -> None:
        self._on_error = on_error
        self._scheduler: Any = None
        self._closed = False
        self._guard = Lock()

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Forget earlier instants and wake at each of `due` (aware datetimes)."""
        with self._guard:
            if not self._closed:
                self._set(due, wake)

    def _set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
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
        scheduler = self._scheduler
        if scheduler is not None:
            scheduler.wakeup()

    def close(self) -> None:
        """Stop waking, for good: a wake that runs late sets nothing more. Waits for no wake."""
        with self._guard:
            self._closed = True
            scheduler, self._scheduler = self._scheduler, None
            if scheduler is not None:
                # Stopped in the middle of a round, its thread dies with a traceback on standard
                # error. Taking the jobs away waits for the round to end, and no other begins.
                scheduler.pause()
                scheduler.remove_all_jobs()
                scheduler.shutdown(wait=False)

    def _running(self) -> Any:
        if self._scheduler is None:
            from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
            from apscheduler.schedulers.background import BackgroundScheduler

            # Its log would go to standard error, into the middle of a screen.
            logging.getLogger("apscheduler").addHandler(logging.NullHandler())
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
