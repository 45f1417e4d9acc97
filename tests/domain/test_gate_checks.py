"""Criteria as a therapist writes them: what a rule needs, what it may say, what is refused."""

from typing import Any

import pytest
from msgspec.structs import replace

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
