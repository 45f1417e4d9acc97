"""A form: every answer makes the next one, going back opens it, "not now" becomes no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.forms import YES_NO, Answering, Form, FormItem, Option

OFTEN = (Option("0", "Not at all"), Option("1", "Some days"), Option("2", "Every day"))
SLEEP = FormItem("sleep", "How did you sleep?", Answering.SCALE, low="badly", high="well")
EASY = FormItem("easy", "Was lying easy?", Answering.CHOICE, YES_NO)
WORRY = FormItem("worry", "How often?", Answering.CHOICE, OFTEN)
WALK = FormItem("walk", "How many minutes?", Answering.NUMBER, least=0, most=600)
NOTE = FormItem("note", "A line?", Answering.WORDS)
FORM = Form("all", "All kinds", "", (SLEEP, EASY, WORRY, WALK, NOTE))

ANSWERS = {
    "sleep": st.integers(0, 10).map(str),
    "easy": st.sampled_from(["yes", "no"]),
    "worry": st.sampled_from(["0", "1", "2"]),
    "walk": st.integers(0, 600).map(str),
    "note": st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=40),
}


@st.composite
def under_way(draw: st.DrawFn) -> Form:
    """The form with some of its questions answered or passed over."""
    form = FORM
    for item in FORM.items[: draw(st.integers(0, len(FORM.items) - 1))]:
        form = form.answered(draw(st.none() | ANSWERS[item.id]))
    return form


@given(under_way(), st.data())
def test_going_back_and_answering_the_same_changes_nothing(form: Form, data: st.DataObject) -> None:
    assert form.question is not None
    answer = data.draw(st.none() | ANSWERS[form.question.id])
    once = form.answered(answer)
    assert once.back() == form
    assert once.back().answered(answer) == once


@given(under_way())
def test_not_now_never_becomes_a_value(form: Form) -> None:
    assert form.question is not None
    passed = form.answered(None)
    assert form.question.id not in passed.answers
    assert passed.answers == form.answers
    assert len(passed.given) == len(form.given) + 1


@given(under_way())
def test_every_earlier_answer_survives_going_back(form: Form) -> None:
    assert form.back().given == form.given[:-1]


def test_going_back_at_the_first_question_changes_nothing() -> None:
    assert FORM.back() == FORM


def test_a_form_that_was_asked_to_its_end_asks_nothing_more() -> None:
    form = FORM
    for answer in ("7", "yes", "Some days", "12,5", " a  line "):
        form = form.answered(answer)
    assert form.question is None
    assert form.answers == {
        "sleep": "7",
        "easy": "yes",
        "worry": "1",
        "walk": "12.5",
        "note": "a line",
    }
    with pytest.raises(ValueError, match="nothing is asked"):
        form.answered("1")


HOSTILE = ["11", "-1", "nan", "inf", "-inf", "1e400", "0x3", "٣", "1_0", "", "yes\x00", "9" * 400]


@pytest.mark.parametrize("answer", [*HOSTILE, "3.5"])
def test_what_is_no_score_is_refused_with_what_may_be_answered(answer: str) -> None:
    with pytest.raises(ValueError, match="a number from 0 to 10"):
        Form("one", "", "", (SLEEP,)).answered(answer)


@pytest.mark.parametrize("answer", ["601", "-1", "nan", "inf", "٣", "1_0", "", "9" * 400, "1\x1b"])
def test_what_is_no_number_of_minutes_is_refused(answer: str) -> None:
    with pytest.raises(ValueError, match="a number from 0 to 600"):
        Form("one", "", "", (WALK,)).answered(answer)


@pytest.mark.parametrize("answer", [*HOSTILE, "maybe", "y\u202e"])
def test_what_is_no_choice_is_refused(answer: str) -> None:
    with pytest.raises(ValueError, match="Yes, No"):
        Form("one", "", "", (EASY,)).answered(answer)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 400, "x" * 200),
        ("two\nlines", "two lines"),
        ("  \t ", None),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("[bold]no markup[/]", "[bold]no markup[/]"),
    ],
)
def test_words_are_one_harmless_line(typed: str, kept: str | None) -> None:
    form = Form("one", "", "", (NOTE,)).answered(typed)
    assert form.given == (kept,)


def test_minus_nought_is_nought() -> None:
    assert Form("one", "", "", (WALK,)).answered("-0").answers == {"walk": "0"}


def test_a_value_wins_over_the_same_words_of_another_choice() -> None:
    item = FormItem("n", "?", Answering.CHOICE, (Option("1", "2"), Option("2", "3")))
    assert Form("one", "", "", (item,)).answered("2").answers == {"n": "2"}
