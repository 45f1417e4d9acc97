"""What a criterion is judged by: days that count, days not recorded, figures as they are shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.program import Criterion, GateRule
from coach.review.verdicts import (
    NOT_RECORDED,
    State,
    Verdict,
    by_days,
    by_number,
    days_listed,
    last_days,
    last_noted,
    listed,
    shown,
)

TODAY = date(2027, 3, 1)
YESTERDAY = date(2027, 2, 28)
YES, NO, NOT_KNOWN = True, False, None


@pytest.mark.parametrize(
    ("marks", "need", "expected"),
    [
        ([YES, YES, NO], 2, State.MET),
        ([YES, YES, YES], 2, State.MET),
        ([YES, NO, NO], 2, State.NOT_MET),
        ([NO, NO, NOT_KNOWN], 2, State.NOT_MET),
        ([YES, NO, NOT_KNOWN], 2, State.NO_DATA),
        ([NOT_KNOWN, NOT_KNOWN], 2, State.NO_DATA),
        ([YES, NOT_KNOWN], 1, State.MET),
        ([], 1, State.NOT_MET),
    ],
)
def test_a_day_that_was_not_recorded_decides_only_what_it_cannot_change(
    marks: list[bool | None], need: int, expected: State
) -> None:
    assert by_days(marks, need) is expected


@given(st.lists(st.sampled_from([YES, NO, NOT_KNOWN]), max_size=10), st.integers(1, 10))
def test_whatever_is_decided_stays_so_once_every_day_is_known(
    marks: list[bool | None], need: int
) -> None:
    now = by_days(marks, need)
    ends = {by_days([day if one is None else one for one in marks], need) for day in (YES, NO)}
    assert ends == {now} if now is not State.NO_DATA else ends == {State.MET, State.NOT_MET}


def test_the_last_days_end_with_the_day_they_are_counted_to_oldest_first() -> None:
    assert last_days(3, TODAY) == [date(2027, 2, 27), YESTERDAY, TODAY]
    assert last_days(1, TODAY) == [TODAY]


def test_counting_begins_today_only_when_today_was_noted() -> None:
    assert last_noted({TODAY}, TODAY) == TODAY
    assert last_noted({YESTERDAY}, TODAY) == YESTERDAY
    assert last_noted((), TODAY) == YESTERDAY


def test_the_day_after_has_the_next_number() -> None:
    days = by_number({YESTERDAY: "a", TODAY: "b"})
    first = min(days)
    assert days == {first: "a", first + 1: "b"}
    assert date.fromordinal(first) + timedelta(days=1) == TODAY


@pytest.mark.parametrize(
    ("number", "text"),
    [(4.0, "4"), (4.5, "4.5"), (4.25, "4.2"), (4.06, "4.1"), (0, "0"), (None, "not recorded")],
)
def test_a_figure_is_shown_to_a_tenth_and_not_recorded_is_never_zero(
    number: float | None, text: str
) -> None:
    assert shown(number) == text


def test_words_in_a_row() -> None:
    assert listed(["green", "amber", "green"]) == "green, amber, green"
    assert listed([]) == ""


@pytest.mark.parametrize("state", State)
def test_only_what_is_met_holds(state: State) -> None:
    asked = Criterion(rule=GateRule.SETTLED, text="Settled.")
    assert Verdict(asked, state, "As noted.").met is (state is State.MET)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([NOT_RECORDED] * 6 + ["3"], "6 days not recorded, then 3"),
        ([NOT_RECORDED] * 4, "4 days not recorded"),
        ([NOT_RECORDED, "3", "4"], "not recorded, 3, 4"),
        (["5", NOT_RECORDED, NOT_RECORDED, "3"], "5, 2 days not recorded, 3"),
        (["5", "5", "3"], "5, 5, 3"),
        ([NOT_RECORDED], "not recorded"),
    ],
)
def test_days_in_a_row_that_were_not_recorded_are_counted(words: list[str], told: str) -> None:
    assert days_listed(words) == told
