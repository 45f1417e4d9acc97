"""Hostile text as names, notes and lines from adapters: shown as it stands, and the app lives."""

from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from coach.domain.exercise import Exercise
from coach.tui.patient.history import HistoryScreen
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, on, press, settle
from tests.tui.pictures import picture

CORPUS = {
    "markup": "[b]bold[/b] [red on blue]",
    "action": "[@click=app.quit]quit[/]",
    "closing": "a[/]b",
    "list": '[x, "y"]',
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "c1": "\x9b2J\x90q\x9c",
    "bidi": "\u202eevil\u2066",
    "surrogate": "\ud800x",
    "nul": "a\x00b\nc\rd",
    "long": "long " * 20_000,
    "wide": "漢字" * 50 + "👩‍👩‍👧‍👦",
}


@pytest.fixture(params=sorted(CORPUS), name="hostile")
def _hostile(request: pytest.FixtureRequest) -> str:
    return CORPUS[str(request.param)]


@pytest.fixture(name="poisoned")
def _poisoned(hostile: str, coach: Coach, monkeypatch: pytest.MonkeyPatch) -> Coach:
    """A coach whose every exercise is named with the hostile text, past every check at import."""
    shelf: Any = type(coach.shelf)
    honest = shelf.exercise

    def exercise(self: Any, exercise_id: str) -> Exercise:
        found: Exercise = honest(self, exercise_id)
        return replace(
            found, name=hostile, short=hostile, start=hostile, stop=hostile, steps=(hostile,)
        )

    monkeypatch.setattr(shelf, "exercise", exercise)
    return coach


def _harmless(pilot: Pilot[None]) -> str:
    shown = picture(pilot.app)
    controls = {letter for letter in shown if ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0}
    assert controls <= {"\n"}
    assert not set(shown) & set("\u202e\u2066\ud800")
    assert pilot.app.is_running
    return shown


async def test_hostile_names_on_today_session_and_summary(
    running: Running, poisoned: Coach
) -> None:
    async with running(poisoned) as pilot:
        _harmless(pilot)
        await into_session(pilot)
        _harmless(pilot)
        await press(pilot, "d", "d")
        _harmless(pilot)
        await press(pilot, "x")
        _harmless(pilot)
        await press(pilot, "escape", "q", "3", "2", "3")
        assert on(pilot, SummaryScreen)
        _harmless(pilot)


async def test_hostile_lines_from_adapters_are_shown_and_harmless(
    running: Running, coach: Coach, hostile: str
) -> None:
    async with running(coach) as pilot:
        coach.notices.leave(hostile)
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        screen.second()
        await settle(pilot)
        _harmless(pilot)
        await press(pilot, "h")
        assert on(pilot, HistoryScreen)


async def test_markup_is_shown_as_it_stands(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        for name in ("markup", "action", "closing", "list"):
            coach.notices.leave(CORPUS[name])
            screen = pilot.app.screen
            assert isinstance(screen, TodayScreen)
            screen.second()
            await settle(pilot)
            assert CORPUS[name] in picture(pilot.app)


async def test_a_hostile_note_is_kept_clean(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "n", "n")
        await press(pilot, *"[@click=app.quit]x", "enter")
        assert on(pilot, TodayScreen)
        _harmless(pilot)
