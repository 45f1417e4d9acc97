"""Line mode: after "something new" and a no to all of it, only the person leads on."""

import pytest

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, SessionEnded
from coach.domain.outcomes import SessionOutcome
from coach.session import phrasing
from tests.cli.conftest import AFTER, BEFORE, After, Facts, Patient, Run, sleeps_in_the_session

SOMETHING_NEW = ["r", *["n"] * 29]


def test_the_question_after_a_short_gap_waits(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    sleeps_in_the_session(clock, monkeypatch, seconds=20)
    answers: list[str | After] = [*BEFORE, *SOMETHING_NEW, After(200, "p"), *AFTER]
    result = run("session", "belly-breath", "--line", answers=answers)
    at = result.lines.index(phrasing.ALL_NO.text)
    assert result.lines[at + 1] == phrasing.INTERRUPTED.text
    assert result.lines[at + 2].startswith("INTERRUPTED. a: this one again")
    assert phrasing.GOES_ON_UNANSWERED.text not in result.lines
    assert phrasing.RESUMED.text in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.COMPLETED


def test_the_skin_question_waits(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    answers: list[str | After] = [*BEFORE, *SOMETHING_NEW, After(200, "n"), *AFTER]
    result = run("session", "cold-pack", "--line", answers=answers)
    at = result.lines.index(phrasing.ALL_NO.text)
    assert result.lines[at + 2] == "y: yes, n: no, h: that hurts, x: leave out, q: end"
    assert phrasing.NO_PACK_UNANSWERED.text not in result.lines
    assert "no" in [fact.value for fact in facts(AnswerGiven) if fact.instrument == "skin"]


@pytest.mark.parametrize("before", [[After(150, "?")], [After(150, "p")]])
def test_a_pause_waits(run: Run, set_up: Patient, facts: Facts, before: list[str | After]) -> None:
    set_up()
    first, *rest = SOMETHING_NEW
    listed: list[str | After] = [After(5, first), *rest]
    answers: list[str | After] = [*before, *listed, After(200, "p")]
    result = run("session", "belly-breath", "--line", answers=[*BEFORE, *answers, *AFTER])
    at = result.lines.index(phrasing.ALL_NO.text)
    assert result.lines[at + 1].startswith("PAUSED. ")
    assert facts(SessionEnded)[0].outcome is SessionOutcome.COMPLETED


@pytest.mark.parametrize("score", [[], ["n", "n", "n"]])
def test_what_ends_unanswered_is_not_said_to_wait(
    run: Run, set_up: Patient, facts: Facts, score: list[str]
) -> None:
    set_up()
    answers: list[str | After] = [After(150, "h"), *score, *SOMETHING_NEW, After(200, "x"), *AFTER]
    result = run("session", "belly-breath", "--line", answers=[*BEFORE, *answers])
    assert phrasing.ALL_NO_ASKED.text in result.lines
    assert phrasing.ALL_NO.text not in result.lines
    assert phrasing.NO_ANSWER_ENDS.text in result.lines
    assert facts(SessionEnded)[0].outcome is SessionOutcome.STOPPED_PAIN
