"""What tests of the screens share: the running app, and hands that press keys for a patient."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.red_flags import READ_SECONDS
from coach.session.state import Phase
from coach.tui.app import CoachApp
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.session import SessionScreen
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request

Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def running() -> Running:
    """Opens the app over a coach at a size, ready for keys."""

    @asynccontextmanager
    async def _running(
        coach: Coach, size: tuple[int, int] = (80, 24), start: Sequence[str] | None = None
    ) -> Any:
        app = CoachApp(coach, start)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot

    return _running


async def settle(pilot: Pilot[None]) -> None:
    """Let every message that is under way arrive."""
    for _ in range(4):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each after the last one has done its work.

    Safety questions are read before they are answered.
    """
    for key in keys:
        if key == "n":
            let_read(pilot)
        await pilot.press(key)
        await settle(pilot)


def let_read(pilot: Pilot[None]) -> None:
    """Let the time pass that a safety question is read in, where one is or was just asked."""
    app = pilot.app
    if isinstance(app, CoachApp) and app.no_is_early():
        clock = app.coach.clock
        assert isinstance(clock, ManualClock)
        question = getattr(app.screen, "first_read", None)
        clock.advance(question.needs if question is not None else READ_SECONDS)


def on(pilot: Pilot[None], kind: type) -> bool:
    """Whether a screen of this kind is open."""
    return isinstance(pilot.app.screen, kind)


async def into_session(pilot: Pilot[None], *, before: tuple[str, ...] = ("3", "2", "3")) -> None:
    """Start what is due: nothing new, back 3, leg 2, down to the thigh."""
    await press(pilot, "s", "n", *before)


def session_screen(pilot: Pilot[None]) -> SessionScreen:
    """The session that is on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def say_yes(pilot: Pilot[None], coach: Coach, *, elsewhere: bool) -> None:
    """A yes that locks the session on the screen, said here or in another coach of this home."""
    if elsewhere:
        coach.inbox.put(Request(RED_FLAG, coach.records.now(), item="saddle-numb"))
        session_screen(pilot).second()
        await settle(pilot)
    else:
        await press(pilot, "r", "y")
    assert on(pilot, HoldScreen)


def phase(pilot: Pilot[None]) -> Phase:
    """What the session on the screen waits for."""
    return session_screen(pilot).runner.state.phase


async def let_pass(pilot: Pilot[None], clock: ManualClock, seconds: float) -> None:
    """Let time pass in a running session, second by second."""
    screen: Any = pilot.app.screen
    for _ in range(round(seconds)):
        clock.advance(1.0)
        if isinstance(screen, SessionScreen) and screen.is_current:
            screen.tick()
    await settle(pilot)


async def until_word(pilot: Pilot[None], clock: ManualClock, word: str) -> None:
    """Let time pass until the session shows `word`; fails after an hour of it."""
    screen = session_screen(pilot)
    for _ in range(3600):
        if screen.runner.view().word == word:
            await settle(pilot)
            return
        clock.advance(1.0)
        screen.tick()
    raise AssertionError(f"{word} never came; last: {screen.runner.view()}")
