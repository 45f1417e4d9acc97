"""A sample patient: six weeks of facts made up from a fixed seed, for trying the coach out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from random import Random

from coach.domain.agenda import AgendaItem, agenda, asked_fact
from coach.domain.check_in import pain_scores
from coach.domain.events import (
    ExerciseDone,
    Fact,
    FlareStarted,
    ItemExcused,
    LightGiven,
    NoteWritten,
    PlanReceived,
    RedFlagAnswered,
    SessionEnded,
    SessionStarted,
    SittingBout,
    SittingStarted,
    StageChanged,
    WarningGiven,
)
from coach.domain.history import History
from coach.domain.lights import light_for, light_why
from coach.domain.outcomes import Excuse, Reason, SessionOutcome, SetOutcome, WarningKind
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Program, StageCode, Surface
from coach.domain.safety_rhythm import WEEK_DAYS
from coach.session.plan import PlanStep, SessionItem, plan_session
from coach.workflows import demo_answers
from coach.workflows.coach import Coach

PROGRAM = "steady-back"
SEED = 20270301
STAGE_FROM_DAY = {StageCode.CALM: 0, StageCode.MOVE: 10, StageCode.BUILD: 28}
"""Days of the sample on which a stage begins."""
AWAY_DAYS = (13, 14, 31)
"""Days on which the machine was off: not recorded."""
FLARE_DAY = 20
NOTES = {
    4: "Slept badly, the leg kept me awake.",
    17: "Long drive to my sister, leg was bad after.",
    FLARE_DAY: "Carried the shopping, back went tight.",
    33: "First day I forgot about the leg for a while.",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts of one moment."""

    at: datetime
    facts: tuple[Fact, ...]


def fill_sample(coach: Coach, days: int = 42) -> int:
    """Append `days` days of facts up to yesterday evening; returns how many facts that made.

    The coach must not have a plan yet: the sample brings its own.
    """
    program = coach.shelf.program(PROGRAM)
    now = coach.records.now()
    first = now.date() - timedelta(days=days)
    sample = _Sample(coach, program, first, Random(SEED), now)
    count = 0
    for batch in sample.batches(days):
        if batch.at <= now and batch.facts:
            coach.log.append(batch.facts, at=batch.at, plan_version=program.plan_version)
            count += len(batch.facts)
    return count


