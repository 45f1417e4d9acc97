"""A yes that the log refused: it locks, lies beside the log at once, and is written once."""

from contextlib import suppress
from datetime import datetime

from coach.domain.errors import LogError
from coach.domain.events import RedFlagAnswered, SafetyHold
from coach.workflows.inbox import RED_FLAG, Inbox, Request
from coach.workflows.records import Records


class UnsavedYes:
    """Locking answers that are not on disk yet, oldest first."""

    def __init__(self, records: Records, inbox: Inbox) -> None:
        self._records = records
        self._inbox = inbox
        self._waiting: list[tuple[Request, RedFlagAnswered]] = []
        self._kept: set[Request] = set()
        """Those that lie in the inbox, where another coach may find and write them."""

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def items(self) -> list[str]:
        """The questions that were answered yes."""
        return [answer.item for _, answer in self._waiting]

    @property
    def hold(self) -> tuple[datetime, SafetyHold] | None:
        """The most urgent hold among them, with its time."""
        holds = [(kept.at, SafetyHold(tier=answer.tier)) for kept, answer in self._waiting]
        return min(holds, key=lambda found: found[1].tier, default=None)

    @property
    def is_kept(self) -> bool:
        """Whether each lies beside the log at least, where the next coach finds it."""
        return all(request in self._kept for request, _ in self._waiting)

    def add(self, answer: RedFlagAnswered, at: datetime) -> None:
        """A yes that was given just now; it is written by the next `save`."""
        self._waiting.append((_request(answer, at), answer))

    def add_kept(self, answer: RedFlagAnswered, at: datetime) -> bool:
        """A yes from the inbox; False when it waits here or was written already."""
        request = _request(answer, at)
        known = any(request == waiting for waiting, _ in self._waiting)
        self._kept.add(request)
        with suppress(LogError):
            known = known or self._is_written(answer, at)
        if not known:
            self._waiting.append((request, answer))
        return not known

    def save(self) -> bool:
        """Write them; whether all are on disk. What the log refuses is kept in the inbox."""
        while self._waiting:
            request, answer = self._waiting[0]
            try:
                if not (request in self._kept and self._is_written(answer, request.at)):
                    hold = SafetyHold(tier=answer.tier)
                    self._records.record(answer, hold, at=request.at)
            except LogError:
                self._keep()
                return False
            del self._waiting[0]
            self._forget(request)
        return True

    def _keep(self) -> None:
        """Beside the log it outlives the program; a full disk is tried again."""
        for request, _ in self._waiting:
            if request not in self._kept:
                with suppress(OSError):
                    self._inbox.put_anyhow(request)
                    self._kept.add(request)

    def _forget(self, request: Request) -> None:
        """What is on disk waits for nobody; a file that stays is known when it is found."""
        if request in self._kept:
            with suppress(OSError):
                self._inbox.take_back(request)
            self._kept.discard(request)

    def _is_written(self, answer: RedFlagAnswered, at: datetime) -> bool:
        """Whether another coach wrote it, or one that died before the file was gone.

        Raises LogError.
        """
        day = at.date()
        known = self._records.log.read(since=day, until=day, kinds=[RedFlagAnswered])
        return any((stamped.at, stamped.fact) == (at, answer) for stamped in known)


def _request(answer: RedFlagAnswered, at: datetime) -> Request:
    return Request(what=RED_FLAG, at=at, item=answer.item)
