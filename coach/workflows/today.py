"""Today: what is due, what was missed while nobody was here, and whether it is safe to start."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.domain.agenda import RESTS_ON, Agenda, AgendaItem
from coach.domain.errors import LogError
from coach.domain.events import ExerciseDone, FlareStarted, SessionEnded
from coach.domain.exercise import Exercise, Kind
from coach.domain.history import History
from coach.domain.outcomes import AwayAnswer, Reason, SetOutcome
from coach.domain.reminding import AwayQuestion
from coach.domain.safety_rhythm import Due
from coach.review.adherence import DayAdherence, adherence_by_day
from coach.workflows.absence import Absence, fell_due
from coach.workflows.day_book import DayBook
from coach.workflows.ease import Ease
from coach.workflows.inbox import Inbox
from coach.workflows.records import CurrentPlan, Records
from coach.workflows.safety import LIST_DUE, SAID_NEW, Hold, Safety

if TYPE_CHECKING:
    from coach.workflows.progress import Progress, Standing

SILENT_SESSION = timedelta(minutes=30)
"""A session without an end and without a set for this long was cut off (source: DESIGN)."""


RUNS_ELSEWHERE = "A session is open in the other coach."
"""What the day says of it where it is only read; it is not offered to be gone on with there."""


class Away(Struct, frozen=True):
    """What happened to the plan while the coach was not running."""

    since: datetime
    missed_today: tuple[AgendaItem, ...]
    days_not_recorded: tuple[date, ...]


class Ahead(Struct, frozen=True):
    """The part of a day that reminders rest on."""

    now: datetime
    agenda: Agenda
    names: dict[str, str]
    """Exercise id to name."""
    hold: Hold | None
    unfinished_session: str | None
    in_session: bool
    flare_until: datetime | None = None

    def name(self, item: AgendaItem) -> str:
        """The item's exercise as people call it."""
        return self.names.get(item.exercise, item.exercise)


class Today(Struct, frozen=True):
    """Everything the today screen shows."""

    now: datetime
    agenda: Agenda
    names: dict[str, str]
    """Exercise id to name."""
    program_title: str
    stage_name: str
    stage_aim: str
    hold: Hold | None
    away: Away | None
    unfinished_session: str | None
    """Id of a session that a kill or power cut broke off today."""
    runs_elsewhere: bool
    """Whether a session of today is open in the other coach that has this home."""
    adherence: DayAdherence | None
    flare_until: datetime | None
    in_session: bool = False
    """Whether a session is being done just now: the unfinished one gave a sign lately."""
    safety_due: Due | None = None
    """Why the whole safety list comes before the next session; None when it need not, and under
    a hold, when no session comes at all."""

    talk_first: bool = False
    """Whether something new was said that is not settled: nothing starts before."""
    proposal: "Standing | None" = None
    """What the rules propose for the stage, or the plan for a bad day; None for nothing."""
    question: AwayQuestion | None = None
    """What fell due while the machine was asleep or off, and waits for one answer."""

    @property
    def safety_lines(self) -> tuple[str, ...]:
        """What stands before the next session, a sentence each."""
        talk = (SAID_NEW,) if self.talk_first else ()
        return talk + ((LIST_DUE,) if self.safety_due is not None else ())

    def name(self, item: AgendaItem) -> str:
        """The item's exercise as people call it."""
        return self.names.get(item.exercise, item.exercise)


