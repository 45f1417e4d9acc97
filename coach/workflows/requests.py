"""Carrying out what shell commands and a second coach ask of the one that holds the home."""

from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
from coach.session.cues import Cue, CueKind
from coach.workflows.answering_reminders import ReminderAnswers
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.inbox import RED_FLAG, Inbox, Request
from coach.workflows.safety import Safety
from coach.workflows.sit import SittingGuard


class Requests:
    """Carries requests out, for the command itself or for the coach that is open."""

    def __init__(
        self,
        inbox: Inbox,
        guard: SittingGuard,
        check_in: CheckInWorkflow,
        safety: Safety,
        answers: ReminderAnswers,
    ) -> None:
        self._inbox = inbox
        self._answers = answers
        self._guard = guard
        self._check_in = check_in
        self._safety = safety

    def poll(self, *, safety_only: bool = False) -> list[Cue]:
        """Carry out what was left; facts first, then each request is forgotten.

        `safety_only` is for a running session: a yes to a safety question ends it, the rest
        waits. A coach that only reads leaves them to the one that writes. Raises LogError; what
        was not carried out stays for the next time.
        """
        if self._check_in.records.log.refusal:
            return []
        cues: list[Cue] = []
        for request in self._inbox.take():
            if safety_only and request.what != RED_FLAG:
                continue
            cues.extend(self.carry_out(request))
            self._inbox.done(request)
        return cues

    def carry_out(self, request: Request) -> list[Cue]:
        """One request, at the time it was made."""
        if request.what == "sit":
            return self._guard.sit(Surface(request.surface), at=request.at)
        if request.what == RED_FLAG:
            self._safety.answered_elsewhere(request.item, request.at)
            return []
        if request.what == "stand":
            return self._guard.stand(at=request.at, minutes=request.minutes)
        if request.what in ("later", "leave_out", "quiet", "away"):
            return self._answers.asked(request)
        reach = Reach.from_word(request.reach) if request.reach else None
        report = PainReport(request.back, request.leg, reach)
        self._check_in.take(report, Moment.NOW, note=request.note, at=request.at)
        return [Cue(CueKind.NOTICE, "Pain noted.", spoken=False)]
