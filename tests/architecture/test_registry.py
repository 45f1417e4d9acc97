"""One registry feeds keys, footer, help, palette and line mode."""

import pytest

from coach.session.commands import Command
from coach.workflows.registry import REGISTRY, Place, entries

GIVEN_OTHERWISE = {
    Command.TICK: "the clock gives it",
    Command.GAP: "the gap watch gives it",
    Command.START: "beginning a session gives it",
    Command.RESUME: "the pause key gives it while the session stands still",
    Command.SCORED: "the pain questions give it",
    Command.LISTED: "the safety list that was gone through gives it",
    Command.EMERGENCY: "the emergency key gives it",
    Command.ANSWERING: "each answer to a pain question gives it",
}


@pytest.mark.parametrize("command", [c for c in Command if c not in GIVEN_OTHERWISE])
def test_every_command_of_a_session_has_a_key_and_a_sentence(command: Command) -> None:
    found = [entry for entry in REGISTRY if entry.command is command]
    assert len(found) == 1
    assert found[0].key
    assert found[0].help.endswith(".")


@pytest.mark.parametrize("place", list(Place))
def test_no_key_stands_for_two_things_in_one_place(place: Place) -> None:
    keys = [key for entry in entries(place) for key in (entry.key, *entry.more_keys)]
    assert len(keys) == len(set(keys))


def test_ids_are_unique() -> None:
    ids = [entry.id for entry in REGISTRY]
    assert len(ids) == len(set(ids))


def test_the_emergency_screen_is_offered_everywhere() -> None:
    for place in Place:
        assert "emergency" in {entry.id for entry in entries(place)}
