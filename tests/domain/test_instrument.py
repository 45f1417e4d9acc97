"""Questionnaires: how they are asked, scored by hand-worked examples, compared, and when due."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import AnswerGiven
from coach.domain.forms import Answering, Form
from coach.domain.instrument import (
    Instrument,
    activities_of,
    band_of,
    facts_of,
    form_for,
    important_change,
    instruments_due,
    last_due_day,
    score,
    subscale_scores,
    totals_over_time,
    words_after,
)
from coach.domain.instrument_parts import Better, Change, InstrumentItem, Scoring, Together
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.builders import NINE, a_history, an_instrument, stamped

SHELF = FolderShelf(shipped_folder())
RMDQ = SHELF.instrument("rmdq-24")
PSFS = SHELF.instrument("psfs")
PHQ = SHELF.instrument("phq-4")
CONFIDENCE = SHELF.instrument("confidence")
GLOBAL = SHELF.instrument("global-change")
ODI = SHELF.instrument("odi")
START_BACK = SHELF.instrument("start-back")
EVERY = SHELF.instruments()
FIRST = date(2027, 3, 1)


def numbered(*values: int) -> dict[str, str]:
    """Answers to the items 1, 2, 3 and so on."""
    return {str(number): str(value) for number, value in enumerate(values, start=1)}


def filled(form: Form, answers: Mapping[str, str]) -> Form:
    """`form` after these answers by item, "not now" for the others."""
    while form.question is not None:
        form = form.answered(answers.get(form.question.id))
    return form


def ticks(count: int) -> dict[str, str]:
    """The first sentences ticked and the others left blank."""
    return numbered(*(1 if number < count else 0 for number in range(24)))


# --- scores


@pytest.mark.parametrize("count", [0, 1, 12, 13, 23, 24])
def test_the_roland_score_is_how_many_sentences_are_ticked(count: int) -> None:
    assert score(RMDQ, ticks(count)) == count


def test_one_roland_sentence_left_blank_and_the_others_not_now_is_no_zero() -> None:
    assert score(RMDQ, {"2": "0"}) is None
    assert score(RMDQ, {"2": "1", "9": "1", "24": "1"}) is None
    all_but_one = {item: value for item, value in ticks(12).items() if item != "24"}
    assert score(RMDQ, all_but_one) is None
    form = filled(form_for(RMDQ), all_but_one)
    assert "total" not in {fact.item for fact in facts_of(RMDQ, form)}


def test_a_roland_list_without_any_answer_is_no_zero() -> None:
    assert score(RMDQ, {}) is None


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ((4, 6, 2), 4.0),
        ((0, 0, 0), 0.0),
        ((10, 10, 10), 10.0),
        ((5, 4, 4), 4.33),
        ((7,), None),
        ((3, 6), None),
    ],
)
def test_three_own_activities_are_scored_by_their_mean_when_all_were_scored(
    answers: tuple[int, ...], total: float | None
) -> None:
    assert score(PSFS, numbered(*answers)) == total


@pytest.mark.parametrize(
    ("named", "scores", "total"),
    [
        (("walk the dog", "", ""), {"1": "7"}, "7"),
        (("walk the dog", "", "sit in the car"), {"1": "3", "3": "6"}, "4.5"),
        (("walk the dog", "", "sit in the car"), {"1": "3"}, None),
        (("walk the dog", "swim", "sit in the car"), {"1": "3", "2": "9"}, None),
    ],
)
def test_own_activities_have_a_total_only_when_every_named_one_was_scored(
    named: tuple[str, ...], scores: dict[str, str], total: str | None
) -> None:
    words = {f"activity-{n}": text for n, text in enumerate(named, start=1) if text}
    for form in (filled(form_for(PSFS), words | scores), filled(form_for(PSFS, named), scores)):
        totals = [fact.value for fact in facts_of(PSFS, form) if fact.item == "total"]
        assert totals == ([] if total is None else [total])


@pytest.mark.parametrize(
    ("answers", "total", "anxiety", "depression", "band"),
    [
        ((0, 0, 0, 0), 0, 0, 0, "none"),
        ((1, 1, 0, 0), 2, 2, 0, "none"),
        ((1, 2, 0, 0), 3, 3, 0, "mild"),
        ((0, 0, 3, 2), 5, 0, 5, "mild"),
        ((2, 1, 2, 1), 6, 3, 3, "moderate"),
        ((2, 2, 2, 2), 8, 4, 4, "moderate"),
        ((3, 2, 2, 2), 9, 5, 4, "severe"),
        ((3, 3, 3, 3), 12, 6, 6, "severe"),
    ],
)
def test_the_phq_4_is_summed_with_its_two_halves(
    answers: tuple[int, ...], total: int, anxiety: int, depression: int, band: str
) -> None:
    given_answers = numbered(*answers)
    assert score(PHQ, given_answers) == total
    assert subscale_scores(PHQ, given_answers) == {"anxiety": anxiety, "depression": depression}
    assert band_of(PHQ, total) == band


def test_a_phq_4_with_an_answer_missing_has_no_total_but_its_whole_half_counts() -> None:
    assert score(PHQ, numbered(3, 3, 3)) is None
    assert subscale_scores(PHQ, numbered(3, 3, 3)) == {"anxiety": 6, "depression": None}


@pytest.mark.parametrize("answer", [-5, -1, 0, 3, 5])
def test_the_change_since_the_beginning_is_the_one_answer(answer: int) -> None:
    assert score(GLOBAL, numbered(answer)) == answer


def test_how_sure_one_is_is_the_mean_of_three_questions() -> None:
    assert score(CONFIDENCE, numbered(6, 7, 2)) == 5.0
    assert score(CONFIDENCE, {}) is None
    assert score(CONFIDENCE, numbered(6, 7)) is None


def test_a_total_that_is_typed_in_is_taken_as_it_is() -> None:
    assert score(ODI, {"total": "42.5"}) == 42.5
    assert score(ODI, {}) is None
    assert score(SHELF.instrument("paindetect"), {"total": "-1"}) == -1


def test_a_class_that_needs_two_scores_has_both_typed_in() -> None:
    answers = {"total": "6", "distress": "4"}
    assert subscale_scores(START_BACK, answers) == {"distress": 4}
    form = filled(form_for(START_BACK), answers)
    assert {(fact.item, fact.value, fact.total) for fact in facts_of(START_BACK, form)} == {
        ("distress", "4", None),
        ("total", "6", 6),
    }


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        (PHQ, numbered(4, 0, 0, 0)),
        (PHQ, numbered(-1, 0, 0, 0)),
        (PSFS, numbered(11)),
        (PSFS, {"1": "2.5"}),
        (RMDQ, numbered(2)),
        (RMDQ, {"1": "yes"}),
        (GLOBAL, numbered(6)),
        (ODI, {"total": "101"}),
        (ODI, {"total": "nan"}),
        (SHELF.instrument("tsk"), {"total": "16"}),
    ],
)
def test_a_value_that_is_no_answer_is_refused(
    instrument: Instrument, answers: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        score(instrument, answers)


def test_a_form_refuses_a_total_out_of_range() -> None:
    with pytest.raises(ValueError, match="a number from 0 to 100"):
        form_for(ODI).answered("101")


@given(st.data())
def test_a_score_is_always_within_the_range_it_states(data: st.DataObject) -> None:
    instrument = data.draw(st.sampled_from(EVERY))
    form = form_for(instrument)
    while (item := form.question) is not None:
        if item.answering is Answering.CHOICE:
            answers = st.sampled_from([option.value for option in item.options])
        elif item.answering is Answering.WORDS:
            answers = st.just("walk to the shop")
        else:
            answers = st.integers(int(item.least), int(item.most)).map(str)
        form = form.answered(data.draw(st.none() | answers))
    total = score(instrument, form.answers)
    assert total is None or instrument.least <= total <= instrument.most
    logged = [fact.total for fact in facts_of(instrument, form) if fact.item == "total"]
    assert len(logged) <= 1
    assert all(one is not None for one in logged)


# --- forms


def test_the_first_time_own_activities_are_named_and_then_scored() -> None:
    form = form_for(PSFS)
    assert [item.id for item in form.items] == [
        "activity-1",
        "1",
        "activity-2",
        "2",
        "activity-3",
        "3",
    ]
    assert [item.answering for item in form.items[:2]] == [Answering.WORDS, Answering.SCALE]


def test_later_the_same_activities_are_only_scored_and_named_in_the_question() -> None:
    form = form_for(PSFS, ("walk the dog", "", "sit in the car"))
    assert [item.id for item in form.items] == ["1", "3"]
    assert "walk the dog" in form.items[0].text
    assert "sit in the car" in form.items[1].text


def test_the_activities_of_a_patient_are_read_back_from_the_log() -> None:
    answers = {"activity-1": "walk the dog", "1": "3", "activity-3": "sit in the car", "3": "5"}
    facts = facts_of(PSFS, filled(form_for(PSFS), answers))
    assert activities_of(PSFS, a_history(*facts)) == ("walk the dog", "", "sit in the car")
    assert activities_of(PSFS, a_history()) == ("", "", "")
    assert form_for(PSFS, ("", "", "")) == form_for(PSFS)


def test_an_activity_that_is_named_anew_takes_the_place_of_the_old_one() -> None:
    older, newer = (
        AnswerGiven(instrument="psfs", item="activity-1", value=words) for words in ("walk", "swim")
    )
    assert activities_of(PSFS, a_history(older, newer))[0] == "swim"


def test_a_tick_list_is_no_list_of_yes_and_no() -> None:
    form = form_for(RMDQ)
    assert len(form.items) == 24
    assert [option.text for option in form.items[0].options] == ["Tick it", "Leave it blank"]
    assert form.intro.startswith("When your back hurts")


def test_feelings_are_asked_on_the_screen_alone() -> None:
    assert all(item.private for item in form_for(PHQ).items)
    assert not any(item.private for item in form_for(CONFIDENCE).items)


def test_what_may_not_be_shown_is_one_number_to_type() -> None:
    (item,) = form_for(ODI).items
    assert (item.answering, item.least, item.most) == (Answering.NUMBER, 0, 100)


# --- what is logged


def test_every_answer_is_logged_and_then_the_total() -> None:
    form = filled(form_for(PHQ), numbered(2, 1, 2, 1))
    facts = facts_of(PHQ, form)
    assert [(fact.item, fact.value, fact.total) for fact in facts] == [
        ("1", "2", None),
        ("2", "1", None),
        ("3", "2", None),
        ("4", "1", None),
        ("total", "6", 6.0),
    ]
    assert {fact.instrument for fact in facts} == {"phq-4"}


def test_not_now_is_not_logged_and_makes_no_total() -> None:
    facts = facts_of(PHQ, filled(form_for(PHQ), numbered(2, 1, 2)))
    assert [fact.item for fact in facts] == ["1", "2", "3"]
    assert facts_of(RMDQ, filled(form_for(RMDQ), {})) == ()


def test_the_score_of_an_activity_without_words_is_dropped() -> None:
    answers = {"activity-1": "walk the dog", "1": "4", "2": "9"}
    facts = facts_of(PSFS, filled(form_for(PSFS), answers))
    assert [(fact.item, fact.value) for fact in facts] == [
        ("activity-1", "walk the dog"),
        ("1", "4"),
        ("total", "4"),
    ]


def test_totals_over_time_are_the_totals_of_one_instrument_in_order() -> None:
    history = a_history(
        stamped(AnswerGiven(instrument="rmdq-24", item="1", value="1")),
        stamped(AnswerGiven(instrument="rmdq-24", item="total", value="13", total=13)),
        stamped(AnswerGiven(instrument="psfs", item="total", value="4", total=4)),
        stamped(
            AnswerGiven(instrument="rmdq-24", item="total", value="7", total=7),
            NINE + timedelta(days=14),
        ),
    )
    assert totals_over_time(history, "rmdq-24") == [(FIRST, 13), (date(2027, 3, 15), 7)]
    assert totals_over_time(history, "odi") == []


# --- what the patient is told


def told(*answers: int) -> str:
    return " ".join(words_after(PHQ, filled(form_for(PHQ), numbered(*answers))))


def test_the_crisis_line_is_always_named_after_questions_about_mood() -> None:
    assert words_after(PHQ, form_for(PHQ)) == (PHQ.after,)
    assert "your local crisis line" in told(0, 0, 0, 0)
    own = words_after(PHQ, form_for(PHQ), crisis_line="0800 1110111")
    assert "0800 1110111" in own[0]
    assert "your local crisis line" not in own[0]


@pytest.mark.parametrize(
    ("answers", "supported"),
    [((1, 1, 1, 1), False), ((2, 0, 0, 2), False), ((3, 0, 0, 0), True), ((0, 0, 1, 2), True)],
)
def test_whoever_reaches_three_in_a_half_is_told_to_talk_about_it(
    answers: tuple[int, ...], supported: bool
) -> None:
    assert ("Tell your doctor or therapist" in told(*answers)) is supported


def test_the_same_words_are_not_said_twice_and_no_band_is_named() -> None:
    words = told(3, 3, 3, 3)
    assert words.count("Tell your doctor or therapist") == 1
    assert not [band.words for band in PHQ.bands if band.words in words.split()]


# --- change


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (12.7, 7.0, "better"),
        (13, 8, "better"),
        (13, 9, "better"),  # 30 percent of 13 is 3.9
        (20, 15, "better"),
        (20, 16, "no"),
        (10, 7, "better"),
        (10, 8, "no"),
        (13, 13, "no"),
        (13, 16, "no"),
        (13, 17, "worse"),
        (20, 25, "worse"),
        (0, 4, "no"),
        (0, 5, "worse"),
    ],
)
def test_five_points_or_thirty_percent_matter_in_the_roland_score(
    first: float, last: float, expected: str
) -> None:
    assert important_change(RMDQ, first, last) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(4.0, 6.0, "better"), (4.0, 5.9, "no"), (6.0, 4.0, "worse"), (4.33, 6.33, "better")],
)
def test_two_points_up_matter_in_own_activities(first: float, last: float, expected: str) -> None:
    assert important_change(PSFS, first, last) == expected


def test_where_nobody_knows_how_much_matters_no_change_is_called_important() -> None:
    assert CONFIDENCE.change is None
    assert important_change(CONFIDENCE, 0, 10) == "no"


def test_points_and_percent_may_both_be_needed() -> None:
    both = an_instrument(
        better=Better.LOWER, change=Change(points=5, percent=30, together=Together.BOTH)
    )
    assert important_change(both, 20, 15) == "no"
    assert important_change(both, 20, 14) == "better"
    assert important_change(both, 10, 7) == "no"


def test_percent_of_nothing_say_nothing() -> None:
    percent_only = an_instrument(change=Change(percent=30))
    assert important_change(percent_only, 0, 10) == "no"


@given(first=st.floats(0, 24), last=st.floats(0, 24))
def test_what_is_better_one_way_is_never_better_the_other_way(first: float, last: float) -> None:
    there, back = important_change(RMDQ, first, last), important_change(RMDQ, last, first)
    assert (there, back) not in [("better", "better"), ("worse", "worse")]


# --- when due

WEEKLY = an_instrument(id="weekly")
LATER = an_instrument(id="later", weekly=True, weeks=(1,))
ROUNDS = an_instrument(id="rounds", weekly=False, weeks=(0, 2, 6, 12), then_every_weeks=26)
ONCE = an_instrument(id="once", weekly=False, weeks=(0, 2))
ASKED_FOR = an_instrument(id="asked-for", scheduled=False)


def due(day: int, *answered: tuple[str, int]) -> list[str]:
    """What is due so many days after the first, after these answers on these days."""
    facts = [
        stamped(
            AnswerGiven(instrument=instrument, item="1", value="4"), NINE + timedelta(days=answer)
        )
        for instrument, answer in answered
    ]
    every = (ROUNDS, ONCE, ASKED_FOR, WEEKLY, LATER)
    found = instruments_due(every, a_history(*facts), FIRST + timedelta(days=day), FIRST)
    return [one.id for one in found]


def test_nothing_is_due_before_the_plan_begins() -> None:
    assert due(-1) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (0, ["weekly", "rounds", "once"]),
        (6, ["weekly", "rounds", "once"]),
        (7, ["weekly", "later", "rounds", "once"]),
    ],
)
def test_on_the_first_day_all_is_due_but_what_looks_back(day: int, expected: list[str]) -> None:
    assert due(day) == expected


@pytest.mark.parametrize(
    ("day", "answered_on", "is_due"),
    [
        (0, 0, False),
        (6, 0, False),
        (7, 0, True),
        (7, 6, True),
        (7, 7, False),
        (20, 14, False),
        (21, 20, True),
        (100, 50, True),
    ],
)
def test_a_weekly_one_comes_back_every_seven_days(day: int, answered_on: int, is_due: bool) -> None:
    assert ("weekly" in due(day, ("weekly", answered_on))) is is_due


@pytest.mark.parametrize(
    ("day", "answered_on", "is_due"),
    [
        (13, 0, False),
        (14, 0, True),
        (30, 13, True),
        (30, 14, False),
        (41, 14, False),
        (42, 14, True),
        (83, 42, False),
        (84, 42, True),
        (84, 83, True),
        (200, 84, False),
        (84 + 181, 84, False),
        (84 + 182, 84, True),
        (84 + 364, 84 + 182, True),
        (84 + 364, 84 + 364, False),
    ],
)
def test_rounds_come_at_weeks_0_2_6_and_12_and_then_twice_a_year(
    day: int, answered_on: int, is_due: bool
) -> None:
    assert ("rounds" in due(day, ("rounds", answered_on))) is is_due


def test_a_round_that_was_missed_stays_due_until_it_is_answered() -> None:
    assert all("rounds" in due(day) for day in range(400))


def test_what_has_no_more_rounds_is_not_due_again() -> None:
    assert "once" not in due(400, ("once", 14))
    assert last_due_day(ONCE, FIRST + timedelta(days=400), FIRST) == FIRST + timedelta(days=14)


def test_what_a_therapist_did_not_ask_for_is_never_due() -> None:
    assert all("asked-for" not in due(day) for day in (0, 7, 14, 100))
    wanted = replace(ASKED_FOR, scheduled=True)
    assert instruments_due([wanted], a_history(), FIRST, FIRST) == [wanted]


@given(day=st.integers(0, 2000), answered=st.integers(0, 2000))
def test_what_was_answered_today_is_not_due_today(day: int, answered: int) -> None:
    names = ("weekly", "later", "rounds", "once")
    assert due(day, *((name, day) for name in names)) == []
    point = last_due_day(ROUNDS, FIRST + timedelta(days=day), FIRST)
    assert point is not None
    assert ("rounds" in due(day, ("rounds", answered))) is (
        FIRST + timedelta(days=answered) < point
    )


def test_what_is_shipped_is_due_as_the_plan_of_questions_says() -> None:
    def names(day: int) -> set[str]:
        found = instruments_due(EVERY, a_history(), FIRST + timedelta(days=day), FIRST)
        return {one.id for one in found}

    assert names(0) == {"psfs", "confidence", "rmdq-24", "phq-4"}
    assert names(7) == {"psfs", "confidence", "rmdq-24", "phq-4", "global-change"}


def test_scoring_that_counts_knows_only_ticks() -> None:
    items = tuple(InstrumentItem(str(number), "I rest.") for number in range(3))
    counted = replace(RMDQ, items=items, scoring=Scoring.COUNT, most=3)
    assert score(counted, {"0": "1", "1": "1", "2": "0"}) == 2
