"""The one registry: every command has a key, a footer label, a help line and a palette entry."""

import pytest
from textual.app import App

from coach.domain.program import Surface
from coach.session.state import Phase
from coach.tui.app import CoachApp
from coach.tui.commands import RegistryCommands
from coach.tui.keys import SCREEN_ONLY, SIGNS, action, in_phase, key_name, own
from coach.tui.patient.history import HistoryScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.registry import REGISTRY, Entry, Place, entries
from tests.tui.conftest import Running, into_session, press, settle
from tests.tui.pictures import picture

SCREENS: dict[Place, type] = {
    Place.TODAY: TodayScreen,
    Place.SESSION: SessionScreen,
    Place.HISTORY: HistoryScreen,
    Place.EVERYWHERE: CoachApp,
}


def _bound(kind: type) -> dict[str, str]:
    """Key to action, as a screen or the app declares them."""
    return {binding.key: binding.action for binding in kind.BINDINGS if hasattr(binding, "key")}  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", [*REGISTRY, *SCREEN_ONLY], ids=lambda entry: str(entry.id))
def test_every_command_is_bound_where_it_is_offered(entry: Entry) -> None:
    kind = SCREENS[entry.place]
    if entry.id == "palette":
        assert entry.key == CoachApp.COMMAND_PALETTE_BINDING
        return
    bound = _bound(kind)
    for key in (entry.key, *entry.more_keys):
        assert bound[SIGNS.get(key, key)] == action(entry)
    name = "give" if entry.command is not None else f"do_{entry.id}"
    assert callable(getattr(kind, f"action_{name}"))


async def _open(place: Place, running: Running, coach: Coach) -> None:
    """Walk one place: footer, help, palette."""
    coach.guard.sit(Surface.SOFT)  # Three minutes more are offered to whoever sits.
    keys = {Place.TODAY: (), Place.HISTORY: ("h",), Place.SESSION: ("s", "n", "n", "n")}[place]
    async with running(coach, size=(120, 40)) as pilot:
        await press(pilot, *keys)
        assert isinstance(pilot.app.screen, SCREENS[place])
        footer = picture(pilot.app)
        await _in_palette(pilot.app, place)
        await press(pilot, "question_mark")
        helped = " ".join(picture(pilot.app).split())
    for entry in entries(place):
        assert entry.label in helped
        assert entry.help in helped
        if place is not Place.SESSION and not entry.minor:
            assert f"{key_name(entry.key)} {entry.label}" in footer


async def _in_palette(app: App[None], place: Place) -> None:
    provider = RegistryCommands(app.screen)
    found = {hit.text async for hit in provider.discover()}
    for entry in entries(place):
        assert entry.label in found
        hits = [hit async for hit in provider.search(entry.label)]
        assert entry.label in {hit.text for hit in hits}


@pytest.mark.parametrize("place", [Place.TODAY, Place.HISTORY, Place.SESSION])
async def test_every_command_of_a_place_is_in_footer_help_and_palette(
    place: Place, running: Running, coach: Coach
) -> None:
    await _open(place, running, coach)


def test_a_key_held_with_another_is_named_as_on_a_keyboard() -> None:
    assert [key_name(f"ctrl+{key}") for key in ("t", "up", "pageup")] == [
        "Ctrl+T",
        "Ctrl+↑",
        "Ctrl+Page Up",
    ]


def test_every_session_command_stands_in_the_footer_of_some_phase() -> None:
    shown = {entry.id for phase in Phase for entry in in_phase(phase)}
    assert {entry.id for entry in own(Place.SESSION) if not entry.minor} <= shown


async def test_the_footer_of_a_session_offers_only_what_the_phase_knows(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        assert "y Yes" not in picture(pilot.app)
        await press(pilot, "h")
        footer = picture(pilot.app)
        assert "Again" not in footer
        assert "q End" in footer


async def test_the_palette_carries_a_command_out(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "ctrl+p", *"history")
        for _ in range(50):
            await pilot.pause()
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_contrast_changes_looks_and_nothing_else(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        before, theme = picture(pilot.app), pilot.app.theme
        await press(pilot, "ctrl+t")
        assert pilot.app.theme != theme
        assert picture(pilot.app) == before
        await press(pilot, "ctrl+t")
        assert pilot.app.theme == theme
