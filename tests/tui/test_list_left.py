"""A safety list that was begun is due until it was gone through whole."""

import pytest

from coach.clock import ManualClock
from coach.domain.events import SessionStarted
from coach.domain.safety_rhythm import UNFINISHED
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.safety import LIST_DUE
from tests.tui.conftest import Running, into_session, on, press
from tests.tui.pictures import flat, picture


@pytest.mark.parametrize("leaving", ["escape", "q"])
@pytest.mark.parametrize("keys", [("r",), ("!", "r")])
async def test_something_new_that_is_opened_and_left_is_due(
    running: Running, coach: Coach, keys: tuple[str, ...], leaving: str
) -> None:
    async with running(coach) as pilot:
        assert LIST_DUE not in picture(pilot.app)
        await press(pilot, *keys)
        assert "Esc q Stop" in flat(pilot)
        assert "Quit" not in flat(pilot)
        await press(pilot, leaving)
        assert on(pilot, TodayScreen)
        assert LIST_DUE in picture(pilot.app)
        await press(pilot, "s")
        assert on(pilot, RedFlagScreen)
        assert UNFINISHED in " ".join(picture(pilot.app).split())
        await press(pilot, *["n"] * len(coach.safety.flags.items), "escape")
        assert LIST_DUE not in picture(pilot.app)


async def test_q_at_the_question_of_every_start_is_back_as_escape(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s")
        assert "Esc q Back" in flat(pilot)
        await press(pilot, "q")
        assert on(pilot, TodayScreen)
    assert not list(coach.records.recent().of(SessionStarted))


async def test_left_in_a_session_it_is_due_before_the_next(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "r", "escape")
    assert coach.safety.list_due() is not None


async def test_closed_with_the_list_open_it_is_due(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r")
    assert coach.safety.list_due() is not None


async def test_after_a_lock_is_cleared_the_whole_list_is_asked_anew(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    items = coach.safety.flags.items
    clock.advance(24 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "escape", "r", "n", "n", "y")
        assert on(pilot, HoldScreen)
        await press(pilot, "a", *"2027-03-02", "enter", *"Dr Lee", "enter")
        assert on(pilot, TodayScreen)
        assert LIST_DUE in picture(pilot.app)
        await press(pilot, "s")
        assert items[0].question in " ".join(picture(pilot.app).split())
        await press(pilot, *["n"] * len(items), "escape")
        assert LIST_DUE not in picture(pilot.app)
    assert not list(coach.records.recent().of(SessionStarted))
