"""Lessons and first aid: ready one at a time, spoken, stopped, answered; and under a hold."""

import pytest

from coach.clock import ManualClock
from coach.domain.errors import LogError, SafetyHoldError
from coach.domain.events import AnswerGiven, PlanReceived, StageChanged
from coach.domain.lesson import Lesson
from coach.domain.program import StageCode
from coach.session.cues import CueKind, Priority
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.day_lines import day_lines
from coach.workflows.lessons import LessonState
from tests.workflows.conftest import Disk, Opener, Voice, facts_of, said

DAY = 24 * 3600


def the_due_one(coach: Coach) -> Lesson:
    lesson = coach.lessons.due()
    assert lesson is not None
    return lesson


def into_stage(coach: Coach, stage: StageCode) -> None:
    coach.records.record(
        StageChanged(from_stage=StageCode.CALM, to_stage=stage, rule="therapist", evidence="")
    )


def lock(coach: Coach) -> None:
    coach.safety.answered(coach.safety.flags.item("saddle-numb"), True)


def states(coach: Coach) -> str:
    """`d` due, `o` open, `h` heard, `l` locked, by number."""
    lines = sorted(coach.lessons.all(), key=lambda line: line.lesson.number)
    return "".join(line.state.value[0] for line in lines)


def test_the_day_names_the_lesson_that_is_ready(coach: Coach) -> None:
    line = "A short lesson is ready: What sciatica is. Press l."
    assert line in day_lines(coach)
    coach.lessons.answer(the_due_one(coach), 2)
    assert line not in day_lines(coach)


def test_the_next_one_is_ready_two_days_later(coach: Coach, clock: ManualClock) -> None:
    coach.lessons.answer(the_due_one(coach), 1)
    clock.advance(DAY)
    assert coach.lessons.due() is None
    clock.advance(DAY)
    assert the_due_one(coach).number == 2


def test_the_list_says_how_each_lesson_stands(coach: Coach, clock: ManualClock) -> None:
    assert states(coach) == "dooollllllll"
    coach.lessons.left(the_due_one(coach))
    assert states(coach) == "hooollllllll"
    into_stage(coach, StageCode.MOVE)
    clock.advance(2 * DAY)
    assert states(coach) == "hdoooooollll"


def test_the_one_that_is_ready_comes_first_in_the_list(coach: Coach, clock: ManualClock) -> None:
    coach.lessons.left(the_due_one(coach))
    clock.advance(2 * DAY)
    lines = coach.lessons.all()
    assert [line.lesson.number for line in lines[:3]] == [2, 1, 3]
    assert lines[0].state is LessonState.DUE
    assert lines[1].heard_on is not None


def test_a_lesson_is_spoken_sentence_by_sentence_and_calmly(coach: Coach) -> None:
    lesson = the_due_one(coach)
    coach.lessons.begin(lesson)
    assert said(coach) == list(lesson.say)
    assert isinstance(coach.speaker, SilentSpeaker)
    assert {cue.priority for cue in coach.speaker.said} == {Priority.GUIDE}
    assert coach.speaker.prepared == list(lesson.say)


def test_what_is_only_shown_is_never_spoken(coach: Coach) -> None:
    for lesson in coach.shelf.lessons():
        coach.lessons.begin(lesson)
        coach.lessons.ask(lesson)
        assert not set(said(coach)) & set(lesson.shown)
    coach.lessons.begin(coach.shelf.first_aid())
    assert not set(said(coach)) & set(coach.shelf.first_aid().shown)


def test_the_voice_stops_when_asked_to(coach: Coach) -> None:
    assert isinstance(coach.speaker, SilentSpeaker)
    coach.lessons.begin(the_due_one(coach))
    before = coach.speaker.stops
    coach.lessons.hush()
    assert coach.speaker.stops == before + 1


def test_the_question_takes_the_place_of_what_is_being_said(coach: Coach) -> None:
    lesson = the_due_one(coach)
    assert isinstance(coach.speaker, SilentSpeaker)
    coach.lessons.ask(lesson)
    assert coach.speaker.stops == 1
    assert said(coach)[0] == lesson.question
    assert len(said(coach)) == 1 + len(lesson.choices)
    assert {cue.kind for cue in coach.speaker.said} == {CueKind.QUESTION}


