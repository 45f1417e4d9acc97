"""What was acknowledged: every fact of which the log said that it is on the disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from coach.domain.events import Fact, Stamped
from coach.store.event_log import SqliteEventLog

Told = Callable[[Sequence[Stamped]], None]


@contextmanager
def overheard(told: Told) -> Iterator[None]:
    """Every log of this process tells `told` what it has just written down for good."""
    append, together = SqliteEventLog.append, SqliteEventLog.together
    waiting: list[list[Stamped]] = []

    def noted(
        log: SqliteEventLog, facts: Sequence[Fact], *, at: datetime, plan_version: str
    ) -> list[Stamped]:
        stamped = append(log, facts, at=at, plan_version=plan_version)
        if waiting:
            waiting[-1].extend(stamped)
        else:
            told(stamped)
        return stamped

    @contextmanager
    def noted_together(log: SqliteEventLog) -> Iterator[None]:
        """What is appended inside counts when the block has ended well."""
        waiting.append([])
        try:
            with together(log):
                yield
        except BaseException:
            waiting.pop()
            raise
        told(waiting.pop())

    changed: dict[str, Any] = {"append": noted, "together": noted_together}
    with patch.multiple(SqliteEventLog, **changed):
        yield
