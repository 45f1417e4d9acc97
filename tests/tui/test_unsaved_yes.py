"""A yes that the log refused: the screen says so, and it is written while that screen stands."""

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import SafetyHold, SessionEnded
from coach.store.files import spare_file
from coach.tui.app import CoachApp
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request
from coach.workflows.safety import NOT_KEPT, NOT_SAVED_YET
from tests.store.holder import held
from tests.tui.conftest import Running, into_session, on, press, settle
from tests.tui.pictures import picture


def shown(pilot: Pilot[None]) -> str:
    return " ".join(picture(pilot.app).split())


async def second(pilot: Pilot[None]) -> None:
    """One second passes for every screen that watches the clock."""
    for screen in pilot.app.screen_stack:
        if isinstance(screen, TodayScreen | SessionScreen | HoldScreen):
            screen.second()
    await settle(pilot)


async def test_the_lock_says_that_it_is_not_saved_until_it_is(
    running: Running, coach: Coach, places: Places
) -> None:
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    async with running(coach) as pilot:
        with held(places.home / "coach.db", "IMMEDIATE"):
            await press(pilot, "r", "y")
            assert on(pilot, HoldScreen)
            assert NOT_SAVED_YET in shown(pilot)
            await second(pilot)
            assert NOT_SAVED_YET in shown(pilot)
        await second(pilot)
        assert on(pilot, HoldScreen)
        assert NOT_SAVED_YET not in shown(pilot)
        assert len(list(coach.records.recent().of(SafetyHold))) == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_one_that_is_nowhere_on_disk_is_never_said_to_wait(
    running: Running, coach: Coach, places: Places, size: tuple[int, int]
) -> None:
    """Neither beside the log nor in the room that is kept for it: a file is in the one's place."""
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    (places.home / "inbox").write_text("in the way")
    spare_file(places.home / "coach.db").unlink()
    async with running(coach, size=size) as pilot:
        with held(places.home / "coach.db", "IMMEDIATE"):
            await press(pilot, "r", "y")
            assert on(pilot, HoldScreen)
            assert NOT_KEPT in shown(pilot)
            assert NOT_KEPT in coach.safety.last_words
            assert coach.safety.emergency().number in coach.safety.last_words
            (places.home / "inbox").unlink()
            await second(pilot)
            assert NOT_KEPT not in shown(pilot)
            assert NOT_SAVED_YET in shown(pilot)
        assert coach.safety.last_words == ""


async def test_it_is_saved_under_the_emergency_screen_too(
    running: Running, coach: Coach, places: Places
) -> None:
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    async with running(coach) as pilot:
        with held(places.home / "coach.db", "IMMEDIATE"):
            await press(pilot, "r", "y", "!")
        await second(pilot)
        assert len(list(coach.records.recent().of(SafetyHold))) == 1


async def test_one_that_outlived_its_program_locks_the_next_start_at_once(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.inbox.put(Request(RED_FLAG, clock.now(), item="saddle-numb"))
    async with running(coach) as pilot:
        assert on(pilot, HoldScreen)


async def test_before_set_up_it_is_tried_again_as_well(
    running: Running, new_coach: Coach, places: Places
) -> None:
    new_coach.log.wait_briefly()  # type: ignore[attr-defined]
    async with running(new_coach) as pilot:
        with held(places.home / "coach.db", "IMMEDIATE"):
            await press(pilot, "!", "r", "y")
            assert NOT_SAVED_YET in shown(pilot)
        assert isinstance(pilot.app, CoachApp)
        pilot.app.look_before_today()
        await second(pilot)
        assert NOT_SAVED_YET not in shown(pilot)
    assert len(list(new_coach.records.recent().of(SafetyHold))) == 1


async def test_a_yes_given_elsewhere_ends_a_session_though_the_log_is_held(
    running: Running, coach: Coach, clock: ManualClock, places: Places
) -> None:
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    async with running(coach) as pilot:
        await into_session(pilot)
        clock.sleep_machine(3600)
        with held(places.home / "coach.db", "IMMEDIATE"):
            coach.inbox.put(Request(RED_FLAG, clock.now(), item="saddle-numb"))
            await second(pilot)
            assert on(pilot, HoldScreen)
        await second(pilot)
        assert len(list(coach.records.recent().of(SafetyHold))) == 1
        assert len(list(coach.records.recent().of(SessionEnded))) <= 1
