"""A screen that says once, calmly, why less is said today."""

from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, press, session_screen
from tests.tui.pictures import picture

WHY = "You noted pain of 8, so I say less today, and slower."


async def test_the_session_screen_says_why_at_its_start(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot, before=("8", "2", "3"))
        assert session_screen(pilot).runner.state.plan.settings.few_words
        assert WHY in " ".join(picture(pilot.app).split())


async def test_nothing_of_it_on_an_ordinary_day(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        assert not session_screen(pilot).runner.state.plan.settings.few_words
        assert "say less" not in picture(pilot.app)
        await press(pilot, "q")
