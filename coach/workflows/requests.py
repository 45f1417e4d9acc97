"""Requests handed to an open coach by a shell command: sit, stand, pain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
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
        """Carry out what shell commands left; facts first, then each request is forgotten."""
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
