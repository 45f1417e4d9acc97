"""What is proposed: going on, a step back, the plan for a bad day, and which comes first."""

from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.domain.program import Criterion, GateRule, Program, Stage, StageCode
from coach.review.gate_facts import GateFacts
from coach.review.outlook import ALL_OF, HOLD, LEG_TODAY, RED_SESSION, Kind, outlook
from coach.review.verdicts import State
from tests.builders import a_program, a_stage
from tests.review.test_gates import TODAY, by_day, facts, lights

A, B, C, D = StageCode
CALM = Criterion(rule=GateRule.LEG_AT_MOST, text="Calm.", score=5, days=3, of_days=4)
WALKS = Criterion(rule=GateRule.WALK_MINUTES, text="Walks.", minutes=5)
NO_FLAG = Criterion(rule=GateRule.NO_RED_FLAG, text="No flag.")
WORSE = Criterion(rule=GateRule.LEG_UP_BY, text="Worse.", points=2, days=3)
FURTHER = Criterion(rule=GateRule.REACH_LOWER, text="Further.", days=2)


def stages(*codes: StageCode) -> tuple[Stage, ...]:
    return tuple(
        a_stage(
            code=code,
            name=f"Stage {code.value}",
            enter=(NO_FLAG, WALKS),
            leave=(CALM,),
            fall_back=() if code is A else (WORSE, FURTHER),
        )
        for code in codes
    )


def program(*codes: StageCode) -> Program:
    return a_program(stages=stages(*(codes or (A, B, C, D))))


CALM_DAYS: dict[str, Any] = {"leg": by_day(3, 3, 3, 3), "walks": by_day(10.0)}
WORSE_DAYS: dict[str, Any] = {"leg": by_day(*[2] * 10, *[9] * 7)}


def kinds(stage: StageCode, known: GateFacts, of: Program | None = None) -> list[Kind]:
    return [one.kind for one in outlook(of or program(), stage, known).proposals]


def test_all_of_leave_and_enter_propose_the_next_stage_with_its_figures() -> None:
    seen = outlook(program(), A, facts(**CALM_DAYS))
    assert [verdict.state for verdict in seen.forward] == [State.MET] * 4
    assert seen.proposal is not None
    found = seen.proposal
    assert (found.kind, found.from_stage, found.to_stage) == (Kind.GO_ON, A, B)
    assert found.rule == ALL_OF
    assert "Leg at rest 5 or less on 4 of the last 4 days: 3, 3, 3, 3." in found.evidence
    assert "Longest walk of the last 7 days: 10 min." in found.evidence


@pytest.mark.parametrize(
    "missing",
    [
        {"walks": {}},
        {"walks": by_day(3.0)},
        {"leg": by_day(9, 9, 3, 3)},
        {"flag_open": True},
        {"lights": lights(Light.AMBER, Light.RED, Light.AMBER, Light.GREEN, Light.GREEN)},
        {"flare": True},
        {"since": TODAY},
    ],
    ids=[
        "no walk noted",
        "walk too short",
        "leg",
        "flag",
        "three amber days",
        "flare",
        "first day",
    ],
)
def test_nobody_goes_on_while_one_thing_is_missing(missing: dict[str, Any]) -> None:
    assert Kind.GO_ON not in kinds(A, facts(**(CALM_DAYS | missing)))


def test_three_amber_days_in_a_week_are_a_line_of_their_own() -> None:
    seen = outlook(program(), A, facts(**CALM_DAYS))
    assert seen.forward[-1].criterion is HOLD


def test_a_stage_that_names_nothing_to_leave_for_proposes_nothing() -> None:
    bare = replace(stages(A)[0], leave=())
    of = a_program(stages=(bare, replace(stages(B)[0], enter=(NO_FLAG,))))
    assert kinds(A, facts(**CALM_DAYS), of) == []


def test_what_needs_no_record_of_the_patient_alone_proposes_nothing() -> None:
    only_flag = replace(stages(A)[0], leave=(NO_FLAG,))
    of = a_program(stages=(only_flag, replace(stages(B)[0], enter=())))
    assert kinds(A, facts(), of) == []


def test_nothing_recorded_proposes_nothing() -> None:
    for stage in StageCode:
        assert kinds(stage, facts()) == []


@pytest.mark.parametrize(("stage", "back_to"), [(B, A), (C, B), (D, C)])
def test_one_reason_is_enough_for_a_step_back(stage: StageCode, back_to: StageCode) -> None:
    found = outlook(program(), stage, facts(**WORSE_DAYS)).proposals[0]
    assert (found.kind, found.to_stage, found.rule) == (Kind.STEP_BACK, back_to, "leg_up_by")
    assert found.evidence.startswith("The mean of 7 days against the week before")


