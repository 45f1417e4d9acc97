"""Leg pain and its way down the leg, as criteria: the start, the week, and what is compared."""

from datetime import date, timedelta
from typing import Any

import pytest

from coach.domain.pain import Reach
from coach.domain.program import Criterion, GateRule
from coach.review.gate_facts import GateFacts
from coach.review.gate_pain import leg_at_most, leg_down_by, reach_not_lower
from coach.review.verdicts import State, Verdict

TODAY = date(2027, 3, 31)
MET, NOT_MET, NO_DATA = State.MET, State.NOT_MET, State.NO_DATA
THIGH, KNEE, CALF = Reach.THIGH, Reach.KNEE, Reach.CALF


def by_day(*values: Any) -> dict[date, Any]:
    """Values of the last days, today the last; None is a day without one."""
    last = len(values) - 1
    days = [TODAY - timedelta(days=last - n) for n in range(len(values))]
    return {day: value for day, value in zip(days, values, strict=True) if value is not None}


def down_by_two(*legs: float | None, start_ago: int = 60) -> Verdict:
    asked = Criterion(GateRule.LEG_DOWN_BY, "As written.", points=2)
    start = TODAY - timedelta(days=start_ago)
    return leg_down_by(asked, GateFacts(TODAY, start, start, leg=by_day(*legs)))


def at_most(score: int, *legs: float, days: int, of_days: int | None = None) -> Verdict:
    asked = Criterion(GateRule.LEG_AT_MOST, "As written.", score, days=days, of_days=of_days)
    return leg_at_most(asked, GateFacts(TODAY, TODAY, TODAY, leg=by_day(*legs)))


def not_lower(*reaches: Reach | None, days: int = 2, of_days: int | None = None) -> Verdict:
    asked = Criterion(GateRule.REACH_NOT_LOWER, "As written.", days=days, of_days=of_days)
    return reach_not_lower(asked, GateFacts(TODAY, TODAY, TODAY, reach=by_day(*reaches)))


@pytest.mark.parametrize(
    ("legs", "state", "evidence"),
    [
        ([7] * 7 + [5] * 7, MET, "Leg 7 at the start, 5 in the 7 days up to 31 Mar."),
        ([7] * 7 + [5.1] * 7, NOT_MET, "Leg 7 at the start, 5.1 in the 7 days up to 31 Mar."),
        # Three noted days are enough of a start and of a week; two are not.
        (
            [7, 7, 7] + [None] * 4 + [4, 4, 4],
            MET,
            "Leg 7 at the start, 4 in the 7 days up to 31 Mar.",
        ),
        (
            [7, 7, 7] + [None] * 5 + [4, 4],
            NO_DATA,
            "There are not enough noted days yet to compare; this week 2.",
        ),
        (
            [7, 7] + [4] * 7,
            NO_DATA,
            "There are not enough noted days yet to compare; this week 7.",
        ),
        # The first day of this week is not of the start.
        (
            [9, 9, 7] + [4] * 6,
            NO_DATA,
            "There are not enough noted days yet to compare; this week 7.",
        ),
    ],
)
def test_this_week_is_held_against_the_start(
    legs: list[float | None], state: State, evidence: str
) -> None:
    verdict = down_by_two(*legs)
    assert (verdict.state, verdict.evidence) == (state, evidence)


def test_the_first_day_of_the_plan_is_of_the_start_and_none_before_it() -> None:
    legs = [1, 9, 9, 7, *[4] * 7]
    assert down_by_two(*legs, start_ago=9).evidence == (
        "Leg 9 at the start, 4 in the 7 days up to 31 Mar."
    )
    assert down_by_two(*legs, start_ago=8).state is NO_DATA


def test_a_leg_of_so_much_or_less() -> None:
    half = at_most(3, 3, 3.1, days=1, of_days=2)
    assert (half.state, half.evidence) == (
        MET,
        "Leg at rest 3 or less on 1 of the last 2 days: 3, 3.1.",
    )
    both = at_most(3, 4, 3, 2, days=2)
    assert (both.state, both.evidence) == (
        MET,
        "Leg at rest 3 or less on 2 of the last 2 days: 3, 2.",
    )


@pytest.mark.parametrize(
    ("leg", "state", "told"), [(2, MET, "2"), (4, NOT_MET, "4"), (None, NO_DATA, "not recorded")]
)
def test_one_day_is_the_last_day(leg: float | None, state: State, told: str) -> None:
    verdict = at_most(3, *() if leg is None else (leg,), days=1)
    assert verdict.state is state
    assert verdict.evidence == f"Leg at rest on the last day: {told}; 3 or less is asked."


def test_no_pain_at_all_may_be_asked() -> None:
    verdict = at_most(0, 0, 1, days=2)
    assert verdict.state is NOT_MET
    assert verdict.evidence == "Leg at rest 0 or less on 1 of the last 2 days: 0, 1."


@pytest.mark.parametrize(
    ("reaches", "of_days", "state"),
    [
        # Held against the furthest of the week before.
        ([THIGH, CALF, THIGH, CALF, CALF], None, MET),
        ([THIGH, THIGH, KNEE, THIGH], None, NOT_MET),
        ([THIGH, THIGH, KNEE, KNEE], None, NOT_MET),
        # More than a week ago is not compared with.
        ([CALF, *[THIGH] * 7, KNEE, KNEE], None, NOT_MET),
        ([CALF, *[THIGH] * 6, KNEE, KNEE], None, MET),
        # Nothing before: against the first of the days themselves.
        ([THIGH, THIGH], None, MET),
        ([THIGH, KNEE], None, NOT_MET),
        ([KNEE, THIGH], None, MET),
        # On two of three days.
        ([THIGH, THIGH, THIGH, KNEE, THIGH], 3, MET),
        ([THIGH, THIGH, KNEE, KNEE, THIGH], 3, NOT_MET),
        ([THIGH, THIGH, None, KNEE, THIGH], 3, NO_DATA),
    ],
)
def test_it_goes_no_further_down_than_before(
    reaches: list[Reach | None], of_days: int | None, state: State
) -> None:
    assert not_lower(*reaches, of_days=of_days).state is state


@pytest.mark.parametrize(
    ("days", "reaches", "evidence"),
    [
        (1, [THIGH, KNEE], "Furthest down on the last day: knee. In the week before it: thigh."),
        (
            2,
            [THIGH, KNEE, None, THIGH],
            "Furthest down on the last 2 days: not recorded, thigh. In the week before them: knee.",
        ),
        (
            2,
            [KNEE, KNEE],
            "Furthest down on the last 2 days: knee, knee. In the week before them: not recorded.",
        ),
    ],
)
def test_how_far_it_went_is_told(days: int, reaches: list[Reach | None], evidence: str) -> None:
    assert not_lower(*reaches, days=days).evidence == evidence
