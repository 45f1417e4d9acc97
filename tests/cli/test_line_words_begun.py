"""One letter is enough where it tells one answer from the others."""

import pytest

from coach.cli.console import read_word
from coach.cli.line_checkin import answered
from coach.domain.check_in import REACHES, CheckIn
from coach.domain.pain import Reach


@pytest.mark.parametrize(
    ("typed", "meant"), [("l", "left"), ("R", "right"), ("bo", "both"), ("none", "none")]
)
def test_a_side_by_its_letter(typed: str, meant: str) -> None:
    assert read_word(typed, ("none", "left", "right", "both")) == meant


@pytest.mark.parametrize(("typed", "told"), [("b", "^$"), ("", "^$"), ("calfs", "calf")])
def test_what_tells_nothing_apart_is_asked_again(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_word(typed, REACHES)


def test_reach_by_a_letter_and_not_now_is_still_not_recorded() -> None:
    asked = CheckIn().answered("3").answered("4")
    assert answered(asked, "c").report.reach is Reach.CALF
    assert answered(asked, "n").report.reach is None
