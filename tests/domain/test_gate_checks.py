"""Criteria as a therapist writes them: what a rule needs, what it may say, what is refused."""

from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.findings import Finding
from coach.domain.gate_checks import EXAMPLES, NEEDS, check_gates
from coach.domain.instrument_parts import Better
from coach.domain.program import Confirms, Criterion, GateRule, StageCode
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.builders import a_program, a_stage

RULE = GateRule
RMDQ: dict[str, Any] = {"instrument": "rmdq-24", "better": Better.LOWER}


def found(rule: GateRule, **given: Any) -> list[str]:
    criterion = Criterion(rule=rule, text="As it is.", **given)
    return [one.what for one in check_gates(a_stage(leave=(criterion,)), ("stage", 0))]


@pytest.mark.parametrize(
    ("rule", "given", "whats"),
    [
        (RULE.LEG_AT_MOST, {"score": 5, "days": 3, "or_points": 2}, []),
        (RULE.LEG_AT_MOST, {"score": 5, "days": 3, "or_points": 11}, ["or_points is 11"]),
        (
            RULE.LEG_DOWN_BY,
            {"points": 2, "or_points": 2},
            ["rule leg_down_by does not use or_points"],
        ),
        (RULE.LEG_DOWN_BY, {"points": 11}, ["points is 11"]),
        (RULE.GREEN_IN_A_ROW, {"sessions": 8, "days": 14}, []),
        (RULE.AMBER_DAYS_BELOW, {"days": 3, "of_days": 7}, []),
        (RULE.AMBER_DAYS_BELOW, {"days": 3}, ["rule amber_days_below needs of_days"]),
        (RULE.INSTRUMENT_CHANGE, {**RMDQ, "points": 5, "percent": 30}, []),
        (RULE.INSTRUMENT_CHANGE, {**RMDQ, "points": 11}, []),
        (RULE.INSTRUMENT_CHANGE, {**RMDQ, "percent": 30}, []),
        (RULE.INSTRUMENT_CHANGE, RMDQ, ["rule instrument_change needs points or percent"]),
        (
            RULE.INSTRUMENT_CHANGE,
            {"points": 5},
            ["rule instrument_change needs instrument", "rule instrument_change needs better"],
        ),
        (RULE.NO_RED_FLAG, {"instrument": "psfs"}, ["rule no_red_flag does not use instrument"]),
        (RULE.NO_RED_FLAG, {"better": Better.LOWER}, ["rule no_red_flag does not use better"]),
    ],
)
def test_what_a_criterion_may_say(rule: GateRule, given: dict[str, Any], whats: list[str]) -> None:
    assert found(rule, **given) == whats


AT = ("stage", 0, "leave", 0)
RULE_LINE = ((*AT, "rule"),)


@pytest.mark.parametrize(
    ("rule", "given", "finding"),
    [
        (
            RULE.WALK_MINUTES,
            {},
            Finding(AT, "rule walk_minutes needs minutes", "add minutes = 5", RULE_LINE),
        ),
        (
            RULE.LEG_AT_MOST,
            {"score": 5},
            Finding(AT, "rule leg_at_most needs days", "add days = 5", RULE_LINE),
        ),
        (
            RULE.NO_RED_FLAG,
            {"score": 5},
            Finding(
                (*AT, "score"),
                "rule no_red_flag does not use score",
                "take this line out",
                RULE_LINE,
            ),
        ),
        (
            RULE.LEG_AT_MOST,
            {"score": 11, "days": 3},
            Finding((*AT, "score"), "score is 11", "write a number from 0 to 10"),
        ),
        (
            RULE.LEG_UP_BY,
            {"points": 11, "days": 3},
            Finding((*AT, "points"), "points is 11", "write a number from 1 to 10"),
        ),
        (
            RULE.INSTRUMENT_CHANGE,
            {**RMDQ, "points": 101},
            Finding((*AT, "points"), "points is 101", "write a number from 1 to 100"),
        ),
        (
            RULE.GREEN_DAYS,
            {"of_days": 7, "days": 8},
            Finding(
                (*AT, "of_days"),
                "8 days of 7 cannot be",
                "write of_days = 8 or more",
                ((*AT, "days"), (*AT, "rule")),
            ),
        ),
        (
            RULE.SETTLED,
            {"of_days": 7},
            Finding(
                (*AT, "of_days"),
                "of_days stands without days",
                "add days = 5",
                ((*AT, "days"), (*AT, "rule")),
            ),
        ),
        (
            RULE.NO_RED_FLAG,
            {"instrument": "psfs"},
            Finding(
                (*AT, "instrument"),
                "rule no_red_flag does not use instrument",
                "take this line out",
                RULE_LINE,
            ),
        ),
        (
            RULE.INSTRUMENT_CHANGE,
            {"better": Better.LOWER, "points": 5},
            Finding(
                AT,
                "rule instrument_change needs instrument",
                'add instrument = "rmdq-24"',
                RULE_LINE,
            ),
        ),
        (
            RULE.INSTRUMENT_CHANGE,
            {"instrument": "rmdq-24", "points": 5},
            Finding(
                AT,
                "rule instrument_change needs better",
                'add better = "lower", or "higher"',
                RULE_LINE,
            ),
        ),
        (
            RULE.INSTRUMENT_CHANGE,
            RMDQ,
            Finding(
                AT,
                "rule instrument_change needs points or percent",
                "add points = 5, or percent = 30, or both: then either is enough",
                RULE_LINE,
            ),
        ),
    ],
)
def test_each_finding_says_where_and_what_to_write_instead(
    rule: GateRule, given: dict[str, Any], finding: Finding
) -> None:
    criterion = Criterion(rule=rule, text="As it is.", **given)
    assert list(check_gates(a_stage(leave=(criterion,)), ("stage", 0))) == [finding]


