"""On the screens: after a no to the whole list, and after `!`, only the person leads on."""

from typing import Any

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.events import ExerciseDone
from coach.session import phrasing
from coach.session.commands import Command, Given
from coach.session.cues import Cue
from coach.session.state import Phase
from coach.tui.patient.asking import ChoiceScreen
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
    until_word,
)
from tests.tui.pictures import picture
from tests.tui.test_one_button import BEFORE_THE_PACK, to_the_skin_question
from tests.workflows.conftest import said

SIZES = [(80, 24), (120, 40)]


def shows(pilot: Pilot[None], *cues: Cue) -> bool:
    """Whether all of the words stand on the screen."""
    shown = " ".join(picture(pilot.app).split())
    return all(cue.text in shown for cue in cues)


async def something_new(pilot: Pilot[None], coach: Coach) -> None:
    """Press it, and answer all of the list with no."""
    await press(pilot, "r", *["n"] * len(coach.safety.flags.items))
    assert on(pilot, SessionScreen)


async def test_the_question_after_a_short_gap_waits(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        session_screen(pilot).give(Given(Command.GAP, seconds=20.0))
        assert phase(pilot) is Phase.INTERRUPTED
        await something_new(pilot, coach)
        assert shows(pilot, phrasing.ALL_NO, phrasing.INTERRUPTED)
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.INTERRUPTED
        await press(pilot, "space")
        assert phase(pilot) in (Phase.RUNNING, Phase.COUNTING_IN)
    assert phrasing.GOES_ON_UNANSWERED.text not in said(coach)


@pytest.mark.parametrize("size", SIZES)
async def test_the_skin_question_waits_and_is_still_to_be_read(
    running: Running, coach: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach, size) as pilot:
        await to_the_skin_question(pilot, clock)
        block = session_screen(pilot).runner.state.current_block
        assert block is not None
        assert block.exercise.pack is not None
        await something_new(pilot, coach)
        question = phrasing.skin_question_cue(block.exercise.pack.question)
        assert shows(pilot, phrasing.ALL_NO, question)
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.ASKING_SKIN
    assert phrasing.NO_PACK_UNANSWERED.text not in said(coach)
    done = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert "cold-pack" not in [fact.exercise for fact in done]


async def test_a_pause_waits(running: Running, coach: Coach, clock: ManualClock) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "space")
        await something_new(pilot, coach)
        assert shows(pilot, phrasing.ALL_NO)
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.PAUSED


@pytest.mark.parametrize("score", [(), ("n", "n", "n")])
async def test_what_ends_unanswered_is_not_said_to_wait(
    running: Running,
    coach: Coach,
    clock: ManualClock,
    score: tuple[str, ...],
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "h", *score)
        asked = phase(pilot)
        assert asked.ends_unanswered
        await something_new(pilot, coach)
        assert phase(pilot) is asked
        assert shows(pilot, phrasing.ALL_NO_ASKED)
        assert not shows(pilot, phrasing.ALL_NO)
        if asked is Phase.OFFERING_EASIER:
            assert shows(pilot, phrasing.OFFER_EASIER)
        await let_pass(pilot, clock, 130)
    assert phrasing.NO_ANSWER_ENDS.text in said(coach)


# --- the emergency screen


async def test_the_question_after_a_short_gap_waits_for_who_read_what_to_do_in_an_emergency(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        session_screen(pilot).give(Given(Command.GAP, seconds=20.0))
        await press(pilot, "!", "escape")
        assert shows(pilot, phrasing.INTERRUPTED)
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.INTERRUPTED
        await press(pilot, "space")
        assert phase(pilot) in (Phase.RUNNING, Phase.COUNTING_IN)
    assert phrasing.GOES_ON_UNANSWERED.text not in said(coach)


async def test_what_runs_stands_still_under_what_to_do_in_an_emergency_and_after_it(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "!", "escape")
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.PAUSED


async def test_why_something_is_left_out_stays_open_for_who_read_what_to_do_in_an_emergency(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "x", "!", "escape")
        why: Any = pilot.app.screen
        clock.advance(2 * WHY_SECONDS)
        why.look()
        await settle(pilot)
        assert on(pilot, ChoiceScreen)
        await press(pilot, "escape")
        assert phase(pilot) is Phase.PAUSED
    assert not [fact for _, fact in coach.records.recent().of(ExerciseDone) if not fact.set_no]
