"""What the ticks of the today screen do: requests, sitting, notices, reminders."""

from datetime import date

from coach.domain.errors import LogError
from coach.session.cues import Cue, CueKind
from coach.workflows.coach import Coach
from coach.workflows.watching import ticked


class DayWatch:
    """Asks the workflows at each tick; what they answer is shown by the screen."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._day: date = coach.records.today()
        self.trouble = ""
        """Why the last tick could not write; empty when it could."""
        self._wants_leg_score = False
        """Whether the second sitting warning waits for its leg score."""

    def second(self, *, in_session: bool) -> list[Cue]:
        """Every second. In a session nothing else is carried out: shell requests wait on disk."""
        cues = [Cue(CueKind.NOTICE, line, spoken=False) for line in self._coach.notices.take()]
        if in_session or self._coach.log.refusal:
            return cues
        try:
            cues += self._coach.requests.poll()
            cues += self._watched()
        except LogError as error:
            self.trouble = error.message
        else:
            self.trouble = ""
        return cues

    def _watched(self) -> list[Cue]:
        cues = ticked(self._coach.watchers)
        if any(cue.kind is CueKind.LEG_SCORE for cue in cues):
            self._wants_leg_score = True
        return cues

    def takes_leg_score(self) -> bool:
        """Whether the leg score is to be asked now: once, and only while the person still sits."""
        wanted, self._wants_leg_score = self._wants_leg_score, False
        return wanted and self._coach.guard.now() is not None

    def five_seconds(self, *, quiet: bool) -> list[Cue]:
        """Every five seconds: wake the alarm, and ask the reminders unless something is open."""
        self._coach.alarm.poke()
        if quiet:
            return []
        return self._coach.reminders.poll()

    def new_day(self) -> bool:
        """Whether midnight has passed since this was last asked."""
        today = self._coach.records.today()
        changed = today != self._day
        self._day = today
        return changed
