"""The event loop of the app is blocked for a moment again and again: a hold is no longer for it."""

from math import ceil

from coach.clock import ManualClock
from coach.domain.program import StageCode
from coach.session.state import Phase
from coach.session.view import HOLD
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.tui.conftest import Running, let_pass, press, session_screen, until_word

BEFORE = ("n", "3", "2", "3")
"""Nothing new, back 3, leg 2, down to the thigh."""
LAST_SECONDS, BLOCKED_SECONDS = 6, 0.35
"""The end of a hold, and three of the screen's own ticks."""


async def test_a_hold_ends_at_its_deadline_though_the_loop_is_blocked_again_and_again(
    running: Running, new_coach: Coach, clock: ManualClock
) -> None:
    """Between two blocks is one tick of the screen: who counted ticks would hold on for long."""
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="", stage=StageCode.MOVE))
    answer_list(new_coach)
    async with running(new_coach, start=["calf"]) as pilot:
        await press(pilot, *BEFORE)
        await press(pilot, "d")  # The words that lead to it are done.
        await until_word(pilot, clock, HOLD)
        runner = session_screen(pilot).runner
        await let_pass(pilot, clock, runner.view().seconds_left - LAST_SECONDS)
        ends = clock.monotonic() + runner.view().seconds_left
        while clock.monotonic() < ends:
            assert (runner.view().word, runner.view().rep) == (HOLD, 1)
            assert runner.view().seconds_left == ceil(ends - clock.monotonic())
            pilot.app.call_later(clock.advance, BLOCKED_SECONDS)
            before = runner.state.last_seen
            while runner.state.last_seen == before:
                await pilot.pause()
        assert runner.view().word != HOLD
        assert runner.state.phase is Phase.RUNNING
