"""Stage criteria judged by the facts: every rule a therapist can write has its answer here."""

from collections.abc import Callable, Mapping

from coach.domain.program import Criterion, GateRule
from coach.review import gate_doing, gate_pain, gate_worse
from coach.review.gate_facts import GateFacts
from coach.review.verdicts import Verdict

Judge = Callable[[Criterion, GateFacts], Verdict]

JUDGES: Mapping[GateRule, Judge] = {
    GateRule.LEG_AT_MOST: gate_pain.leg_at_most,
    GateRule.LEG_DOWN_BY: gate_pain.leg_down_by,
    GateRule.LEG_UP_BY: gate_worse.leg_up_by,
    GateRule.REACH_NOT_LOWER: gate_pain.reach_not_lower,
    GateRule.REACH_LOWER: gate_worse.reach_lower,
    GateRule.WALK_MINUTES: gate_doing.walk_minutes,
    GateRule.SLEEPS_THROUGH: gate_doing.sleeps_through,
    GateRule.ADHERENCE_AT_LEAST: gate_doing.adherence_at_least,
    GateRule.GREEN_IN_A_ROW: gate_doing.green_in_a_row,
    GateRule.GREEN_DAYS: gate_doing.green_days,
    GateRule.AMBER_DAYS_BELOW: gate_doing.amber_days_below,
    GateRule.NOT_SETTLED: gate_doing.not_settled,
    GateRule.SETTLED: gate_doing.settled,
    GateRule.NO_RED_FLAG: gate_doing.no_red_flag,
    GateRule.DAYS_IN_STAGE: gate_doing.days_in_stage,
    GateRule.INSTRUMENT_CHANGE: gate_doing.instrument_change,
}
"""What answers each rule."""


def judge(criterion: Criterion, facts: GateFacts) -> Verdict:
    """Met, not met or no data, with a plain sentence of the figures used."""
    return JUDGES[criterion.rule](criterion, facts)
