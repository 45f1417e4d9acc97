"""Words by context: before a drive, before lifting, before what the plan names, in the morning."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from coach.domain import tasks as rule
from coach.domain.errors import InputError
from coach.domain.events import Fact, FactRetracted, Stamped, WarningGiven
from coach.domain.findings import nearest
from coach.domain.outcomes import WarningKind
from coach.domain.program import Program, Surface, Task, TaskKind
from coach.domain.text import clean_line
from coach.domain.time_events import TaskAnnounced
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.ports import Speaker
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.safety import Safety
from coach.workflows.sit import SittingGuard
from coach.workflows.spacing import Spacing

MOST_MINUTES_AHEAD = 12 * 60
"""How long ahead a task may be announced (source: DESIGN)."""
TAKEN_BACK = "the task does not come"


class _Known(Struct, frozen=True):
    """What is asked every second, read anew after every fact alone."""

    facts: list[Stamped]
    """Of today and yesterday, as they were recorded."""
    program: Program | None
    tasks: tuple[Task, ...]
    morning_until: datetime | None
    morning_said: bool


class Tasks:
    """Says what helps before a task begins, once; what was said stands in the log."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        safety: Safety,
        guard: SittingGuard,
        quiet: Quiet,
        spacing: Spacing,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self._guard = guard
        self._quiet = quiet
        self._spacing = spacing
        self._kept: tuple[object, _Known] | None = None

    def known(self) -> tuple[Task, ...]:
        """What there is a word for under the plan that holds now. Raises LogError."""
        return self._look().tasks

    def find(self, word: str) -> Task:
        """A task by its id, name or kind. Raises InputError that names those there are."""
        known = self.known()
        found = rule.find_task(known, word)
        if found is None:
            names = [task.id for task in known]
            near = nearest(word, names)
            mend = f"did you mean {near}?" if near else f"there are: {', '.join(names)}."
            raise InputError("Task", f"there is no task '{clean_line(word, limit=40)}'; {mend}")
        return found

    def announce(self, word: str, minutes: int = 0, *, at: datetime | None = None) -> list[Cue]:
        """A task comes now, or in so many minutes: its word is said before it.

        Raises SafetyHoldError while a hold stands, InputError for no task and too far ahead.
        """
        self._safety.require_free()
        if not 0 <= minutes <= MOST_MINUTES_AHEAD:
            raise InputError("Task", f"write from 0 to {MOST_MINUTES_AHEAD} minutes ahead.")
        task, now = self.find(word), at or self._records.now()
        starts = now + timedelta(minutes=minutes)
        announced = TaskAnnounced(task=task.id, starts_at=starts)
        word_at = starts - rule.SAID_BEFORE
        if word_at > now and not self._quiet.will_hold(word_at):
            self._records.record(announced, at=now)
            when = word_at.astimezone(self._records.now().tzinfo)
            text = f"{task.name}: noted. I say what helps at {when:%H:%M}."
            noted = Cue(CueKind.NOTICE, text)
            return self._say(self._quiet.answer(noted, elsewhere=at is not None))
        return self._warn(task, announced, at=now, elsewhere=at is not None)

    def coming(self) -> list[str]:
        """What was announced and is to come, as it is shown: `Driving at 15:00`. LogError."""
        zone = self._records.now().tzinfo
        return [
            f"{one.task.name} at {one.starts_at.astimezone(zone):%H:%M}" for one in self._to_come()
        ]

    def take_back(self, word: str = "", *, at: datetime | None = None) -> list[Cue]:
        """A task does not come after all: nothing is said of it; no word means all that come.

        Raises InputError for no task, and when none was announced.
        """
        task = self.find(word) if word else None
        gone = [one for one in self._to_come() if task is None or one.task == task]
        if not gone:
            raise InputError("Task", "nothing of that kind was announced.")
        self._records.record(
            *(FactRetracted(fact=one.fact, reason=TAKEN_BACK) for one in gone), at=at
        )
        names = ", ".join(dict.fromkeys(one.task.name for one in gone))
        return [Cue(CueKind.NOTICE, f"{names}: taken back. I say nothing of it.", spoken=False)]

    def before_exercises(self, exercises: Sequence[str]) -> list[Cue]:
        """The word of the morning, for a session that bends the back to say first; none by day."""
        until = self._early_until()
        shelf = self._records.shelf
        bending = [one for one in map(shelf.exercise, dict.fromkeys(exercises)) if one.bends]
        if until is None or not bending:
            return []
        names = ", ".join(one.name for one in bending)
        text = f"{rule.AHEAD}{names}. {rule.early_words(until)}"
        self._records.record(WarningGiven(kind=WarningKind.LIFTING, text=text, spoken=True))
        return [Cue(CueKind.NOTICE, text, Priority.WARNING)]

    def next_at(self) -> datetime | None:
        """When there is something to say, if nothing changes."""
        times = [self._quiet.said_at(one.at) for one in self._to_come()]
        morning = self._morning_at()
        if morning is not None:
            times.append(morning)
        return self._spacing.not_before(min(times, default=None))

    def tick(self) -> list[Cue]:
        """Say one thing that is due now; the fact first. Nothing under a hold. Raises LogError."""
        now = self._records.now()
        due = [one.task for one in self._to_come() if one.at <= now]
        morning = self._morning_at()
        early = morning is not None and morning <= now
        drives = self._drives()
        if not (due or early or drives) or self._safety.hold() is not None:
            return []
        if self._spacing.free_at() is not None or self._quiet.holds():
            return []
        if due:
            return self._warn(due[0])
        return self._warn(self.find(TaskKind.DRIVE.value)) if drives else self._say_morning()

    # --- what is due

    def _look(self) -> _Known:
        key = (self._records.written, self._records.today())
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._read())
        return self._kept[1]

    def _read(self) -> _Known:
        log, today = self._records.log, self._records.today()
        recorded = log.as_recorded(log.read(since=today - timedelta(days=1)))
        facts = [one for one in recorded if log.is_own(one)]
        program, until = self._program(), None
        if program is not None:
            until = rule.morning_until(program, rule.got_up_at(facts, today))
        said = rule.morning_said(facts, today)
        return _Known(facts, program, rule.tasks_of(program), until, said)

    def _program(self) -> Program | None:
        """The program that holds now; None before set-up, and when it left the shelf."""
        try:
            plan = self._records.current_plan()
        except InputError:
            return None
        return plan.program if plan is not None else None

    def _to_come(self) -> list[rule.Coming]:
        known = self._look()
        return rule.to_come(known.facts, known.tasks, self._records.now())

    def _drives(self) -> bool:
        """Whether somebody sits in the car and was not told of the drive yet."""
        bout = self._guard.now()
        if bout is None or bout.surface is not Surface.CAR:
            return False
        since = self._records.now() - rule.ONE_DRIVE
        known = self._look()
        return not rule.drive_said_since(known.facts, known.tasks, since)

    def _early_until(self) -> datetime | None:
        """Until when bending waits; None when it need not, or no longer."""
        until = self._look().morning_until
        return until if until is not None and self._records.now() < until else None

    def _morning_at(self) -> datetime | None:
        """When the word of the morning is to be said: at once, or after the quiet."""
        now, known = self._records.now(), self._look()
        until = None if known.morning_said else self._early_until()
        if until is None:
            return None
        after = self._quiet.said_at(now)
        return after if after < until else None

    # --- words

    def _warn(
        self,
        task: Task,
        announced: TaskAnnounced | None = None,
        *,
        at: datetime | None = None,
        elsewhere: bool = False,
    ) -> list[Cue]:
        text = rule.task_words(task, self._car_minutes(), self._early_words(task))
        cue = Cue(CueKind.NOTICE, text, Priority.WARNING)
        cue = self._quiet.answer(cue, elsewhere=elsewhere)
        facts: list[Fact] = [announced] if announced is not None else []
        facts.append(WarningGiven(kind=rule.warning_kind(task), text=text, spoken=cue.spoken))
        self._records.record(*facts, at=at)
        return self._say(cue)

    def _early_words(self, task: Task) -> str:
        until = self._early_until() if task.kind is TaskKind.LIFTING else None
        return rule.early_words(until) if until is not None else ""

    def _say_morning(self) -> list[Cue]:
        program = self._look().program
        assert program is not None
        text = rule.morning_words(program.morning_minutes)
        self._records.record(WarningGiven(kind=WarningKind.LIFTING, text=text, spoken=True))
        return self._say(Cue(CueKind.NOTICE, text))

    def _car_minutes(self) -> int:
        """The limit for the car as it holds for this patient now."""
        return self._guard.limit(Surface.CAR)

    def _say(self, cue: Cue) -> list[Cue]:
        self._speaker.say(cue)
        return [cue]
