"""The questions of a check-in: nothing is preset, zero is an answer, "not now" is not zero."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.check_in import REACHES, SCORES, Asking, CheckIn, pain_scores
from coach.domain.pain import Moment, PainReport, Reach, Site


def answer(*answers: str | None) -> CheckIn:
    check_in = CheckIn()
    for one in answers:
        check_in = check_in.answered(one)
    return check_in


def test_nothing_is_answered_before_it_is_asked() -> None:
    assert CheckIn().report.empty
    question = CheckIn().question
    assert question is not None
    assert question.asking is Asking.BACK
    assert question.choices == SCORES


def test_back_and_leg_and_reach_are_asked_one_at_a_time() -> None:
    asked = []
    check_in = CheckIn()
    for word in ("3", "6", "calf"):
        assert check_in.question is not None
        asked.append(check_in.question.asking)
        check_in = check_in.answered(word)
    assert asked == [Asking.BACK, Asking.LEG, Asking.REACH]
    assert check_in.question is None
    assert check_in.report == PainReport(3, 6, Reach.CALF)


def test_zero_is_an_answer() -> None:
    check_in = answer("0", "4", "thigh")
    assert check_in.report == PainReport(0, 4, Reach.THIGH)
    facts = pain_scores(check_in.report, Moment.BEFORE, "s1")
    assert [(fact.site, fact.score) for fact in facts] == [(Site.BACK, 0), (Site.LEG, 4)]


def test_not_now_is_not_zero_and_makes_no_fact() -> None:
    check_in = answer(None, "4", None)
    assert check_in.report == PainReport(None, 4, None)
    facts = pain_scores(check_in.report, Moment.BEFORE, "s1")
    assert [(fact.site, fact.score, fact.reach) for fact in facts] == [(Site.LEG, 4, None)]


def test_without_any_pain_it_goes_nowhere_and_is_not_asked() -> None:
    check_in = answer("0", "0")
    assert check_in.question is None
    assert check_in.report.reach is Reach.NONE


def test_who_answers_neither_is_not_asked_where() -> None:
    check_in = answer(None, None)
    assert check_in.question is None
    assert check_in.report.empty
    assert pain_scores(check_in.report, Moment.NOW, None) == ()


def test_a_back_that_does_not_hurt_and_a_leg_not_told_of_is_asked_where() -> None:
    question = answer("0", None).question
    assert question is not None
    assert question.asking is Asking.REACH
    assert question.choices == REACHES


@pytest.mark.parametrize("word", ["11", "-1", "3.5", "", "three", "03", "٣", "calf", "not now"])
def test_other_words_are_refused_and_nothing_is_recorded(word: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(word)}$"):
        CheckIn().answered(word)


def test_an_answer_may_have_spaces_and_capitals() -> None:
    assert answer(" 7 ", "2", "CALF ").report == PainReport(7, 2, Reach.CALF)


def test_when_all_is_asked_no_answer_is_taken() -> None:
    with pytest.raises(ValueError, match="nothing is asked"):
        answer("3", "3", "knee").answered("3")


@given(st.lists(st.none() | st.sampled_from(SCORES + REACHES) | st.text(max_size=3), max_size=6))
def test_whatever_is_typed_a_report_holds_only_what_was_answered(
    words: list[str | None],
) -> None:
    check_in, given_answers = CheckIn(), 0
    for word in words:
        if check_in.question is None:
            break
        try:
            check_in = check_in.answered(word)
        except ValueError:
            continue
        given_answers += word is not None
    report = check_in.report
    answered = sum(value is not None for value in (report.back, report.leg, report.reach))
    assert answered - given_answers in (0, 1 if report.reach is Reach.NONE else 0)
    assert all(score is None or 0 <= score <= 10 for score in (report.back, report.leg))


@pytest.mark.parametrize("reach", list(Reach))
def test_every_reach_has_a_word_of_its_own(reach: Reach) -> None:
    assert Reach.from_word(reach.word) is reach
