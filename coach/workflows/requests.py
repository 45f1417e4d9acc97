"""Requests handed to an open coach by a shell command: sit, stand, pain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
from coach.domain.text import clean_line
from coach.session.cues import Cue, CueKind
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.sit import SittingGuard


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a shell command asks of the coach that holds the home."""

    what: str
    """`sit`, `stand` or `pain`."""
    at: datetime
    surface: str = ""
    back: int | None = None
    leg: int | None = None
    reach: str = ""
    note: str = ""


def checked(request: Request) -> Request:
    """A request that came from outside, made harmless. Raises ValueError when it is none."""
    numbers = (request.back, request.leg)
    words = (request.what, request.surface, request.reach, request.note)
    if not all(isinstance(word, str) for word in words) or request.at.tzinfo is None:
        raise ValueError("a field has the wrong kind")
    if any(number is not None and type(number) is not int for number in numbers):
        raise ValueError("a score is no number")
    if any(number is not None and not 0 <= number <= 10 for number in numbers):
        raise ValueError("a score is not from 0 to 10")
    if request.what not in ("sit", "stand", "pain"):
        raise ValueError(request.what)
    if request.what == "sit":
        Surface(request.surface)
    if request.reach:
        Reach.from_word(request.reach)
    return replace(request, note=clean_line(request.note))


class Inbox(Protocol):
    """Requests on disk: they outlive both programs until one takes them."""

    def put(self, request: Request) -> None:
        """Write one request whole."""

    def take(self) -> Sequence[Request]:
        """Requests in the order they were made; each is kept until `done`."""

    def done(self, request: Request) -> None:
        """The request's facts are on disk: forget it."""


class Requests:
    """Carries requests out, for the command itself or for the coach that is open."""

    def __init__(self, inbox: Inbox, guard: SittingGuard, check_in: CheckInWorkflow) -> None:
        self._inbox = inbox
        self._guard = guard
        self._check_in = check_in

    def poll(self) -> list[Cue]:
        """Carry out what shell commands left; facts first, then each request is forgotten.

        A coach that only reads leaves them to the one that writes. Raises LogError; what was not
        carried out stays for the next time.
        """
        if self._check_in.records.log.refusal:
            return []
        cues: list[Cue] = []
        for request in self._inbox.take():
            cues.extend(self.carry_out(request))
            self._inbox.done(request)
        return cues

    def carry_out(self, request: Request) -> list[Cue]:
        """One request, at the time it was made."""
        if request.what == "sit":
            return self._guard.sit(Surface(request.surface), at=request.at)
        if request.what == "stand":
            return self._guard.stand(at=request.at)
        reach = Reach.from_word(request.reach) if request.reach else None
        report = PainReport(request.back, request.leg, reach)
        self._check_in.take(report, Moment.NOW, note=request.note, at=request.at)
        return [Cue(CueKind.NOTICE, "Pain noted.", spoken=False)]
