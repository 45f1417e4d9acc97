"""Every screen at every size: no crash, and what matters most stays visible."""

import pytest

from coach.clock import ManualClock
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, press, session_screen, settle, until_word
from tests.tui.pictures import picture

STORM = ((1, 1), (20, 5), (40, 12), (80, 24), (3, 50), (200, 2), (120, 40), (1, 30), (80, 24))
PATHS: dict[str, tuple[str, ...]] = {
    "today": (),
    "check-in": ("p",),
    "session": ("s", "n", "n", "n"),
    "pain": ("s", "n", "n", "n", "h"),
    "summary": ("s", "n", "n", "n", "q", "n", "n"),
    "history": ("h",),
    "stage": ("g",),
    "week": ("w",),
    "help": ("question_mark",),
    "emergency": ("!",),
    "hold": ("!", "r", "y"),
    "attest": ("!", "r", "y", "a"),
    "reason": ("x",),
}


@pytest.mark.parametrize("path", sorted(PATHS))
async def test_a_resize_storm_breaks_nothing(path: str, running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, *PATHS[path])
        before = picture(pilot.app)
        for width, height in STORM:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        assert pilot.app.is_running
        assert picture(pilot.app) == before


async def test_set_up_survives_a_resize_storm(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        for width, height in STORM:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        assert "What shall I call you?" in picture(pilot.app)


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_instruction_and_stop_key_stay_on_a_small_screen(
    size: tuple[int, int], running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach, size=size) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        shown = picture(pilot.app)
        name = session_screen(pilot).runner.view().exercise
        assert name[:9] in shown
        assert "RELAX" in shown or "█" in shown
        assert "q End" in shown or size[0] < 40
        assert "h That hurts" in shown


async def test_the_number_fits_a_small_screen(running: Running, coach: Coach) -> None:
    async with running(coach, size=(40, 12)) as pilot:
        await press(pilot, "!")
        shown = picture(pilot.app)
        assert "█" in shown or "112" in shown
