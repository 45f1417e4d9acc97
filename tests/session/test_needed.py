"""What to fetch for a session, told while one still stands."""

import pytest

from coach.domain.exercise import Position
from coach.session.cues import CueKind
from coach.session.moving_words import move_cues
from coach.session.needed import HELD_ON_TO, needed_cues
from tests.builders import an_exercise


def told(*needs: tuple[str, ...], place: Position = Position.STANDING) -> list[str]:
    """What is said for exercises that need these things, and are done there."""
    exercises = [an_exercise(equipment=one, position=place) for one in needs]
    return [cue.text for cue in needed_cues(exercises)]


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ([()], []),
        ([], []),
        ([("mat",)], ["Have ready: a mat."]),
        ([("mat",), ("mat", "strap")], ["Have ready: a mat, a strap."]),
        ([("elastic band",), ("old towel",)], ["Have ready: an elastic band, an old towel."]),
        ([("unopened tin",), ("ice pack",)], ["Have ready: an unopened tin, an ice pack."]),
        ([("shoes",)], ["Have ready: shoes."]),
        ([("dress",)], ["Have ready: a dress."]),
        ([("bag of peas",)], ["Have ready: a bag of peas."]),
        ([("one or two firm pillows",)], ["Have ready: one or two firm pillows."]),
        ([("two chairs", "three books")], ["Have ready: two chairs, three books."]),
        ([("threefold pad",)], ["Have ready: a threefold pad."]),
    ],
)
def test_each_thing_is_named_once_as_one_says_it(
    needs: list[tuple[str, ...]], said: list[str]
) -> None:
    assert told(*needs) == said


@pytest.mark.parametrize(
    "there", ["wall", "counter", "counter behind you", "bed", "rail", "low step"]
)
def test_nobody_is_sent_to_fetch_a_wall(there: str) -> None:
    assert told((there,)) == []
    assert told((there, "mat")) == ["Have ready: a mat."]


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        (("pillow", "small pillow"), "a small pillow"),
        (("small pillow", "pillow"), "a small pillow"),
        (("pillow", "one or two firm pillows"), "one or two firm pillows"),
        (("mat", "matchbox"), "a mat, a matchbox"),
        (("firm chair against a wall", "wall"), "a firm chair against a wall"),
    ],
)
def test_a_thing_that_another_one_is_as_well_is_left_out(needs: tuple[str, ...], said: str) -> None:
    assert told(needs) == [f"Have ready: {said}."]


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ((), "a chair"),
        (("mat",), "a mat, a chair"),
        (("cushion", "chair for balance"), "a cushion, a chair for balance"),
        (("chair", "mat"), "a chair, a mat"),
    ],
)
def test_who_gets_down_to_the_floor_has_a_chair_to_hold_on_to(
    needs: tuple[str, ...], said: str
) -> None:
    assert told(needs, place=Position.HALF_KNEELING) == [f"Have ready: {said}."]
    assert told(needs, place=Position.SITTING) == told(needs)
    on_the_way = move_cues(Position.STANDING, Position.HALF_KNEELING, known=False)
    assert any(HELD_ON_TO in cue.text for cue in on_the_way)


def test_what_is_too_much_for_one_line_follows_in_another() -> None:
    things = tuple(f"{colour} thing" for colour in ("red", "blue", "green", "black", "white"))
    assert told(things) == [
        "Have ready: a red thing, a blue thing, a green thing, a black thing.",
        "And: a white thing.",
    ]
    four_words = tuple(f"thing of the {colour}" for colour in ("red", "blue", "green", "black"))
    assert told(four_words) == [
        "Have ready: a thing of the red, a thing of the blue.",
        "And: a thing of the green, a thing of the black.",
    ]


def test_a_thing_of_many_words_has_a_line_of_its_own() -> None:
    long = "cloth that is as long as you are tall and as wide too"
    assert told(("mat", long, "band")) == ["Have ready: a mat.", f"And: a {long}.", "And: a band."]


def test_it_is_told_as_an_instruction() -> None:
    (cue,) = needed_cues([an_exercise(equipment=("mat",))])
    assert cue.kind is CueKind.INSTRUCTION
