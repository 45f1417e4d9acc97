"""Help names the keys of the screen it was opened from, also where they are no commands."""

import pytest

from coach.domain.red_flags import Tier
from coach.session.state import Phase
from coach.tui.app import CoachApp
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.help import HelpScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.remote import RemoteScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.key_help import CHOOSE, LEAVE
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, on, phase, press
from tests.tui.pictures import picture


def _explains(shown: str, key: str, label: str) -> bool:
    return f"{key:<12}{label}" in shown


async def test_help_on_a_lock_names_the_ways_out_of_it(running: Running, coach: Coach) -> None:
    flags = coach.safety.flags.items
    coach.safety.answered(next(item for item in flags if item.tier is Tier.EMERGENCY), True)
    async with running(coach, (80, 40)) as pilot:
        assert on(pilot, HoldScreen)
        await press(pilot, "?")
        assert on(pilot, HelpScreen)
        shown = picture(pilot.app)
    assert _explains(shown, "a", "I have been seen by a clinician")
    assert _explains(shown, "l", "Lesson")
    assert _explains(shown, "t", "Therapist")
    assert _explains(shown, "!", "Emergency: ")
    assert LEAVE[1] not in shown  # Esc does not leave a lock.


async def test_help_on_a_safety_question_names_no_and_yes(running: Running, coach: Coach) -> None:
    async with running(coach, (80, 40)) as pilot:
        await press(pilot, "r")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "?")
        shown = picture(pilot.app)
        await press(pilot, "escape")
        assert on(pilot, RedFlagScreen)
    for key, label in (("n", "No"), ("y", "Yes"), ("Esc q", "Stop")):
        assert _explains(shown, key, label)


async def test_how_the_percentage_comes_about_stands_where_there_is_a_day(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (120, 60)) as pilot:
        await press(pilot, "?")
        assert "How the percentage comes about" in picture(pilot.app)
        await press(pilot, "escape", "r", "?")
        assert on(pilot, HelpScreen)
        assert "How the percentage comes about" not in picture(pilot.app)


async def test_help_pressed_before_a_screen_has_its_keys_opens_all_the_same(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (80, 40)) as pilot:
        assert isinstance(pilot.app, CoachApp)
        pilot.app.push_screen(RemoteScreen(coach))
        pilot.app.action_do_help()
        await pilot.pause()
        assert on(pilot, HelpScreen)
        assert pilot.app.is_running


async def test_help_over_a_session_closes_no_coach_and_q_ends_the_session_after_it(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (80, 40)) as pilot:
        await into_session(pilot)
        await press(pilot, "?")
        shown = picture(pilot.app)
        assert _explains(shown, "q", "End: ")
        assert "Quit" not in shown
        await press(pilot, "q")
        assert pilot.app.is_running
        assert phase(pilot) is Phase.PAUSED
        await press(pilot, "q")
        assert on(pilot, CheckInScreen), "the last question is asked"


@pytest.mark.parametrize("key", ["!", "r", "x"])
async def test_nothing_laid_over_a_session_closes_the_coach(
    running: Running, coach: Coach, key: str
) -> None:
    async with running(coach, (80, 40)) as pilot:
        await into_session(pilot)
        session = pilot.app.screen
        await press(pilot, key)
        assert pilot.app.screen is not session
        assert "Quit" not in picture(pilot.app)
        await press(pilot, "q")
        assert pilot.app.is_running
        assert session in pilot.app.screen_stack


async def test_help_on_the_emergency_screen_says_that_q_leads_back(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (80, 40)) as pilot:
        await press(pilot, "!", "?")
        shown = picture(pilot.app)
        await press(pilot, "q", "q")
        assert on(pilot, TodayScreen)
    assert _explains(shown, "Esc q", "Back")
    assert "Close the coach" not in shown


async def test_help_in_set_up_names_the_keys_of_the_step(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach, (80, 40)) as pilot:
        await press(pilot, "enter", "enter", "?")
        shown = picture(pilot.app)
        assert _explains(shown, "n l r b", "Which leg")
        assert _explains(shown, "Enter", "Go on")
        await press(pilot, "escape", "n", "?")
        shown = picture(pilot.app)
    assert _explains(shown, "v", "Hear the voice")
    assert _explains(shown, "Esc", "Back")


async def test_help_on_the_day_says_how_to_leave_and_to_choose(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (80, 60)) as pilot:
        await press(pilot, "?")
        shown = picture(pilot.app)
    assert _explains(shown, *LEAVE)
    assert _explains(shown, *CHOOSE)