class TodayWorkflow:
    """Opens the day and answers what it holds."""

    def __init__(
        self,
        records: Records,
        safety: Safety,
        ease: Ease,
        progress: "Callable[[], Progress]",
        absence: Absence,
        inbox: Inbox,
    ) -> None:
        """`progress` gives the rules for the stage, which the first picture does without."""
        self._records = records
        self._safety = safety
        self._book = DayBook(records, ease)
        self._progress = progress
        self._absence = absence
        self._inbox = inbox
        self._away: Away | None = None
        self._opened: date | None = None

    def peek(self) -> Ahead:
        """What the day holds, read only: nothing of it is opened in the log. Raises LogError."""
        course = self._records.course()
        plan = self._records.require_plan(course)
        now = self._records.now()
        history = self._book.history(course, now.date(), RESTS_ON)
        return self._ahead(plan, course, history, now)

    def open_day(self) -> None:
        """Write what the day asks when nothing has looked at it yet. Raises LogError."""
        if self._opened != self._records.today():
            course = self._records.course()
            self._book.keep(self._records.require_plan(course), course)
            self._opened = self._records.today()

    def _ahead(self, plan: CurrentPlan, course: History, history: History, now: datetime) -> Ahead:
        day = self._book.agenda(plan, history, now.date())
        session = unfinished_session(history, self._inbox, now.date())
        return Ahead(
            now=now,
            agenda=day,
            names={item.exercise: self._name(item.exercise) for item in day.items},
            hold=self._safety.hold(course),
            unfinished_session=session,
            in_session=session is not None and _lives(history, session, now),
            flare_until=_flare_until(course, now),
        )

    def look(self, *, proposals: bool = True) -> Today:
        """The day as it stands now; opens it in the log when this is its first look.

        It is shown all the same while the log cannot be written. Without `proposals` the rules for
        the stage are not asked, who read all facts since the plan began.
        """
        course = self._records.course()
        plan = self._records.require_plan(course)
        now = self._records.now()
        history = self._bring_up_to_date(plan, course, now)
        ahead = self._ahead(plan, course, history, now)
        free, elsewhere = ahead.hold is None, self._records.log.open_elsewhere
        return Today(
            now=now,
            agenda=ahead.agenda,
            names=ahead.names,
            program_title=plan.program.title,
            stage_name=plan.program.stage(plan.stage).name,
            stage_aim=plan.program.stage(plan.stage).aim,
            hold=ahead.hold,
            away=self._away,
            unfinished_session=None if elsewhere else ahead.unfinished_session,
            runs_elsewhere=elsewhere and ahead.unfinished_session is not None,
            adherence=next(
                (line for line in adherence_by_day(history) if line.day == now.date()), None
            ),
            flare_until=_flare_until(course, now),
            in_session=ahead.in_session,
            safety_due=self._safety.list_due() if free else None,
            talk_first=free and self._safety.talk_first() is not None,
            proposal=self._progress().look(plan, course).standing if proposals else None,
            question=self._absence.question(history, ahead.agenda) if free else None,
        )

    def _bring_up_to_date(self, plan: CurrentPlan, course: History, now: datetime) -> History:
        """The facts the day rests on, with what the day asks; notes what was missed meanwhile."""
        since = self._absence.take(now)
        not_recorded = self._book.keep(plan, course)
        history = self._book.history(course, now.date())
        if since is None:
            return history
        day = self._book.agenda(plan, history, now.date())
        missed = fell_due(day, since, now)
        if missed or not_recorded:
            self._away = Away(since, missed, not_recorded or ())
        if not self._noted(day, since, now):
            return history
        return self._book.history(course, now.date())

    def _noted(self, day: Agenda, since: datetime, now: datetime) -> bool:
        """Whether a question about the absence was written down; not on a disk that refuses."""
        try:
            return self._absence.note(day, since, now)
        except LogError:
            return False

    def answer_away(self, answer: AwayAnswer) -> tuple[AgendaItem, ...]:
        """Answer the one question about an absence; what of it is due. Raises LogError.

        Nothing is written when no question waits.
        """
        look = self.look()
        if look.question is None:
            return ()
        about = look.question.about(look.agenda.due)
        self._absence.answer(look.question, look.agenda, answer)
        self._away = None
        return about

    def away_seen(self) -> None:
        """The patient has read what was missed."""
        self._away = None

    def exercise(self, item: AgendaItem) -> Exercise:
        """The catalogue entry of an item."""
        return self._records.shelf.exercise(item.exercise)

    def decline(self, item: AgendaItem, reason: Reason) -> None:
        """The patient leaves an item out and says why; asked once, then it is quiet.

        Raises SafetyHoldError while a hold stands: what the lock keeps from being done is excused
        by it, and counts on neither side.
        """
        self.require_free()
        self._records.record(_left_out(item, reason))

    def require_free(self) -> None:
        """Raises SafetyHoldError while a hold stands."""
        self._safety.require_free()

    def tick(self, item: AgendaItem) -> None:
        """A habit was kept. Raises SafetyHoldError while a hold stands, and LogError."""
        self.require_free()
        if self.exercise(item).kind is not Kind.HABIT:
            raise ValueError(item.id)
        self._records.record(
            ExerciseDone(
                session=None,
                item=item.id,
                exercise=item.exercise,
                set_no=1,
                side="none",
                reps=item.dose.total_reps,
                hold_seconds=item.dose.hold_seconds,
                seconds=float(item.dose.total_seconds),
                planned_reps=item.dose.total_reps,
                planned_seconds=float(item.dose.total_seconds),
                outcome=SetOutcome.DONE,
            )
        )

    def begin_bad_day(self) -> datetime:
        """Begin the flare plan: it ends by itself; what only the stage asked is excused.

        While one runs nothing is begun: its end does not move. When it ends, either way.
        """
        self._safety.require_free()
        running = self.bad_day_until()
        if running is not None:
            return running
        plan = self._records.require_plan()
        hours = plan.program.flare.hours
        (begun,) = self._records.record(FlareStarted(hours=hours))
        self._book.keep(plan, self._records.course())
        return begun.at + timedelta(hours=hours)

    def bad_day_until(self) -> datetime | None:
        """When the flare plan that runs now ends; None when none runs."""
        return _flare_until(self._records.course(), self._records.now())

    def _name(self, exercise: str) -> str:
        return self._records.shelf.exercise(exercise).name


def unfinished_session(history: History, inbox: Inbox, today: date) -> str | None:
    """The session that was started today and has no end, in the log or on the way to it."""
    found = history.open_session()
    if found is None or found[0].day != today:
        return None
    session = found[1].session
    left = (fact for request in inbox.take() for fact in request.facts)
    ends = (fact.session for fact in left if isinstance(fact, SessionEnded))
    return None if session in ends else session


def _lives(history: History, session: str, now: datetime) -> bool:
    sign = history.last_sign(session)
    return sign is not None and now - sign < SILENT_SESSION


def _flare_until(course: History, now: datetime) -> datetime | None:
    until = course.flare_until()
    return until if until is not None and until > now else None


def _left_out(item: AgendaItem, reason: Reason) -> ExerciseDone:
    return ExerciseDone(
        session=None,
        item=item.id,
        exercise=item.exercise,
        set_no=0,
        side="none",
        reps=0,
        hold_seconds=item.dose.hold_seconds,
        seconds=0.0,
        planned_reps=item.dose.total_reps,
        planned_seconds=float(item.dose.total_seconds),
        outcome=SetOutcome.SKIPPED,
        reason=reason,
    )
