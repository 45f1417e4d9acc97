"""What one exercise says of itself: its limit on the skin, its presentations, its position."""

import pytest

from coach.domain.exercise import Kind, Position, Presentation
from tests.builders import a_cold_pack, a_pack, an_exercise


@pytest.mark.parametrize(
    ("kind", "pack_seconds", "longest"),
    [
        (Kind.COLD, 1200, 1200),
        (Kind.COLD, 3600, 1200),
        (Kind.COLD, 600, 600),
        (Kind.HEAT, 1800, 1800),
        (Kind.HEAT, 3600, 1800),
        (Kind.HEAT, 900, 900),
    ],
)
def test_cold_lies_twenty_minutes_at_most_and_heat_thirty_whatever_the_pack_says(
    kind: Kind, pack_seconds: int, longest: int
) -> None:
    pack = a_pack(longest_seconds=pack_seconds)
    assert a_cold_pack(kind=kind, pack=pack).longest_seconds == longest


def test_cold_has_its_limit_though_its_pack_says_nothing() -> None:
    assert a_cold_pack(pack=None).longest_seconds == 1200


def test_what_is_not_laid_on_the_skin_has_no_limit() -> None:
    assert an_exercise().longest_seconds is None


@pytest.mark.parametrize("position", list(Position))
def test_one_gets_down_for_all_but_standing_and_sitting(position: Position) -> None:
    upright = position in (Position.STANDING, Position.SITTING)
    assert position.on_the_floor is not upright


def test_a_presentation_is_told_by_what_the_symptoms_do() -> None:
    assert Presentation.P2.words == "back, worse standing or arching, bending eases"
    assert len({one.words for one in Presentation}) == len(Presentation)
