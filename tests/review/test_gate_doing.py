"""Criteria on what is done and how it settles, at the very figures at which they turn."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from coach.domain.instrument_parts import Better
from coach.domain.lights import Light
from coach.domain.program import Criterion, GateRule
from coach.review.gate_doing import (
    adherence_at_least,
    amber_days_below,
    green_days,
    green_in_a_row,
    instrument_change,
    not_settled,
    settled,
)
from coach.review.gate_facts import GateFacts
from coach.review.verdicts import State, Verdict

TODAY = date(2027, 3, 31)
START = date(2027, 1, 30)
MET, NOT_MET, NO_DATA = State.MET, State.NOT_MET, State.NO_DATA
GREEN, AMBER = Light.GREEN, Light.AMBER


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def known(since: date = START, **facts: Any) -> GateFacts:
    return GateFacts(TODAY, since, START, **facts)


def judged(
    judge: Callable[[Criterion, GateFacts], Verdict],
    rule: GateRule,
    numbers: Mapping[str, Any],
    facts: GateFacts,
) -> tuple[State, str]:
    asked = Criterion(rule, "As written.", **numbers)
    verdict = judge(asked, facts)
    assert verdict.criterion is asked
    return verdict.state, verdict.evidence


@pytest.mark.parametrize(
    ("percents", "state", "shown"),
    [
        ([70, 70], MET, "70"),
        ([69.9, 69.9], NOT_MET, "69.9"),
        # As it is shown to the person, so it is judged: half a tenth is rounded up.
        ([69.95, 69.95], MET, "70"),
        ([69.94, 69.94], NOT_MET, "69.9"),
        ([69.6, 69.6], NOT_MET, "69.6"),
    ],
)
def test_how_much_was_done_is_judged_as_it_is_shown(
    percents: list[float], state: State, shown: str
) -> None:
    facts = known(percents={ago(n): percent for n, percent in enumerate(percents, start=1)})
    found = judged(
        adherence_at_least, GateRule.ADHERENCE_AT_LEAST, {"percent": 70, "days": 2}, facts
    )
    assert found == (state, f"{shown} percent on the mean of 2 recorded days of 2.")


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (ago(2), (MET, "The last 2 sessions: green, green.")),
        (
            ago(1),
            (
                NO_DATA,
                "The last 2 sessions: green, green. This stage is not 3 days old yet.",
            ),
        ),
    ],
)
def test_a_stage_that_is_just_old_enough_is_old_enough(
    since: date, found: tuple[State, str]
) -> None:
    facts = known(since, lights=((ago(1), GREEN), (TODAY, GREEN)))
    numbers = {"sessions": 2, "days": 3}
    assert judged(green_in_a_row, GateRule.GREEN_IN_A_ROW, numbers, facts) == found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({"days": 2, "of_days": 7}, (NOT_MET, "Amber or red on 2 of the last 7 days.")),
        ({"days": 3, "of_days": 7}, (MET, "Amber or red on 2 of the last 7 days.")),
        ({"days": 3}, (MET, "Amber or red on 1 of the last 3 days.")),
    ],
)
def test_amber_days_hold_back_from_the_number_that_is_asked(
    numbers: dict[str, int], found: tuple[State, str]
) -> None:
    facts = known(lights=((ago(3), AMBER), (ago(1), AMBER), (TODAY, GREEN)))
    assert judged(amber_days_below, GateRule.AMBER_DAYS_BELOW, numbers, facts) == found


@pytest.mark.parametrize(
    ("lights", "green", "amber"),
    [
        (
            ((TODAY, GREEN),),
            (MET, "The last day: green."),
            (MET, "The last day: not amber or red."),
        ),
        (
            ((TODAY, AMBER),),
            (NOT_MET, "The last day: not green."),
            (NOT_MET, "The last day: amber or red."),
        ),
        ((), (NO_DATA, "The last day: not recorded."), (MET, "The last day: not amber or red.")),
    ],
)
def test_one_day_is_the_last_day(lights: Any, green: Any, amber: Any) -> None:
    facts = known(lights=lights)
    assert judged(green_days, GateRule.GREEN_DAYS, {"days": 1}, facts) == green
    assert judged(amber_days_below, GateRule.AMBER_DAYS_BELOW, {"days": 1}, facts) == amber


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([], (NO_DATA, "Whether it settled was not asked lately.")),
        (["worse"], (NO_DATA, "Settled? worse.")),
        (["worse", "not_yet"], (MET, "Settled? worse, not yet.")),
        (["worse", "morning"], (NOT_MET, "Settled? worse, by the morning.")),
    ],
)
def test_whether_it_had_not_settled_on_days_running(
    answers: list[str], found: tuple[State, str]
) -> None:
    given = {ago(len(answers) - n): one for n, one in enumerate(answers)}
    assert judged(not_settled, GateRule.NOT_SETTLED, {"days": 2}, known(settled=given)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("hour", (MET, "Settled? within the hour.")),
        ("worse", (NOT_MET, "Settled? worse.")),
    ],
)
def test_the_last_answer_is_told(answer: str, found: tuple[State, str]) -> None:
    facts = known(settled={TODAY: answer})
    assert judged(settled, GateRule.SETTLED, {}, facts) == found


LOWER: dict[str, Any] = {"instrument": "form", "better": Better.LOWER}
HIGHER: dict[str, Any] = {"instrument": "form", "better": Better.HIGHER}


@pytest.mark.parametrize(
    ("numbers", "first", "last", "state"),
    [
        ({**LOWER, "percent": 30}, 100, 70, MET),
        ({**LOWER, "percent": 30}, 100, 70.2, NOT_MET),
        ({**LOWER, "points": 5}, 15, 10, MET),
        ({**LOWER, "points": 5}, 15, 10.5, NOT_MET),
        ({**LOWER, "percent": 30}, 0, 0, MET),  # Nothing is left to lower.
        ({**HIGHER, "percent": 30}, 10, 13, MET),
        ({**HIGHER, "percent": 30}, 1, 2, MET),
        # Of nothing there is no percent.
        ({**HIGHER, "percent": 30}, 0, 0, NOT_MET),
        ({**HIGHER, "percent": 30}, 0, 9, NOT_MET),
        ({**HIGHER, "percent": 30, "points": 2}, 0, 2, MET),
    ],
)
def test_a_form_is_better_by_points_or_by_a_share_of_its_first_total(
    numbers: dict[str, Any], first: float, last: float, state: State
) -> None:
    facts = known(totals={"form": ((START, first), (TODAY, last))})
    found = judged(instrument_change, GateRule.INSTRUMENT_CHANGE, numbers, facts)
    assert found == (state, f"From {first:g} to {last:g}.")
