"""Pain of 7 or more within a session: from the next exercise on less is said, and slower."""

import pytest
from msgspec.structs import replace

from coach.domain.exercise import Position
from coach.domain.pain import PainReport, Reach
from coach.session.commands import Command
from coach.session.cues import CueKind
from coach.session.few_words import in_few_words
from coach.session.phrasing import Telling
from coach.session.plan import Block, ScriptSettings, SessionItem, SessionPlan, plan_session
from coach.session.state import Phase
from tests.builders import an_exercise
from tests.session.driving import Driver, a_state, an_item

SEVERE = PainReport(back=3, leg=9, reach=Reach.THIGH)
MILD = PainReport(back=3, leg=6, reach=Reach.THIGH)


def three_items() -> list[SessionItem]:
    """Each told in full, each with an easier form; the first and last on the back."""
    prone = an_exercise(id="prone", position=Position.ON_FRONT)
    one = replace(an_item(), telling=Telling.FULL)
    return [
        one,
        replace(one, item="2027-03-01/prone/1", exercise=prone),
        replace(one, item="2027-03-01/bridge/2"),
    ]


def started(from_pain: int = 7) -> Driver:
    items = three_items()
    fewer = plan_session(items, in_few_words(ScriptSettings()), sore_side="left")
    state = replace(a_state(*items), fewer=fewer, few_words_from_pain=from_pain)
    driver = Driver(state)
    driver.give(Command.START)
    return driver


def hurt(driver: Driver, report: PainReport) -> None:
    driver.run_until(Phase.RUNNING)
    while driver.state.current is None or not driver.state.current.logged:
        driver.run(1.0)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=report)


def in_few(driver: Driver) -> SessionPlan:
    assert driver.state.fewer is not None
    return driver.state.fewer


def current_block(driver: Driver) -> Block:
    assert driver.state.current_block is not None
    return driver.state.current_block


def reasons(driver: Driver) -> list[str]:
    return [text for text in driver.words() if "less now" in text]


def test_what_remains_is_laid_out_in_few_words_and_it_says_so_once() -> None:
    driver = started()
    few = in_few(driver)
    hurt(driver, SEVERE)
    assert driver.state.plan == few
    assert reasons(driver) == ["You said 9, so I say less now, and slower."]
    driver.give(Command.SKIP)
    assert driver.state.current_block is few.blocks[1]
    assert driver.state.steps[-1] is few.blocks[1].steps[-1]
    driver.run(5.0)
    hurt(driver, SEVERE)
    driver.give(Command.SKIP)
    driver.run(2000.0)
    assert driver.state.phase is Phase.ENDED
    assert len(reasons(driver)) == 1


def test_the_reason_comes_before_the_question_what_to_do() -> None:
    driver = started()
    hurt(driver, SEVERE)
    *_, reason, question = (cue for _, cue in driver.heard)
    assert "less now" in reason.text
    assert question.kind is CueKind.QUESTION


@pytest.mark.parametrize("report", [MILD, PainReport(), PainReport(back=6)])
def test_less_pain_or_none_recorded_changes_nothing(report: PainReport) -> None:
    driver = started()
    hurt(driver, report)
    assert not driver.state.plan.settings.few_words
    assert not reasons(driver)


def test_a_number_given_before_not_now_counts() -> None:
    driver = started()
    driver.run(60.0)
    driver.give(Command.HURTS)
    driver.give(Command.ANSWERING, report=PainReport(back=8))
    driver.give(Command.SCORED)
    assert driver.state.plan.settings.few_words


def test_eleven_is_never() -> None:
    driver = started(from_pain=11)
    hurt(driver, PainReport(back=10))
    assert not driver.state.plan.settings.few_words


def test_the_easier_form_of_what_hurt_is_in_few_words_too() -> None:
    driver = started()
    few = in_few(driver)
    hurt(driver, replace(SEVERE, leg=7))
    assert driver.state.phase in (Phase.OFFERING_EASIER, Phase.OFFERING_STOP)
    assert current_block(driver).easier is few.blocks[0].easier


def test_what_was_made_easier_before_stays_easier() -> None:
    driver = started()
    driver.run(30.0)
    driver.give(Command.EASIER)
    eased = driver.state.plan.blocks[0]
    assert [step.reps for step in in_few(driver).blocks[0].steps if step.logged] == [
        step.reps for step in eased.steps if step.logged
    ]
    driver.give(Command.SKIP)
    driver.run(5.0)
    hurt(driver, SEVERE)
    kept = driver.state.plan.blocks[0]
    assert kept.exercise == eased.exercise
    assert [one.reps for one in kept.steps] == [one.reps for one in eased.steps]
    assert kept.easier is None


def test_a_leg_that_is_bad_after_an_exercise_counts_the_same() -> None:
    items = [replace(item, ask_reach=True) for item in three_items()]
    fewer = plan_session(items, in_few_words(ScriptSettings()), sore_side="left")
    driver = Driver(replace(a_state(*items), fewer=fewer))
    driver.give(Command.START)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED, report=SEVERE)
    assert driver.state.current_block is fewer.blocks[1]
    assert len(reasons(driver)) == 1


def test_both_are_laid_out_with_the_same_sets() -> None:
    driver = started()
    for block, few in zip(driver.state.plan.blocks, in_few(driver).blocks, strict=True):
        assert block.item == few.item
        sets = [
            [(one.set_no, one.side, one.reps, one.hold_seconds) for one in steps if one.logged]
            for steps in (block.steps, few.steps)
        ]
        assert sets[0] == sets[1]
