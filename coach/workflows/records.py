"""What every workflow stands on: the log with the time it is now, and the plan that holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from coach.clock import Clock
from coach.domain.errors import InputError
from coach.domain.events import (
    Fact,
    FlareStarted,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    StageChanged,
    Stamped,
)
from coach.domain.history import History, history_of
from coach.domain.program import Program, StageCode
from coach.workflows.ports import EventLog, ProgramShelf

RECENT_DAYS = 60
"""How far back the day looks: an exercise not done for this long is explained again (DESIGN)."""


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """The plan that holds now, with its program and stage."""

    plan: PlanReceived
    program: Program
    stage: StageCode


class Records:
    """The log and the clock together: facts are stamped with now and the plan that holds."""

    def __init__(
        self, log: EventLog, shelf: ProgramShelf, clock: Clock, zone: tzinfo | None = None
    ) -> None:
        self.log = log
        self.shelf = shelf
        self.clock = clock
        self.zone = zone

    def now(self) -> datetime:
        """Local time with offset, in the patient's zone where one is set."""
        now = self.clock.now()
        return now.astimezone(self.zone) if self.zone is not None else now

    def today(self) -> date:
        """The patient's local date."""
        return self.now().date()

    def record(self, *facts: Fact, at: datetime | None = None) -> list[Stamped]:
        """Write facts in one go; they are on disk when this returns. Raises LogError if not."""
        if not facts:
            return []
        return self.log.append(facts, at=at or self.now(), plan_version=self._plan_version(facts))

    def recent(self, days: int = RECENT_DAYS) -> History:
        """Every standing fact of the last `days` days."""
        return history_of(self.log.read(since=self.today() - timedelta(days=days)))

    def between(self, first: date, last: date) -> History:
        """Every standing fact from `first` to `last`."""
        return history_of(self.log.read(since=first, until=last))

    def whole(self, *kinds: type) -> History:
        """All facts of some rare kinds, however old."""
        return history_of(self.log.read(kinds=kinds))

    def course(self) -> History:
        """Plans, stages, holds and flares since the beginning: few rows, whatever the log's age."""
        return self.whole(
            PlanReceived, StageChanged, SafetyHold, SafetyCleared, RedFlagAnswered, FlareStarted
        )

    def current_plan(self) -> CurrentPlan | None:
        """The plan that holds now; None before set-up.

        Raises InputError when its program is no longer on the shelf.
        """
        course = self.course()
        plan = course.plan()
        stage = course.stage()
        if plan is None or stage is None:
            return None
        program = self.shelf.program(plan.program)
        return CurrentPlan(plan, program, stage)

    def require_plan(self) -> CurrentPlan:
        """The plan that holds now; InputError with the way out before set-up."""
        plan = self.current_plan()
        if plan is None:
            raise InputError("No program yet", "Run `coach` once to choose a program.")
        return plan

    def _plan_version(self, facts: Sequence[Fact]) -> str:
        for fact in facts:
            if isinstance(fact, PlanReceived):
                return f"{fact.program}@{fact.version}"
        plan = self.whole(PlanReceived).plan()
        return f"{plan.program}@{plan.version}" if plan is not None else ""
