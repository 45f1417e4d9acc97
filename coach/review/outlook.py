"""What the facts say of the stage: what going on needs, what would send back, what to propose.

To go on, all `leave` of this stage and all `enter` of the next must hold; any one `fall_back`
proposes the stage before (source: DESIGN, clinical 2.4). It only ever proposes.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from coach.domain.lights import Light
from coach.domain.middle import middle
from coach.domain.program import Criterion, GateRule, Program, Stage, StageCode
from coach.review.gate_facts import GateFacts
from coach.review.gate_pain import day_of
from coach.review.gates import judge
from coach.review.verdicts import State, Verdict, shown

HOLD = Criterion(
    rule=GateRule.AMBER_DAYS_BELOW,
    text="Fewer than 3 amber days in the last 7.",
    days=3,
    of_days=7,
)
"""Three amber days in a week hold everything where it is (source: DESIGN, clinical 2.4)."""

WORSE: tuple[Criterion, ...] = (
    Criterion(
        rule=GateRule.LEG_UP_BY,
        text="Leg pain, as a mean of 7 days, has been 2 or more points higher for 3 days.",
        points=2,
        days=3,
    ),
    Criterion(
        rule=GateRule.REACH_LOWER,
        text="The feeling has been further down the leg for 2 days.",
        days=2,
    ),
    Criterion(rule=GateRule.NOT_SETTLED, text="The leg had not settled after 2 days.", days=2),
)
"""What counts as worse in a first stage that names nothing (source: DESIGN, clinical 2.4)."""

FLARE_RISE = 2
"""Points above one's own middle that make a bad day (source: DESIGN)."""
FLARE_DAYS = 7
"""The own middle is taken of so many noted days before today (source: DESIGN)."""
LEAST_FLARE_DAYS = 3
"""With fewer noted days there is no own middle (source: DESIGN)."""
FLARE_WITHIN_DAYS = 28
"""They are looked for in so many days before today (source: DESIGN)."""

ALL_OF = "leave_and_enter"
LEG_TODAY = "leg_above_own_middle"
RED_SESSION = "red_session"
"""Rules under which proposals are logged, beside those of the criteria."""


class Kind(StrEnum):
    """What is proposed."""

    GO_ON = "go_on"
    STEP_BACK = "step_back"
    FLARE = "flare"


class Proposal(Struct, frozen=True):
    """What the rules propose; nothing happens until someone confirms it."""

    kind: Kind
    from_stage: StageCode
    to_stage: StageCode
    """The same stage for the plan for a bad day."""
    rule: str
    evidence: str
    """Names days and never says today: it is logged, and read elsewhere and later."""

    @property
    def key(self) -> tuple[Kind, StageCode, StageCode, str]:
        """What makes it the same proposal on another day."""
        return self.kind, self.from_stage, self.to_stage, self.rule


class Outlook(Struct, frozen=True):
    """One stage, judged."""

    stage: Stage
    following: Stage | None
    earlier: Stage | None
    forward: tuple[Verdict, ...]
    """What going on needs, the hold of three amber days last; empty in the last stage."""
    back: tuple[Verdict, ...]
    """What sends back; in the first stage what proposes the plan for a bad day."""
    proposals: tuple[Proposal, ...]
    """The most pressing first: a step back, then the plan for a bad day, then going on."""

    @property
    def proposal(self) -> Proposal | None:
        """The most pressing one."""
        return self.proposals[0] if self.proposals else None


def outlook(program: Program, stage: StageCode, facts: GateFacts) -> Outlook:
    """Every criterion of the stage judged, and what follows from it."""
    here = program.stage(stage)
    following, earlier = program.neighbour(stage, 1), program.neighbour(stage, -1)
    needed = (*here.leave, *following.enter, HOLD) if following is not None else ()
    sends_back = here.fall_back or (() if earlier is not None else WORSE)
    forward = tuple(judge(criterion, facts) for criterion in _once(needed))
    back = tuple(judge(criterion, facts) for criterion in sends_back)
    proposals = _backward(here, earlier, back, facts) + _flare(stage, facts)
    if following is not None and not proposals and _may_go_on(here, forward, facts):
        evidence = " ".join(verdict.evidence for verdict in forward)
        proposals += (Proposal(Kind.GO_ON, stage, following.code, ALL_OF, evidence),)
    return Outlook(here, following, earlier, forward, back, _one_of_a_kind(proposals))


def _once(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Each criterion once: two gates may ask the same."""
    return tuple(dict.fromkeys(criteria))


def _one_of_a_kind(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    first: dict[Kind, Proposal] = {}
    for proposal in proposals:
        first.setdefault(proposal.kind, proposal)
    return tuple(first.values())


def _may_go_on(here: Stage, forward: Sequence[Verdict], facts: GateFacts) -> bool:
    """All hold, at least one of them by what the patient recorded, and not on the first day."""
    if not here.leave or facts.flare or facts.flag_open or facts.today <= facts.since:
        return False
    built_in = (GateRule.NO_RED_FLAG, GateRule.AMBER_DAYS_BELOW)
    by_record = [verdict for verdict in forward if verdict.criterion.rule not in built_in]
    return bool(by_record) and all(verdict.state is State.MET for verdict in forward)


def _backward(
    here: Stage, earlier: Stage | None, back: Sequence[Verdict], facts: GateFacts
) -> tuple[Proposal, ...]:
    """The stage before; in the first stage the plan for a bad day."""
    reasons = [verdict for verdict in back if verdict.met]
    if not reasons or (earlier is None and facts.flare):
        return ()
    kind = Kind.FLARE if earlier is None else Kind.STEP_BACK
    to_stage = here.code if earlier is None else earlier.code
    reason = reasons[0]
    rule = reason.criterion.rule.value
    return (Proposal(kind, here.code, to_stage, rule, reason.evidence),)


def _flare(stage: StageCode, facts: GateFacts) -> tuple[Proposal, ...]:
    """The plan for a bad day: the leg well above its own middle today, or a red session."""
    if facts.flare:
        return ()
    found = _leg_above_own_middle(facts)
    if found:
        return (Proposal(Kind.FLARE, stage, stage, LEG_TODAY, found),)
    yesterday = facts.today - timedelta(days=1)
    red = [day for day, light in facts.lights if light is Light.RED and day >= yesterday]
    if not red:
        return ()
    evidence = f"A session was red on {day_of(max(red))}."
    return (Proposal(Kind.FLARE, stage, stage, RED_SESSION, evidence),)


def _leg_above_own_middle(facts: GateFacts) -> str:
    """Evidence when today's leg is two points or more above the middle of the days before."""
    now = facts.leg.get(facts.today)
    days = _noted_before(facts)
    if now is None or len(days) < LEAST_FLARE_DAYS:
        return ""
    usual = middle(facts.leg[day] for day in days)
    if now - usual < FLARE_RISE:
        return ""
    which = "" if facts.today in facts.leg_not_at_rest else " at rest"
    return (
        f"Leg{which} {shown(now)} on {day_of(facts.today)}; {shown(usual)} in the middle of "
        f"{len(days)} days before."
    )


def _noted_before(facts: GateFacts) -> list[date]:
    oldest = facts.today - timedelta(days=FLARE_WITHIN_DAYS)
    return sorted(day for day in facts.leg if oldest <= day < facts.today)[-FLARE_DAYS:]
