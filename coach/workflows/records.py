"""What every workflow stands on: the log with the time it is now, and the plan that holds."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from coach.clock import Clock
from coach.domain.errors import InputError, LogError
from coach.domain.events import (
    Fact,
    FlareStarted,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionStarted,
    StageChanged,
    Stamped,
)
from coach.domain.history import History, history_of
from coach.domain.plans import in_force, plans_begun
from coach.domain.program import Program, StageCode
from coach.workflows.local_time import local_now
from coach.workflows.ports import EventLog, ProgramShelf

RECENT_DAYS = 60
"""How far back the day looks: an exercise not done for this long is explained again (DESIGN)."""


class CurrentPlan(Struct, frozen=True):
    """The plan that holds now, with its program and stage."""

    plan: PlanReceived
    program: Program
    stage: StageCode
    received_at: datetime
    """Nothing whose time was over by then is asked."""

    @property
    def first_day(self) -> date:
        """The first day on which it asks for anything."""
        return max(self.plan.from_day, self.received_at.date())


class Records:
    """The log and the clock together: facts are stamped with now and the plan that holds."""

    def __init__(
        self, log: EventLog, shelf: ProgramShelf, clock: Clock, zone: tzinfo | None = None
    ) -> None:
        self.log = log
        self.shelf = shelf
        self.clock = clock
        self.zone = zone
        self.written = 0
        """How often something was written: what was read before may be kept until it changes."""
        self.sessions_begun: set[str] = set()
        """Sessions that were begun through this: no kill cut them off."""
        self._kept: tuple[str, str] | None = None
        """The signed plan that was read last, under its SHA-256."""

    def now(self) -> datetime:
        """Local time with its offset, in the patient's zone where one is set."""
        return local_now(self.clock, self.zone)

    def today(self) -> date:
        """The patient's local date."""
        return self.now().date()

    def record(self, *facts: Fact, at: datetime | None = None) -> list[Stamped]:
        """Write facts in one go; they are on disk when this returns. Raises LogError if not."""
        if not facts:
            return []
        plan_version = self._plan_version(facts)
        stamped = self.log.append(facts, at=at or self.now(), plan_version=plan_version)
        self.written += 1
        self.sessions_begun |= {one.session for one in facts if isinstance(one, SessionStarted)}
        return stamped

    def as_one_device(self, facts: Iterable[Stamped]) -> list[Stamped]:
        """Facts as they were recorded here, all by this device: one clock dated them, also before
        a backup was restored. Those of other homes come first, as they are."""
        log = self.log
        return [
            replace(one, device=log.device, seq=nth) if log.is_own(one) else one
            for nth, one in enumerate(log.as_recorded(facts), start=1)
        ]

    def recent(self, days: int = RECENT_DAYS) -> History:
        """Every standing fact of the last `days` days."""
        today = self.today()
        facts = self.log.read(since=today - timedelta(days=days))
        return history_of(plans_begun(facts, today))

    def between(self, first: date, last: date) -> History:
        """Every standing fact from `first` to `last`."""
        return history_of(self.log.read(since=first, until=last))

    def whole(self, *kinds: type) -> History:
        """All facts of some rare kinds, however old; a plan stands where it begins to hold."""
        return history_of(in_force(self.log.read(kinds=kinds), self.today()))

    def course(self) -> History:
        """Plans, stages, holds and flares since the beginning: few rows, whatever the log's age.

        Answers to safety questions only while a hold stands: there are some every day.
        """
        course = self.whole(PlanReceived, StageChanged, SafetyHold, SafetyCleared, FlareStarted)
        standing = course.hold()
        if standing is None:
            return course
        since = standing[0].date() - timedelta(days=1)
        answers = self.log.read(since=since, kinds=[RedFlagAnswered])
        return history_of(
            sorted((*course.facts, *answers), key=lambda stamped: (stamped.at, stamped.seq))
        )

    def current_plan(self, course: History | None = None) -> CurrentPlan | None:
        """The plan that holds now; None before set-up. `course` saves reading it again.

        Raises InputError when its program is no longer on the shelf, LogError when the words of
        a signed plan are not kept here.
        """
        course = course or self.course()
        received = course.last(PlanReceived)
        stage = course.stage()
        if received is None or stage is None:
            return None
        stamped, plan = received
        return CurrentPlan(plan, self._program(plan), stage, stamped.at)

    def require_plan(self, course: History | None = None) -> CurrentPlan:
        """The plan that holds now; InputError with the way out before set-up."""
        plan = self.current_plan(course)
        if plan is None:
            raise InputError("No program yet", "Run `coach` once to choose a program.")
        return plan

    def _program(self, plan: PlanReceived) -> Program:
        """The program of a plan: of a signed one as the therapist wrote it, never the shelf's."""
        if plan.document is None:
            return self.shelf.program(plan.program)
        if self._kept is None or self._kept[0] != plan.document:
            content = self.log.document(plan.document)
            if content is None:
                raise LogError(
                    "The plan is not kept here",
                    f"The words of {plan.program} version {plan.version} are missing. "
                    "Open the plan file again: coach open FILE",
                )
            self._kept = (plan.document, content)
        return self.shelf.follow_plan(self._kept[1])

    def _plan_version(self, facts: Sequence[Fact]) -> str:
        for fact in facts:
            if isinstance(fact, PlanReceived):
                return f"{fact.program}@{fact.version}"
        plan = self.whole(PlanReceived).plan()
        return f"{plan.program}@{plan.version}" if plan is not None else ""
