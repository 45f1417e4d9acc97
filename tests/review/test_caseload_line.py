"""The order of the caseload, its filters, and finding somebody in it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.red_flags import Tier
from coach.domain.text import folded
from coach.review.caseload_line import CaseloadLine, Order, Show, ordered, shown_to
from coach.review.caseload_search import found
from coach.review.caseload_trends import LegWeek
from tests.review.caseload_samples import a_line, ago

CALM = a_line("Carla Calm", leg_now=2.0, percent=95.0, decided_at=ago(days=2))
LOCKED = a_line("Zoe Locked", hold_since=ago(days=1), hold_tier=Tier.EMERGENCY)
WORSE = a_line("Max Worse", leg_week=LegWeek(3.0, 6.0), leg_now=6.0, leg_start=3.0)
GONE = a_line("Ada Gone", last_sign_at=ago(days=20), log_until=ago(days=20), leg_now=5.0)
QUIET = a_line("Ben Quiet", last_sign_at=ago(days=3), log_until=ago(days=3), leg_now=4.0)
LINES = [CALM, QUIET, GONE, WORSE, LOCKED]


def names(lines: list[CaseloadLine]) -> list[str]:
    return [line.enrolled.name.split()[0] for line in lines]


def test_whoever_needs_a_person_stands_on_top() -> None:
    assert names(ordered(LINES)) == ["Zoe", "Max", "Ada", "Ben", "Carla"]


def test_of_two_with_the_same_need_the_one_with_more_reasons_comes_first() -> None:
    both = a_line("Yan", leg_week=LegWeek(3.0, 6.0), leg_now=6.0, leg_start=3.0, percent=10.0)
    assert names(ordered([WORSE, both])) == ["Yan", "Max"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Order.NAME, ["Ada", "Ben", "Carla", "Max", "Zoe"]),
        (Order.SILENT, ["Ada", "Ben", "Carla", "Max", "Zoe"]),
        (Order.ADHERENCE, ["Ada", "Ben", "Max", "Zoe", "Carla"]),
        (Order.LEG, ["Max", "Ada", "Ben", "Zoe", "Carla"]),
        (Order.VISIT, ["Ada", "Ben", "Max", "Zoe", "Carla"]),
    ],
)
def test_the_list_can_be_ordered(by: Order, expected: list[str]) -> None:
    assert names(ordered(LINES, by)) == expected


def test_what_is_not_recorded_is_no_zero_in_any_order() -> None:
    unknown = a_line("Ute Unknown", leg_now=None, percent=None, last_sign_at=None)
    zero = a_line("Ned Zero", leg_now=0.0, percent=0.0)
    for by in (Order.LEG, Order.ADHERENCE, Order.SILENT):
        assert names(ordered([zero, unknown, CALM], by))[0] == "Ute"


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (Show.ALL, ["Carla", "Ben", "Ada", "Max", "Zoe"]),
        (Show.NEEDS_ME, ["Ben", "Ada", "Max", "Zoe"]),
        (Show.LOCKED, ["Zoe"]),
        (Show.SILENT, ["Ben", "Ada"]),
    ],
)
def test_the_list_can_be_narrowed(show: Show, expected: list[str]) -> None:
    assert names(shown_to(LINES, show)) == expected


SOUGHT = [a_line(name) for name in ("Jürgen Müller", "Anna Meier", "Zoë Ångström", "Søren Łoś")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mül", ["Jürgen"]),
        ("MUELLER", ["Jürgen"]),
        ("muller", ["Jürgen"]),
        ("muler", ["Jürgen"]),  # one letter missing
        ("mieer", ["Anna"]),  # two neighbours swapped
        ("zoe ang", ["Zoë"]),
        ("soren los", ["Søren"]),
        ("an me", ["Anna"]),
        ("id-anna", ["Anna"]),
        ("xyz", []),
        ("", ["Jürgen", "Anna", "Zoë", "Søren"]),
        ("   ", ["Jürgen", "Anna", "Zoë", "Søren"]),
    ],
)
def test_a_patient_is_found_by_what_one_remembers(typed: str, expected: list[str]) -> None:
    assert names(found(SOUGHT, typed)) == expected


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=12))
def test_everyone_is_found_by_their_whole_name(name: str) -> None:
    assert found([a_line(name)], name)


def test_a_line_carries_its_own_columns() -> None:
    line = a_line(last_sign_at=ago(days=2, hours=5), decided_at=ago(days=7))
    assert (line.leg_start, line.leg_now, line.silent_days) == (6.0, 3.0, 2)
    assert line.decided_on == date(2027, 3, 22)
    assert line.plan_until == date(2027, 5, 1)
