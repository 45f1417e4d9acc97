"""What the ticks of the today screen do: requests, sitting, notices, reminders."""

from collections.abc import Callable, Sequence
from datetime import date

from coach.domain.errors import LogError
from coach.domain.notices import Pressed
from coach.session.cues import Cue, CueKind
from coach.workflows import answering_notices as notices
from coach.workflows.coach import Coach
from coach.workflows.inbox import ANSWERS, SESSION
from coach.workflows.watching import around_session, each_asked, ticked

WAITS = "What you did and answered is kept, and goes into the log by itself."
"""What is said of a log that cannot be written while a session or answers wait for it."""


class DayWatch:
    """Asks the workflows at each tick; what they answer is shown by the screen."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._day: date = coach.records.today()
        self._fault: LogError | None = None
        self._wants_leg_score = False
        """Whether the second sitting warning waits for its leg score."""
        self._pressed: list[Pressed] = []
        self._waits = ""
        self._start: list[str] | None = None
        self._may_stand = False
        """Whether a notice may stand on the desktop."""

    def second(self, *, in_session: bool, led: bool = False) -> list[Cue]:
        """Every second. In a session nothing else is carried out: shell requests wait on disk.

        While its questions stand open, before it is `led` and after, a pack comes off in time.
        """
        self._coach.safety.save_waiting()
        cues = [Cue(CueKind.NOTICE, line, spoken=False) for line in self._coach.notices.take()]
        self._take_pressed(in_session=in_session)
        if led or self._coach.log.refusal:
            return cues
        try:
            if in_session:
                around_session(self._coach, cues)
                return cues
            each_asked(cues, self._coach.requests.poll_into, self._answer, self._watch)
        except LogError as error:
            self._failed(error)
        else:
            self._fault = None
        return cues

    def waiting(self) -> list[Cue]:
        """What was left for this start, before anything is begun."""
        try:
            return self._coach.requests.poll()
        except LogError as error:
            self._failed(error)
            return []

    @property
    def trouble(self) -> str:
        """Why the last tick could not write, and what waits for it; empty when it could."""
        return "" if self._fault is None else f"{self._waits} {self._fault.message}".strip()

    def _failed(self, error: LogError) -> None:
        """The first of several that say the same stays: its words may have cost a look at disk."""
        left = any(one.what in (SESSION, ANSWERS) for one in self._coach.inbox.take())
        self._waits = WAITS if left else ""
        if self._fault is None or self._fault.args != error.args:
            self._fault = error

    def _watch(self, said: list[Cue]) -> None:
        cues: list[Cue] = []
        try:
            ticked(self._coach.watchers, cues)
        finally:
            said += cues
            if any(cue.kind is CueKind.LEG_SCORE for cue in cues):
                self._wants_leg_score = True
            for notice in notices.watched_notices(self._coach, cues):
                self._may_stand |= self._coach.desktop.show(notice)

    def _take_pressed(self, *, in_session: bool) -> None:
        """Buttons of desktop notices; in a session nobody begins another one."""
        for pressed in self._coach.desktop.take():
            if not (in_session and notices.wants_session(pressed)):
                self._pressed.append(pressed)

    def _answer(self, said: list[Cue]) -> None:
        while self._pressed:
            pressed = self._pressed.pop(0)
            if notices.wants_session(pressed):
                items = self._coach.answers.reminded_of()
                self._start = [item.exercise for item in items] or None
            said += notices.carry_out(self._coach, pressed)

    def follow_up(
        self, ask_leg_score: Callable[[], object], begin: Callable[[Sequence[str]], None]
    ) -> None:
        """Ask what a warning asked for, or begin the session that a notice's button asked for."""
        if self.takes_leg_score():
            ask_leg_score()
            return
        start, self._start = self._start, None
        if start is not None:
            begin(start)

    def takes_leg_score(self) -> bool:
        """Whether the leg score is to be asked now: once, and only while the person still sits."""
        wanted, self._wants_leg_score = self._wants_leg_score, False
        return wanted and self._coach.guard.now() is not None

    def five_seconds(self, *, quiet: bool) -> list[Cue]:
        """Every five seconds: wake the alarm, and ask the reminders unless something is open."""
        self._coach.alarm.poke()
        if self._may_stand:
            self._may_stand = notices.withdraw_settled(self._coach, self._coach.desktop)
        if quiet:
            return []
        cues = self._coach.reminders.poll()
        self._may_stand |= any(cue.spoken for cue in cues)
        return cues

    def new_day(self) -> bool:
        """Whether midnight has passed since this was last asked."""
        today = self._coach.records.today()
        changed = today != self._day
        self._day = today
        return changed
