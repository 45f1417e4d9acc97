"""A sample patient: six weeks of facts made up from a fixed seed, for trying the coach out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby, pairwise, starmap
from random import Random

from msgspec import Struct

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
    SafetyHold,
    SessionEnded,
    SessionStarted,
)
from coach.domain.history import History
from coach.domain.lights import light_for, light_why
from coach.domain.outcomes import Excuse, Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, PainReport
from coach.domain.program import Program, SittingLimits, StageCode
from coach.domain.safety_rhythm import WEEK_DAYS
from coach.session.phrasing import Telling
from coach.session.plan import PlanStep, SessionItem, plan_session
from coach.workflows import demo_answers
from coach.workflows.coach import Coach
from coach.workflows.demo_sitting import KINDS, sitting_day, sore_spell
from coach.workflows.demo_story import STORY_DAYS, Story


class Batch(Struct, frozen=True):
    """Facts of one moment."""

    at: datetime
    facts: tuple[Fact, ...]


def fill_sample(
    coach: Coach, days: int = STORY_DAYS, story: Story | None = None, since: int = 0
) -> int:
    """Append `days` days of facts up to yesterday evening; returns how many facts that made.

    The first `since` of the days are left out: they are in the log already. A coach without a plan
    gets the story's program from the shelf; one with a plan lives by that.
    """
    story = story or Story()
    plan = coach.records.current_plan()
    program = plan.program if plan is not None else coach.shelf.program(story.program)
    now = coach.records.now()
    first = now.date() - timedelta(days=days)
    sample = _Sample(coach, program, first, story, now, has_plan=plan is not None)
    count = 0
    with coach.log.together():
        for batch in sample.batches(since, days):
            if batch.at <= now and batch.facts:
                coach.log.append(batch.facts, at=batch.at, plan_version=program.plan_version)
                count += len(batch.facts)
    return count


class _Sample:
    def __init__(
        self,
        coach: Coach,
        program: Program,
        first: date,
        story: Story,
        now: datetime,
        *,
        has_plan: bool,
    ) -> None:
        self._coach = coach
        self._known = partial(coach.log.read, kinds=KINDS)
        self._program = program
        self._first = first
        self._story = story
        self._has_plan = has_plan
        self._random = Random(story.seed)
        self._answering = Random(story.seed + 1)
        """A source of its own, so that answers more or less change nothing else."""
        self._lessons = 0
        self._now = now
        self._sessions = 0
        self._list_from = 0
        """The day of the sample from which on the whole safety list is due."""

    def batches(self, since: int, days: int) -> Iterator[Batch]:
        """Everything in the order it happened, from day `since` on."""
        if not self._has_plan:
            yield Batch(self._at(0, time(7, 45)), (self._plan(),))
        owed: list[int] = []
        for nth in range(since, days):
            if nth in self._story.away_days:
                owed.append(nth)
                continue
            yield Batch(self._at(nth, time(8, 0)), tuple(self._morning(nth, owed)))
            owed = []
            yield from sorted(self._day(nth), key=lambda batch: batch.at)
            yield from self._sore_spell(nth)
            if nth == self._story.yes_day:
                yield Batch(self._at(nth, time(21, 40)), tuple(self._yes()))
        if not (self._story.locked(days) or days - 1 in self._story.away_days):
            yield Batch(self._at(days - 1, time(21, 30)), tuple(self._all_no()))

    def _plan(self) -> PlanReceived:
        return PlanReceived(
            program=self._program.id,
            version=self._program.version,
            therapist="",
            from_day=self._first,
            stage=self._stage(0),
            sore_side=self._story.sore_side,
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

    def _yes(self) -> Iterator[Fact]:
        """A yes to the first question that locks coaching."""
        flags = self._coach.safety.flags
        item = next(item for item in flags.items if item.tier.locks)
        yield RedFlagAnswered(item=item.id, answer=True, tier=item.tier, text_version=flags.version)
        yield SafetyHold(tier=item.tier)

    def _stage_change(self, nth: int) -> Iterator[Fact]:
        begins = self._story.stage_from_day
        for before, after in pairwise(begins):
            if begins[after] == nth:
                yield from demo_answers.stage_step(before, after, self._date(nth))

    def _day(self, nth: int) -> Iterator[Batch]:
        items = self._items(nth)
        if nth == self._story.flare_day:
            excused = tuple(ItemExcused(item=item.id, reason=Excuse.FLARE) for item in items)
            flare = FlareStarted(hours=self._program.flare.hours)
            yield Batch(self._at(nth, time(8, 30)), (flare, *excused))
            items = []
        if self._story.locked(nth):
            locked = tuple(ItemExcused(item=item.id, reason=Excuse.SAFETY) for item in items)
            yield Batch(self._at(nth, time(8, 30)), locked)
            items = []
        by_time = groupby(items, key=lambda item: item.due_at)
        for due_at, due in by_time:
            if self._random.random() < self._story.does:
                yield from self._session(nth, due_at, list(due))
        yield from self._sitting(nth)
        yield from self._answers(nth)
        if nth in self._story.notes:
            yield Batch(self._at(nth, time(21, 0)), (NoteWritten(text=self._story.notes[nth]),))

    def _answers(self, nth: int) -> Iterator[Batch]:
        """What the coach asked on this day beside its program."""
        shelf, stage = self._coach.shelf, self._stage(nth)
        yield Batch(self._at(nth, time(8, 20)), demo_answers.body_chart(nth))
        lesson = tuple(demo_answers.lesson(nth, stage, shelf, self._lessons))
        self._lessons += len(lesson)
        yield Batch(self._at(nth, time(12, 20)), lesson)
        if nth % 7 == 0:
            yield Batch(self._at(nth, time(18, 30)), tuple(self._week(nth)))
        pain = self._pain(nth, self._answering)
        evening = demo_answers.evening(nth, pain, self._answering)
        yield Batch(self._at(nth, time(20, 30)), evening)

    def _week(self, nth: int) -> Iterator[Fact]:
        shelf, (paper, total) = self._coach.shelf, self._story.typed
        if paper and nth == 0:
            yield from demo_answers.typed(shelf, paper, total)
        if self._story.follows_leg:
            yield from demo_answers.week_by_leg(nth, shelf, self._story.relief(nth))
        else:
            yield from demo_answers.week(nth, shelf)

    def _session(self, nth: int, due_at: datetime, items: list[AgendaItem]) -> Iterator[Batch]:
        self._sessions += 1
        session = f"sample-{nth:02d}-{self._sessions:03d}"
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
        leg = self._story.after_session(nth, before.leg or 0, self._sessions)
        after = PainReport(before.back, leg, before.reach)
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
            [SessionItem(item.id, exercise, item.dose, telling=Telling.SHORT)],
            self._coach.sessions.script_settings,
            sore_side=self._story.sore_side,
        )
        return [step for block in settings.blocks for step in block.steps if step.logged]

    def _set(self, session: str, item: AgendaItem, step: PlanStep) -> ExerciseDone:
        chance = self._random.random()
        reps, outcome, reason = step.reps, SetOutcome.DONE, Reason.NONE
        if self._story.leaves_out(item.exercise, chance):
            reps, outcome, reason = 0, SetOutcome.SKIPPED, Reason.PAIN
        elif 0.92 < chance <= 0.96:
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
        known = self._known() if nth > self._story.sore_sitting_day else []
        limits, at = self._limits(nth), partial(self._at, nth)
        return starmap(Batch, sitting_day(limits, nth, at, self._random, known))

    def _sore_spell(self, nth: int) -> Iterator[Batch]:
        if nth == self._story.sore_sitting_day:
            start = self._at(nth, time(21, 5))
            yield from starmap(Batch, sore_spell(self._limits(nth), nth, start, self._known))

    def _limits(self, nth: int) -> SittingLimits:
        return self._program.stage(self._stage(nth)).sitting

    def _pain(self, nth: int, random: Random | None = None) -> PainReport:
        return self._story.pain(nth, random or self._random)

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
        return self._story.stage(nth)

    def _date(self, nth: int) -> date:
        return self._first + timedelta(days=nth)

    def _at(self, nth: int, at: time) -> datetime:
        zone = self._coach.records.zone
        return datetime.combine(self._date(nth), at, tzinfo=zone).astimezone(zone)
