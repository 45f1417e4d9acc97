"""Line mode: what leads away from a running session and back, and what stands meanwhile."""

import pytest

from coach.cli.diagnostics import ExitCode
from coach.cli.line_list import HOW_TO_ANSWER
from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import AnswerGiven, ExerciseDone, SessionEnded
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.safety_rhythm import Due
from coach.session import phrasing
from coach.workflows.safety import Safety
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


# --- the safety list


def test_where_the_answers_end_in_a_list_that_is_asked_later_the_session_ends_in_order(
    run: Run, set_up: Patient, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log could not tell at first whether the score asks for the list."""
    set_up()
    told: list[bool] = []
    list_due = Safety.list_due

    def tells_later(self: Safety) -> Due | None:
        if not told and self._records.log.read(kinds=[ExerciseDone]):
            told.append(True)
            raise LogError("Held", "Another program holds the log.")
        return list_due(self)

    monkeypatch.setattr(Safety, "list_due", tells_later)
    typed: list[str | After] = [*BEFORE, After(150, "h"), "9", "10", "foot", After(5, "n")]
    result = run("session", "belly-breath", "--line", answers=typed)
    assert told
    assert HOW_TO_ANSWER in result.lines
    assert result.code == ExitCode.DONE
    assert "We end here. What you did is logged." in result.lines
    assert any(line.startswith("Session: ") for line in result.lines)
    assert [fact.outcome for fact in facts(SessionEnded)] == [SessionOutcome.STOPPED_PAIN]
