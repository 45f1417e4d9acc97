"""Buttons of desktop notices while the screen is open: the same commands as its keys."""

from coach.clock import ManualClock
from coach.desktop.silent import NoDesktop
from coach.domain.notices import OPEN, Pressed
from coach.domain.outcomes import Reason
from coach.domain.program import Surface
from coach.domain.time_events import ReminderPutOff
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.remind import DUE_NOTICE
from coach.workflows.sitting_words import NOTICE_ID as SITTING_NOTICE
from coach.workflows.sitting_words import UP
from tests.tui.conftest import Running, into_session, on, press, settle
from tests.workflows.conftest import facts_of


def desktop_of(coach: Coach) -> NoDesktop:
    assert isinstance(coach.desktop, NoDesktop)
    coach.desktop.shows = True
    return coach.desktop


def today_of(app: object) -> TodayScreen:
    screen = getattr(app, "screen_stack")[1]  # noqa: B009 - any app
    assert isinstance(screen, TodayScreen)
    return screen


async def test_a_sitting_warning_is_a_notice_and_its_button_says_up(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    desktop = desktop_of(coach)
    async with running(coach) as pilot:
        coach.guard.sit(Surface.HARD)
        clock.advance(10 * 60 + 1)
        today_of(pilot.app).second()  # The quiet line a minute before.
        today_of(pilot.app).second()
        assert [notice.id for notice in desktop.shown] == [SITTING_NOTICE]
        desktop.pressed.append(Pressed(SITTING_NOTICE, UP))
        today_of(pilot.app).second()
        await settle(pilot)
        assert coach.guard.now() is None
        today_of(pilot.app).five_seconds()
        assert SITTING_NOTICE not in [notice.id for notice in desktop.shown]


async def test_start_begins_the_session_on_this_screen(running: Running, coach: Coach) -> None:
    desktop = desktop_of(coach)
    async with running(coach) as pilot:
        desktop.pressed.append(Pressed(DUE_NOTICE, "start"))
        today_of(pilot.app).second()
        await settle(pilot)
        await press(pilot, "n", "3", "2", "3")
        assert on(pilot, SessionScreen)


async def test_in_a_session_start_begins_no_other_and_later_is_kept(
    running: Running, coach: Coach
) -> None:
    desktop = desktop_of(coach)
    async with running(coach) as pilot:
        await into_session(pilot)
        desktop.pressed += [Pressed(DUE_NOTICE, "start"), Pressed(DUE_NOTICE, "later")]
        today_of(pilot.app).second()
        await settle(pilot)
        assert on(pilot, SessionScreen)
        assert facts_of(coach, ReminderPutOff) == []


async def test_the_other_buttons_and_the_notice_itself(running: Running, coach: Coach) -> None:
    desktop = desktop_of(coach)
    async with running(coach) as pilot:
        desktop.pressed.append(Pressed(DUE_NOTICE, OPEN))
        today_of(pilot.app).second()
        assert on(pilot, TodayScreen)
        desktop.pressed.append(Pressed(DUE_NOTICE, "no_time"))
        today_of(pilot.app).second()
        await settle(pilot)
        declined = {item.declined for item in coach.today.look().agenda.items}
        assert Reason.TIME in declined
