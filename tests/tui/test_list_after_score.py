"""Pain that went up, or further down, asks the safety list right after the score."""

import pytest

from coach.clock import ManualClock
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.safety_rhythm import FURTHER_DOWN, PAIN_JUMP
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.safety import STRONG
from coach.workflows.set_up import SetUpAnswers
from tests.tui.conftest import Running, into_session, on, press
from tests.tui.pictures import picture


@pytest.fixture
def scored(coach: Coach, clock: ManualClock) -> Coach:
    """Back 2 and leg 2, down to the thigh, an hour ago."""
    coach.check_in.take(PainReport(2, 2, Reach.THIGH), Moment.NOW)
    clock.advance(3600)
    return coach


@pytest.mark.parametrize(
    ("keys", "why"), [(("9", "t", "3"), PAIN_JUMP), (("9", "2", "6"), FURTHER_DOWN)]
)
async def test_a_score_that_is_worse_asks_the_list_at_once(
    running: Running, scored: Coach, keys: tuple[str, ...], why: str
) -> None:
    async with running(scored) as pilot:
        await press(pilot, "escape", "p", *keys)
        assert on(pilot, RedFlagScreen)
        assert why in " ".join(picture(pilot.app).split())
        await press(pilot, "n", "y")
        assert on(pilot, HoldScreen)


@pytest.mark.parametrize(("keys", "asked"), [(("9", "5", "3"), False), (("2", "2", "6"), True)])
async def test_right_after_the_weekly_list_only_further_down_asks_it_again(
    running: Running, coach: Coach, clock: ManualClock, keys: tuple[str, ...], asked: bool
) -> None:
    clock.advance(7 * 24 * 3600 - 3600)
    coach.check_in.take(PainReport(2, 2, Reach.THIGH), Moment.NOW)
    clock.advance(3600)
    async with running(coach) as pilot:
        await press(pilot, "escape", "s", *["n"] * len(coach.safety.flags.items), *keys)
        assert on(pilot, RedFlagScreen if asked else SessionScreen)


async def test_a_score_as_usual_asks_nothing(running: Running, scored: Coach) -> None:
    async with running(scored) as pilot:
        await press(pilot, "escape", "p", "9", "2", "3")
        assert on(pilot, TodayScreen)
        assert "Pain noted." in picture(pilot.app)


async def test_a_strong_score_names_first_aid_and_the_emergency_key(
    running: Running, new_coach: Coach
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    async with running(new_coach) as pilot:
        await press(pilot, "escape", "p", "9", "9", "6")
        assert on(pilot, TodayScreen)
        shown = " ".join(picture(pilot.app).split())
        assert f"Pain noted. {STRONG.format(number='112')}" in shown


@pytest.mark.parametrize("yes", [False, True])
async def test_a_session_that_ends_worse_asks_the_list_right_after(
    running: Running, scored: Coach, yes: bool
) -> None:
    async with running(scored) as pilot:
        await press(pilot, "escape")
        await into_session(pilot)
        await press(pilot, "q", "3", "t", "6")
        assert on(pilot, RedFlagScreen)
        count = len(scored.safety.flags.items)
        await press(pilot, *(["n", "y"] if yes else ["n"] * count))
        assert on(pilot, HoldScreen if yes else SummaryScreen)
