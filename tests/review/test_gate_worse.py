"""Getting worse, day by day: when it comes up, what it is measured by, when it has gone back."""

from datetime import date, timedelta
from typing import Any

import pytest

from coach.domain.pain import Reach
from coach.domain.program import Criterion, GateRule
from coach.review.gate_facts import GateFacts
from coach.review.gate_worse import leg_up_by, reach_lower
from coach.review.verdicts import State

TODAY = date(2027, 3, 31)
START = date(2027, 1, 30)
THIGH, KNEE, CALF = Reach.THIGH, Reach.KNEE, Reach.CALF


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def by_day(*values: Any) -> dict[date, Any]:
    """Values of the last days, today the last; None is a day without one."""
    days = [ago(n) for n in reversed(range(len(values)))]
    return {day: value for day, value in zip(days, values, strict=True) if value is not None}


def up(*legs: float | None, days: int = 1, since: date = START) -> tuple[State, str]:
    """What is said of these leg scores; up by two on one day unless told otherwise."""
    asked = Criterion(GateRule.LEG_UP_BY, "As written.", points=2, days=days)
    facts = GateFacts(TODAY, since, START, leg=by_day(*legs))
    verdict = leg_up_by(asked, facts)
    assert verdict.criterion is asked
    return verdict.state, verdict.evidence


def lower(
    *reaches: Reach | None, of_days: int | None = None, since: date = START
) -> tuple[State, str]:
    """What is said of these places; further down on two days unless told otherwise."""
    asked = Criterion(GateRule.REACH_LOWER, "As written.", days=2, of_days=of_days)
    facts = GateFacts(TODAY, since, START, reach=by_day(*reaches))
    verdict = reach_lower(asked, facts)
    assert verdict.criterion is asked
    return verdict.state, verdict.evidence


AGAINST = "The mean of 7 days against the week before, on the last"


@pytest.mark.parametrize(
    ("legs", "days", "evidence"),
    [
        ([3] * 14, 1, f"{AGAINST} day: the same."),
        ([3] * 15, 2, f"{AGAINST} 2 days: the same, the same."),
        ([3] * 8 + [4] * 7, 2, f"{AGAINST} 2 days: up 0.9, up 1."),
        ([4] * 8 + [3] * 7, 2, f"{AGAINST} 2 days: down 0.9, down 1."),
        # Three noted days are a week; two are not.
        ([3, 3, 3, *[4] * 7], 2, f"{AGAINST} 2 days: too few days noted, up 1."),
        ([3] * 7 + [None] * 4 + [4, 4, 4], 1, f"{AGAINST} day: up 1."),
        ([3] * 7 + [None] * 5 + [4, 4], 1, "Too few days are noted yet to compare two weeks."),
        ([3] * 7, 1, "Too few days are noted yet to compare two weeks."),
        # Today goes on: without a score of today it is counted to yesterday.
        ([3] * 7 + [4] * 7 + [None], 1, f"{AGAINST} day: up 1."),
        ([3] * 13 + [3.3], 1, f"{AGAINST} day: the same."),
    ],
)
def test_the_mean_of_a_week_is_held_against_that_of_the_week_before(
    legs: list[float | None], days: int, evidence: str
) -> None:
    assert up(*legs, days=days)[1] == evidence


@pytest.mark.parametrize(
    ("legs", "days", "state"),
    [
        ([3] * 7 + [5] * 7, 1, State.MET),
        ([3] * 7 + [4.9] * 7, 1, State.NOT_MET),
        ([3] * 7 + [4.6] * 7, 1, State.NOT_MET),
        # Thirds: two points to the eye, a hair less to the machine.
        ([1.1] * 7 + [3.1] * 7, 1, State.MET),
        ([3] * 8 + [6] * 7, 2, State.MET),
        ([3] * 8 + [5.1] * 7, 2, State.NOT_MET),
    ],
)
def test_it_has_come_up_by_two_points_on_every_day_that_is_asked(
    legs: list[float], days: int, state: State
) -> None:
    assert up(*legs, days=days)[0] is state


def test_what_comes_up_just_now_is_told_against_the_week_before() -> None:
    assert up(*[3] * 7, *[5] * 7) == (State.MET, f"{AGAINST} day: up 2.")


