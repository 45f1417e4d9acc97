"""Sit, stand and pain: done here, or handed to the coach that is open with this home."""

from pathlib import Path
from threading import Event

from coach.cli import diagnostics
from coach.domain.errors import HomeFreedError, InputError, LogError
from coach.domain.pain import Reach
from coach.session.cues import Cue
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request

HANDED_OVER = "Handed to the open coach."
NOT_TAKEN = (
    "The coach that is open does not answer, so nothing was begun and nobody would say when to take"
    " it off. Use it there, or close it and say this again."
)
TAKE_OFF_NOT_HEARD = (
    "Take it off now. The coach that is open does not answer; it notes the end when it looks again."
)
NOT_HEARD = (
    "This is kept, with its time. The coach that is open does not answer now: it may be in a"
    " session, or stuck. It notes this when it looks again; until then it tells you nothing."
)
TIMER, TIMER_OFF = "timer", "timer_off"
TRIES = 20
PAUSE_SECONDS = 0.25
"""An open coach looks every second."""


def carry_out(coach: Coach, home: Path, request: Request) -> list[Cue]:
    """What there is to show after the request is on disk, as facts or in the inbox.

    Requests that wait from earlier come first, so that facts keep their order. Raises LogError,
    and HomeFreedError where another command had the home for a moment.
    """
    tell_overdue(coach)
    if coach.log.writable:
        return [*coach.requests.poll(), *coach.requests.carry_out(request)]
    if not _another_is_open(coach, home):
        raise _freed(coach)
    coach.inbox.put(request)
    if request.what == TIMER:
        _require_taken(coach, home, request)
        diagnostics.tell(HANDED_OVER)
    elif _is_taken(coach, home, request):
        diagnostics.tell(HANDED_OVER)
    elif not _another_is_open(coach, home) and coach.inbox.take_back(request):
        raise _freed(coach)
    else:
        diagnostics.tell(TAKE_OFF_NOT_HEARD if request.what == TIMER_OFF else NOT_HEARD)
    return []


def _require_taken(coach: Coach, home: Path, request: Request) -> None:
    """Nothing lies on the skin unless somebody watches the clock: InputError when nobody does.

    A coach that holds the home and does not look, stopped or stuck, takes nothing; what it did
    not take is taken back.
    """
    try:
        _is_taken(coach, home, request)
    finally:  # Whoever breaks the wait off begins nothing either.
        taken_back = coach.inbox.take_back(request)
    if taken_back and not _another_is_open(coach, home):
        raise _freed(coach)
    if taken_back:
        raise InputError("Not begun", NOT_TAKEN)


def _is_taken(coach: Coach, home: Path, request: Request) -> bool:
    """Whether the open coach took a request; it is given a few seconds, while it is open."""
    for _ in range(TRIES):
        if not coach.inbox.waits(request):
            return True
        pause(PAUSE_SECONDS)
        if not _another_is_open(coach, home):
            break
    return not coach.inbox.waits(request)


def pause(seconds: float) -> None:
    """Give the open coach time to look."""
    Event().wait(seconds)


def tell_overdue(coach: Coach) -> None:
    """A pack that lies past its time is said before anything else. Raises LogError."""
    for _, text in coach.timers.overdue():
        diagnostics.tell(text)


def pain_request(coach: Coach, back: int | None, leg: int | None, reach: Reach | None) -> Request:
    """Scores taken now."""
    return Request(
        "pain",
        coach.records.now(),
        back=back,
        leg=leg,
        reach=reach.word if reach is not None else "",
    )


def _freed(coach: Coach) -> HomeFreedError:
    return HomeFreedError("The log is only read", coach.log.refusal)


def _another_is_open(coach: Coach, home: Path) -> bool:
    """Whether another coach holds the home. LogError where the disk refuses to tell."""
    from coach.store.home_lock import HomeLock

    lock = HomeLock(home)
    try:
        free = lock.acquire()
    except OSError as error:
        raise LogError("The log is only read", coach.log.refusal) from error
    lock.release()
    return not free
