"""Drives an engine by a clock moved by hand, and keeps what it answered."""

from dataclasses import dataclass, field

from coach.domain.dose import Dose, Side
from coach.domain.events import ExerciseDone, Fact, SessionEnded
from coach.domain.exercise import Exercise
from coach.domain.outcomes import Reason
from coach.domain.pain import PainReport, Reach
from coach.domain.program import StageCode, Thresholds
from coach.session.commands import TICK, Command, Given
from coach.session.cues import Cue
from coach.session.engine import advance
from coach.session.phrasing import Telling
from coach.session.plan import ScriptSettings, SessionItem, plan_session
from coach.session.state import Phase, SessionState, Step
from tests.builders import an_exercise

MOST_INPUTS = 200_000
"""More than any session takes: a test that waits for what never comes fails, and does not hang."""
NO_WAITING = ScriptSettings(get_down_seconds=0, turn_seconds=0, get_up_seconds=0)


def an_item(
    exercise: Exercise | None = None, *, name: str = "2027-03-01/bridge/1", **dose: object
) -> SessionItem:
    """Two sets of three held repetitions, five seconds each, unless told otherwise."""
    values: dict[str, object] = {"reps": (3, 3), "hold_seconds": 5, "rest_seconds": 20}
    made = Dose(**{**values, **dose})  # type: ignore[arg-type]
    return SessionItem(name, exercise or an_exercise(), made, telling=Telling.SHORT)


def a_state(
    *items: SessionItem, before: PainReport | None = None, sore_side: str = "left"
) -> SessionState:
    """A session that is ready to start."""
    return SessionState(
        session="session-1",
        stage=StageCode.CALM,
        plan=plan_session(list(items) or [an_item()], ScriptSettings(), sore_side=sore_side),
        before=before or PainReport(2, 3, Reach.THIGH),
        thresholds=Thresholds(),
    )


@dataclass
class Driver:
    """One session under way."""

    state: SessionState
    now: float = 100.0
    facts: list[Fact] = field(default_factory=list)
    heard: list[tuple[float, Cue]] = field(default_factory=list)
    inputs: int = 0

    def give(
        self,
        command: Command,
        *,
        reason: Reason = Reason.NONE,
        report: PainReport | None = None,
        seconds: float = 0.0,
    ) -> Step:
        """One command now."""
        return self._answer(Given(command, reason, report or PainReport(), seconds))

    def tick(self) -> Step:
        """Time is now."""
        return self._answer(TICK)

    def run(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass in small ticks."""
        self._bear_with()
        end = self.now + seconds
        while self.now < end and not self.state.phase.over:
            self.now += step
            self.tick()

    def run_until(self, *phases: Phase, most_seconds: float = 3600) -> None:
        """Let time pass until the session is in one of `phases`."""
        end = self.now + most_seconds
        while self.state.phase not in phases and self.now < end:
            self.now += 0.25
            self.tick()
        assert self.state.phase in phases

    def run_to_set(self, set_no: int = 1, *, into_seconds: float = 0.0) -> None:
        """Let time pass until a set runs, and some seconds of its work are over."""
        for _ in range(40_000):
            step = self.state.current
            if (
                step is not None
                and step.logged
                and step.set_no == set_no
                and self.state.phase is Phase.RUNNING
                and self.state.elapsed(self.now) >= 3 + into_seconds
            ):
                return
            self.now += 0.25
            self.tick()
        raise AssertionError("the set never came")

    @property
    def sets(self) -> list[ExerciseDone]:
        """The sets that were logged."""
        return [fact for fact in self.facts if isinstance(fact, ExerciseDone)]

    @property
    def ended(self) -> SessionEnded:
        """How it ended."""
        return next(fact for fact in self.facts if isinstance(fact, SessionEnded))

    def words(self) -> list[str]:
        """Everything that was said, in order."""
        return [cue.text for _, cue in self.heard]

    def _bear_with(self) -> None:
        self.inputs += 1
        assert self.inputs < MOST_INPUTS, "what is waited for never came"

    def _answer(self, given: Given) -> Step:
        self._bear_with()
        step = advance(self.state, given, self.now)
        self.state = step.state
        self.facts.extend(step.facts)
        self.heard.extend((self.now, cue) for cue in step.cues)
        return step


def started(
    *items: SessionItem, before: PainReport | None = None, sore_side: str = "left"
) -> Driver:
    """A session that has just begun."""
    driver = Driver(a_state(*items, before=before, sore_side=sore_side))
    driver.give(Command.START)
    return driver


def on_each_side() -> SessionItem:
    """One set on each side."""
    return an_item(reps=(2,), side=Side.EACH)
