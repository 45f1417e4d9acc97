"""One question back in the safety list in lines: a no is looked at again, a yes never is."""

from collections import deque

import pytest
from msgspec.structs import replace

from coach.cli.console import Console
from coach.cli.line_list import SafetyList
from coach.clock import ManualClock
from coach.domain.events import RedFlagAnswered
from coach.domain.red_flags import Tier
from coach.workflows.coach import Coach
from coach.workflows.safety import AGAIN
from tests.cli.conftest import Answers, Facts, Patient, Run
from tests.workflows.conftest import answered_since

QUESTIONS = 29


def given(facts: Facts) -> list[tuple[str, bool]]:
    return [(fact.item, fact.answer) for fact in facts(RedFlagAnswered)[QUESTIONS:]]


@pytest.mark.parametrize("word", ["b", "back", "BACK"])
def test_a_no_is_looked_at_again_and_a_yes_then_locks(
    run: Run, set_up: Patient, facts: Facts, word: str
) -> None:
    set_up()
    result = run(answers=["r", "n", word, "y", "q"])
    assert AGAIN in result.lines
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert given(facts) == [("saddle-numb", False), ("saddle-numb", True)]


def test_another_no_goes_on_and_the_list_is_whole(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    run(answers=["r", "n", "n", "b", "b", *["n"] * QUESTIONS, "q"])
    assert len(given(facts)) == QUESTIONS + 2
    assert "The safety list is due. Start `coach`, then r." not in run("today").lines


def test_before_the_first_question_there_is_none(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["r", "back", "q", "q"])
    assert any(line.startswith("Please answer: y for yes, n for no;") for line in result.lines)
    assert given(facts) == []


def test_a_list_that_was_left_goes_on_and_can_be_gone_back_in(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["r", "n", "n", "q", "r", "b", "y", "q"])
    assert any(line.startswith(f"3 of {QUESTIONS}.") for line in result.lines)
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert given(facts)[-1] == ("buttock-numb", True)


def test_who_leaves_while_looking_again_is_asked_the_whole_list(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["r", "n", "n", "b", "q", "r", "q", "q"])
    first = [line for line in result.lines if line.startswith(f"1 of {QUESTIONS}.")]
    assert len(first) == 2


def test_a_yes_is_never_taken_back(coach: Coach, clock: ManualClock) -> None:
    """One that does not lock stands all the same."""
    first, *others = coach.safety.flags.items[:3]
    listed = (replace(first, tier=Tier.THERAPIST), *others)
    lines = Answers(clock, deque(["y", "b", "n", "b", "b", "n", "n"]))
    assert SafetyList(Console(coach, lines), listed).ask() is True
    answers = [(one.item, one.answer) for one in answered_since(coach)]
    assert answers[0] == (first.id, True)
    assert first.id not in [item for item, _ in answers[1:]]
