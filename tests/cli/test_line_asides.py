"""Line mode: what leads away from a running session and back, and what stands meanwhile."""

import pytest

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, ExerciseDone
from coach.domain.outcomes import Reason, SetOutcome
from coach.session import phrasing
from tests.cli.conftest import AFTER, BEFORE, After, Facts, Patient, Run, sleeps_in_the_session

PACK_THEN_BREATH = ("session", "cold-pack", "belly-breath", "--line")
AT_THE_QUESTION: list[str | After] = [*BEFORE, "?"]
"""The next one is typed so long after the question began to stand."""


def test_a_pack_is_left_out_for_its_reason_however_long_the_reason_takes(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    """The reason is about what was left out, never about the next exercise."""
    set_up()
    typed: list[str | After] = [*AT_THE_QUESTION, After(35, "x"), After(27, "p"), After(300, "q")]
    result = run(*PACK_THEN_BREATH, answers=[*typed, *AFTER])
    assert phrasing.NO_PACK_UNANSWERED.text not in result.lines
    done = {fact.exercise: fact for fact in facts(ExerciseDone)}
    assert (done["cold-pack"].outcome, done["cold-pack"].reason) == (
        SetOutcome.SKIPPED,
        Reason.PAIN,
    )
    assert done["belly-breath"].outcome is not SetOutcome.SKIPPED


def test_who_leaves_nothing_out_after_all_has_time_to_answer_what_stands(
    run: Run, set_up: Patient, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    sleeps_in_the_session(clock, monkeypatch, seconds=20)
    typed = [*AT_THE_QUESTION, After(45, "x"), After(20, "q"), After(50, "a"), After(60, "q")]
    result = run("session", "belly-breath", "--line", answers=[*typed, *AFTER])
    assert phrasing.GOES_ON_UNANSWERED.text not in result.lines
    assert phrasing.REPEATED.text in result.lines


# --- the emergency text


def test_a_question_stands_until_it_is_answered_once_the_emergency_text_was_read(
    run: Run, set_up: Patient, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    sleeps_in_the_session(clock, monkeypatch, seconds=20)
    typed = [*AT_THE_QUESTION, After(5, "!"), After(300, "a"), After(60, "q")]
    result = run("session", "belly-breath", "--line", answers=[*typed, *AFTER])
    at = result.lines.index("Emergency number: 112")
    assert any(line.startswith("INTERRUPTED. a: this one again") for line in result.lines[at:])
    assert phrasing.GOES_ON_UNANSWERED.text not in result.lines
    assert phrasing.REPEATED.text in result.lines


def test_the_pack_waits_for_who_read_the_emergency_text(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    typed: list[str | After] = [*AT_THE_QUESTION, After(5, "!"), After(300, "x"), "p"]
    result = run("session", "cold-pack", "--line", answers=[*typed, *AFTER])
    assert phrasing.NO_PACK_UNANSWERED.text not in result.lines
    assert [fact.reason for fact in facts(ExerciseDone)] == [Reason.PAIN]


def test_nothing_is_left_out_by_itself_once_the_emergency_text_was_read(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    """The reason is waited for, and so is the question behind it."""
    set_up()
    typed: list[str | After] = [*BEFORE, "x", "!", After(100, "q"), After(300, "n")]
    run("session", "cold-pack", "--line", answers=[*typed, *AFTER])
    assert [fact.value for fact in facts(AnswerGiven) if fact.instrument == "skin"] == ["no"]
