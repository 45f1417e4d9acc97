"""The keys of a remote: chosen by pressing them, kept in the settings file."""

from collections.abc import Callable

import pytest

from coach.config import Places, change_settings, load_settings
from coach.domain.errors import InputError
from coach.session.commands import Command
from coach.workflows.coach import Coach
from coach.workflows.remote import MEANINGS, TURNS, key_table


def test_pressed_again_a_button_goes_through_what_it_can_do(coach: Coach) -> None:
    seen = []
    for _ in TURNS:
        coach.remote.turn("right")
        seen.append(coach.remote.pairs.get("right"))
    assert seen == [*TURNS[1:], None]


def test_what_was_chosen_holds_at_once_and_at_the_next_start(
    coach: Coach, places: Places, open_coach: Callable[..., Coach]
) -> None:
    coach.remote.choose("right", "pause")
    coach.remote.choose("f8", "nothing")
    assert coach.remote.table.own == {"right": Command.PAUSE, "f8": None}
    coach.close()
    again = open_coach(load_settings(places.config_file))
    assert again.remote.table.own == {"right": Command.PAUSE, "f8": None}
    assert again.remote.words("right") == "It pauses and goes on."


def test_a_button_says_what_it_does_as_usual(coach: Coach) -> None:
    assert coach.remote.words("pagedown") == "As usual: It pauses and goes on."
    assert coach.remote.words("right").startswith("As usual: Done:")


def test_no_button_can_say_yes(coach: Coach) -> None:
    assert Command.YES not in MEANINGS.values()
    with pytest.raises(InputError):
        coach.remote.choose("right", "yes")


def test_a_word_in_the_file_that_means_nothing_is_named(
    places: Places, open_coach: Callable[..., Coach]
) -> None:
    settings = change_settings(places.config_file, {"keys": {"right": "dance"}})
    with pytest.raises(InputError, match="'right' cannot do 'dance'; there are: pause"):
        open_coach(settings)


def test_what_cannot_be_kept_changes_nothing(coach: Coach, places: Places) -> None:
    places.config_file.unlink(missing_ok=True)
    places.config_file.mkdir(parents=True)
    with pytest.raises(InputError):
        coach.remote.turn("right")
    assert coach.remote.pairs == {}
    assert coach.remote.table.own == {}


def test_the_person_can_switch_any_key_and_twice_off() -> None:
    table = key_table({}, any_key_pauses=False, twice_hurts=False)
    assert not table.any_key_pauses
    assert not table.twice_hurts


@pytest.mark.parametrize(
    "key", ["h", "r", "q", "y", "n", "H", "R", "Q", "Y", "N", "!", "?", "escape"]
)
def test_what_keeps_a_patient_safe_has_its_key_whatever_is_set(coach: Coach, key: str) -> None:
    with pytest.raises(InputError, match="keeps its meaning"):
        coach.remote.choose(key, "nothing")
    coach.remote.turn("f9")
    assert coach.remote.pairs == {"f9": "pause"}
