"""Rows of the caseload as text: what stands in them at which width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from coach.domain.pain import Reach
from coach.review.caseload_line import Order, Show
from coach.review.caseload_trends import LegWeek
from coach.tui.therapist.caseload_rows import detail, header, legs, row, status
from tests.review.caseload_samples import NOW, a_line, ago


@pytest.mark.parametrize("width", [150, 116, 76, 40])
def test_headings_stand_over_their_columns(width: int) -> None:
    line, head = row(a_line(), width), header(width)
    assert head.index("Name") == line.index("Sam")
    assert head.index("Why") == line.index("No threshold")
    if "Leg" in head:
        assert head.index("Leg") == line.index("6→3")


@given(st.text(max_size=40), st.integers(20, 140))
def test_no_name_makes_a_row_too_wide(name: str, width: int) -> None:
    assert cell_len(row(a_line(name), width)) <= width


@pytest.mark.parametrize("width", [150, 76, 40])
def test_who_shares_a_name_is_told_by_the_id(width: int) -> None:
    assert "(id-sam-sample) " in row(replace(a_line(), shares_name=True), width)
    assert "id-sam-sample" not in row(a_line(), width)


def test_what_is_not_recorded_is_a_dash_and_never_a_zero() -> None:
    unknown = a_line(leg_now=None, leg_newest=None, percent=None, reach_now=None, last_sign_at=None)
    assert "–              –        –     –" in row(unknown, 150)
    assert "–              –     –" in row(unknown, 116)
    zero = a_line(leg_now=0.0, percent=0.0, reach_now=Reach.NONE)
    assert "6→0            none     0%    0 d" in row(zero, 150)
    assert "6→0            0%    0 d" in row(zero, 116)


def test_a_lock_is_told_whole_at_120_columns_and_the_days_are_called_silent() -> None:
    locked = a_line(hold_since=ago(days=1), percent=50.0)
    assert f"{locked.reasons[0].words} +1" in row(locked, 116)
    assert "Done  Silent" in header(116)


def test_reasons_that_do_not_fit_are_counted_and_none_is_cut_in_the_middle() -> None:
    line = a_line(leg_week=LegWeek(3.0, 6.0), percent=50.0)
    leg, done = (one.words for one in line.reasons)
    assert row(line, 116).endswith(f"{leg} +1")
    assert row(line, 200).endswith(f"{leg} {done}")
    assert row(line, 60).endswith("…")


def test_a_start_that_is_not_known_is_left_out() -> None:
    assert legs(a_line(leg_start=None)) == "3"
    assert legs(a_line(leg_start=None, leg_now=None, leg_newest=None)) == "–"


def test_the_newest_stands_in_brackets_where_there_are_too_few_for_a_middle() -> None:
    assert legs(a_line(leg_now=None, leg_days=2, leg_newest=7)) == "(7)"


def test_a_plan_that_was_signed_alone_is_told_as_one() -> None:
    told, *_ = detail(a_line(decided_at=ago(days=7), only_signed=True), NOW.date())
    assert told.endswith("until 1 May; plan signed 22 Mar.")


def test_the_chosen_one_is_told_whole() -> None:
    line = a_line(leg_week=LegWeek(3.0, 6.0), percent=50.0, decided_at=ago(days=7))
    assert detail(line, NOW.date()) == [
        "Sam Sample   id-sam-sample   steady-back@1, stage B (move) until 1 May; decided 22 Mar.",
        "!!  Leg up by 3: 3 in the week before, 6 in the last 3 days.",
        "!   Done fell from 85 to 50 percent in two weeks.",
        "Leg 6 at the start, 3 in the last 7 days. Down to the knee. Done 50 percent over 12 days.",
    ]


def test_the_status_counts_and_says_what_is_shown() -> None:
    lines = [a_line(), a_line("Max", leg_week=LegWeek(3.0, 6.0))]
    text = status(lines, 1, Order.LEG, Show.NEEDS_ME, "mx", 7)
    assert text == (
        '2 patients: 1 soon.  Showing who needs you with "mx" (1), by leg, the strongest first.'
        "  Reading 7 more ..."
    )
    assert status([], 0, Order.NEED, Show.ALL, "", 0) == "Nobody yet."
