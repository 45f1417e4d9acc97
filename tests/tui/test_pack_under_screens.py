"""A pack lies on the skin and something covers the session: that it comes off is heard and read."""

from typing import Any

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.pain import PainReport
from coach.session import phrasing
from coach.session.state import Phase
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.help import HelpScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.workflows.coach import Coach
from tests.conftest import not_cut_off
from tests.tui.conftest import (
    Running,
    into_session,
    let_pass,
    on,
    phase,
    press,
    session_screen,
    settle,
    until_word,
)
from tests.tui.pictures import picture
from tests.tui.test_one_button import BEFORE_THE_PACK, to_the_skin_question

TAKE_OFF = "Take the cold pack off now."
SIZES = [(80, 24), (120, 40), (40, 12)]
COVERS = {"?": HelpScreen, "x": object, "r": RedFlagScreen, "!": EmergencyScreen}


async def under_a_pack(pilot: Pilot[None], clock: ManualClock) -> SessionScreen:
    """The session, two minutes after its pack went on."""
    await to_the_skin_question(pilot, clock)
    await press(pilot, "y")
    await let_pass(pilot, clock, 120)
    assert phase(pilot) is Phase.RUNNING
    return session_screen(pilot)


async def test_the_emergency_key_does_not_cut_off_that_the_pack_comes_off(
    running: Running, coach: Coach, clock: ManualClock, aloud: list[str]
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        await under_a_pack(pilot, clock)
        await press(pilot, "!")
        assert not_cut_off(aloud) == [phrasing.PAUSED_WITH_PACK.text]


async def test_the_emergency_key_right_after_that_hurts_says_it_again(
    running: Running, coach: Coach, clock: ManualClock, aloud: list[str]
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        await under_a_pack(pilot, clock)
        await press(pilot, "h")
        await let_pass(pilot, clock, 1)
        await press(pilot, "!")
        assert not_cut_off(aloud) == [TAKE_OFF]
        assert TAKE_OFF in picture(pilot.app)


async def test_without_a_session_the_emergency_key_silences_the_voice(
    running: Running, coach: Coach, aloud: list[str]
) -> None:
    async with running(coach) as pilot:
        aloud.append("a reminder")
        await press(pilot, "!")
        assert not_cut_off(aloud) == []


@pytest.mark.parametrize("key", COVERS)
async def test_it_is_said_again_under_another_screen_and_nothing_goes_on(
    running: Running, coach: Coach, clock: ManualClock, aloud: list[str], key: str
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        session = await under_a_pack(pilot, clock)
        await press(pilot, key)
        covering = pilot.app.screen
        assert isinstance(covering, COVERS[key])
        assert covering is not session
        aloud.clear()
        for _ in range(260):
            clock.advance(1.0)
            session.tick()
        await settle(pilot)
        assert aloud == [phrasing.PAUSED_WITH_PACK.text] * 8
        assert session.runner.state.phase is Phase.PAUSED
        assert pilot.app.screen is covering


async def test_what_does_not_lie_on_the_skin_is_not_repeated_under_another_screen(
    running: Running, coach: Coach, clock: ManualClock, aloud: list[str]
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        session = session_screen(pilot)
        await press(pilot, "?")
        aloud.clear()
        for _ in range(700):
            clock.advance(1.0)
            session.tick()
        assert aloud == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [*COVERS, "h!", "?!", "r?", "h?"])
async def test_it_stands_on_the_screen_that_covers_the_session(
    running: Running, coach: Coach, clock: ManualClock, size: tuple[int, int], keys: str
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach, size) as pilot:
        session = await under_a_pack(pilot, clock)
        await press(pilot, *keys)
        assert pilot.app.screen is not session
        shown = " ".join(picture(pilot.app).split())
        assert TAKE_OFF in shown, picture(pilot.app)


async def test_it_stands_below_the_number_and_goes_with_the_pack(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        await under_a_pack(pilot, clock)
        await press(pilot, "!")
        lines = [line for line in picture(pilot.app).splitlines() if line.strip()]
        at = next(row for row, line in enumerate(lines) if TAKE_OFF in line)
        assert "█" in "".join(lines[:at])
        assert "Stop. Call your emergency number now." in lines[at + 1]
        await press(pilot, "escape", "x", "t")
        await settle(pilot)
        await press(pilot, "!")
        assert TAKE_OFF not in picture(pilot.app)


# --- nothing stands before what to do in an emergency


def a_session(coach: Coach) -> SessionScreen:
    due = coach.today.look().agenda.items
    runner = coach.sessions.begin(due[:1], PainReport(leg=3))
    return SessionScreen(coach, runner)


async def test_it_opens_over_a_session_that_is_not_drawn_yet(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr(coach, "keep_fault", faults.append)
    async with running(coach) as pilot:
        app: Any = pilot.app
        app.push_screen(a_session(coach))
        app.action_do_emergency()
        await settle(pilot)
        assert on(pilot, EmergencyScreen)
        await press(pilot, "escape")
        assert phase(pilot) is Phase.PAUSED
    assert faults == []


async def test_it_opens_whatever_goes_wrong_in_the_screens_below(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[BaseException] = []
    fault = RuntimeError("a fault of ours")

    def fails(_: SessionScreen) -> None:
        raise fault

    monkeypatch.setattr(coach, "keep_fault", faults.append)
    async with running(coach) as pilot:
        await into_session(pilot)
        monkeypatch.setattr(SessionScreen, "wait_for_person", fails)
        await press(pilot, "!")
        assert on(pilot, EmergencyScreen)
    assert faults == [fault]


# --- that hurts, in help


async def test_in_the_help_of_a_session_that_hurts_is_one_key_as_well(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "?", "h")
        assert on(pilot, SessionScreen)
        assert phase(pilot) is Phase.ASKING_PAIN


async def test_in_the_help_of_another_screen_that_key_does_nothing(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "?", "h")
        assert on(pilot, HelpScreen)


async def test_after_that_hurts_and_the_number_nobody_is_told_to_get_up(
    running: Running, coach: Coach, clock: ManualClock, aloud: list[str]
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "h", "!", "escape")
        aloud.clear()
        await let_pass(pilot, clock, 290)
        assert aloud == []
        await let_pass(pilot, clock, 600)
        assert phase(pilot) is Phase.ASKING_PAIN
        assert set(aloud) == {phrasing.ASK_PAIN.text}
        await press(pilot, "q")
        assert not on(pilot, SessionScreen)
