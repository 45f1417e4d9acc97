"""Practice moving on the screens: any key when it is done, Escape at any time."""

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.session.moving_times import Move
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.practice import PracticeScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture


async def test_a_practice_is_led_through_with_any_key(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "o")
        assert on(pilot, PracticeScreen)
        assert "Press any key when you are down." in picture(pilot.app)
        await led_through(pilot, clock)
        shown = picture(pilot.app)
        assert "Getting up: 50 seconds." in shown
        assert "Keep these times?" in shown
        await press(pilot, "space")
        assert coach.moving.times()[Move.GET_UP] == 25
        await press(pilot, "y")
        shown = picture(pilot.app)
        assert "Getting down: 40 seconds." in shown
        assert "Turning over: 15 seconds." in shown
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert coach.moving.times()[Move.GET_UP] == 50


async def led_through(pilot: Pilot[None], clock: ManualClock) -> None:
    for key, seconds in (("space", 35), ("d", 6), ("1", 12), ("enter", 41)):
        clock.advance(seconds)
        await press(pilot, key)


@pytest.mark.parametrize("answer", ["n", "escape"])
async def test_without_a_yes_nothing_that_was_measured_is_kept(
    running: Running, coach: Coach, clock: ManualClock, answer: str
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "o")
        await led_through(pilot, clock)
        await press(pilot, answer)
        assert on(pilot, TodayScreen)
    assert coach.moving.times()[Move.GET_UP] == 25


async def test_a_key_that_bounces_is_asked_for_again(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "o")
        assert "within your reach" in picture(pilot.app)
        clock.advance(35)
        await press(pilot, "space", "space")
        assert "That was very quick. Once more. Turn over now, slowly." in picture(pilot.app)


async def test_escape_and_q_leave_it_and_nothing_changes(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        for key in ("escape", "q"):
            await press(pilot, "o")
            clock.advance(50)
            await press(pilot, "space", key)
            assert on(pilot, TodayScreen)
    assert coach.moving.times()[Move.GET_DOWN] == 20


async def test_the_emergency_screen_opens_over_it(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "o", "exclamation_mark")
        assert on(pilot, EmergencyScreen)


async def test_a_proposal_is_one_question(running: Running, coach: Coach) -> None:
    for _ in range(3):
        coach.sessions.moves.early(Move.GET_DOWN, 8.0)
    async with running(coach, size=(120, 40)) as pilot:
        await press(pilot, "o")
        assert "Wait 10 seconds for getting down, not 20?" in picture(pilot.app)
        await press(pilot, "y")
        assert "Getting down: 10 seconds." in picture(pilot.app)
    assert coach.moving.times()[Move.GET_DOWN] == 10


async def test_nobody_practises_under_a_hold(running: Running, coach: Coach) -> None:
    coach.safety.answered(coach.safety.flags.items[0], True)
    async with running(coach) as pilot:
        await press(pilot, "escape", "o")
        assert not on(pilot, PracticeScreen)
        assert on(pilot, HoldScreen) or on(pilot, TodayScreen)
