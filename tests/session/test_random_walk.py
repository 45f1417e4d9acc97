"""The engine under random commands: what must hold whatever a person presses."""

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from coach.domain.dose import Side
from coach.domain.errors import IllegalCommandError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    LightGiven,
    SessionEnded,
    SessionStarted,
)
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import PainReport, Reach
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.session.commands import TICK, Command, Given
from coach.session.engine import TRANSITIONS, advance
from coach.session.few_words import in_few_words
from coach.session.plan import Block, ScriptSettings, plan_session
from coach.session.state import Phase
from coach.session.view import view
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import a_state, an_item

ANY_REPORT = st.builds(
    PainReport,
    back=st.none() | st.integers(0, 10),
    leg=st.none() | st.integers(0, 10),
    reach=st.none() | st.sampled_from(Reach),
)
LEAVE = Given(Command.SKIP)


def _stays_out(fact: Fact) -> str:
    """The item that a fact closes: nobody is led back to it; empty for none."""
    match fact:
        case ExerciseDone(item=item) if (
            fact.outcome is SetOutcome.STOPPED
            or fact.reason is Reason.PAIN
            or (fact.exercise == "cold-pack" and fact.seconds > 0)
        ):
            return item
        case LightGiven(item=item, light=Light.RED):
            return item
        case AnswerGiven(item=item, instrument="skin", value="no"):
            return item
    return ""


def _sets_of(block: Block) -> list[tuple[str, int, str, int]]:
    return [(block.item, one.set_no, one.side, one.reps) for one in block.steps if one.logged]


