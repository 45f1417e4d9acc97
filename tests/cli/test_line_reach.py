"""Line mode: the leg is asked after an exercise, and followed up the next time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, ExerciseDone, LightGiven, PainScore, SessionStarted
from coach.domain.lights import Light
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.session import phrasing
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.settling import WAIT
from tests.cli.conftest import After, Facts, Run
from tests.conftest import answer_list

Answered = Callable[[], None]

BEFORE = ["n", "3", "3", "thigh"]
CALM = ["3", "3", "thigh", ""]
ASKED = "Leg pain now, and how far down does it go?"
FOLLOWED_UP = "After your last session, when did the leg settle?"


@pytest.fixture
def mover(open_coach: Callable[..., Coach]) -> None:
    """A patient whose stage asks press-ups."""
    coach = open_coach()
    answers = SetUpAnswers(program="stand-ease", stage=StageCode.MOVE, sore_side="left")
    coach.set_up.finish(answers)
    answer_list(coach)
    coach.close()


@pytest.fixture
def answered(open_coach: Callable[..., Coach]) -> Answered:
    """Answers the whole safety list, which a jump of the leg asks for, with no."""

    def _answered() -> None:
        coach = open_coach()
        answer_list(coach)
        coach.close()

    return _answered


@pytest.mark.usefixtures("mover")
def test_the_leg_question_waits_for_who_read_the_emergency_text(run: Run, facts: Facts) -> None:
    typed: list[str | After] = [*BEFORE, "!", After(300, "3"), "thigh"]
    result = run("session", "press-up", "--line", answers=[*typed, *CALM])
    at = result.lines.index("Emergency number: 112")
    assert ASKED in result.lines[:at]
    assert any(line.startswith("Leg pain now") for line in result.lines[at:])
    assert phrasing.NO_ANSWER.text not in result.lines
    assert [fact.score for fact in facts(PainScore) if fact.moment is Moment.DURING] == [3]


@pytest.mark.usefixtures("mover")
def test_after_a_press_up_the_leg_is_asked_and_red_leaves_it_for_today(
    run: Run, facts: Facts
) -> None:
    result = run("session", "press-up", "--line", answers=[*BEFORE, "7", "thigh", *CALM])
    assert result.code == 0
    lines = result.lines
    assert lines.count(ASKED) == 1
    # The back is not asked then, and the question says what may be answered.
    at = lines.index(ASKED)
    assert "n: not now, d: go on without an answer, q: end" in lines[at : at + 3]
    assert any(line.startswith("Leg pain now, from zero to ten?") for line in lines[at : at + 4])
    assert "We leave this one for the rest of today." in lines
    (during,) = [score for score in facts(PainScore) if score.moment is Moment.DURING]
    assert (during.site, during.score, during.reach) == (Site.LEG, 7, Reach.THIGH)
    own, whole = facts(LightGiven)
    assert (own.exercise, own.light, own.why) == ("press-up", Light.RED, "leg 3, then 7")
    assert (whole.item, whole.light) == ("", Light.GREEN)
    (light,) = [line for line in lines if line.startswith("Green:")]
    assert light.endswith(
        "What was red is left out for today. Next time it comes easier. "
        "Tell your therapist what hurt."
    )
    today = run("today").lines
    assert (
        sum("excused (it rests, to be safe)" in line and "Press-up" in line for line in today) == 3
    )


@pytest.mark.usefixtures("mover")
def test_after_a_no_to_the_safety_list_it_waits_with_what_was_answered(
    run: Run, facts: Facts
) -> None:
    answers: list[str | After] = ["4", "r", *["n"] * 29, After(200, "thigh")]
    result = run("session", "press-up", "--line", answers=[*BEFORE, *answers, *CALM])
    lines = result.lines
    at = lines.index(phrasing.ALL_NO.text)
    assert lines[at + 1] == phrasing.ASK_REACH.text
    assert lines[at + 2].startswith("How far down does it go")
    assert phrasing.NO_ANSWER.text not in lines
    during = [fact.score for fact in facts(PainScore) if fact.moment is Moment.DURING]
    assert during == [4]


@pytest.mark.usefixtures("mover")
@pytest.mark.parametrize("answers", [["n"], ["d"], ["x"]])
def test_the_answer_is_never_needed(run: Run, facts: Facts, answers: list[str]) -> None:
    result = run("session", "press-up", "--line", answers=[*BEFORE, *answers, *CALM])
    assert result.code == 0
    assert [score for score in facts(PainScore) if score.moment is Moment.DURING] == []
    assert [light.item for light in facts(LightGiven)] == [""]
    assert [done.outcome.value for done in facts(ExerciseDone)] == ["done"]


@pytest.mark.usefixtures("mover")
def test_a_wrong_answer_is_asked_again(run: Run, facts: Facts) -> None:
    answers: list[str | After] = [*BEFORE, "eleven", "4", "clf", "calf", *CALM]
    result = run("session", "press-up", "--line", answers=answers)
    refused = [line for line in result.lines if line.startswith("Please answer:")]
    assert len(refused) == 2
    assert "Did you mean calf?" in refused[1]
    (own, _) = facts(LightGiven)
    assert own.why == "calf after thigh"


@pytest.mark.usefixtures("mover")
def test_the_next_day_it_is_followed_up_once_and_comes_easier(
    run: Run, facts: Facts, clock: ManualClock, answered: Answered
) -> None:
    run("session", "press-up", "--line", answers=[*BEFORE, "7", "thigh", *CALM])
    (session,) = {light.session for light in facts(LightGiven)}
    clock.advance(timedelta(days=1).total_seconds())
    answered()
    shown = [line for line in run("today").lines if "Propped on elbows" in line]
    assert len(shown) == 4
    assert all("(The easier form today: it was red last time)" in line for line in shown)
    answers: list[str | After] = ["n", "2", *BEFORE[1:], *CALM]
    result = run("session", "press-up", "--line", answers=answers)
    (question,) = [line for line in result.lines if line.startswith(FOLLOWED_UP)]
    assert question.endswith(
        "(1 within an hour, 2 by the next morning, 3 not yet, 4 it got worse; n for not now; "
        "q or stop ends the questions)"
    )
    (answer,) = [fact for fact in facts(AnswerGiven) if fact.instrument == "settled"]
    assert (answer.item, answer.value) == (session, "morning")
    assert "The easier form today: it was red last time." in result.lines
    again = run("session", "press-up", "--line", answers=[*BEFORE, *CALM])
    assert not any(line.startswith(FOLLOWED_UP) for line in again.lines)


@pytest.mark.usefixtures("mover")
def test_not_yet_on_the_same_day_waits_and_only_a_plain_word_goes_on(
    run: Run, facts: Facts, clock: ManualClock, answered: Answered
) -> None:
    run("session", "press-up", "--line", answers=[*BEFORE, "n", "3", "5", "thigh", ""])
    clock.advance(timedelta(hours=2).total_seconds())
    answered()
    begun = len(facts(SessionStarted))
    waited = run("session", "slider-supine", "--line", answers=["n", "2", "w"])
    assert any(line.startswith(WAIT) for line in waited.lines)
    assert waited.lines[-1] == "Nothing was started."
    assert len(facts(SessionStarted)) == begun
    run("session", "slider-supine", "--line", answers=["n", "2", "g", *BEFORE[1:], After(20, "q")])
    assert len(facts(SessionStarted)) == begun + 1


@pytest.mark.usefixtures("mover")
def test_not_now_is_no_answer_and_leaving_starts_nothing(
    run: Run, facts: Facts, clock: ManualClock, answered: Answered
) -> None:
    run("session", "press-up", "--line", answers=[*BEFORE, "n", "3", "5", "thigh", ""])
    clock.advance(timedelta(days=1).total_seconds())
    answered()
    left = run("session", "slider-supine", "--line", answers=["n", "q"])
    assert "Nothing was started." in left.lines
    run("session", "slider-supine", "--line", answers=["n", "n", *BEFORE[1:], After(20, "q")])
    assert [fact for fact in facts(AnswerGiven) if fact.instrument == "settled"] == []


@pytest.mark.usefixtures("mover")
def test_worse_says_to_tell_the_therapist(run: Run, clock: ManualClock, answered: Answered) -> None:
    run("session", "press-up", "--line", answers=[*BEFORE, "n", "3", "5", "thigh", ""])
    clock.advance(timedelta(days=1).total_seconds())
    answered()
    answers: list[str | After] = ["n", "5", "4", *BEFORE[1:], "n", *CALM]
    result = run("session", "press-up", "--line", answers=answers)
    assert any(line.startswith("Please answer: 1 within an hour") for line in result.lines)
    assert "Tell your therapist that the leg has not settled." in result.lines
    # It was told at once: today it comes easier already.
    assert "The easier form today: the leg had not settled after last time." in result.lines


@pytest.mark.usefixtures("mover")
@pytest.mark.parametrize("word", ["d", "x", "n", "q"])
def test_a_number_answered_in_a_line_is_kept_whatever_follows(
    run: Run, facts: Facts, word: str
) -> None:
    run("session", "press-up", "--line", answers=[*BEFORE, "7", word, *CALM])
    during = [fact for fact in facts(PainScore) if fact.moment is Moment.DURING]
    assert [(fact.site, fact.score) for fact in during] == [(Site.LEG, 7)]
    assert Light.RED in [fact.light for fact in facts(LightGiven)]
