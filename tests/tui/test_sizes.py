"""Every screen at every size: no crash, and what matters most stays visible."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.events import RedFlagAnswered
from coach.tui.widgets.block_font import in_blocks
from coach.workflows.coach import Coach
from tests.tui.conftest import (
    Running,
    press,
    session_screen,
    settle,
    until_word,
)
from tests.tui.pictures import flat, picture
from tests.workflows.conftest import facts_of

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


@pytest.mark.parametrize("size", [(40, 24), (40, 16), (80, 24)])
@pytest.mark.parametrize("name", ["Margarete", "Maria Magdalena von und zu Hohenstein"])
async def test_the_greeting_and_the_time_are_whole(
    running: Running, coach: Coach, clock: ManualClock, size: tuple[int, int], name: str
) -> None:
    coach.name = name
    clock.advance(4 * 3600)
    async with running(coach, size=size) as pilot:
        await press(pilot, "escape")  # What fell due meanwhile is asked first.
        shown = " ".join(picture(pilot.app).split())
        greeting = f"Good afternoon, {name}."
        assert all(word in shown for word in greeting.split()), shown
        assert "Mon 1 Mar 13:30" in shown


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
        await press(
            pilot, "s", *["down"] * 8, "n", "3", "2", "3"
        )  # Its question is read to its end.
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
        assert_whole_number(picture(pilot.app), 0)
        await resized(pilot, 20, 5, lambda: in_blocks("112", 0)[0] not in picture(pilot.app))
        assert_whole_number(picture(pilot.app))
        await resized(pilot, 80, 24, lambda: in_blocks("112", 1)[0].rstrip() in picture(pilot.app))
        assert_whole_number(picture(pilot.app), 1)


async def resized(
    pilot: Pilot[None], width: int, height: int, is_drawn: Callable[[], bool]
) -> None:
    """The window changes; what follows from its size comes with a second layout."""
    await pilot.resize_terminal(width, height)
    for _ in range(50):
        if is_drawn():
            return
        await pilot.pause()


def assert_whole_number(shown: str, scale: int | None = None) -> None:
    """The number stands there, in digits of this size, and what to do first below it."""
    lines = ["112"] if scale is None else in_blocks("112", scale)
    assert all(line.rstrip() in shown for line in lines), shown
    assert "Stop. Call" in shown


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_a_lock_shows_the_number_and_what_to_do_on_a_small_screen(
    size: tuple[int, int], running: Running, coach: Coach
) -> None:
    async with running(coach, size=size) as pilot:
        await press(pilot, "!", "r", "y")
        assert_whole_number(picture(pilot.app), 0 if size[0] == 40 else None)


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (80, 10)])
async def test_each_safety_question_is_read_to_its_end_before_a_no_counts(
    size: tuple[int, int], running: Running, coach: Coach
) -> None:
    """Its first words stand on the screen; where its last ones do not, a no waits for them."""
    async with running(coach, size=size) as pilot:
        await press(pilot, "r")
        for item in coach.safety.flags.items[:8]:
            words = f"{item.question} {item.how}".split()
            assert " ".join(words[:2]) in flat(pilot), item.id
            seen = flat(pilot)
            for _ in range(40):
                if " ".join(words[-1:]) in seen:
                    break
                before = len(facts_of(coach, RedFlagAnswered))
                await press(pilot, "n")
                assert len(facts_of(coach, RedFlagAnswered)) == before, item.id
                await press(pilot, "down")
                seen = flat(pilot)
            before = len(facts_of(coach, RedFlagAnswered))
            await press(pilot, "n")
            assert len(facts_of(coach, RedFlagAnswered)) == before + 1, item.id
