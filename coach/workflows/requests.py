"""Carrying out what shell commands and a second coach ask of the one that holds the home."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from coach.domain.errors import InputError, LogError, SafetyHoldError
from coach.domain.events import AnswerGiven
from coach.domain.outcomes import TimerKind
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
from coach.domain.timers import PACKS
from coach.session.cues import Cue, CueKind
from coach.workflows.answering_reminders import ReminderAnswers
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.inbox import ANSWERS, RED_FLAG, SESSION, WHOLE_LIST, Inbox, Request
from coach.workflows.safety import NOT_SAVED_YET, Safety
from coach.workflows.sit import SittingGuard
from coach.workflows.tasks import Tasks
from coach.workflows.timers import Timers

YES, HURT, OFF = "yes", "hurt", "off"
SAVED_NOW = "What could not be saved of your session is saved now."
ANSWERS_SAVED = "Your answers that could not be saved are saved now."


class Requests:
    """Carries requests out, for the command itself or for the coach that is open."""

    def __init__(
        self,
        inbox: Inbox,
        guard: SittingGuard,
        check_in: CheckInWorkflow,
        safety: Safety,
        answers: ReminderAnswers,
        timers: Timers,
        tasks: Tasks,
        arrive: Callable[[], None],
    ) -> None:
        """`arrive` notes that somebody is there, before anything is written."""
        self._arrive = arrive
        self._inbox = inbox
        self._answers = answers
        self._guard = guard
        self._check_in = check_in
        self._safety = safety
        self._timers = timers
        self._tasks = tasks

    def poll(self, *, safety_only: bool = False) -> list[Cue]:
        """Carry out what was left; facts first, then each request is forgotten.

        `safety_only` is for a running session: a yes to a safety question ends it, what an
        earlier session left is saved, the rest waits. A coach that only reads leaves them to the
        one that writes, and is locked by a yes all the same. Raises LogError; what was not carried
        out stays for the next time.
        """
        said: list[Cue] = []
        self.poll_into(said, safety_only=safety_only)
        return said

    def poll_into(self, said: list[Cue], *, safety_only: bool = False) -> None:
        """The same, for whoever goes on when one fails: what was carried out is told all the same.

        Raises LogError.
        """
        # First: a full disk may refuse what is noted of an absence, and a yes locks all the same.
        said += self.lock()
        if self._check_in.records.log.refusal:
            return
        saved: list[Cue] = []
        try:
            self._do(self._waiting(SESSION), saved)
        finally:
            said += dict.fromkeys(saved)
        self._arrive()
        if not safety_only:
            self._do((one for one in self._inbox.take() if one.what != RED_FLAG), said)

    def _waiting(self, what: str) -> list[Request]:
        return [one for one in self._inbox.take() if one.what == what]

    def lock(self) -> list[Cue]:
        """Each yes that waits locks at once; one that the log refuses waits on where it lies.

        A coach that only reads leaves it there untouched, for the one that writes.
        """
        cues: list[Cue] = []
        for request in self._waiting(RED_FLAG):
            if self._check_in.records.log.refusal:
                self._safety.lock_by(request.item, request.at)
                continue
            # A file that cannot be taken away is known for what it is when it is found again.
            with suppress(LogError, OSError):
                self._do([request], cues)
        return cues

    def _do(self, requests: Iterable[Request], said: list[Cue]) -> None:
        """Each is carried out and then forgotten; what is said of it comes to `said`."""
        for request in requests:
            if not self._inbox.claim(request) and request.what != RED_FLAG:
                continue  # Who made it took it back; a yes only when it was written.
            try:
                said.extend(self._taken(request))
            except LogError:
                self._inbox.leave(request)
                raise
            self._inbox.done(request)

    def _taken(self, request: Request) -> list[Cue]:
        """One request from elsewhere; what is refused by now says why, and bars no other."""
        try:
            return self.carry_out(request)
        except (InputError, SafetyHoldError) as error:
            return [Cue(CueKind.NOTICE, error.message, spoken=False)]

    def carry_out(self, request: Request) -> list[Cue]:
        """One request, at the time it was made. Raises InputError, SafetyHoldError, LogError."""
        if request.what == "sit":
            return self._guard.sit(Surface(request.surface), at=request.at)
        if request.what in ("timer", "timer_off", "task"):
            return self._by_clock(request)
        if request.what in (RED_FLAG, WHOLE_LIST):
            self._for_safety(request)
            return []
        if request.what in (SESSION, ANSWERS):
            return self._saved(request)
        if request.what == "stand":
            if request.answer and self._guard.asks_still():
                return self._guard.answer(request.answer, at=request.at)
            rested = self._timers.got_up(at=request.at)
            if rested and self._guard.now() is None:
                return rested
            return self._guard.stand(at=request.at, minutes=request.minutes)
        if request.what in ("later", "leave_out", "quiet", "away"):
            return self._answers.asked(request)
        reach = Reach.from_word(request.reach) if request.reach else None
        report = PainReport(request.back, request.leg, reach)
        self._check_in.take(report, Moment.NOW, note=request.note, at=request.at)
        said = ("Pain noted.", self._safety.about_strong(report))
        return [Cue(CueKind.NOTICE, text, spoken=False) for text in said if text]

    def _for_safety(self, request: Request) -> None:
        """What locks, or asks for the whole list. Raises LogError while it is not on disk."""
        if request.what == WHOLE_LIST:
            self._safety.list_left_elsewhere(request.at)
        elif not self._safety.answered_elsewhere(request.item, request.at):
            raise LogError("Not saved", NOT_SAVED_YET)

    def _saved(self, request: Request) -> list[Cue]:
        """What a session or a check-in left, once: who wrote it may have died before the file was
        gone. Raises InputError for answers to what no check-in asks."""
        if request.what == ANSWERS:
            self._require_asked(request)
        records, day = self._check_in.records, request.at.date()
        kinds = [type(fact) for fact in request.facts]
        known = records.log.read(since=day, until=day, kinds=kinds)
        there = [stamped.fact for stamped in known if stamped.at == request.at]
        records.record(*(fact for fact in request.facts if fact not in there), at=request.at)
        words = SAVED_NOW if request.what == SESSION else ANSWERS_SAVED
        return [Cue(CueKind.NOTICE, words, spoken=False)]

    def _require_asked(self, request: Request) -> None:
        from coach.domain.check_ups import EVENING, WALK  # no start needs it while nothing waits

        shelf = self._check_in.records.shelf
        asked = {EVENING, WALK, *(one.id for one in shelf.instruments())}
        for fact in request.facts:
            if isinstance(fact, AnswerGiven) and fact.instrument not in asked:
                raise InputError("Not saved", f"No check-in asks {fact.instrument}.")

    def _by_clock(self, request: Request) -> list[Cue]:
        """What runs by the clock, and tasks that come."""
        if request.what == "task" and request.answer == OFF:
            return self._tasks.take_back(request.item, at=request.at)
        if request.what == "task":
            return self._tasks.announce(request.item, request.minutes or 0, at=request.at)
        if request.what == "timer_off":
            return self._timers.off(at=request.at, hurt=request.answer == HURT)
        kind, fine = TimerKind(request.timer), request.answer == YES
        if kind in PACKS and not fine:
            return self._timers.numb(kind, at=request.at)
        return self._timers.start(kind, request.minutes, skin_is_fine=fine, at=request.at)