def test_a_step_back_outranks_going_on() -> None:
    known = facts(**(CALM_DAYS | {"reach": by_day(Reach.KNEE, Reach.FOOT, Reach.FOOT)}), lights=())
    assert kinds(B, known) == [Kind.STEP_BACK]


def test_a_program_without_the_stage_before_steps_back_to_the_one_there_is() -> None:
    found = outlook(program(A, C), C, facts(**WORSE_DAYS)).proposals[0]
    assert found.to_stage is A


def test_in_the_first_stage_getting_worse_proposes_the_plan_for_a_bad_day() -> None:
    found = outlook(program(), A, facts(**WORSE_DAYS)).proposals
    assert [(one.kind, one.to_stage) for one in found] == [(Kind.FLARE, A)]
    assert kinds(A, facts(**WORSE_DAYS, flare=True)) == []


def test_the_last_stage_has_nothing_to_go_on_to() -> None:
    seen = outlook(program(), D, facts(**CALM_DAYS))
    assert (seen.following, seen.forward, seen.proposals) == (None, (), ())


@pytest.mark.parametrize(
    ("legs", "proposed"),
    [
        ((3, 3, 3, 5), True),
        ((3, 3, 3, 4), False),
        ((3, 9, 3, 5), True),
        ((3, 3, 5), False),
        ((3, 3, 3, None), False),
        ((0, 0, 0, 2), True),
    ],
    ids=["two above", "one above", "one wild day", "two days before", "not today", "from none"],
)
def test_a_leg_two_above_its_own_middle_is_a_bad_day(
    legs: tuple[int | None, ...], proposed: bool
) -> None:
    found = outlook(program(), B, facts(leg=by_day(*legs))).proposals
    assert [one.rule for one in found] == ([LEG_TODAY] if proposed else [])
    if proposed:
        assert found[0].kind is Kind.FLARE


def test_the_evidence_of_a_bad_day_names_both_numbers() -> None:
    found = outlook(program(), B, facts(leg=by_day(3, 3, 3, 6))).proposals[0]
    assert found.evidence == "Leg at rest 6 on 31 Mar; 3 in the middle of 3 days before."


@pytest.mark.parametrize(
    ("last", "proposed"),
    [
        ((Light.RED,), True),
        ((Light.RED, Light.GREEN), True),
        ((Light.RED, Light.GREEN, Light.GREEN), False),
        ((Light.AMBER,), False),
    ],
)
def test_a_red_session_today_or_yesterday_is_a_bad_day(
    last: tuple[Light, ...], proposed: bool
) -> None:
    found = outlook(program(), B, facts(lights=lights(*last))).proposals
    assert [one.rule for one in found] == ([RED_SESSION] if proposed else [])


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ((Light.RED,), "A session was red on 31 Mar."),
        ((Light.RED, Light.GREEN), "A session was red on 30 Mar."),
        ((Light.RED, Light.RED), "A session was red on 31 Mar."),
    ],
)
def test_a_red_session_is_told_with_its_day(last: tuple[Light, ...], said: str) -> None:
    """What is logged is read on other days: only a date stays true."""
    (found,) = outlook(program(), B, facts(lights=lights(*last))).proposals
    assert found.evidence == said


def test_while_the_plan_for_a_bad_day_runs_it_is_not_proposed_again() -> None:
    known = facts(leg=by_day(3, 3, 3, 8), lights=lights(Light.RED), flare=True)
    assert kinds(B, known) == []


def test_a_bad_day_keeps_anyone_from_going_on() -> None:
    known = facts(**(CALM_DAYS | {"leg": by_day(1, 1, 1, 3)}))
    assert kinds(A, known) == [Kind.FLARE]


def test_each_kind_is_proposed_once_at_most() -> None:
    known = facts(
        leg=by_day(*[2] * 10, *[9] * 6, 10),
        reach=by_day(Reach.KNEE, Reach.FOOT, Reach.FOOT),
        lights=lights(Light.RED),
    )
    assert kinds(B, known) == [Kind.STEP_BACK, Kind.FLARE]


def test_after_a_step_back_the_same_bad_days_send_nobody_back_again() -> None:
    known = facts(**WORSE_DAYS, reach=by_day(Reach.KNEE, Reach.FOOT, Reach.FOOT), since=TODAY)
    assert Kind.STEP_BACK not in kinds(B, known)
