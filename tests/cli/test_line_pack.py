"""Line mode: a pack lies on the skin, and the emergency text or something else comes between."""

import pytest

from coach.domain.events import SessionEnded
from coach.domain.outcomes import SessionOutcome
from coach.session import phrasing
from tests.cli.conftest import AFTER, BEFORE, After, Breathe, Facts, Patient, Run
from tests.conftest import SILENCE, not_cut_off

PACK = ("session", "cold-pack", "--line")
ON_THE_SKIN: list[str | After] = [*BEFORE, "y"]
TAKE_OFF = "Take the cold pack off now."
NUMBER = "Emergency number: 112"


def test_the_emergency_line_does_not_cut_off_that_the_pack_comes_off(
    run: Run, set_up: Patient, aloud: list[str]
) -> None:
    set_up()
    run(*PACK, answers=[*ON_THE_SKIN, After(150, "!"), After(5, "q"), *AFTER])
    paused = phrasing.PAUSED_WITH_PACK.text
    assert aloud.count(paused) == 1
    at = aloud.index(paused)
    assert not_cut_off(aloud[: at + 1]) == [paused]
    assert aloud[at + 1 : at + 3] == [SILENCE, TAKE_OFF]  # It was ended five seconds later.


def test_the_emergency_line_right_after_that_hurts_says_it_again(
    run: Run, set_up: Patient, aloud: list[str]
) -> None:
    set_up()
    typed = [*ON_THE_SKIN, After(150, "h"), After(1, "!"), After(5, "q")]
    run(*PACK, answers=[*typed, *AFTER])
    first = aloud.index(TAKE_OFF)
    cut = aloud.index(SILENCE, first)
    assert aloud[cut + 1] == TAKE_OFF


@pytest.mark.parametrize(("asked", "then"), [("x", "!"), ("r", "?"), ("r", "!")])
def test_it_is_said_again_while_something_else_is_asked(
    run: Run, set_up: Patient, asked: str, then: str
) -> None:
    set_up()
    typed = [*ON_THE_SKIN, After(150, asked), then, After(25, "?"), After(95, "q"), After(1, "q")]
    result = run(*PACK, answers=[*typed, *AFTER])
    assert result.lines.count(phrasing.PAUSED_WITH_PACK.text) >= 4


def test_after_that_hurts_and_the_number_nobody_is_told_to_get_up(
    breathe: Breathe, facts: Facts
) -> None:
    result = breathe(After(150, "h"), After(10, "!"), After(1000, "q"))
    asked = result.lines.index(NUMBER)
    assert phrasing.NO_ANSWER_ENDS.text not in result.lines
    assert result.lines[asked:].count(phrasing.ASK_PAIN.text) == 3
    assert facts(SessionEnded)[0].outcome is SessionOutcome.STOPPED_PAIN


# --- in a fright a key is hit more than once


TYPED = ["!!", "! ", "!!!", "! !", "emergency", "Emergency"]


@pytest.mark.parametrize("typed", TYPED)
def test_it_stands_still_and_shows_the_number_however_often_the_key_is_hit(
    breathe: Breathe, typed: str
) -> None:
    result = breathe(After(100, typed), After(1, "q"), live=True)
    at = result.lines.index(NUMBER)
    assert any(line.startswith("PAUSED.") for line in result.lines[at:])
    assert not any(line.startswith("Please answer") for line in result.lines)


@pytest.mark.parametrize("typed", TYPED)
def test_at_a_question_and_in_the_menu_too(run: Run, set_up: Patient, typed: str) -> None:
    set_up()
    result = run(answers=[typed, "p", typed, "q", "q"])
    assert result.lines.count(NUMBER) == 2
    assert not any(line.startswith("Please answer") for line in result.lines)


@pytest.mark.parametrize("typed", TYPED)
def test_before_set_up_too(run: Run, typed: str) -> None:
    assert NUMBER in run(answers=[typed]).lines
