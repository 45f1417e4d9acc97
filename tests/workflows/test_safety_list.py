"""The whole list through the workflow: when it comes, what settles it, and what the day says."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from coach.clock import ManualClock
from coach.domain.agenda import item_id
from coach.domain.errors import SafetyHoldError
from coach.domain.events import AnswerGiven, ExerciseDone, RedFlagAnswered
from coach.domain.exercise import Kind
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.safety_rhythm import FURTHER_DOWN, NEW_PLAN, OPENED, WEEKLY
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.workflows.conftest import Disk, Opener, Voice, facts_of

DAY_SECONDS = 24 * 3600


def why(coach: Coach) -> str:
    due = coach.safety.list_due()
    return due.why if due is not None else ""


def test_the_list_is_due_from_set_up_until_every_question_is_answered(new_coach: Coach) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back"))
    items = new_coach.safety.flags.items
    for item in items:
        assert why(new_coach) == NEW_PLAN
        new_coach.safety.answered(item, False)
    assert why(new_coach) == ""


def test_the_answers_of_the_tests_are_those_the_workflow_writes(
    coach: Coach, clock: ManualClock
) -> None:
    in_one_go = facts_of(coach, RedFlagAnswered)
    for item in coach.safety.flags.items:
        coach.safety.answered(item, False)
    assert facts_of(coach, RedFlagAnswered) == [*in_one_go, *in_one_go]


def test_once_a_week_it_comes_again(coach: Coach, clock: ManualClock) -> None:
    for _ in range(6):
        clock.advance(DAY_SECONDS)
        coach.safety.opening_answered(False)
        assert why(coach) == ""
        assert coach.today.look().safety_due is None
    clock.advance(DAY_SECONDS)
    assert why(coach) == WEEKLY
    due = coach.today.look().safety_due
    assert due is not None
    assert due.why == WEEKLY
    answer_list(coach)
    assert why(coach) == ""


def test_a_yes_to_the_opening_line_that_was_left_is_raised_at_the_next_start(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.safety.opening_answered(True)
    coach.close()
    clock.advance(3 * 3600)
    again = open_coach()
    assert why(again) == OPENED
    answer_list(again)
    assert why(again) == ""


def test_a_yes_to_the_opening_line_that_cannot_be_written_is_not_forgotten(
    overheard: Coach, disk: Disk
) -> None:
    disk.full = True
    overheard.safety.opening_answered(True)
    assert why(overheard) == OPENED
    disk.full = False
    assert why(overheard) == OPENED
    assert [fact.item for fact in facts_of(overheard, RedFlagAnswered)][-1] == "opening"
    answer_list(overheard)
    assert why(overheard) == ""


def test_an_answer_that_could_not_be_written_is_asked_again(overheard: Coach, disk: Disk) -> None:
    overheard.safety.opening_answered(True)
    disk.full = True
    for item in overheard.safety.flags.items:
        overheard.safety.answered(item, False)
    disk.full = False
    assert why(overheard) == OPENED


def test_pain_further_down_the_leg_asks_for_it(coach: Coach, clock: ManualClock) -> None:
    coach.check_in.take(PainReport(2, 3, Reach.THIGH), Moment.NOW)
    assert why(coach) == ""
    clock.advance(DAY_SECONDS)
    coach.check_in.take(PainReport(2, 3, Reach.CALF), Moment.NOW)
    assert why(coach) == FURTHER_DOWN


def test_under_a_hold_the_day_speaks_of_the_hold_alone(coach: Coach) -> None:
    coach.safety.opening_answered(True)
    coach.safety.answered(coach.safety.flags.items[0], True)
    look = coach.today.look()
    assert look.hold is not None
    assert look.safety_due is None


@pytest.mark.parametrize(("choice", "value"), [(1, "wrong"), (2, "right"), (3, "wrong")])
def test_what_one_would_do_is_logged(coach: Coach, choice: int, value: str) -> None:
    assert coach.safety.taught_back(choice) is (value == "right")
    (fact,) = facts_of(coach, AnswerGiven)
    assert (fact.instrument, fact.item, fact.value) == ("teach-back", "stop-signs", value)


def test_the_list_asks_in_silence(overheard: Coach, voice: Voice) -> None:
    for item in overheard.safety.flags.items:
        overheard.safety.answered(item, False)
    overheard.safety.taught_back(2)
    assert not voice.said


def test_no_habit_is_kept_under_a_hold(coach: Coach, clock: ManualClock) -> None:
    day = coach.today.look().agenda
    habit = replace(day.items[0], id=item_id(day.day, "am-nobend", 1), exercise="am-nobend")
    assert coach.today.exercise(habit).kind is Kind.HABIT
    coach.safety.answered(coach.safety.flags.items[0], True)
    with pytest.raises(SafetyHoldError):
        coach.today.tick(habit)
    assert facts_of(coach, ExerciseDone) == []
    clock.advance(DAY_SECONDS)
    coach.safety.attest("2027-03-02")
    coach.today.tick(habit)
    assert [fact.item for fact in facts_of(coach, ExerciseDone)] == [habit.id]


def test_a_clock_set_right_does_not_hide_that_a_talk_is_owed(
    coach: Coach, clock: ManualClock
) -> None:
    coach.safety.opening_answered(True)
    coach.safety.has_talked()
    clock.set_wall(clock.now() - timedelta(hours=5))
    coach.safety.opening_answered(True)
    answer_list(coach)
    assert coach.safety.talk_first() is not None


def test_who_talked_after_the_clock_was_set_right_owes_no_talk(
    coach: Coach, clock: ManualClock
) -> None:
    coach.safety.opening_answered(True)
    clock.set_wall(clock.now() - timedelta(hours=5))
    answer_list(coach)
    coach.safety.has_talked()
    assert coach.safety.talk_first() is None
