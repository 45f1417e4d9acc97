"""Sit, stand and pain: done here, or handed to the coach that is open with this home."""

from pathlib import Path

from coach.cli import diagnostics
from coach.domain.errors import LogError
from coach.domain.pain import Reach
from coach.session.cues import Cue
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request

HANDED_OVER = "Handed to the open coach."


def carry_out(coach: Coach, home: Path, request: Request) -> list[Cue]:
    """What there is to show after the request is on disk, as facts or in the inbox.

    Requests that wait from earlier come first, so that facts keep their order. Raises LogError.
    """
    if coach.log.writable:
        return [*coach.requests.poll(), *coach.requests.carry_out(request)]
    if not _another_is_open(home):
        raise LogError("The log is only read", coach.log.refusal)
    coach.inbox.put(request)
    diagnostics.tell(HANDED_OVER)
    return []


def pain_request(coach: Coach, back: int | None, leg: int | None, reach: Reach | None) -> Request:
    """Scores taken now."""
    return Request(
        "pain",
        coach.records.now(),
        back=back,
        leg=leg,
        reach=reach.word if reach is not None else "",
    )


def _another_is_open(home: Path) -> bool:
    """Whether another coach holds the home, as against a disk that refuses."""
    from coach.store.home_lock import HomeLock

    lock = HomeLock(home)
    try:
        free = lock.acquire()
    except OSError:
        return False
    lock.release()
    return not free
