"""Today: what is due, what was missed while nobody was here, and whether it is safe to start."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.domain.agenda import Agenda, AgendaItem, ItemState, agenda, asked_fact
from coach.domain.events import (
    Excuse,
    ExerciseDone,
    Fact,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    PlanReceived,
    Reason,
    SetOutcome,
    StageChanged,
)
from coach.domain.exercise import Exercise, Kind
from coach.domain.history import History, history_of
from coach.domain.program import StageCode
from coach.domain.routine import days_between
from coach.review.adherence import DayAdherence, adherence_by_day
from coach.workflows.records import CurrentPlan, Records
from coach.workflows.safety import Hold, Safety

MOST_DAYS_BACK = 60
"""Days that are filled in as *not recorded* after a long absence."""


@dataclass(frozen=True, slots=True)
class Away:
    """What happened to the plan while the coach was not running."""

    since: datetime
    missed_today: tuple[AgendaItem, ...]
    days_not_recorded: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Today:
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
    adherence: DayAdherence | None
    flare_until: datetime | None

    def name(self, item: AgendaItem) -> str:
        """The item's exercise as people call it."""
        return self.names.get(item.exercise, item.exercise)


class TodayWorkflow:
    """Opens the day and answers what it holds."""

    def __init__(self, records: Records, safety: Safety) -> None:
        self._records = records
        self._safety = safety
        self._away: Away | None = None
        self._opened: date | None = None

    def look(self) -> Today:
        """The day as it stands now; opens it in the log when this is its first look."""
        plan = self._records.require_plan()
        self._open_day(plan)
        recent = self._records.recent(7)
        now = self._records.now()
        day = self._agenda(plan, recent, now, now.date())
        unfinished = recent.open_session()
        percent = [line for line in adherence_by_day(recent) if line.day == now.date()]
        return Today(
            now=now,
            agenda=day,
            names={item.exercise: self._name(item.exercise) for item in day.items},
            program_title=plan.program.title,
            stage_name=plan.program.stage(plan.stage).name,
            stage_aim=plan.program.stage(plan.stage).aim,
            hold=self._safety.hold(),
            away=self._away,
            unfinished_session=self._resumable(unfinished[1].session if unfinished else None),
            adherence=percent[0] if percent else None,
            flare_until=self._flare_until(recent, now),
        )

    def away_seen(self) -> None:
        """The patient has read what was missed."""
        self._away = None

    def exercise(self, item: AgendaItem) -> Exercise:
        """The catalogue entry of an item."""
        return self._records.shelf.exercise(item.exercise)

    def decline(self, item: AgendaItem, reason: Reason) -> None:
        """The patient leaves an item out and says why; asked once, then it is quiet."""
        self._records.record(_left_out(item, reason))

    def tick(self, item: AgendaItem) -> None:
        """A habit was kept."""
        if self.exercise(item).kind is not Kind.HABIT:
            raise ValueError(item.id)
        self._records.record(
            ExerciseDone(
                session=None,
                item=item.id,
                exercise=item.exercise,
                set_no=1,
                side="none",
                reps=1,
                hold_seconds=0,
                seconds=0.0,
                planned_reps=1,
                planned_seconds=0.0,
                outcome=SetOutcome.DONE,
            )
        )

    def begin_bad_day(self) -> datetime:
        """Begin the flare plan: it ends by itself; what the stage asked is excused."""
        self._safety.require_free()
        plan = self._records.require_plan()
        now = self._records.now()
        before = self._agenda(plan, self._records.recent(7), now, now.date())
        open_items = [
            item for item in before.items if item.state in (ItemState.DUE, ItemState.LATER)
        ]
        hours = plan.program.flare.hours
        excused = [ItemExcused(item=item.id, reason=Excuse.FLARE) for item in open_items]
        self._records.record(FlareStarted(hours=hours), *excused)
        flare = self._agenda(plan, self._records.recent(7), now, now.date())
        self._records.record(*(asked_fact(item, now.date()) for item in flare.items))
        return now + timedelta(hours=hours)

    def _resumable(self, session: str | None) -> str | None:
        if session is None:
            return None
        open_today = self._records.between(self._records.today(), self._records.today())
        found = open_today.open_session()
        return session if found and found[1].session == session else None

    def _flare_until(self, recent: History, now: datetime) -> datetime | None:
        until = recent.flare_until()
        return until if until is not None and until > now else None

    def _name(self, exercise: str) -> str:
        return self._records.shelf.exercise(exercise).name

    def _agenda(self, plan: CurrentPlan, history: History, now: datetime, day: date) -> Agenda:
        return agenda(
            plan.program,
            plan.stage,
            history,
            now,
            day=day,
            from_day=plan.plan.from_day,
            zone=self._records.zone,
        )

    def _open_day(self, plan: CurrentPlan) -> None:
        """Write down what the day asks, and what the days asked on which nobody was here."""
        today = self._records.today()
        if self._opened == today or not self._records.log.writable:
            return
        last = self._records.log.last_at()
        missing = self._days_to_open(plan, today)
        facts: list[Fact] = []
        for day in missing:
            facts.extend(asked_fact(item, day) for item in self._asked_items(plan, day))
        self._records.record(*facts)
        self._opened = today
        self._away = self._what_was_missed(plan, last, [day for day in missing if day < today])

    def _days_to_open(self, plan: CurrentPlan, today: date) -> list[date]:
        first = max(plan.plan.from_day, today - timedelta(days=MOST_DAYS_BACK))
        opened = {
            fact.for_day
            for _, fact in history_of(self._records.log.read(since=first, kinds=[ItemAsked])).of(
                ItemAsked
            )
        }
        return [day for day in days_between(first, today) if day not in opened]

    def _asked_items(self, plan: CurrentPlan, day: date) -> tuple[AgendaItem, ...]:
        """What a day asked, under the stage that held on it."""
        history = self._records.recent(MOST_DAYS_BACK)
        stage = self._stage_on(day) or plan.stage
        now = self._records.now()
        earlier = CurrentPlan(plan.plan, plan.program, stage)
        return self._agenda(earlier, history, now, day).items

    def _stage_on(self, day: date) -> StageCode | None:
        stage = None
        for stamped in self._records.whole(PlanReceived, StageChanged).facts:
            if stamped.day > day:
                break
            fact = stamped.fact
            if isinstance(fact, StageChanged):
                stage = fact.to_stage
            elif isinstance(fact, PlanReceived):
                stage = fact.stage
        return stage

    def _what_was_missed(
        self, plan: CurrentPlan, last: datetime | None, not_recorded: list[date]
    ) -> Away | None:
        if last is None or plan.plan.from_day == self._records.today():
            return None
        now = self._records.now()
        day = self._agenda(plan, self._records.recent(7), now, now.date())
        missed = tuple(
            item
            for item in day.items
            if item.state in (ItemState.MISSED, ItemState.DUE)
            and item.declined is None
            and last < item.due_at <= now
        )
        if not missed and not not_recorded:
            return None
        return Away(last, missed, tuple(not_recorded))


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
