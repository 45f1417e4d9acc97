"""The easier form in a session: what is left of the prescription, on the side it is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.dose import Dose, Side
from coach.domain.program import Easing
from coach.session.commands import Command
from coach.session.few_words import in_few_words
from coach.session.lighter import rest_of
from coach.session.plan import (
    Block,
    PlanStep,
    ScriptSettings,
    SessionItem,
    StepKind,
    plan_session,
)
from tests.builders import a_dose, an_exercise
from tests.session.driving import an_item, started

CLAM = an_exercise(id="clam", name="Clam", dose=a_dose("2x10 hold 2s side each"))
WHOLE = Easing()


def laid_out(dose: Dose, easing: Easing = WHOLE, form: Dose | None = CLAM.dose) -> SessionItem:
    easier = an_exercise(id="clam", dose=form) if form is not None else None
    return SessionItem(
        "2027-03-01/hip-abd/1", an_exercise(id="hip-abd"), dose, easier, easing=easing
    )


def logged(steps: tuple[PlanStep, ...]) -> list[tuple[str, int]]:
    return [(step.side, step.reps) for step in steps if step.logged]


def test_the_easier_form_stays_on_the_leg_and_within_the_dose() -> None:
    item = laid_out(a_dose("1x4 hold 2s side left"))
    (block,) = plan_session([item], ScriptSettings()).blocks
    assert block.easier is not None
    assert logged(block.easier.steps) == [("left", 4)]


@pytest.mark.parametrize(("line", "half"), [("1x5", 3), ("1x9", 5), ("1x10", 5)])
def test_half_in_a_session_is_the_half_of_the_next_day(line: str, half: int) -> None:
    (block,) = plan_session([laid_out(a_dose(line), form=None)], ScriptSettings()).blocks
    assert block.easier is not None
    assert logged(block.easier.steps) == [("none", half)]


def test_where_nothing_may_be_made_easier_it_can_only_be_left_out() -> None:
    item = laid_out(a_dose("1x4"), Easing(may_halve=False, may_swap=False), None)
    (block,) = plan_session([item], ScriptSettings()).blocks
    assert block.easier is None


def test_a_form_keeps_the_question_for_the_leg() -> None:
    asks = an_exercise(id="press-up", check_reach=True)
    item = SessionItem("2027-03-01/press-up/1", asks, a_dose("1x4"), CLAM)
    (block,) = plan_session([item], ScriptSettings()).blocks
    assert block.easier is not None
    assert block.easier.steps[-1].then_ask is not None


def test_the_side_that_is_done_does_not_come_again() -> None:
    driver = started(an_item(reps=(4,), side=Side.EACH))
    driver.run_to_set(1)
    while (step := driver.state.current) is None or step.side != "right":
        driver.run(1)
    driver.give(Command.EASIER)
    assert logged(driver.state.plan.blocks[0].steps) == [("right", 2)]


def test_no_more_repetitions_than_are_left_of_the_set() -> None:
    driver = started(an_item(reps=(6,), hold_seconds=5))
    driver.run_to_set(1)
    while (step := driver.state.current) and step.timeline.reps_done(
        driver.state.elapsed(driver.now)
    ) < 4:
        driver.run(0.5)
    driver.give(Command.EASIER)
    done = sum(fact.reps for fact in driver.sets)
    assert done >= 4
    left = logged(driver.state.plan.blocks[0].steps)
    assert done + sum(reps for _, reps in left) <= 6


def test_where_nothing_is_left_of_the_item_the_easier_form_goes_on_to_the_next() -> None:
    driver = started(an_item(reps=(2,), hold_seconds=5), an_item(name="2027-03-01/bridge/2"))
    driver.run_to_set(1)
    while (step := driver.state.current) and step.timeline.reps_done(
        driver.state.elapsed(driver.now)
    ) < 2:
        driver.run(0.25)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED)
    driver.give(Command.EASIER)
    assert driver.state.block == 1
    assert sum(fact.reps for fact in driver.sets) == 2


def a_block(line: str, form: str | None, settings: ScriptSettings | None = None) -> Block:
    item = laid_out(a_dose(line), form=None if form is None else a_dose(form))
    (block,) = plan_session([item], settings or ScriptSettings()).blocks
    return block


def ahead_of(block: Block, kind: StepKind, set_no: int, side: str) -> tuple[PlanStep, ...]:
    """The steps of a block from this one on."""
    wanted = (kind, set_no, side)
    nth = next(n for n, one in enumerate(block.steps) if (one.kind, one.set_no, one.side) == wanted)
    return block.steps[nth:]


def left_of(
    block: Block, ahead: tuple[PlanStep, ...], done: int, settings: ScriptSettings | None = None
) -> tuple[PlanStep, ...]:
    assert block.easier is not None
    left = rest_of(block.easier, ahead, done, settings or ScriptSettings())
    return () if left is None else left.steps


HOLD, REST, CHANGE = StepKind.HOLD, StepKind.REST, StepKind.CHANGE_SIDE
BOTH_LEGS = "2x6 hold 2s rest 30s side each"
NO_SIDE = "2x10 hold 2s rest 30s"
WHOLE_FORM = "2x10 hold 2s rest 30s side each"
SET_2 = [(2, "left", 6), (2, "right", 6)]


@pytest.mark.parametrize(
    ("form", "kind", "set_no", "side", "done", "left"),
    [
        (WHOLE_FORM, StepKind.PREPARE, 0, "none", 0, [(1, "left", 6), (1, "right", 6), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "left", 0, [(1, "left", 6), (1, "right", 6), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "left", 4, [(1, "left", 2), (1, "right", 6), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "left", 5, [(1, "left", 1), (1, "right", 6), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "left", 6, [(1, "right", 6), *SET_2]),
        (WHOLE_FORM, CHANGE, 1, "right", 0, [(1, "right", 6), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "right", 1, [(1, "right", 5), *SET_2]),
        (WHOLE_FORM, HOLD, 1, "right", 6, SET_2),
        (WHOLE_FORM, REST, 2, "left", 0, SET_2),
        (WHOLE_FORM, HOLD, 2, "right", 5, [(2, "right", 1)]),
        (WHOLE_FORM, HOLD, 2, "right", 6, []),
        # Half of the same, where there is no other entry.
        (
            None,
            HOLD,
            1,
            "left",
            4,
            [(1, "left", 2), (1, "right", 3), (2, "left", 3), (2, "right", 3)],
        ),
        (
            None,
            HOLD,
            1,
            "left",
            1,
            [(1, "left", 3), (1, "right", 3), (2, "left", 3), (2, "right", 3)],
        ),
        # A form without a side comes once for both legs: within what the present one has left.
        (NO_SIDE, HOLD, 1, "left", 0, [(1, "none", 6), (2, "none", 6)]),
        (NO_SIDE, HOLD, 1, "left", 4, [(1, "none", 2), (2, "none", 6)]),
        (NO_SIDE, HOLD, 1, "right", 4, [(1, "none", 2), (2, "none", 6)]),
        # One set of the form is all that is left of it, however many there were.
        ("1x10 hold 2s side each", HOLD, 2, "right", 2, [(1, "right", 4)]),
    ],
)
def test_what_is_left_in_the_easier_form(
    form: str | None, kind: StepKind, set_no: int, side: str, done: int, left: list[object]
) -> None:
    block = a_block(BOTH_LEGS, form)
    steps = left_of(block, ahead_of(block, kind, set_no, side), done)
    assert [(one.set_no, one.side, one.reps) for one in steps if one.logged] == left


@pytest.mark.parametrize(
    ("done", "left"),
    [
        (0, [("left", 3), ("right", 3)]),
        (2, [("left", 3), ("right", 1)]),
        (4, [("left", 2)]),
        (6, []),
    ],
)
def test_a_form_for_both_sides_shares_what_is_left_of_a_set(
    done: int, left: list[tuple[str, int]]
) -> None:
    block = a_block(NO_SIDE.replace("10", "6"), WHOLE_FORM)
    steps = left_of(block, ahead_of(block, HOLD, 1, "none"), done)
    assert logged(tuple(one for one in steps if one.set_no == 1)) == left


@pytest.mark.parametrize(
    ("set_no", "side", "done", "kinds"),
    [
        (1, "left", 0, [HOLD, CHANGE, HOLD, REST, HOLD, CHANGE, HOLD]),
        (1, "left", 6, [HOLD, REST, HOLD, CHANGE, HOLD]),
        (1, "right", 6, [HOLD, CHANGE, HOLD]),
        (2, "right", 2, [HOLD]),
    ],
)
def test_it_is_told_first_and_begins_with_work_and_not_with_a_rest(
    set_no: int, side: str, done: int, kinds: list[StepKind]
) -> None:
    block = a_block(BOTH_LEGS, WHOLE_FORM)
    steps = left_of(block, ahead_of(block, HOLD, set_no, side), done)
    assert [one.kind for one in steps] == [StepKind.PREPARE, *kinds]


@pytest.mark.parametrize("settings", [ScriptSettings(), in_few_words(ScriptSettings())])
@pytest.mark.parametrize(
    "line", ["{}x6 hold 6s rest 30s", "{}x6 hold 20s rest 30s", "{}x6 tempo 4s rest 30s"]
)
@pytest.mark.parametrize("set_no", [1, 2])
def test_what_is_left_of_a_set_is_led_like_a_set_of_so_many(
    set_no: int, line: str, settings: ScriptSettings
) -> None:
    block = a_block(line.format(2), line.format(2), settings)
    kind = HOLD if "hold" in line else StepKind.WORK
    steps = left_of(block, ahead_of(block, kind, set_no, "none"), 3, settings)
    found = next(one for one in steps if one.logged)
    three = line.replace("{}x6", "3-3")
    assert block.easier is not None
    alike = next(
        one for one in a_block(three, three, settings).steps if one.set_no == set_no and one.logged
    )
    assert (found.reps, found.timeline) == (3, alike.timeline)


doses = st.builds(
    Dose,
    reps=st.lists(st.integers(1, 12), min_size=1, max_size=4).map(tuple),
    hold_seconds=st.sampled_from([0, 2, 20]),
    tempo_seconds=st.integers(1, 6),
    side=st.sampled_from(Side),
)


@given(doses, st.one_of(st.none(), doses), st.data())
def test_never_above_what_is_left_and_never_another_side(
    asked: Dose, form: Dose | None, data: st.DataObject
) -> None:
    (block,) = plan_session([laid_out(asked, form=form)], ScriptSettings()).blocks
    if block.easier is None:
        return
    at = data.draw(st.integers(0, len(block.steps) - 1))
    ahead = block.steps[at:]
    now = ahead[0]
    done = data.draw(st.integers(0, now.reps)) if now.logged else 0
    left = rest_of(block.easier, ahead, done, ScriptSettings())
    if left is None:
        return
    todo, new = logged(ahead), logged(left.steps)
    assert len({s.set_no for s in left.steps if s.logged}) <= len(
        {s.set_no for s in ahead if s.logged}
    )
    assert sum(reps for _, reps in new) <= sum(reps for _, reps in todo) - done
    for step in (one for one in left.steps if one.logged):
        assert step.timeline.work_seconds(step.timeline.seconds) == step.planned_seconds
    if asked.side in (Side.LEFT, Side.RIGHT, Side.SORE):
        assert {side for side, _ in new} <= {todo[0][0], "none"}
