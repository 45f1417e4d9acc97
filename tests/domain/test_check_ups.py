"""The evening's and the week's questions: when they are due and what is logged of them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.check_ups import (
    about_minutes,
    evening_answered,
    evening_facts,
    evening_form,
    evening_of,
    walk_due,
    walk_facts,
    walk_form,
)
from coach.domain.events import AnswerGiven, Fact, NoteWritten, PainScore, Stamped
from coach.domain.forms import Form
from coach.domain.history import history_of
from coach.domain.pain import Moment, Reach, Site
from tests.conftest import BERLIN

MONDAY = date(2027, 3, 1)
SUNDAY = date(2027, 2, 28)


def stamped(fact: Fact, at: datetime) -> Stamped:
    return Stamped("id", "sam", at, at.date(), "home", 1, "steady-back@1", fact)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def filled(**answers: str) -> Form:
    """The evening with these answers, everything else passed over."""
    form = evening_form()
    while form.question is not None:
        form = form.answered(answers.get(form.question.id))
    return form


@pytest.mark.parametrize(
    ("now", "due", "early"),
    [
        (at(15, 59), None, None),
        (at(16, 0), None, MONDAY),
        (at(17, 59), None, MONDAY),
        (at(18, 0), MONDAY, MONDAY),
        (at(23, 59), MONDAY, MONDAY),
        (at(0, 0), SUNDAY, SUNDAY),
        (at(3, 59), SUNDAY, SUNDAY),
        (at(4, 0), None, None),
        (at(9, 30), None, None),
    ],
)
def test_an_evening_goes_from_six_until_four_and_may_be_asked_for_from_four(
    now: datetime, due: date | None, early: date | None
) -> None:
    assert evening_of(now) == due
    assert evening_of(now, early=True) == early


def test_the_evening_is_about_a_minute() -> None:
    assert about_minutes([evening_form()]) == 1
    assert about_minutes([walk_form()]) == 1
    assert about_minutes([evening_form(), evening_form()]) == 2


def test_every_answer_of_an_evening_is_its_own_fact() -> None:
    form = filled(
        worst_back="4",
        worst_leg="0",
        reach="calf",
        sleep="7",
        easy_position="no",
        medicine="one ibuprofen",
        note="long drive",
    )
    worst = {"moment": Moment.WORST_24H, "reach": Reach.CALF}
    assert evening_facts(form) == (
        PainScore(site=Site.BACK, score=4, **worst),  # type: ignore[arg-type]
        PainScore(site=Site.LEG, score=0, **worst),  # type: ignore[arg-type]
        AnswerGiven(instrument="evening", item="sleep", value="7"),
        AnswerGiven(instrument="evening", item="easy_position", value="no"),
        NoteWritten(text="one ibuprofen", about="medicine"),
        NoteWritten(text="long drive", about="evening"),
    )


def test_a_place_without_a_score_makes_no_fact() -> None:
    assert evening_facts(filled(reach="calf")) == ()


ANSWERS = {
    "worst_back": st.integers(0, 10).map(str),
    "worst_leg": st.integers(0, 10).map(str),
    "reach": st.sampled_from([reach.word for reach in Reach]),
    "sleep": st.integers(0, 10).map(str),
    "easy_position": st.sampled_from(["yes", "no"]),
    "medicine": st.just("a pill"),
    "note": st.just("a day"),
}


@given(st.fixed_dictionaries({}, optional=ANSWERS), st.integers(0, 7), st.sampled_from([16, 18, 2]))
def test_not_now_never_becomes_a_fact_and_what_was_answered_is_not_asked_again(
    answers: dict[str, str], asked: int, hour: int
) -> None:
    form = evening_form()
    for item in form.items[:asked]:
        form = form.answered(answers.get(item.id))
    facts = evening_facts(form)
    given = set(form.answers)
    if not given & {"worst_back", "worst_leg"}:
        given -= {"reach"}
    when = at(hour, day=MONDAY if hour > 4 else MONDAY + timedelta(days=1))
    answered = evening_answered(history_of(stamped(fact, when) for fact in facts), MONDAY)
    assert answered == given
    left = {item.id for item in evening_form(answered).items}
    assert not left & given
    assert len(facts) == len(given - {"reach"})


def test_the_answers_of_another_evening_or_of_the_day_do_not_count() -> None:
    facts = evening_facts(filled(sleep="7"))
    for when in (at(3, 59), at(15, 0), at(18, day=MONDAY + timedelta(days=1))):
        assert evening_answered(history_of(stamped(f, when) for f in facts), MONDAY) == frozenset()


def test_scores_of_sessions_and_notes_on_other_things_are_no_evening() -> None:
    others = (
        PainScore(site=Site.LEG, score=3, moment=Moment.NOW),
        NoteWritten(text="x", about=""),
        AnswerGiven(instrument="walk", item="minutes", value="3"),
    )
    history = history_of(stamped(fact, at(19)) for fact in others)
    assert evening_answered(history, MONDAY) == frozenset()


@pytest.mark.parametrize(
    ("answered_on", "today", "due"),
    [
        ([], -1, False),
        ([], 0, True),
        ([], 6, True),
        ([0], 0, False),
        ([0], 6, False),
        ([0], 7, True),
        ([0], 13, True),
        ([0, 9], 13, False),
        ([0, 9], 14, True),
        ([-3], 0, True),
    ],
)
def test_how_long_one_can_walk_is_asked_once_in_each_week_of_the_plan(
    answered_on: list[int], today: int, due: bool
) -> None:
    fact = AnswerGiven(instrument="walk", item="minutes", value="12")
    history = history_of(
        stamped(fact, at(12, day=MONDAY + timedelta(days=day))) for day in answered_on
    )
    assert walk_due(history, MONDAY + timedelta(days=today), MONDAY) is due


def test_not_now_to_the_walk_is_no_fact() -> None:
    assert walk_facts(walk_form().answered(None)) == ()
    assert walk_facts(walk_form().answered("0")) == (
        AnswerGiven(instrument="walk", item="minutes", value="0"),
    )
