"""The course of one patient's care as other systems ask for it: plans, what was done, answers.

Rehearsals are no care, and entries that were taken back are kept apart. What the therapist notes
for themselves (decisions, steps of care) is not in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.events import (
    PlanIssued,
    PlanReceived,
    StageChanged,
    Stamped,
)
from coach.domain.exercise import Exercise
from coach.domain.history import History
from coach.domain.instrument import Instrument
from coach.domain.plans import plans_begun, replaced
from coach.domain.program import Program, StageCode
from coach.domain.retractions import taken_back
from coach.review.adherence import DayAdherence


class GivenPlan(Struct, frozen=True):
    """One plan version as it was given."""

    id: str
    """The SHA-256 of the signed plan; for one that nobody signed the id of its fact."""
    plan_version: str
    given_at: datetime
    from_day: date
    """From this day on it holds."""
    valid_until: date | None
    signer: str | None
    """Public key of the therapist who signed it; None when nobody did."""
    stages: tuple[StageCode, ...]
    """Stages that held under it, in order; the last holds until it ends."""
    opened: bool
    """Whether the patient took it in; False for one that was only issued."""
    ended_on: date | None
    """The day the next one begins; None for the last one."""
    replaced: bool = False
    """Whether another one took its place before its first day: it never held."""


class CareCourse(Struct, frozen=True):
    """Everything that is sent."""

    patient: str
    today: date
    history: History
    """Standing facts, oldest first."""
    taken_back: tuple[Stamped, ...]
    """Facts that were retracted."""
    plans: tuple[GivenPlan, ...]
    """Oldest first; those that were only issued last."""
    programs: Mapping[str, Program]
    """By the id of the plan; one whose text is no longer here is missing."""
    exercises: Mapping[str, Exercise]
    instruments: Mapping[str, Instrument]
    questions: Mapping[str, str]
    """Safety questions by id, in words."""
    adherence: tuple[DayAdherence, ...]


def standing_and_taken_back(
    facts: Iterable[Stamped],
) -> tuple[tuple[Stamped, ...], tuple[Stamped, ...]]:
    """Facts that stand, and those that were retracted; both in the order of time."""
    in_order = sorted(facts, key=lambda one: (one.at, one.seq))
    wrong = taken_back(in_order)
    standing = tuple(one for one in in_order if one.id not in wrong)
    return standing, tuple(one for one in in_order if one.id in wrong)


def given_plans(history: History) -> tuple[GivenPlan, ...]:
    """Every plan version that was received, or issued and not received yet; oldest first."""
    received_at = {stamped.id: stamped.at for stamped, _ in history.of(PlanReceived)}
    # A plan handed over ahead of its first day holds from that day on.
    begun = History(tuple(plans_begun(history.facts, date.max)))
    received = list(begun.of(PlanReceived))
    changes = list(begun.of(StageChanged))
    plans: list[GivenPlan] = []
    for number, (stamped, plan) in enumerate(received):
        following = received[number + 1][0] if number + 1 < len(received) else None
        stages = _stages(stamped, plan.stage, following, changes)
        plans.append(_given(stamped, plan, stages, following, received_at[stamped.id]))
    never = replaced(history.facts)
    for stamped, plan in history.of(PlanReceived):
        if stamped.id in never:
            given = _given(stamped, plan, (plan.stage,), None, stamped.at)
            plans.append(replace(given, replaced=True))
    # By its document: a plan of another therapist may have the same number.
    opened = {plan.id for plan in plans}
    waiting = (_not_opened(stamped, plan) for stamped, plan in history.of(PlanIssued))
    return (*plans, *(plan for plan in waiting if plan.id not in opened))


def _stages(
    stamped: Stamped,
    first: StageCode,
    following: Stamped | None,
    changes: Sequence[tuple[Stamped, StageChanged]],
) -> tuple[StageCode, ...]:
    under = [
        change.to_stage
        for at, change in changes
        if at.at >= stamped.at and (following is None or at.at < following.at)
    ]
    return (first, *under)


def _given(
    stamped: Stamped,
    plan: PlanReceived,
    stages: tuple[StageCode, ...],
    following: Stamped | None,
    given_at: datetime,
) -> GivenPlan:
    return GivenPlan(
        id=plan.document or stamped.id,
        plan_version=f"{plan.program}@{plan.version}",
        given_at=given_at,
        from_day=max(plan.from_day, stamped.day),
        valid_until=plan.valid_until,
        signer=plan.signer,
        stages=stages,
        opened=True,
        ended_on=following.day if following is not None else None,
    )


def _not_opened(stamped: Stamped, plan: PlanIssued) -> GivenPlan:
    return GivenPlan(
        id=plan.document or stamped.id,
        plan_version=f"{plan.program}@{plan.version}",
        given_at=stamped.at,
        from_day=plan.from_day,
        valid_until=plan.valid_until,
        signer=None,
        stages=(plan.stage,),
        opened=False,
        ended_on=None,
    )


def plan_of(plans: Sequence[GivenPlan], stamped: Stamped) -> GivenPlan | None:
    """The plan under which a fact happened; None when it is not known."""
    found = [
        plan
        for plan in plans
        if plan.opened and plan.plan_version == stamped.plan_version and plan.given_at <= stamped.at
    ]
    return found[-1] if found else None