class _Sample:
    def __init__(
        self, coach: Coach, program: Program, first: date, random: Random, now: datetime
    ) -> None:
        self._coach = coach
        self._program = program
        self._first = first
        self._random = random
        self._answering = Random(SEED + 1)
        """A source of its own, so that answers more or less change nothing else."""
        self._lessons = 0
        self._now = now
        self._sessions = 0
        self._list_from = 0
        """The day of the sample from which on the whole safety list is due."""

    def batches(self, days: int) -> Iterator[Batch]:
        """Everything in the order it happened."""
        yield Batch(self._at(0, time(7, 45)), (self._plan(),))
        owed: list[int] = []
        for nth in range(days):
            if nth in AWAY_DAYS:
                owed.append(nth)
                continue
            yield Batch(self._at(nth, time(8, 0)), tuple(self._morning(nth, owed)))
            owed = []
            yield from sorted(self._day(nth), key=lambda batch: batch.at)
        yield Batch(self._at(days - 1, time(21, 30)), tuple(self._all_no()))

    def _plan(self) -> PlanReceived:
        return PlanReceived(
            program=self._program.id,
            version=self._program.version,
            therapist="",
            from_day=self._first,
            stage=StageCode.CALM,
            sore_side="left",
        )

    def _morning(self, nth: int, owed: list[int]) -> Iterator[Fact]:
        for earlier in owed:
            yield from (asked_fact(item, self._date(earlier)) for item in self._items(earlier))
        yield from self._stage_change(nth)
        yield from (asked_fact(item, self._date(nth)) for item in self._items(nth))
        if nth >= self._list_from:
            self._list_from = nth + WEEK_DAYS
            yield from self._all_no()

    def _all_no(self) -> Iterator[RedFlagAnswered]:
        """The whole safety list, with nothing new."""
        flags = self._coach.safety.flags
        for item in flags.items:
            yield RedFlagAnswered(
                item=item.id, answer=False, tier=item.tier, text_version=flags.version
            )

    def _stage_change(self, nth: int) -> Iterator[Fact]:
        stages = list(STAGE_FROM_DAY)
        for before, after in pairwise(stages):
            if STAGE_FROM_DAY[after] == nth:
                yield StageChanged(
                    from_stage=before,
                    to_stage=after,
                    rule="sample",
                    evidence="Made up for the demo.",
                )

    def _day(self, nth: int) -> Iterator[Batch]:
        items = self._items(nth)
        if nth == FLARE_DAY:
            excused = tuple(ItemExcused(item=item.id, reason=Excuse.FLARE) for item in items)
            flare = FlareStarted(hours=self._program.flare.hours)
            yield Batch(self._at(nth, time(8, 30)), (flare, *excused))
            items = []
        by_time = groupby(items, key=lambda item: item.due_at)
        for due_at, due in by_time:
            if self._random.random() < 0.78:
                yield from self._session(nth, due_at, list(due))
        yield from self._sitting(nth)
        yield from self._answers(nth)
        if nth in NOTES:
            yield Batch(self._at(nth, time(21, 0)), (NoteWritten(text=NOTES[nth]),))

    def _answers(self, nth: int) -> Iterator[Batch]:
        """What the coach asked on this day beside its program."""
        shelf, stage = self._coach.shelf, self._stage(nth)
        yield Batch(self._at(nth, time(8, 20)), demo_answers.body_chart(nth))
        lesson = tuple(demo_answers.lesson(nth, stage, shelf, self._lessons))
        self._lessons += len(lesson)
        yield Batch(self._at(nth, time(12, 20)), lesson)
        if nth % 7 == 0:
            yield Batch(self._at(nth, time(18, 30)), tuple(demo_answers.week(nth, shelf)))
        pain = self._pain(nth, self._answering)
        evening = demo_answers.evening(nth, pain, self._answering)
        yield Batch(self._at(nth, time(20, 30)), evening)

    def _session(self, nth: int, due_at: datetime, items: list[AgendaItem]) -> Iterator[Batch]:
        self._sessions += 1
        session = f"sample-{self._sessions:03d}"
        start = due_at.astimezone(self._coach.records.zone) + timedelta(
            minutes=self._random.randrange(25)
        )
        before = self._pain(nth)
        started = SessionStarted(
            session=session, stage=self._stage(nth), items=tuple(item.id for item in items)
        )
        yield Batch(start, (*pain_scores(before, Moment.BEFORE, session), started))
        minutes = 0.0
        for item in items:
            for step in self._steps(item):
                minutes += step.timeline.seconds / 60 + 0.4
                done = self._set(session, item, step)
                yield Batch(start + timedelta(minutes=minutes), (done,))
        after = PainReport(before.back, max(0, (before.leg or 0) - 1), before.reach)
        ended = SessionEnded(
            session=session,
            stage=self._stage(nth),
            outcome=SessionOutcome.COMPLETED,
            minutes=round(minutes, 2),
        )
        yield Batch(
            start + timedelta(minutes=minutes + 1),
            (
                ended,
                *pain_scores(after, Moment.AFTER, session),
                *self._light(session, before, after),
            ),
        )

    def _light(self, session: str, before: PainReport, after: PainReport) -> Iterator[LightGiven]:
        light = light_for(before, after, self._program.thresholds)
        if light is not None:
            why = light_why(before, after)
            yield LightGiven(session=session, item="", exercise="", light=light, why=why)

    def _steps(self, item: AgendaItem) -> list[PlanStep]:
        exercise = self._coach.shelf.exercise(item.exercise)
        settings = plan_session(
            [SessionItem(item.id, exercise, item.dose, first_time=False)],
            self._coach.sessions.script_settings,
            sore_side="left",
        )
        return [step for block in settings.blocks for step in block.steps if step.logged]

    def _set(self, session: str, item: AgendaItem, step: PlanStep) -> ExerciseDone:
        chance = self._random.random()
        reps, outcome, reason = step.reps, SetOutcome.DONE, Reason.NONE
        if chance > 0.96:
            reps, outcome, reason = 0, SetOutcome.SKIPPED, Reason.PAIN
        elif chance > 0.92:
            reps, outcome, reason = step.reps // 2, SetOutcome.PARTIAL, Reason.FATIGUE
        each = step.hold_seconds or step.tempo_seconds
        return ExerciseDone(
            session=session,
            item=item.id,
            exercise=item.exercise,
            set_no=step.set_no,
            side=step.side,
            reps=reps,
            hold_seconds=step.hold_seconds,
            seconds=float(reps * each),
            planned_reps=step.reps,
            planned_seconds=step.planned_seconds,
            outcome=outcome,
            reason=reason,
        )

    def _sitting(self, nth: int) -> Iterator[Batch]:
        limits = self._program.stage(self._stage(nth)).sitting
        for hour in (10, 14, 17):
            surface = self._random.choice([Surface.FIRM, Surface.SOFT, Surface.HARD, Surface.CAR])
            limit = limits.minutes(surface)
            minutes = round(limit * self._random.uniform(0.4, 1.5), 1)
            start = self._at(nth, time(hour, self._random.randrange(40)))
            bout = f"sample-bout-{nth:02d}-{hour}"
            yield Batch(start, (SittingStarted(bout=bout, surface=surface),))
            over = max(0.0, minutes - limit)
            if over:
                text = f"Time to stand and walk. {limit} minutes. {limits.reason}"
                warned = WarningGiven(kind=WarningKind.SITTING, text=text, spoken=True)
                yield Batch(start + timedelta(minutes=limit), (warned,))
            fact = SittingBout(
                bout=bout,
                surface=surface,
                started_at=start,
                minutes=minutes,
                limit_minutes=limit,
                warnings=1 if over else 0,
                overdue_minutes=round(over, 1),
            )
            yield Batch(start + timedelta(minutes=minutes), (fact,))

    def _pain(self, nth: int, random: Random | None = None) -> PainReport:
        """Leg pain settles from about 7 to about 2, with a bad spell in between."""
        random = random or self._random
        trend = 7 - 5 * nth / 41
        bad = 2.5 if FLARE_DAY <= nth <= FLARE_DAY + 2 else 0.0
        leg = round(min(10.0, max(0.0, trend + bad + random.uniform(-1, 1))))
        back = round(min(10.0, max(0.0, 4 - 2 * nth / 41 + random.uniform(-1, 1))))
        reach = Reach.CALF if leg >= 5 else Reach.THIGH if leg >= 3 else Reach.BUTTOCK
        return PainReport(back, leg, reach)

    def _items(self, nth: int) -> list[AgendaItem]:
        day = self._date(nth)
        asked = agenda(
            self._program,
            self._stage(nth),
            History(()),
            self._now,
            day=day,
            from_day=self._first,
            zone=self._coach.records.zone,
        )
        return list(asked.items)

    def _stage(self, nth: int) -> StageCode:
        return [code for code, since in STAGE_FROM_DAY.items() if since <= nth][-1]

    def _date(self, nth: int) -> date:
        return self._first + timedelta(days=nth)

    def _at(self, nth: int, at: time) -> datetime:
        zone = self._coach.records.zone
        return datetime.combine(self._date(nth), at, tzinfo=zone).astimezone(zone)
