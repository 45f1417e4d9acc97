"""What a report says: the answer first, safety next, what is missing in words, two pages."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.reports.doing_part import sitting_section
from coach.reports.page import Chart, Report, Section, Sentences, Table
from coach.reports.report_values import report_of
from coach.reports.room import ROOMS, TWO_PAGES, fits, lines_of
from coach.reports.words import minutes, number, percent, text
from coach.review.change_before import ChangeBefore, Week
from coach.review.follow_up import NoteLine
from coach.review.verdicts import NOT_RECORDED
from tests.reports.samples import (
    HOSTILE,
    MADE,
    WORDS,
    a_full_outlook,
    a_long_follow_up,
    all_texts,
    many_days,
)
from tests.review.follow_up_samples import (
    LAST_ASKED,
    NEVER_ASKED,
    a_follow_up,
    a_hold,
    an_exercise_line,
    the_sitting,
)

TEN_THOUSAND = 10_000


def section(report: Report, name: str) -> Section:
    return next(one for one in (*report.sections, *report.foot) if one.name == name)


def told(report: Report, name: str) -> str:
    """All texts of one section."""
    only = replace(report, sections=(section(report, name),), foot=(), facts=(), answer="")
    return "\n".join(all_texts(only))


def test_the_answer_comes_first_and_safety_next() -> None:
    seen = a_follow_up()
    report = report_of(seen, MADE)
    assert report.answer == seen.answer
    assert report.sections[0].name == "safety"


def test_no_safety_event_is_said_in_words() -> None:
    assert "No safety question" in told(report_of(a_follow_up(), MADE), "safety")


def test_a_safety_list_that_is_due_is_said_and_not_that_all_was_answered_no() -> None:
    words = told(report_of(a_follow_up(safety_list=LAST_ASKED), MADE), "safety")
    assert "last finished on 2027-03-02 and is due since 2027-03-09." in words
    assert "No safety question" not in words
    beside = a_follow_up(safety=(a_hold(standing=False),), safety_list=NEVER_ASKED)
    assert "The safety list was never finished." in told(report_of(beside, MADE), "safety")


def test_a_standing_hold_comes_before_newer_events_and_says_that_it_stands() -> None:
    newer = a_hold(what="Yes to: Is it numb where you sit?", standing=False)
    report = report_of(a_follow_up(safety=(newer, a_hold())), MADE)
    first, second = told(report, "safety").splitlines()[2:]
    assert first.startswith("Stands now: coaching is locked.")
    assert "Yes to: Is it numb where you sit?" in second


def test_the_name_is_there_only_when_it_was_asked_for() -> None:
    assert not [one for one in all_texts(report_of(a_follow_up(), MADE)) if "Sam" in one]
    named = report_of(a_follow_up(), replace(MADE, name="Sam"))
    assert named.title == "Follow-up of Sam (patient-1)"


def test_not_recorded_is_said_in_words_and_never_a_zero() -> None:
    chart = next(
        block
        for block in section(report_of(a_follow_up(), MADE), "course").blocks
        if isinstance(block, Chart)
    )
    gap = next(row for row in chart.figures.rows if row[0] == "6 Mar")
    assert gap[1:] == (NOT_RECORDED,) * 6
    assert "nothing was recorded on 2 days" in chart.description
    done_nothing = next(row for row in chart.figures.rows if row[0] == "13 Mar")
    assert done_nothing[5] == "0 %"


def test_a_day_that_asked_for_nothing_is_not_called_a_gap() -> None:
    free = replace(many_days(1)[0], percent=None, not_recorded=False)
    assert "nothing asked" in str(section(report_of(a_follow_up(days=(free,)), MADE), "course"))


@pytest.mark.parametrize(
    ("value", "shown"), [(None, NOT_RECORDED), (0.0, "0 %"), (66.5, "67 %"), (99.4, "99 %")]
)
def test_percentages_are_whole(value: float | None, shown: str) -> None:
    assert percent(value) == shown


def test_numbers_without_a_value_are_not_recorded() -> None:
    assert (number(None), number(0), minutes(None), minutes(15.5)) == (
        NOT_RECORDED,
        "0",
        NOT_RECORDED,
        "16 min",
    )


def test_an_exercise_says_what_was_left_out_and_why() -> None:
    report = report_of(a_follow_up(exercises=(an_exercise_line(skipped={"none": 1}),)), MADE)
    table = section(report, "exercises").blocks[0]
    assert isinstance(table, Table)
    assert table.rows == (
        (
            "Bridge, 3x10 hold 5s rest 30s 1/day",
            "5 of 14, 2 partly",
            "47 %",
            "no reason given 1",
            "green 5, amber 2; last green",
            "not recorded 2",
        ),
    )


def test_notes_are_the_newest_first_and_the_rest_is_counted() -> None:
    notes = tuple(NoteLine(date(2027, 3, 1), "", f"note {n}") for n in range(40))
    words = told(report_of(a_follow_up(notes=notes), MADE), "notes")
    assert "1 Mar: note 39" in words.splitlines()[2]
    assert "And 30 more notes in coach review." in words


def test_a_start_that_is_not_known_is_said_and_not_drawn() -> None:
    report = report_of(a_follow_up(recovery=None), MADE)
    assert "not known" in told(report, "recovery")
    assert not [one for one in section(report, "recovery").blocks if isinstance(one, Chart)]


def test_a_plan_version_is_told_with_the_weeks_beside_it() -> None:
    seen = a_follow_up()
    weeks = ChangeBefore(seen.plans[1], Week(5.0, 6, 72.0, 6), Week(None, 0, None, 0))
    words = told(report_of(seen, MADE, (weeks,)), "course")
    assert (
        "9 Mar 2027: steady-back@3, stage B. Bridge: 3 sets, was 2. Week before: leg 5 (6 days), "
        "done 72 percent (6 days); first week: leg not recorded, done not recorded." in words
    )


def test_gates_tell_their_state_in_words() -> None:
    words = told(report_of(a_follow_up(outlook=a_full_outlook()), MADE), "proposals")
    assert "Not enough noted: Criterion 0" in words


def test_the_report_says_that_no_clinician_judged_it_and_on_what_it_rests() -> None:
    words = told(report_of(a_follow_up(), MADE), "origin")
    assert "No clinician's judgement is in it" in words
    assert "Made by coach 0.1.0 on 15 Mar 2027, 09:30." in words
    assert "steady-back@2, steady-back@3" in words
    assert "14 Mar 2027, 20:30" in words


def test_an_empty_follow_up_still_makes_a_report() -> None:
    empty = a_follow_up(
        plans=(),
        days=many_days(1),
        exercises=(),
        notes=(),
        medication=(),
        passive=(),
        instruments=(),
        mood="",
        proposed=(),
        standing=None,
        points=(),
        not_judged=(),
        recovery=None,
        body=(),
        roots="",
        care=(),
        plan_version="",
        stage=None,
        last_fact_at=None,
        answer="",
    )
    report = report_of(empty, MADE)
    assert fits(report)
    assert "none yet" in told(report, "origin")


def test_the_usual_follow_up_gets_all_the_room_there_is() -> None:
    assert told(report_of(a_follow_up(), MADE), "formulas").count("\n") >= ROOMS[0].formulas


def test_whatever_is_put_in_two_pages_hold_it() -> None:
    assert lines_of(report_of(a_long_follow_up(), MADE)) <= TWO_PAGES
    assert lines_of(report_of(a_long_follow_up("x" * TEN_THOUSAND), MADE)) <= TWO_PAGES


def test_each_measure_shows_no_more_than_the_one_before() -> None:
    for roomier, tighter in pairwise(ROOMS):
        assert tighter.exercises <= roomier.exercises
        assert tighter.notes < roomier.notes
        assert tighter.characters < roomier.characters


@given(st.text(max_size=600), st.integers(4, 200))
def test_a_cut_text_says_that_it_was_cut(words: str, longest: int) -> None:
    shown = text(words, longest)
    assert len(shown) <= longest
    assert shown.endswith("…") or shown == text(words, 2000)


@pytest.mark.parametrize("words", HOSTILE)
def test_control_signs_do_not_reach_a_report(words: str) -> None:
    for line in all_texts(report_of(a_long_follow_up(words), MADE)):
        assert not [sign for sign in line if ord(sign) < 32 or sign in "\u202e\u202c"]


def test_long_words_do_not_hide_that_there_is_more() -> None:
    words = told(report_of(a_long_follow_up(WORDS), MADE), "notes")
    assert "more notes in coach review." in words


@pytest.mark.parametrize(
    ("bouts", "said"),
    [(0, "No sitting was recorded."), (2, "Sitting only under a minute at a time, 2 spells.")],
)
def test_sitting_without_a_spell_to_measure_says_what_there_is(bouts: int, said: str) -> None:
    sat = replace(the_sitting(), bouts=bouts, surfaces=(), longest_minutes=None, hard_share=None)
    seen = a_follow_up(sitting=sat)
    (block,) = sitting_section(seen).blocks
    assert block == Sentences((said,))
