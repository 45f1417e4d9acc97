"""Which lesson is ready, and when: one at a time, in order, as the stages open."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import AnswerGiven, Stamped
from coach.domain.history import History
from coach.domain.lesson import GAP, Lesson, Outcome, heard, lesson_due, open_lessons
from coach.domain.program import StageCode
from tests.builders import BERLIN, a_history, stamped

MONDAY = date(2027, 3, 1)
STAGES = "AAAABBBBCCCD"


def a_lesson(number: int = 1, **changes: Any) -> Lesson:
    """A lesson about rest, whose second choice is right."""
    values: dict[str, Any] = {
        "id": f"lesson-{number}",
        "number": number,
        "title": "Rest that helps",
        "stage": StageCode(STAGES[number - 1]),
        "say": ("Rest in short bouts.", "Then get up."),
        "shown": (),
        "question": "Which rest helps?",
        "choices": ("All day", "A short one", "None"),
        "answer": 2,
        "right": "Yes.",
        "wrong": "Many think so. A short one helps.",
        "source": ("GK",),
        "reviewed_by": "",
    }
    return Lesson(**(values | changes))


TWELVE = [a_lesson(number) for number in range(1, 13)]


def on(day: int, number: int, value: str = "right") -> Stamped:
    """Lesson `number` was answered on a day of March 2027."""
    fact = AnswerGiven(instrument="lesson", item=f"lesson-{number}", value=value)
    return stamped(fact, datetime(2027, 3, day, 10, 0, tzinfo=BERLIN))


def due(*facts: Stamped, stage: StageCode = StageCode.CALM, day: int = 20) -> int | None:
    """The number of the lesson that is ready on a day of March 2027."""
    found = lesson_due(TWELVE, a_history(*facts), stage, date(2027, 3, day))
    return found.number if found else None


@pytest.mark.parametrize(
    ("stage", "numbers"),
    [("A", range(1, 5)), ("B", range(1, 9)), ("C", range(1, 12)), ("D", range(1, 13))],
)
def test_a_stage_opens_its_lessons_and_keeps_the_earlier_ones(stage: str, numbers: range) -> None:
    found = open_lessons(list(reversed(TWELVE)), StageCode(stage))
    assert [lesson.number for lesson in found] == list(numbers)


def test_the_first_lesson_is_ready_from_the_start() -> None:
    assert due(day=1) == 1


@pytest.mark.parametrize(("day", "number"), [(1, None), (2, None), (3, 2), (30, 2)])
def test_the_next_one_is_ready_two_days_after(day: int, number: int | None) -> None:
    assert due(on(1, 1), day=day) == number


def test_one_left_out_comes_before_later_ones() -> None:
    assert due(on(1, 1), on(3, 3)) == 2


@pytest.mark.parametrize("value", ["heard", "right", "wrong"])
def test_however_it_ended_a_lesson_is_not_asked_for_again(value: str) -> None:
    assert due(on(1, 1, value)) == 2


def test_when_all_open_ones_were_heard_nothing_is_ready_until_the_next_stage() -> None:
    four = [on(day, day) for day in range(1, 5)]
    assert due(*four) is None
    assert due(*four, stage=StageCode.MOVE) == 5


def test_hearing_an_old_one_again_puts_no_new_one_off() -> None:
    assert due(on(1, 1), on(19, 1)) == 2


def test_a_step_back_closes_only_what_was_never_heard() -> None:
    five = [on(day, day) for day in range(1, 6)]
    assert due(*five, stage=StageCode.CALM) is None
    assert heard(a_history(*five))["lesson-5"] == date(2027, 3, 5)


def test_answers_to_other_questions_are_no_lessons() -> None:
    other = AnswerGiven(instrument="evening", item="lesson-1", value="7")
    assert heard(a_history(other)) == {}
    assert due(stamped(other), day=1) == 1


def test_the_right_choice_and_the_reply_to_each() -> None:
    lesson = a_lesson()
    assert [lesson.outcome(n) for n in (1, 2, 3)] == [Outcome.WRONG, Outcome.RIGHT, Outcome.WRONG]
    assert (lesson.reply(2), lesson.reply(3)) == (lesson.right, lesson.wrong)


@pytest.mark.parametrize("choice", [0, 4, -1])
def test_a_choice_that_was_not_offered_is_none(choice: int) -> None:
    with pytest.raises(ValueError, match=str(choice)):
        a_lesson().outcome(choice)


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 12)), max_size=20), st.integers(1, 28))
def test_what_is_ready_is_open_new_and_never_sooner_than_two_days(
    facts: list[tuple[int, int]], day: int
) -> None:
    history = History(tuple(on(*fact) for fact in sorted(facts) if fact[0] <= day))
    today = date(2027, 3, day)
    found = lesson_due(TWELVE, history, StageCode.MOVE, today)
    days = heard(history)
    newest = max(days.values(), default=today - timedelta(days=99))
    if found is None:
        new = [one for one in open_lessons(TWELVE, StageCode.MOVE) if one.id not in days]
        assert not new or today - newest < GAP
    else:
        assert found.id not in days
        assert found.number <= 8
        assert today - newest >= GAP
