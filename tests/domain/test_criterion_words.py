"""A criterion nobody wrote a sentence for reads like those of the shipped programs."""

import pytest

from coach.domain.criterion_words import criterion_sentence
from coach.domain.instrument_parts import Better
from coach.domain.program import Criterion, GateRule
from tests.domain.edits import PROGRAMS
from tests.programs.test_reading import MOST_GRADE, grade, prose

SHIPPED = [
    criterion
    for program in PROGRAMS
    for stage in program.stages
    for criterion in (*stage.enter, *stage.leave, *stage.fall_back)
]
WORDED_BY_HAND = (GateRule.INSTRUMENT_CHANGE, GateRule.WALK_MINUTES)
"""Their own texts say more than a rule knows: what a questionnaire asks, pauses in a walk."""


@pytest.mark.parametrize("criterion", SHIPPED, ids=lambda criterion: criterion.rule.value)
def test_it_says_what_the_shipped_sentence_says(criterion: Criterion) -> None:
    if criterion.rule in WORDED_BY_HAND:
        return
    said = criterion_sentence(criterion)
    same = criterion.text.replace("Leg pain at rest", "Leg pain").replace(
        "2 or more points higher", "2 points or more higher"
    )
    assert said == same


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        (
            Criterion(GateRule.LEG_AT_MOST, "", score=3, days=3),
            "Leg pain 3 or less on each of the last 3 days.",
        ),
        (
            Criterion(GateRule.LEG_AT_MOST, "", score=3, days=1),
            "Leg pain 3 or less on the last day.",
        ),
        (
            Criterion(GateRule.LEG_DOWN_BY, "", points=1),
            "Leg pain this week is 1 point or more below the start.",
        ),
        (
            Criterion(GateRule.REACH_NOT_LOWER, "", days=3, of_days=4),
            "The feeling was no further down the leg on 3 of the last 4 days.",
        ),
        (Criterion(GateRule.GREEN_IN_A_ROW, "", sessions=1), "The last session was green."),
        (
            Criterion(GateRule.GREEN_DAYS, "", days=5, of_days=7),
            "Every session was green on 5 of the last 7 days.",
        ),
        (
            Criterion(GateRule.AMBER_DAYS_BELOW, "", days=3, of_days=7),
            "Fewer than 3 of the last 7 days were amber or red.",
        ),
        (
            Criterion(GateRule.DAYS_IN_STAGE, "", days=7),
            "You have been in this stage for 7 days.",
        ),
        (
            Criterion(
                GateRule.INSTRUMENT_CHANGE,
                "",
                points=5,
                percent=30,
                instrument="rmdq-24",
                better=Better.LOWER,
            ),
            "Your score in rmdq-24 is down by 5 points, or by 30 percent since the start.",
        ),
    ],
)
def test_every_other_rule_is_plain_too(criterion: Criterion, said: str) -> None:
    assert criterion_sentence(criterion) == said


def test_the_sentences_are_easy_to_read() -> None:
    said = [criterion_sentence(criterion) for criterion in SHIPPED]
    assert grade(prose(dict.fromkeys(said))) <= MOST_GRADE
