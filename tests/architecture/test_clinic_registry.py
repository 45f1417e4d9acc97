"""The therapist's commands come from one registry as well."""

import pytest

from coach.tui.keys import SCREEN_ONLY, offered
from coach.workflows.clinic_registry import CLINIC_PLACES, CLINIC_REGISTRY, clinic_entries
from coach.workflows.registry import Place

PLACES = sorted(CLINIC_PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_stands_for_two_things_in_one_place(place: Place) -> None:
    keys = [key for entry in offered(place) for key in (entry.key, *entry.more_keys)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("place", PLACES)
def test_the_emergency_screen_is_offered_everywhere(place: Place) -> None:
    assert "emergency" in {entry.id for entry in clinic_entries(place)}
    assert set(SCREEN_ONLY) <= set(offered(place))


def test_ids_are_unique_and_every_command_has_its_sentence() -> None:
    ids = [entry.id for entry in CLINIC_REGISTRY]
    assert len(ids) == len(set(ids))
    assert all(entry.help.endswith(".") for entry in CLINIC_REGISTRY)
    assert {entry.place for entry in CLINIC_REGISTRY} == set(CLINIC_PLACES)
