"""A whole session with one button: nothing it may lead to waits for another key."""

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.events import ExerciseDone, PainScore
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import Moment, Reach
from coach.session.state import Phase
from coach.tui.patient.asking import ChoiceScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.workflows.coach import Coach
from coach.workflows.hands_free import WHY_SECONDS
from tests.tui.conftest import (
    Running,
    into_session,
    let_pass,
    on,
    phase,
    press,
    session_screen,
    settle,
)
from tests.tui.pictures import flat, picture

BEFORE_THE_PACK = 95 * 60
"""From the start of the test's day until a cold pack is due."""


async def to_the_skin_question(pilot: Pilot[None], clock: ManualClock) -> None:
    await into_session(pilot)
    screen = session_screen(pilot)
    for _ in range(3600):
        if screen.runner.state.phase is Phase.ASKING_SKIN:
            await settle(pilot)
            return
        clock.advance(1.0)
        screen.tick()
    raise AssertionError("the skin was never asked after")


def left_out(coach: Coach) -> list[ExerciseDone]:
    found = coach.records.recent().of(ExerciseDone)
    return [fact for _, fact in found if fact.outcome is SetOutcome.SKIPPED]


@pytest.mark.parametrize("key", ["space", "pagedown"])
async def test_at_the_skin_question_it_leaves_the_pack_out_and_goes_on(
    running: Running, coach: Coach, clock: ManualClock, key: str
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        await to_the_skin_question(pilot, clock)
        await press(pilot, key)
        assert on(pilot, SessionScreen)
        assert phase(pilot) is not Phase.ASKING_SKIN
    (fact,) = left_out(coach)
    assert fact.reason is Reason.NONE


@pytest.mark.parametrize("key", ["space", "pagedown"])
@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (("4", None, "6"), [("back", 4, Reach.FOOT)]),
        ((None, "9", "6"), [("leg", 9, Reach.FOOT)]),
        (("4", "9", None), [("back", 4, None), ("leg", 9, None)]),
        (("4", None, None), [("back", 4, None)]),
    ],
)
async def test_after_that_hurts_it_is_not_now_to_one_question_and_the_others_are_asked(
    running: Running,
    coach: Coach,
    key: str,
    answers: tuple[str | None, ...],
    kept: list[tuple[str, int, Reach | None]],
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h")
        assert "n Space Not now" in flat(pilot)
        for asked, answer in zip(("Back pain", "Leg pain", "How far"), answers, strict=True):
            assert f"{asked} " in flat(pilot)
            await press(pilot, answer or key)
    scores = [fact for _, fact in coach.records.recent().of(PainScore)]
    during = [fact for fact in scores if fact.moment is Moment.DURING]
    assert [(fact.site.value, fact.score, fact.reach) for fact in during] == kept


async def test_a_one_that_waits_for_its_nought_is_the_answer_and_the_next_question_comes(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h")
        await pilot.press("1", "space")
        await settle(pilot)
        assert "Leg pain now" in picture(pilot.app)


async def test_a_button_taught_to_leave_out_asks_nothing(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.remote.choose("right", "skip")
    async with running(coach) as pilot:
        await into_session(pilot)
        await let_pass(pilot, clock, 40)
        first = session_screen(pilot).runner.state.block
        await press(pilot, "right")
        assert on(pilot, SessionScreen)
        assert session_screen(pilot).runner.state.block == first + 1


async def test_who_pressed_x_and_lies_down_again_is_not_waited_for(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    """Why is asked for half a minute; then it is left out for no reason, and on it goes."""
    async with running(coach) as pilot:
        await into_session(pilot)
        await let_pass(pilot, clock, 40)
        first = session_screen(pilot).runner.state.block
        await press(pilot, "x")
        why = pilot.app.screen
        assert isinstance(why, ChoiceScreen)
        clock.advance(WHY_SECONDS - 1)
        why.look()
        await press(pilot, "down")
        clock.advance(WHY_SECONDS - 1)
        why.look()
        await settle(pilot)
        assert on(pilot, ChoiceScreen)
        clock.advance(2)
        why.look()
        await settle(pilot)
        assert on(pilot, SessionScreen)
        assert session_screen(pilot).runner.state.block == first + 1
        assert phase(pilot) is Phase.RUNNING
    assert left_out(coach)[-1].reason is Reason.NONE


@pytest.mark.parametrize(("key", "then"), [("H", Phase.ASKING_PAIN), ("D", Phase.RUNNING)])
async def test_with_caps_lock_a_letter_does_what_it_says(
    running: Running, coach: Coach, clock: ManualClock, key: str, then: Phase
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await let_pass(pilot, clock, 40)
        await press(pilot, key)
        assert phase(pilot) is then


async def test_with_caps_lock_something_new_asks_and_q_ends(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "R")
        assert on(pilot, RedFlagScreen)
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "Q")
        assert not on(pilot, SessionScreen)


async def test_with_caps_lock_the_pain_questions_are_answered(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "H", "3", "2", "H")
        assert phase(pilot).offers
        await press(pilot, "Q")
