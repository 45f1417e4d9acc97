"""Nothing leads again to what was stopped, left out to be safe, or on the skin before."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coach.domain.exercise import Position
from coach.domain.outcomes import Reason
from coach.domain.pain import PainReport, Reach
from coach.session import phrasing
from coach.session.commands import Command
from coach.session.plan import SessionItem
from coach.session.remaining import seconds_left
from coach.session.state import Phase
from coach.session.view import view
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, an_item, started

RED = PainReport(leg=9, reach=Reach.FOOT)
AMBER = PainReport(leg=5, reach=Reach.THIGH)
FIRST, SECOND, THIRD = "d/first/1", "d/second/1", "d/third/1"


def lying(name: str) -> SessionItem:
    return an_item(
        an_exercise(id="press-up", name=f"Press-up {name}", check_reach=True), name=name, reps=(2,)
    )


def next_item(driver: Driver) -> None:
    """On through what is left of this exercise, with a number that is none of its business."""
    block = driver.state.block
    while driver.state.block == block:
        command = Command.SCORED if driver.state.phase.asks_pain else Command.DONE
        driver.give(command)


def asked_about_leg(driver: Driver) -> None:
    while driver.state.phase is not Phase.ASKING_REACH:
        driver.give(Command.DONE)


def red_after_it(driver: Driver) -> None:
    asked_about_leg(driver)
    driver.give(Command.SCORED, report=RED)


def red_by_what_was_answered_of_it(driver: Driver) -> None:
    asked_about_leg(driver)
    driver.give(Command.ANSWERING, report=RED)
    driver.give(Command.DONE)


def hurt(driver: Driver, report: PainReport, then: Command) -> None:
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=report)
    driver.give(then)


def hurt_red(driver: Driver) -> None:
    hurt(driver, RED, Command.DONE)


def hurt_and_not_red(driver: Driver) -> None:
    hurt(driver, AMBER, Command.DONE)


def hurt_and_not_scored(driver: Driver) -> None:
    hurt(driver, PainReport(), Command.SKIP)


def hurt_and_done_in_its_easier_form(driver: Driver) -> None:
    hurt(driver, AMBER, Command.EASIER)
    next_item(driver)


def hurt_on_the_way_to_it(driver: Driver) -> None:
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=AMBER)
    driver.give(Command.SKIP)


def left_out_for_pain(driver: Driver) -> None:
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.SKIP, reason=Reason.PAIN)


def left_out_for_pain_on_the_way_to_it(driver: Driver) -> None:
    driver.give(Command.SKIP, reason=Reason.PAIN)


STAYS_OUT: list[Callable[[Driver], None]] = [
    *(red_after_it, red_by_what_was_answered_of_it),
    *(hurt_red, hurt_and_not_red, hurt_and_not_scored, hurt_and_done_in_its_easier_form),
    *(hurt_on_the_way_to_it, left_out_for_pain, left_out_for_pain_on_the_way_to_it),
]


def back_to_the_start(driver: Driver) -> None:
    """Back over the steps of this exercise, then once more."""
    while driver.state.step > 0:
        driver.give(Command.BACK)
    driver.give(Command.BACK)


@pytest.mark.parametrize("stops", STAYS_OUT)
def test_on_the_way_up_back_does_not_lead_to_what_stays_out(
    stops: Callable[[Driver], None],
) -> None:
    driver = started(lying(FIRST))
    stops(driver)
    sets, way = len(driver.sets), driver.state.steps
    step = driver.give(Command.BACK)
    assert (driver.state.block, driver.state.step, driver.state.steps) == (1, 0, way)
    assert step.cues[0] == phrasing.REPEATED
    driver.run_until(Phase.ENDED)
    assert len(driver.sets) == sets


@pytest.mark.parametrize("stops", STAYS_OUT)
def test_on_the_way_to_the_next_one_back_does_not_lead_to_what_stays_out(
    stops: Callable[[Driver], None],
) -> None:
    driver = started(lying(FIRST), lying(SECOND))
    stops(driver)
    assert driver.state.block == 1
    back_to_the_start(driver)
    assert (driver.state.block, driver.state.step) == (1, 0)


@pytest.mark.parametrize("stops", STAYS_OUT)
def test_back_passes_what_stays_out_by_to_what_was_before_it(
    stops: Callable[[Driver], None],
) -> None:
    driver = started(lying(FIRST), lying(SECOND), lying(THIRD))
    next_item(driver)
    stops(driver)
    assert driver.state.block == 2
    back_to_the_start(driver)
    assert driver.state.current_block is not None
    assert driver.state.current_block.item == FIRST


@pytest.mark.parametrize("stops", STAYS_OUT)
def test_whoever_went_back_is_not_led_forward_into_what_stays_out(
    stops: Callable[[Driver], None],
) -> None:
    driver = started(lying(FIRST), lying(SECOND), lying(THIRD))
    next_item(driver)
    stops(driver)
    back_to_the_start(driver)
    assert driver.state.block == 0
    picture = view(driver.state, driver.now)
    assert picture.next_name == driver.state.plan.blocks[2].exercise.name
    next_item(driver)
    assert driver.state.block == 2


def test_where_only_what_stays_out_would_follow_it_was_the_last_one() -> None:
    driver = started(lying(FIRST), lying(SECOND))
    driver.give(Command.SKIP, reason=Reason.TIME)
    left_out_for_pain(driver)
    back_to_the_start(driver)
    assert driver.state.block == 0
    alone = replace(driver.state.plan, blocks=driver.state.plan.blocks[:1])
    only_this = replace(driver.state, plan=alone)
    assert seconds_left(driver.state, driver.now) == seconds_left(only_this, driver.now)
    driver.give(Command.SKIP)
    assert phrasing.SKIPPED_LAST.text in driver.words()[-3:]


def test_a_pack_that_was_on_is_not_led_to_again_after_going_back() -> None:
    cold = an_item(a_cold_pack(), name=SECOND, reps=(1,), hold_seconds=60)
    driver = started(lying(FIRST), cold, lying(THIRD))
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    while driver.state.block == 1:
        driver.run(1)
    back_to_the_start(driver)
    assert driver.state.block == 0
    next_item(driver)
    assert driver.state.block == 2


def test_back_comes_to_what_was_left_out_for_another_reason_or_not_red() -> None:
    driver = started(lying(FIRST), lying(SECOND))
    driver.give(Command.SKIP, reason=Reason.TIME)
    asked_about_leg(driver)
    driver.give(Command.SCORED, report=AMBER)
    driver.give(Command.BACK)
    assert driver.state.block == 1
    back_to_the_start(driver)
    assert driver.state.block == 0


def test_an_exercise_in_its_easier_form_may_be_gone_back_in() -> None:
    """It is the way there that is closed, not what runs just now."""
    driver = started(lying(FIRST))
    hurt(driver, AMBER, Command.EASIER)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.BACK)
    assert driver.state.block == 0


def test_back_does_not_lose_the_easier_form_that_was_chosen() -> None:
    driver = started(lying(FIRST), lying(SECOND), lying(THIRD))
    next_item(driver)
    hurt(driver, AMBER, Command.EASIER)
    way = driver.state.steps
    step = driver.give(Command.BACK)
    assert (driver.state.block, driver.state.step, driver.state.steps) == (1, 0, way)
    assert step.cues[0] == phrasing.REPEATED
    next_item(driver)
    assert driver.sets[-1].item == SECOND
    assert driver.state.block == 2


def test_back_does_not_lose_a_pack_that_the_skin_is_fine_for() -> None:
    cold = an_item(a_cold_pack(), name=SECOND, reps=(1,), hold_seconds=60)
    driver = started(lying(FIRST), cold)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    back_to_the_start(driver)
    assert driver.state.block == 1
    driver.run_until(Phase.ASKING_SKIN)


def test_back_passes_a_pack_by_that_was_left_out_for_numb_skin() -> None:
    cold = an_item(a_cold_pack(), name=FIRST, reps=(1,), hold_seconds=60)
    standing = an_item(an_exercise(position=Position.STANDING), name=SECOND)
    driver = started(cold, standing)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.NO)
    back_to_the_start(driver)
    assert driver.state.block == 1


def test_a_pack_that_nobody_answered_for_may_be_gone_back_to() -> None:
    cold = an_item(a_cold_pack(), name=FIRST, reps=(1,), hold_seconds=60)
    driver = started(cold, lying(SECOND))
    driver.run_until(Phase.ASKING_SKIN)
    driver.run(61)
    back_to_the_start(driver)
    driver.run_until(Phase.ASKING_SKIN)
    assert driver.state.block == 0
