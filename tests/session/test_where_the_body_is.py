"""Whatever is pressed, nobody is led on as if in a position that they may not be in."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import IllegalCommandError
from coach.domain.exercise import Exercise, Position
from coach.domain.outcomes import Reason
from coach.domain.pain import PainReport, Reach
from coach.session import endings
from coach.session.commands import Command
from coach.session.cues import Cue, CueKind
from coach.session.moving_words import move_cues
from coach.session.phrasing import Telling
from coach.session.plan import SessionItem, StepKind
from coach.session.state import Phase
from tests.builders import an_exercise
from tests.session.driving import Driver, an_item, started

DOWN, UP, READY = "Get down now, ", "Time to get up.", "Have ready: "


def in_position(position: Position, nth: int = 1, *, fetched: bool = False) -> SessionItem:
    """Something short to do there, and to fetch before it where that is asked."""
    exercise = an_exercise(
        id=f"one-{nth}", position=position, equipment=("pillow",) if fetched else ()
    )
    item = an_item(exercise, name=f"d/one-{nth}/1", reps=(2,))
    return replace(item, telling=Telling.FULL)


def easier_form(position: Position, nth: int) -> Exercise:
    return an_exercise(id=f"easier-{nth}", position=position)


def one_after_the_other(*positions: Position) -> Driver:
    return started(*(in_position(one, nth) for nth, one in enumerate(positions)))


def arrived(driver: Driver, block: int) -> None:
    """On until the way to a block is over and its exercise is told."""
    while driver.state.block < block or driver.state.way_ahead:
        driver.give(Command.DONE)


def back_to(driver: Driver, block: int) -> str:
    """Back until a block is entered; what is said there first, with all at hand."""
    while driver.state.block != block:
        step = driver.give(Command.BACK)
    if step.cues[0].text.startswith(READY):
        step = driver.give(Command.DONE)
    return step.cues[0].text


def test_back_from_a_walk_to_the_floor_tells_the_way_down() -> None:
    driver = one_after_the_other(Position.HANDS_AND_KNEES, Position.STANDING)
    arrived(driver, 1)
    assert driver.give(Command.BACK).cues[0].text.startswith(UP)
    assert back_to(driver, 0) == "Get down now, onto your hands and knees."
    assert driver.state.current is not None
    assert driver.state.current.kind is StepKind.MOVE


def test_back_from_hands_and_knees_to_the_back_tells_the_turn() -> None:
    driver = one_after_the_other(Position.ON_BACK, Position.HANDS_AND_KNEES)
    arrived(driver, 1)
    assert back_to(driver, 0) == "Now come slowly onto your back."


def test_back_over_several_moves_tells_each_from_where_the_last_one_led() -> None:
    driver = one_after_the_other(Position.ON_BACK, Position.STANDING, Position.ON_FRONT)
    arrived(driver, 2)
    assert back_to(driver, 1).startswith(UP)
    assert back_to(driver, 0) == "Get down now, onto your back."
    arrived(driver, 1)
    assert back_to(driver, 0) == "Get down now, onto your back."


def test_who_turns_back_while_getting_up_is_told_to_get_down_again() -> None:
    """Whether they stand already nobody knows; who still lies loses nothing."""
    driver = one_after_the_other(Position.ON_BACK, Position.STANDING)
    while driver.state.block == 0:
        driver.give(Command.DONE)
    assert back_to(driver, 0) == "Get down now, onto your back."


def test_who_leaves_out_what_they_get_down_for_is_told_to_get_up_for_a_walk() -> None:
    driver = one_after_the_other(Position.ON_BACK, Position.STANDING)
    driver.run(10)
    step = driver.give(Command.SKIP, reason=Reason.TIME)
    assert step.cues[1].text.startswith(UP)


def test_who_goes_back_to_what_is_to_be_fetched_and_leaves_it_out_is_told_to_get_up() -> None:
    driver = started(
        in_position(Position.ON_SIDE, 1, fetched=True), in_position(Position.STANDING, 2)
    )
    arrived(driver, 0)
    for _ in range(2):
        driver.give(Command.BACK)
    assert driver.heard[-1][1].text == "Have ready: a pillow, a chair."
    step = driver.give(Command.SKIP, reason=Reason.TIME)
    assert step.cues[1].text.startswith(UP)


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_who_ends_it_while_getting_up_at_the_end_learns_how_to(command: Command) -> None:
    driver = one_after_the_other(Position.ON_BACK)
    while driver.state.current_block is not None:
        driver.give(Command.DONE)
    lying = driver.state
    said = [cue.text for cue in driver.give(command).cues]
    assert any(text.startswith(UP) for text in said) == (command is Command.END)
    assert endings.how_to_get_up(lying)


class Body:
    """Where somebody may be who does what is said, at once or as late as the time for it allows."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.may: set[Position] = {Position.STANDING}
        self._led_in: object = None
        """The steps whose move was told."""
        self._hears([cue for _, cue in driver.heard])

    def press(self, command: Command, report: PainReport) -> None:
        """What is pressed, or one more moment; what does nothing now is passed over."""
        before = self.driver.state
        try:
            step = self.driver.give(command, reason=Reason.TIME, report=report)
        except IllegalCommandError:
            return
        if command is Command.RED_FLAG and self.is_perhaps_down and not before.phase.over:
            assert endings.how_to_get_up(before)
        elif not before.phase.over:
            self._hears(step.cues)

    def lets_pass(self, seconds: int) -> None:
        """A while, in which nothing is pressed."""
        for _ in range(seconds):
            self.driver.now += 1
            self.press(Command.TICK, PainReport())

    @property
    def is_perhaps_down(self) -> bool:
        return any(one.on_the_floor for one in self.may)

    def _hears(self, cues: Sequence[Cue]) -> None:
        """The words that an input brought; where they lead nowhere, it is where it has to be."""
        state = self.driver.state
        ways = [cue.text for cue in cues if cue.kind is CueKind.MOVE and cue.text in WAYS]
        if state.phase is Phase.ENDED:
            assert ways or not self._still_down()
            return
        for way in ways:
            self._is_led(way, state.position)
        if any(step.kind is StepKind.MOVE for step in state.steps[state.step :]):
            return
        if self._led_in is state.steps:
            self.may = {state.position}
        assert self.may == {state.position}

    def _still_down(self) -> bool:
        """Whether it may lie at the end: a way up that was told is over by then."""
        return self.is_perhaps_down and self._led_in is not self.driver.state.steps

    def _is_led(self, way: str, to: Position) -> None:
        if to.on_the_floor and any(not one.on_the_floor for one in self.may):
            assert way.startswith(DOWN)
        if not to.on_the_floor and self.is_perhaps_down:
            assert way.startswith(UP)
        self.may.add(to)
        self._led_in = self.driver.state.steps


WAYS = {
    move_cues(before, after, known=True)[0].text
    for before in Position
    for after in Position
    if before is not after
}
KEYS = [*(key for key in Command if key not in (Command.START, Command.GAP)), Command.BACK]
REPORTS = st.builds(
    PainReport, leg=st.none() | st.integers(0, 10), reach=st.none() | st.sampled_from(Reach)
)
PRESSES = st.lists(
    st.tuples(st.sampled_from(KEYS), REPORTS) | st.integers(1, 40), min_size=5, max_size=40
)


@given(
    st.lists(st.sampled_from(Position), min_size=1, max_size=4), st.sampled_from(Position), PRESSES
)
def test_nobody_is_led_on_from_where_they_may_not_be(
    positions: list[Position], easier: Position, presses: list[tuple[Command, PainReport] | int]
) -> None:
    items = [
        replace(in_position(one, nth, fetched=not nth), easier_exercise=easier_form(easier, nth))
        for nth, one in enumerate(positions)
    ]
    body = Body(started(*items))
    for press in presses:
        if isinstance(press, int):
            body.lets_pass(press)
        else:
            body.press(*press)