@pytest.mark.parametrize(("since", "state"), [(TODAY, State.MET), (ago(-1), State.NO_DATA)])
def test_the_first_day_of_a_stage_counts_and_none_before_it(since: date, state: State) -> None:
    assert up(*[3] * 7, *[5] * 7, since=since)[0] is state


def test_what_lasts_is_measured_by_the_week_before_it_began() -> None:
    """Up by two for two days running on the 17th day first; the week before those two was 1.3."""
    first = TODAY - timedelta(days=40 - 15)
    began = f"{first.day} {first:%b}"
    state, evidence = up(*[1] * 7, *[2] * 7, *[9] * 27, days=2)
    assert state is State.MET
    assert evidence == f"The mean of 7 days: 9 up to 31 Mar, 1.3 in the week before {began}."


@pytest.mark.parametrize(
    ("now", "state"),
    [(5, State.MET), (4.9, State.NOT_MET), (4.6, State.NOT_MET), (3, State.NOT_MET)],
)
def test_a_rise_stands_until_it_is_less_than_two_above_that_week(now: float, state: State) -> None:
    assert up(*[3] * 7, *[9] * 14, *[now] * 14)[0] is state


def test_a_rise_stands_while_nobody_notes_anything() -> None:
    state, evidence = up(*[3] * 7, *[9] * 14, *[None] * 9)
    assert state is State.MET
    assert evidence.startswith(
        "The mean of 7 days: not recorded up to 30 Mar, 3 in the week before "
    )


def test_what_came_up_again_after_it_had_gone_back_is_measured_anew() -> None:
    again = [*[3] * 7, *[9] * 14, *[4] * 14, *[8] * 14]
    state, evidence = up(*again)
    assert state is State.MET
    assert evidence.startswith("The mean of 7 days: 8 up to 31 Mar, 4 in the week before ")


@pytest.mark.parametrize(
    ("reaches", "of_days", "state"),
    [
        ([*[KNEE] * 7, CALF, CALF], None, State.MET),
        ([*[KNEE] * 7, CALF, KNEE], None, State.NOT_MET),
        ([*[KNEE] * 7, CALF, KNEE, CALF], 3, State.MET),
        ([*[KNEE] * 7, KNEE, KNEE, CALF], 3, State.NOT_MET),
        ([*[KNEE] * 7, None, None, CALF], 3, State.NO_DATA),
    ],
)
def test_it_goes_further_down_on_so_many_of_the_days(
    reaches: list[Reach | None], of_days: int | None, state: State
) -> None:
    assert lower(*reaches, of_days=of_days)[0] is state


@pytest.mark.parametrize(("since", "state"), [(ago(1), State.MET), (TODAY, State.NO_DATA)])
def test_further_down_counts_from_the_first_day_of_the_stage(since: date, state: State) -> None:
    assert lower(*[KNEE] * 7, CALF, CALF, since=since)[0] is state


def test_where_it_goes_further_just_now_the_week_before_is_told() -> None:
    assert lower(*[KNEE] * 7, CALF, CALF) == (
        State.MET,
        "Furthest down on the last 2 days: calf, calf. In the week before them: knee.",
    )


def test_where_it_stays_further_down_the_week_before_it_began_is_told() -> None:
    first = ago(6)
    assert lower(*[KNEE] * 8, *[CALF] * 7) == (
        State.MET,
        "Furthest down on the last 2 days: calf, calf. "
        f"In the week before {first.day} {first:%b}: knee.",
    )


@pytest.mark.parametrize(
    ("since_then", "of_days", "state"),
    [
        ([CALF] * 5, None, State.MET),
        ([*[CALF] * 5, KNEE], None, State.MET),
        ([*[CALF] * 5, KNEE, KNEE], None, State.NOT_MET),
        ([*[CALF] * 5, THIGH, THIGH], None, State.NOT_MET),
        # Days that nobody noted have not gone back.
        ([*[CALF] * 5, None, None, None], None, State.MET),
        ([*[CALF] * 5, KNEE, CALF, KNEE], 3, State.NOT_MET),
        ([*[CALF] * 5, CALF, CALF, KNEE], 3, State.MET),
    ],
)
def test_further_down_stands_until_it_has_gone_back_on_as_many_days(
    since_then: list[Reach | None], of_days: int | None, state: State
) -> None:
    assert lower(*[KNEE] * 8, CALF, CALF, *since_then, of_days=of_days)[0] is state
