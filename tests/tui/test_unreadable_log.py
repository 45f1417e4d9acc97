"""For a while the log gives nothing to read: every key answers, and the screens stay."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn

import pytest

from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.pain import PainReport
from coach.tui.app import CoachApp
from coach.tui.patient.body import BodyScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, on, phase, press, session_screen, settle
from tests.tui.pictures import picture

HELD = "Another program holds the log."


@contextmanager
def held(coach: Coach) -> Iterator[None]:
    """Nothing of the log can be read or written inside."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("read", "append", "last_at"):
            patch.setattr(coach.log, name, _refuse)
        yield


async def test_the_pain_key_says_so_in_the_morning(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(21 * 3600)  # Half past six: the pain is asked for lying down.
    async with running(coach) as pilot:
        await press(pilot, "escape")
        with held(coach):
            await press(pilot, "p")
            assert on(pilot, TodayScreen)
            assert HELD in picture(pilot.app)
        await press(pilot, "p")
        assert "How is it before you get up?" in picture(pilot.app)


async def test_the_key_for_sitting_says_so(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        with held(coach):
            await press(pilot, "j")
            assert on(pilot, TodayScreen)
            assert HELD in picture(pilot.app)


async def test_a_session_that_was_cut_off_is_offered_once_it_can_be_read(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    coach.close()
    again = open_coach()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(again.sessions, "broken_words", _refuse)
        async with running(again) as pilot:
            today = pilot.app.screen
            assert isinstance(today, TodayScreen)
            today.changed()
            await settle(pilot)
            assert HELD in picture(pilot.app)
            patch.undo()
            today.changed()
            await settle(pilot)
            assert "A session was cut off." in picture(pilot.app)


async def test_a_jump_in_pain_asks_the_list_as_soon_as_it_can_be_read(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h")
        screen = session_screen(pilot)
        honest = screen.runner.give

        with pytest.MonkeyPatch.context() as patch:
            # The score is on disk; then another program comes.
            def given(*given: object) -> object:
                step = honest(*given)  # type: ignore[arg-type]
                patch.setattr(coach.log, "read", _refuse)
                return step

            await press(pilot, "9", "t")
            patch.setattr(screen.runner, "give", given)
            await press(pilot, "6")
            assert on(pilot, SessionScreen)
            assert phase(pilot).offers
            assert HELD in picture(pilot.app)
        screen.second()
        await settle(pilot)
        assert on(pilot, RedFlagScreen)


async def test_set_up_goes_on_while_nobody_can_read_the_log(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        app = pilot.app
        assert isinstance(app, CoachApp)
        with held(new_coach):
            app.look_before_today()
            await settle(pilot)
            assert HELD in picture(pilot.app)
        app.look_before_today()
        await settle(pilot)
        assert HELD not in picture(pilot.app)


@pytest.mark.parametrize("screen", [BodyScreen, RedFlagScreen])
async def test_a_screen_that_is_closed_from_outside_closes(
    running: Running, coach: Coach, screen: type[BodyScreen] | type[RedFlagScreen]
) -> None:
    with ExitStack() as until_closed:
        async with running(coach) as pilot:
            pilot.app.push_screen(screen(coach))
            await settle(pilot)
            until_closed.enter_context(held(coach))
            pilot.app.exit()
    assert pilot.app.return_code == 0


def _refuse(*_: object, **__: object) -> NoReturn:
    raise LogError("The log is in use", HELD)
