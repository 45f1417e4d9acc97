"""The program as it is asked after a red: easier for a while, within what the plan allows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from coach.domain.easier import eased
from coach.domain.easing import is_eased, red_in, red_on, standings
from coach.domain.errors import InputError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    LightGiven,
    PlanReceived,
    SessionStarted,
)
from coach.domain.exercise import Exercise
from coach.domain.history import History, history_of
from coach.domain.plans import plans_begun
from coach.domain.program import Easier, Prescription, Program, StageCode
from coach.domain.settled import SETTLED
from coach.review.light_words import Coming
from coach.workflows.records import RECENT_DAYS, CurrentPlan, Records

RESTS_ON = (PlanReceived, SessionStarted, ExerciseDone, LightGiven, AnswerGiven)
"""The facts that easing is a fold of."""

SIGNS = (PlanReceived, AnswerGiven)
"""What can change today's easing in the middle of the day."""

_Signs = tuple[date, tuple[str, ...]]


class Ease:
    """Eases a program for a day; reads the log anew only when something changed."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._read: tuple[_Signs, History] | None = None
        self._made: dict[tuple[str, StageCode, datetime, date], Program] = {}

    def program(self, plan: CurrentPlan, day: date) -> Program:
        """The plan's program as `day` asks for it."""
        history = self._history()
        key = (plan.program.plan_version, plan.stage, plan.received_at, day)
        if key not in self._made:
            self._made[key] = self._eased(plan.program, plan.stage, history, day)
        return self._made[key]

    def red_on(self, plan: CurrentPlan, history: History, day: date) -> dict[str, datetime]:
        """What was red on `day` by the id of the exercise, and when."""
        return red_on(history, self._easeable(plan.program), day)

    def coming(self, plan: CurrentPlan, session: str) -> Coming:
        """What the plan makes next time of what one session was red for."""
        history = self._read_log()
        red = red_in(history, self._easeable(plan.program), session)
        tomorrow = self._records.today() + timedelta(days=1)
        program = self._eased(plan.program, plan.stage, history, tomorrow)
        asked = _asked(program, plan.stage)
        hows = {one.eased.how for one in asked if one.eased is not None and one.exercise in red}
        if not hows:
            return Coming.AS_IT_IS
        return Coming.LEFT_OUT if hows == {Easier.LEFT_OUT} else Coming.EASIER

    def _eased(self, program: Program, stage: StageCode, history: History, day: date) -> Program:
        found = standings(history, self._easeable(program), day)
        if not any(standing.level for standing in found.values()):
            return program
        exercises = self._exercises(program)
        now = program.stage(stage)
        easier = replace(now, prescriptions=eased(now.prescriptions, program, found, exercises))
        flare = eased(program.flare.prescriptions, program, found, exercises)
        return replace(
            program,
            flare=replace(program.flare, prescriptions=flare),
            stages=tuple(easier if one.code is stage else one for one in program.stages),
        )

    def _history(self) -> History:
        """Everything since long enough; kept until midnight or until today brought a sign."""
        today = self._records.today()
        found = self._records.log.read(since=today, kinds=SIGNS)
        signs = (today, tuple(stamped.id for stamped in found if _is_sign(stamped.fact)))
        if self._read is None or self._read[0] != signs:
            self._read = (signs, self._read_log())
            self._made = {}
        return self._read[1]

    def _read_log(self) -> History:
        since = self._records.today() - timedelta(days=RECENT_DAYS)
        facts = self._records.log.read(since=since, kinds=RESTS_ON)
        return history_of(plans_begun(facts, self._records.today()))

    def _easeable(self, program: Program) -> frozenset[str]:
        found = self._exercises(program).items()
        return frozenset(name for name, exercise in found if is_eased(exercise))

    def _exercises(self, program: Program) -> dict[str, Exercise]:
        """What the program asks, and the easier forms of it."""
        asked = {one.exercise for stage in program.stages for one in stage.prescriptions}
        asked |= {one.exercise for one in program.flare.prescriptions}
        found = {name: exercise for name in sorted(asked) for exercise in self._find(name)}
        forms = {exercise.easier.exercise for exercise in found.values()} - {""}
        return found | {name: form for name in sorted(forms) for form in self._find(name)}

    def _find(self, exercise: str) -> Iterator[Exercise]:
        """The entry, or nothing when its file is gone or broken: then it is not eased by it."""
        try:
            yield self._records.shelf.exercise(exercise)
        except InputError:
            return


def _is_sign(fact: Fact) -> bool:
    return not isinstance(fact, AnswerGiven) or fact.instrument == SETTLED


def _asked(program: Program, stage: StageCode) -> tuple[Prescription, ...]:
    return (*program.stage(stage).prescriptions, *program.flare.prescriptions)
