"""A coach that stays open for days: what was drawn and done leaves no memory behind."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest
from textual.widget import Widget

from coach.clock import ManualClock
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, running, settle
from tests.workflows.test_run_session import begin, run

MOST_GROWTH_BYTES = 10 * 1024 * 1024
"""Source: performance-reliability, row 39."""
OPENED = ("question_mark", "w", "exclamation_mark")
"""Help, the week, and what to do in an emergency: opened over the day again and again."""
STATUS = Path("/proc/self/statm")

__all__ = ["running"]


def held_bytes() -> int:
    """What this process holds of the machine's memory."""
    gc.collect()
    return int(STATUS.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


needs_proc = pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc")


async def test_screens_opened_again_and_again_leave_nothing_behind(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen

        async def a_round() -> int:
            for key in OPENED:
                await pilot.press(key)
                assert pilot.app.screen is not screen, key
                await pilot.press("escape")
                await settle(pilot)
            assert pilot.app.screen is screen
            clock.advance(60)
            assert isinstance(screen, TodayScreen)
            screen.five_seconds()
            await settle(pilot)
            gc.collect()
            return sum(issubclass(type(one), Widget) for one in gc.get_objects())

        widgets = [await a_round() for _ in range(12)]
        # The first rounds may keep what is used again; nothing may go on growing.
        assert max(widgets[4:]) <= widgets[3], widgets


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
    before, began = held_bytes(), clock.monotonic()
    for _ in range(30):
        a_session()
    assert clock.monotonic() - began > 2 * 3600
    assert held_bytes() - before <= MOST_GROWTH_BYTES
