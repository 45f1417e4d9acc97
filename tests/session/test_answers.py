"""How long each question waits, and what the log has of whoever answers it late, or not at all."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coach.domain.events import AnswerGiven, LightGiven, PainScore
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import PainReport, Reach
from coach.session import phrasing
from coach.session.answers import (
    ASK_AGAIN_SECONDS,
    GAP_ANSWER_SECONDS,
    HURT_ANSWER_SECONDS,
    LEG_ANSWER_SECONDS,
    SHORT_GAP_SECONDS,
    SKIN_ANSWER_SECONDS,
    SPEAKING_SECONDS,
)
from coach.session.commands import Command
from coach.session.cues import Cue
from coach.session.state import Phase
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, a_state, an_item, started
from tests.session.test_without_touch import at_the_leg_question, at_the_skin_question

AS_BEFORE = PainReport(2, 3, Reach.THIGH)
SHORT_OF_IT = 0.25
"""The last tick before the time is over."""


def long_into_a_hold() -> Driver:
    """Forty seconds into the hold of a minute, before another exercise."""
    driver = started(an_item(reps=(1,), hold_seconds=60), an_item(name="d/second/1"))
    driver.run_to_set(1, into_seconds=40)
    return driver


def hurt() -> Driver:
    driver = long_into_a_hold()
    driver.give(Command.HURTS)
    return driver


def offered() -> Driver:
    driver = hurt()
    driver.give(Command.SCORED, report=AS_BEFORE)
    return driver


def cut_off() -> Driver:
    """The machine stood still in the hold for a little."""
    driver = long_into_a_hold()
    driver.now += 2.5
    driver.tick()
    return driver


def times(driver: Driver, cue: Cue) -> int:
    return driver.words().count(cue.text)


def scores(driver: Driver) -> list[int]:
    return [fact.score for fact in driver.facts if isinstance(fact, PainScore)]


# --- how long a question waits


@pytest.mark.parametrize(
    ("asked", "question", "phase"),
    [
        (hurt, phrasing.ASK_PAIN, Phase.ASKING_PAIN),
        (offered, phrasing.OFFER_EASIER, Phase.OFFERING_EASIER),
        (cut_off, phrasing.INTERRUPTED, Phase.INTERRUPTED),
    ],
)
def test_a_question_is_asked_at_once_and_again_when_its_time_is_over(
    asked: Callable[[], Driver], question: Cue, phase: Phase
) -> None:
    driver = asked()
    assert times(driver, question) == 1
    driver.run(ASK_AGAIN_SECONDS - SHORT_OF_IT)
    assert times(driver, question) == 1
    driver.run(SHORT_OF_IT)
    assert times(driver, question) == 2
    assert driver.state.phase is phase


@pytest.mark.parametrize(
    ("asked", "seconds", "said"),
    [
        (hurt, HURT_ANSWER_SECONDS, phrasing.NO_ANSWER_ENDS),
        (offered, HURT_ANSWER_SECONDS, phrasing.NO_ANSWER_ENDS),
        (cut_off, GAP_ANSWER_SECONDS, phrasing.GOES_ON_UNANSWERED),
        (at_the_leg_question, LEG_ANSWER_SECONDS, phrasing.NO_ANSWER),
        (at_the_skin_question, SKIN_ANSWER_SECONDS, phrasing.NO_PACK_UNANSWERED),
    ],
)
def test_whoever_does_not_answer_is_waited_for_as_long_as_is_said(
    asked: Callable[[], Driver], seconds: float, said: Cue
) -> None:
    driver = asked()
    waits_in = driver.state.phase
    driver.run(seconds - SHORT_OF_IT)
    assert driver.state.phase is waits_in
    driver.run(SHORT_OF_IT)
    assert times(driver, said) == 1


def test_the_time_to_choose_begins_with_the_offer() -> None:
    driver = hurt()
    driver.run(100)
    driver.give(Command.SCORED, report=AS_BEFORE)
    driver.run(ASK_AGAIN_SECONDS - SHORT_OF_IT)
    assert times(driver, phrasing.OFFER_EASIER) == 1
    driver.run(HURT_ANSWER_SECONDS - ASK_AGAIN_SECONDS)
    assert driver.state.phase is Phase.OFFERING_EASIER


def test_whoever_answers_part_by_part_is_waited_for_from_each_part_on() -> None:
    driver = hurt()
    driver.run(100)
    driver.give(Command.ANSWERING, report=PainReport(back=4))
    driver.run(HURT_ANSWER_SECONDS - SHORT_OF_IT)
    assert driver.state.phase is Phase.ASKING_PAIN
    driver.run(SHORT_OF_IT)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN
    assert scores(driver) == [4]


@pytest.mark.parametrize(
    ("asked", "question", "seconds"),
    [
        (offered, phrasing.OFFER_EASIER, HURT_ANSWER_SECONDS),
        (cut_off, phrasing.INTERRUPTED, GAP_ANSWER_SECONDS),
    ],
)
def test_whoever_is_there_is_waited_for_anew(
    asked: Callable[[], Driver], question: Cue, seconds: float
) -> None:
    driver = asked()
    waits_in = driver.state.phase
    driver.run(25)
    driver.give(Command.ANSWERING)
    driver.run(ASK_AGAIN_SECONDS - SHORT_OF_IT)
    assert times(driver, question) == 1
    driver.run(seconds - ASK_AGAIN_SECONDS)
    assert driver.state.phase is waits_in


# --- somebody speaks just now


def spoken_at(asked: Callable[[], Driver], second: float, seconds: float) -> Driver:
    """A question, and somebody who begins to speak so long after it."""
    driver = asked()
    driver.run(second)
    driver.give(Command.ANSWERING, seconds=seconds)
    return driver


@pytest.mark.parametrize(
    ("second", "seconds", "waits_for"),
    [
        (5, SPEAKING_SECONDS, LEG_ANSWER_SECONDS - 5),
        (18, SPEAKING_SECONDS, SPEAKING_SECONDS),
        (5, 2 * LEG_ANSWER_SECONDS, LEG_ANSWER_SECONDS),
    ],
)
def test_while_somebody_speaks_the_question_about_the_leg_waits(
    second: float, seconds: float, waits_for: float
) -> None:
    driver = spoken_at(at_the_leg_question, second, seconds)
    driver.run(waits_for - SHORT_OF_IT)
    assert driver.state.phase is Phase.ASKING_REACH
    driver.run(SHORT_OF_IT)
    assert driver.state.phase is not Phase.ASKING_REACH


@pytest.mark.parametrize(
    ("second", "waits_for"),
    [(10, SKIN_ANSWER_SECONDS - 10), (58, SPEAKING_SECONDS)],
)
def test_while_somebody_speaks_a_pack_is_not_left_out(second: float, waits_for: float) -> None:
    driver = spoken_at(at_the_skin_question, second, SPEAKING_SECONDS)
    driver.run(waits_for - 1)
    assert driver.state.phase is Phase.ASKING_SKIN
    driver.run(1)
    assert times(driver, phrasing.NO_PACK_UNANSWERED) == 1


def test_nobody_who_speaks_is_asked_again_meanwhile() -> None:
    driver = spoken_at(at_the_skin_question, 25, SPEAKING_SECONDS)
    asked = len(driver.heard)
    driver.run(ASK_AGAIN_SECONDS - SHORT_OF_IT)
    assert driver.heard[asked:] == []
    driver.run(SHORT_OF_IT)
    assert len(driver.heard) == asked + 1


# --- that hurts


def test_what_hurts_before_its_first_set_is_logged_as_stopped_for_pain() -> None:
    driver = started()
    driver.run(3)
    driver.give(Command.HURTS)
    (stopped,) = driver.sets
    assert (stopped.outcome, stopped.reason) == (SetOutcome.STOPPED, Reason.PAIN)
    assert (stopped.reps, stopped.seconds) == (0, 0)


def test_what_hurts_while_getting_up_at_the_end_stops_no_exercise() -> None:
    driver = started(an_item(reps=(1,)))
    while driver.state.current_block is not None:
        driver.run(0.25)
    known = len(driver.facts)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=5))
    assert [fact for fact in driver.facts[known:] if not isinstance(fact, PainScore)] == []
    assert scores(driver) == [5]


def test_the_light_of_a_later_exercise_is_not_that_of_what_hurt_before() -> None:
    press_up = an_exercise(id="press-up", check_reach=True)
    driver = started(an_item(), an_item(press_up, name="d/press-up/1", reps=(1,)))
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=AS_BEFORE)
    driver.give(Command.SKIP)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED, report=AS_BEFORE)
    told = [fact.exercise for fact in driver.facts if isinstance(fact, LightGiven)]
    assert told == ["bridge", "press-up"]


def test_a_number_of_another_question_is_no_answer_to_how_much_it_hurts() -> None:
    driver = at_the_leg_question()
    driver.give(Command.ANSWERING, report=PainReport(leg=3))
    driver.give(Command.DONE)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED)  # Not now.
    assert scores(driver) == [3]


def test_what_was_red_is_left_for_today_and_the_next_one_is_offered() -> None:
    driver = hurt()
    driver.give(Command.SCORED, report=PainReport(leg=9, reach=Reach.FOOT))
    assert driver.words()[-1] == phrasing.OFFER_STOP.text
    assert phrasing.OFFER_STOP.text != phrasing.OFFER_END.text


def test_the_easier_form_asks_for_no_more_than_was_left_when_it_hurt() -> None:
    driver = started(an_item(reps=(6,)))
    driver.run_to_set(1, into_seconds=33)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=AS_BEFORE)
    driver.give(Command.EASIER)
    driver.run_until(Phase.ENDED)
    assert [(fact.outcome, fact.reps) for fact in driver.sets] == [
        (SetOutcome.STOPPED, 4),
        (SetOutcome.DONE, 2),
    ]


# --- a pack


def under_a_pack() -> Driver:
    driver = at_the_skin_question()
    driver.give(Command.YES)
    driver.run_to_set()
    driver.run(200)
    return driver


def paused_pack() -> Driver:
    driver = under_a_pack()
    driver.give(Command.PAUSE)
    driver.give(Command.RESUME)
    return driver


def slept_over_a_pack() -> Driver:
    driver = under_a_pack()
    driver.give(Command.GAP, seconds=3600)
    return driver


def without_a_yes() -> Driver:
    driver = at_the_skin_question()
    driver.run(SKIN_ANSWER_SECONDS)
    return driver


def numb_after_a_pause() -> Driver:
    driver = paused_pack()
    driver.give(Command.NO)
    return driver


@pytest.mark.parametrize("left", [without_a_yes, numb_after_a_pause, slept_over_a_pack])
def test_a_pack_that_comes_off_or_stays_off_gives_no_reason_of_the_persons(
    left: Callable[[], Driver],
) -> None:
    assert [fact.reason for fact in left().sets] == [Reason.OTHER]


def test_after_the_list_the_skin_is_asked_after_in_the_words_of_the_pack() -> None:
    driver = at_the_skin_question()
    asked = driver.words()[-1]
    driver.give(Command.LISTED)
    assert driver.words()[-2:] == [phrasing.ALL_NO.text, asked]


@pytest.mark.parametrize("command", [Command.YES, Command.NO])
def test_a_rehearsal_says_nothing_of_the_skin_to_the_log(command: Command) -> None:
    pack = an_item(a_cold_pack(), reps=(1,), hold_seconds=600, rest_seconds=0)
    driver = Driver(replace(a_state(pack), pace=10.0))
    driver.give(Command.START)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(command)
    assert not [fact for fact in driver.facts if isinstance(fact, AnswerGiven)]


# --- a machine that stood still


def test_what_was_held_before_a_gap_is_logged_when_it_is_ended_there() -> None:
    driver = cut_off()
    driver.give(Command.END)
    (part,) = driver.sets
    assert part.seconds == pytest.approx(40, abs=0.5)


@pytest.mark.parametrize(("more", "goes_on"), [(0.0, True), (SHORT_OF_IT, False)])
def test_after_two_minutes_nobody_may_lie_there_any_more(more: float, goes_on: bool) -> None:
    driver = long_into_a_hold()
    driver.now += SHORT_GAP_SECONDS + more
    driver.tick()
    driver.run(GAP_ANSWER_SECONDS)
    assert (times(driver, phrasing.GOES_ON_UNANSWERED) == 1) is goes_on