@pytest.mark.parametrize(("choice", "value"), [(1, "wrong"), (2, "right"), (3, "wrong")])
def test_an_answer_is_logged_and_replied_to(coach: Coach, choice: int, value: str) -> None:
    lesson = the_due_one(coach)
    reply = coach.lessons.answer(lesson, choice)
    assert reply == (lesson.right if value == "right" else lesson.wrong)
    (fact,) = facts_of(coach, AnswerGiven)
    assert (fact.instrument, fact.item, fact.value) == ("lesson", "what-it-is", value)
    assert fact.total is None


def test_leaving_after_hearing_is_logged_as_heard(coach: Coach) -> None:
    coach.lessons.left(the_due_one(coach))
    (fact,) = facts_of(coach, AnswerGiven)
    assert (fact.item, fact.value) == ("what-it-is", "heard")


def test_an_answer_is_on_disk_before_the_reply_is_said(
    overheard: Coach, diary: list[str], voice: Voice
) -> None:
    lesson = the_due_one(overheard)
    overheard.lessons.answer(lesson, 2)
    assert diary == ["disk: AnswerGiven", f"said: {lesson.right}"]


def test_nothing_is_said_of_an_answer_that_could_not_be_kept(
    overheard: Coach, diary: list[str], disk: Disk
) -> None:
    lesson = the_due_one(overheard)
    disk.full = True
    with pytest.raises(LogError):
        overheard.lessons.answer(lesson, 2)
    assert diary == []
    disk.full = False
    assert the_due_one(overheard) == lesson


def test_a_choice_that_was_not_offered_is_not_logged(coach: Coach) -> None:
    with pytest.raises(ValueError, match="4"):
        coach.lessons.answer(the_due_one(coach), 4)
    assert facts_of(coach, AnswerGiven) == []


def test_a_restart_remembers_what_was_heard(open_coach: Opener, coach: Coach) -> None:
    coach.lessons.left(the_due_one(coach))
    coach.close()
    assert open_coach().lessons.due() is None


def test_a_lesson_is_open_under_a_hold_and_the_day_does_not_ask_for_it(coach: Coach) -> None:
    lock(coach)
    assert not [line for line in day_lines(coach) if "lesson" in line]
    lesson = the_due_one(coach)
    coach.lessons.begin(lesson)
    assert said(coach)[-1] == lesson.say[-1]
    coach.lessons.answer(lesson, 2)
    assert len(facts_of(coach, AnswerGiven)) == 1


def test_first_aid_names_the_number_and_the_patients_own_plan(coach: Coach) -> None:
    view = coach.lessons.first_aid()
    assert view.number == coach.safety.emergency().number
    assert view.plan_text == coach.records.require_plan().program.flare.text
    assert view.may_switch
    assert "Nobody" in view.nobody


def test_under_a_hold_the_locks_own_words_take_the_place_of_first_aid(coach: Coach) -> None:
    """First aid says to get up, to walk, and to cool or heat."""
    lock(coach)
    with pytest.raises(SafetyHoldError, match="Call your emergency number now"):
        coach.lessons.first_aid()


def test_first_aid_is_there_before_set_up_and_logs_nothing(new_coach: Coach) -> None:
    view = new_coach.lessons.first_aid()
    new_coach.lessons.begin(view.first_aid)
    assert said(new_coach) == list(view.first_aid.say)
    assert (view.plan_text, view.may_switch) == ("", False)
    assert new_coach.log.read() == []


def test_before_set_up_no_lesson_is_ready(new_coach: Coach) -> None:
    assert new_coach.lessons.due() is None
    assert {line.state for line in new_coach.lessons.all()} == {LessonState.LOCKED}


def test_first_aid_is_there_when_the_program_is_gone_from_the_shelf(coach: Coach) -> None:
    coach.records.record(
        PlanReceived(
            program="nowhere",
            version=1,
            therapist="",
            from_day=coach.records.today(),
            stage=StageCode.CALM,
            sore_side="left",
        )
    )
    assert coach.lessons.first_aid().plan_text == ""
