"""What was acknowledged: every fact of which the log said that it is on the disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from coach.domain.events import Fact, Stamped
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.store.event_log import SqliteEventLog

Told = Callable[[Sequence[Stamped]], None]


def print_of(stamped: Stamped) -> str:
    """What tells one fact from every other, in hexadecimal, also after it was read back."""
    return chain_hash(FIRST, *encode(stamped))


class Ledger:
    """Ids and prints of facts in one block of memory, so that it does not look like a leak."""

    def __init__(self) -> None:
        self._lines = bytearray()

    def __len__(self) -> int:
        return self._lines.count(b"\n")

    def add(self, stamped: Sequence[Stamped]) -> None:
        """Note some facts."""
        for one in stamped:
            self._lines += f"{one.id} {print_of(one)}\n".encode()

    def read(self) -> dict[str, str]:
        """The print of each fact by its id."""
        rows = (line.partition(" ") for line in self._lines.decode().splitlines())
        return {one: kept for one, _, kept in rows}


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