class AnyoneAtTheKeys(RuleBasedStateMachine):
    """Presses everything, in any order, at any time."""

    def __init__(self) -> None:
        super().__init__()
        items = [
            an_item(
                an_exercise(id="press-up", check_reach=True),
                name="d/press-up/1",
                reps=(2,),
                side=Side.EACH,
            ),
            an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1", reps=(4, 2)),
            an_item(
                a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=600, rest_seconds=0
            ),
            an_item(
                an_exercise(id="knee-rolls", name="Knee rolls"),
                name="d/knee-rolls/1",
                reps=(10,),
                hold_seconds=0,
                tempo_seconds=4,
            ),
        ]
        few = plan_session(items, in_few_words(ScriptSettings()), sore_side="left")
        self.state = replace(a_state(*items), fewer=few)
        self.now = 50.0
        self.facts: list[Fact] = []
        self.left: set[str] = set()
        """Items that hurt, were red or had a pack, once the session has gone on from them."""

    @initialize()
    def start(self) -> None:
        self._give(Given(Command.START))

    @rule(seconds=st.floats(0.05, 1.9))
    def a_moment_passes(self, seconds: float) -> None:
        self.now += seconds
        self._give(TICK)

    @rule(moments=st.integers(1, 400))
    def a_while_passes(self, moments: int) -> None:
        for _ in range(moments):
            self.now += 1.0
            self._give(TICK)

    @rule(seconds=st.floats(2.5, 5000))
    def the_program_stands_still(self, seconds: float) -> None:
        self.now += seconds
        self._give(TICK)

    @rule(seconds=st.floats(1, 50_000))
    def the_machine_sleeps(self, seconds: float) -> None:
        self._give(Given(Command.GAP, seconds=seconds))

    @rule(
        command=st.sampled_from(
            [command for command in Command if command is not Command.RED_FLAG]
        ),
        reason=st.sampled_from(Reason),
        report=ANY_REPORT,
    )
    def something_is_pressed(self, command: Command, reason: Reason, report: PainReport) -> None:
        self._give(Given(command, reason, report))

    @precondition(lambda self: not self.state.phase.over)
    @rule()
    def a_question_is_answered_yes(self) -> None:
        if self.state.phase is Phase.ASKING_SKIN:
            self._give(Given(Command.YES))

    @precondition(lambda self: self.state.phase is Phase.ASKING_REACH)
    @rule(report=ANY_REPORT)
    def the_leg_is_answered(self, report: PainReport) -> None:
        """The exercise is over whatever is answered, and no set of it is logged again."""
        block, sets = self.state.block, self._sets()
        self._give(Given(Command.SCORED, report=report))
        assert self.state.block == block + 1
        assert self._sets() == sets

    @rule(report=ANY_REPORT)
    def it_hurts_and_is_left(self, report: PainReport) -> None:
        for given in (Given(Command.HURTS), Given(Command.SCORED, report=report), LEAVE):
            self._give(given)

    @rule(times=st.integers(1, 6))
    def back_is_pressed(self, times: int) -> None:
        for _ in range(times):
            self._give(Given(Command.BACK))

    def _sets(self) -> int:
        return sum(isinstance(fact, ExerciseDone) for fact in self.facts)

    @rule()
    def something_new_is_felt(self) -> None:
        if len(self.facts) > 12:
            self._give(Given(Command.RED_FLAG))
            assert self.state.phase in (Phase.HALTED, Phase.ENDED)

    def _give(self, given: Given) -> None:
        before = self.state
        try:
            step = advance(self.state, given, self.now)
        except IllegalCommandError:
            assert given.command not in TRANSITIONS[before.phase]
            assert self.state is before
            return
        if before.phase.over:
            assert not step.facts
            assert not step.cues
        self.state = step.state
        self.facts.extend(step.facts)
        here = self.state.current_block.item if self.state.current_block is not None else ""
        self.left |= {item for fact in self.facts if (item := _stays_out(fact)) not in ("", here)}
        assert here not in self.left

    @invariant()
    def a_session_starts_and_ends_once(self) -> None:
        assert sum(isinstance(fact, SessionStarted) for fact in self.facts) <= 1
        ended = [fact for fact in self.facts if isinstance(fact, SessionEnded)]
        assert len(ended) <= 1
        assert bool(ended) == (self.state.phase.over and bool(self.facts))

    @invariant()
    def few_words_are_ready_until_they_are_what_is_said(self) -> None:
        plan, fewer = self.state.plan, self.state.fewer
        assert plan.settings.few_words is (fewer is None)
        if fewer is not None:
            for block, few in zip(plan.blocks, fewer.blocks, strict=True):
                assert _sets_of(block) == _sets_of(few)

    @invariant()
    def nothing_is_logged_that_was_not_asked(self) -> None:
        for fact in self.facts:
            if isinstance(fact, ExerciseDone):
                assert 0 <= fact.reps <= fact.planned_reps
                assert 0 <= fact.seconds <= fact.planned_seconds + 0.05
                if fact.outcome is SetOutcome.SKIPPED:
                    assert fact.seconds == 0

    @invariant()
    def an_exercise_gets_a_light_only_with_a_score(self) -> None:
        for fact in self.facts:
            if isinstance(fact, LightGiven):
                assert fact.item
                assert fact.exercise
                assert fact.why

    @invariant()
    def done_sets_are_whole(self) -> None:
        for fact in self.facts:
            if isinstance(fact, ExerciseDone) and fact.outcome is SetOutcome.DONE:
                assert fact.reps == fact.planned_reps

    @invariant()
    def cold_stays_within_its_limit(self) -> None:
        step = self.state.current
        if step is not None and step.pack is not None and self.state.phase is Phase.RUNNING:
            assert self.state.elapsed(self.state.last_seen) <= step.timeline.seconds

    @invariant()
    def the_skin_is_never_cooled_for_longer_than_the_limit_in_all(self) -> None:
        cooled = [
            fact.seconds
            for fact in self.facts
            if isinstance(fact, ExerciseDone) and fact.exercise == "cold-pack"
        ]
        assert sum(cooled) <= 20 * 60

    @invariant()
    def no_time_that_is_told_is_less_than_none(self) -> None:
        for fact in self.facts:
            if isinstance(fact, TimerStarted):
                assert 0 <= fact.seconds <= fact.longest_seconds
            if isinstance(fact, TimerEnded):
                assert fact.seconds >= 0
            if isinstance(fact, SessionEnded):
                assert fact.minutes >= 0

    @invariant()
    def no_second_is_logged_twice(self) -> None:
        done = sum(fact.seconds for fact in self.facts if isinstance(fact, ExerciseDone))
        assert done <= self.now - 50.0 + 0.1 * len(self.facts)

    @invariant()
    def there_is_always_a_picture(self) -> None:
        picture = view(self.state, self.now)
        assert picture.word
        assert picture.seconds_left >= 0


RUNS = int(os.environ.get("COACH_FUZZ_RUNS", "60"))
"""`make nightly` asks for thousands."""
AnyoneAtTheKeys.TestCase.settings = settings(
    max_examples=RUNS, stateful_step_count=40, deadline=None
)
TestAnyoneAtTheKeys = AnyoneAtTheKeys.TestCase
