"""A coach that stays open for days: what was drawn and done leaves no memory behind."""

import gc
import sys
from typing import Any

import pytest
from textual.widget import Widget

from coach.clock import ManualClock
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.soak.machine import MIB, resident_bytes
from tests.tui.conftest import Running, running, settle
from tests.workflows.test_run_session import begin, run

MOST_GROWTH_BYTES = 10 * MIB
"""Source: performance-reliability, row 39; of screens that is for so many changes of them."""
CHANGES = 500
OPENED = ("question_mark", *("w", "exclamation_mark", "h", "y", "c", "e") * 6)
"""Help once, for it draws the most; the week, what to do in an emergency and others often."""
FILLING_ROUNDS, ROUNDS = 3, 4
MOST_TURNS = 1000
"""A screen comes within a turn or two of the loop."""

__all__ = ["running"]


needs_proc = pytest.mark.skipif(
    sys.platform != "linux", reason="what this process holds of memory is read from /proc"
)


@needs_proc
async def test_hundreds_of_screens_opened_and_left_leave_nothing_behind(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)

        async def until_open(it_is: bool) -> None:
            for _ in range(MOST_TURNS):
                if (pilot.app.screen is not screen) is it_is:
                    break
                await pilot.pause(0)
            assert (pilot.app.screen is not screen) is it_is
            await pilot.pause(0)  # It is drawn.

        async def a_round() -> tuple[int, int]:
            """Widgets that are there after it, and memory that is held."""
            for key in OPENED:
                pilot.app.simulate_key(key)
                await until_open(True)
                pilot.app.simulate_key("escape")
                await until_open(False)
            clock.advance(60)
            screen.five_seconds()
            await settle(pilot)
            held = resident_bytes()
            return sum(issubclass(type(one), Widget) for one in gc.get_objects()), held

        # The first rounds fill what is used again; after them nothing goes on growing.
        for _ in range(FILLING_ROUNDS):
            widgets, held = await a_round()
        for _ in range(ROUNDS):
            now_widgets, now_held = await a_round()
            assert now_widgets <= widgets
        changes = 2 * ROUNDS * len(OPENED)
        assert now_held - held <= changes * MOST_GROWTH_BYTES / CHANGES


@needs_proc
def test_hours_of_sessions_leave_no_memory_behind(coach: Coach, clock: ManualClock) -> None:
    speaker: Any = coach.speaker

    def a_session() -> None:
        runner = begin(coach, "belly-breath")
        run(clock, runner)
        assert runner.state.phase.over
        speaker.said.clear()  # A real voice keeps no record.

    for _ in range(3):
        a_session()
    before, began = resident_bytes(), clock.monotonic()
    for _ in range(30):
        a_session()
    assert clock.monotonic() - began > 2 * 3600
    assert resident_bytes() - before <= MOST_GROWTH_BYTES