def test_every_criterion_of_every_gate_is_looked_at_and_named() -> None:
    good = Criterion(rule=RULE.SETTLED, text="Settled.")
    bad = Criterion(rule=RULE.SETTLED, text="Settled.", score=5)
    stage = a_stage(enter=(bad,), leave=(good, bad), fall_back=(good, good, bad))
    assert [one.path for one in check_gates(stage, ("stage", 2))] == [
        ("stage", 2, "enter", 0, "score"),
        ("stage", 2, "leave", 1, "score"),
        ("stage", 2, "fall_back", 2, "score"),
    ]


@pytest.mark.parametrize(("days", "fits"), [(6, True), (7, True), (8, False)])
def test_no_more_days_are_asked_than_are_looked_at(days: int, fits: bool) -> None:
    assert (found(RULE.GREEN_DAYS, days=days, of_days=7) == []) is fits


@pytest.mark.parametrize(
    ("rule", "name", "least", "most", "besides"),
    [
        (RULE.LEG_AT_MOST, "score", 0, 10, {"days": 3}),
        (RULE.LEG_AT_MOST, "or_points", 1, 10, {"days": 3, "score": 5}),
        (RULE.LEG_DOWN_BY, "points", 1, 10, {}),
        (RULE.INSTRUMENT_CHANGE, "points", 1, 100, RMDQ),
        (RULE.INSTRUMENT_CHANGE, "percent", 1, 100, RMDQ),
        (RULE.WALK_MINUTES, "minutes", 1, 240, {}),
        (RULE.ADHERENCE_AT_LEAST, "percent", 1, 100, {"days": 7}),
        (RULE.GREEN_IN_A_ROW, "sessions", 1, 100, {}),
        (RULE.SETTLED, "days", 1, 365, {}),
        (RULE.AMBER_DAYS_BELOW, "of_days", 1, 365, {"days": 1}),
    ],
)
def test_a_number_may_be_as_small_and_as_large_as_makes_sense(
    rule: GateRule, name: str, least: int, most: int, besides: dict[str, Any]
) -> None:
    for value, fits in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
        refused = f"{name} is {value}" in found(rule, **besides, **{name: value})
        assert refused is not fits
    assert found(rule, **besides, **{name: most}) == []


@pytest.mark.parametrize("rule", GateRule)
def test_the_examples_make_a_criterion_of_every_rule(rule: GateRule) -> None:
    given: dict[str, Any] = {name: EXAMPLES[name] for name in NEEDS[rule]}
    more = {**RMDQ, "points": 5} if rule is RULE.INSTRUMENT_CHANGE else {}
    assert found(rule, **given, **more) == []


@pytest.mark.parametrize(
    ("stage", "back", "on", "off"),
    [
        (Confirms.THERAPIST, None, Confirms.THERAPIST, Confirms.THERAPIST),
        (Confirms.PATIENT, None, Confirms.PATIENT, Confirms.PATIENT),
        (Confirms.THERAPIST, Confirms.PATIENT, Confirms.THERAPIST, Confirms.PATIENT),
        (Confirms.PATIENT, Confirms.THERAPIST, Confirms.PATIENT, Confirms.THERAPIST),
    ],
)
def test_who_confirms(stage: Confirms, back: Confirms | None, on: Confirms, off: Confirms) -> None:
    program = a_program(confirms_stage=stage, confirms_step_back=back)
    assert (program.confirms(back=False), program.confirms(back=True)) == (on, off)


def test_the_stages_beside_a_stage() -> None:
    first, last = a_stage(), a_stage(code=StageCode.BUILD)
    program = replace(a_program(), stages=(first, last))
    assert program.neighbour(StageCode.CALM, 1) is last
    assert program.neighbour(StageCode.BUILD, -1) is first
    assert program.neighbour(StageCode.CALM, -1) is None
    assert program.neighbour(StageCode.BUILD, 1) is None


@pytest.mark.parametrize(
    "program", FolderShelf(shipped_folder()).programs(), ids=lambda one: one.id
)
def test_in_what_is_shipped_a_step_back_is_the_patients_own_to_confirm(program: Any) -> None:
    assert program.confirms(back=False) is Confirms.THERAPIST
    assert program.confirms(back=True) is Confirms.PATIENT
    build = program.stage(StageCode.BUILD)
    compared = {one.instrument for one in build.leave if one.rule is RULE.INSTRUMENT_CHANGE}
    assert compared == {"rmdq-24", "psfs"}
    calm = program.stage(StageCode.CALM)
    assert [one.or_points for one in calm.leave if one.rule is RULE.LEG_AT_MOST] == [2]
