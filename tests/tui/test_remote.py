"""The remote's screen: press the button, read what it does, press it again."""

from coach.clock import ManualClock
from coach.session.state import Phase
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.remote import RemoteScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, on, phase, press
from tests.tui.pictures import check_golden, picture


async def test_a_pedal_that_sends_an_arrow_is_taught_to_pause(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "k", "right")
        assert "As usual: Done" in picture(pilot.app)
        await press(pilot, "right")
        assert "It pauses and goes on." in picture(pilot.app)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
        await into_session(pilot)
        await press(pilot, "right")
        assert phase(pilot) is Phase.PAUSED


async def test_letters_are_buttons_here_and_the_emergency_key_is_not(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "k", "q", "b")
        assert on(pilot, RemoteScreen)
        await press(pilot, "exclamation_mark")
        assert on(pilot, EmergencyScreen)


async def test_golden_remote(running: Running, coach: Coach) -> None:
    coach.remote.choose("pageup", "hurts")
    for size in ((80, 24), (120, 40)):
        async with running(coach, size=size) as pilot:
            await press(pilot, "k", "pagedown")
            check_golden(pilot.app, "remote")
