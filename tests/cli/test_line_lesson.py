"""Lessons and first aid in line mode: the same words, the same facts, one question a line."""

from coach.domain.events import AnswerGiven, FlareStarted
from coach.exchange.shelf import FolderShelf
from tests.cli.conftest import Facts, Patient, Run
from tests.conftest import SHIPPED

LESSONS = FolderShelf(SHIPPED).lessons()
FIRST_AID = FolderShelf(SHIPPED).first_aid()
READY = "A short lesson is ready: What sciatica is. Press l."


def test_the_day_says_that_a_lesson_is_ready(run: Run, set_up: Patient) -> None:
    set_up()
    assert READY in run(answers=["q"]).lines


def test_a_lesson_from_the_list_to_the_reply(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["l", "", "2", "", "q"])
    first = LESSONS[0]
    assert (result.code, result.err) == (0, "")
    assert " 1  What sciatica is: ready now" in result.lines
    assert "12  Staying well: opens in stage D" in result.lines
    shown = [line for line in result.lines if line in first.say]
    assert shown == list(first.say)
    assert f"2  {first.choices[1]}" in result.lines
    assert first.right in result.lines
    assert result.lines.count(READY) == 1  # At the start, and no longer after the answer.
    (fact,) = facts(AnswerGiven)
    assert (fact.instrument, fact.item, fact.value) == ("lesson", "what-it-is", "right")


def test_another_lesson_by_its_number_and_a_wrong_answer(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["l", "4", "1", "q"])
    assert LESSONS[3].wrong in result.lines
    assert [(fact.item, fact.value) for fact in facts(AnswerGiven)] == [
        ("rest-that-helps", "wrong")
    ]


def test_not_now_and_leaving_both_count_as_heard(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    run(answers=["l", "1", "n", "l", "2", "q", "q"])
    assert [(fact.item, fact.value) for fact in facts(AnswerGiven)] == [
        ("what-it-is", "heard"),
        ("hurt-and-harm", "heard"),
    ]


def test_a_locked_lesson_says_when_it_opens(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["l", "12", "99", "q", "q"])
    assert any("That one opens in stage D." in line for line in result.lines)
    assert facts(AnswerGiven) == []


def test_the_voice_can_be_turned_on_again_and_the_question_still_stands(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["l", "", "v", "2", "q"])
    assert "From the beginning." in result.lines
    assert len([line for line in result.lines if line.startswith(LESSONS[0].question)]) == 2
    assert [fact.value for fact in facts(AnswerGiven)] == ["right"]


def test_first_aid_begins_with_the_number_and_the_stop_signs(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["a", "", "q"])
    begin = result.lines.index(FIRST_AID.title)
    wanted = ["Emergency number: 112", *FIRST_AID.shown, *FIRST_AID.say]
    assert result.lines[begin + 1 : begin + 1 + len(wanted)] == wanted
    assert "To switch to it, go back to the day and press b." in result.lines
    assert facts(AnswerGiven) == []


def test_first_aid_can_be_left_in_every_way(run: Run, set_up: Patient) -> None:
    set_up()
    assert run(answers=["a", "q", "q"]).lines[-1] == "Closed. Everything is kept."
    assert run(answers=["a"]).lines[-1] == "Closed. Everything is kept."


def test_lessons_are_open_under_a_hold_and_first_aid_is_not(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["r", "y", "", "a", "l", "1", "2", "q"])
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert not set(FIRST_AID.say) & set(result.lines)
    assert any(
        line.startswith("Stop. Call your emergency number now. Num") for line in result.lines
    )
    assert "To switch to it, go back to the day and press b." not in result.lines
    assert [fact.value for fact in facts(AnswerGiven)] == ["right"]
    assert facts(FlareStarted) == []
