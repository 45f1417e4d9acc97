"""What a patient was given so far, as their log and the therapist's own facts tell it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from coach.domain.documents import PlanDocument
from coach.domain.errors import LogError
from coach.domain.events import (
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    StageChanged,
)
from coach.domain.history import History, history_of
from coach.domain.plans import in_force
from coach.domain.program import StageCode
from coach.review.follow_up_safety import Lift, Lifts
from coach.review.signed_plans import unopened
from coach.workflows.ports import EventLog

KINDS = (PlanIssued, PlanReceived, StageChanged, SafetyHold, SafetyCleared, RedFlagAnswered)


ReadPlan = Callable[[str], PlanDocument]
"""A signed plan from the text that was kept of it. LogError when that is none."""


def lifts_of(log: EventLog, known: History, read_plan: ReadPlan) -> Lifts:
    """What the plans signed here lift, where a log has a lock at all."""
    if not known.locks():
        return {}
    lifts: dict[str, Lift] = {}
    for _, issued in known.of(PlanIssued):
        content = log.document(issued.document)
        with suppress(LogError):  # Words that are no plan lift nothing.
            plan = read_plan(content) if content else None
            if plan is not None and plan.clears_facts:
                lifts[issued.document] = Lift(frozenset(plan.clears_facts), plan.clears)
    return lifts


def given_history(log: EventLog) -> History:
    """Plans, stages, holds and safety answers of one patient, however old. Raises LogError."""
    return history_of(log.read(kinds=KINDS))


def newest_given(given: History) -> PlanIssued | PlanReceived | None:
    """The plan with the highest version, signed here or received there; None before the first."""
    plans = [
        stamped.fact
        for stamped in given.facts
        if isinstance(stamped.fact, PlanReceived | PlanIssued)
    ]
    return max(plans, key=lambda plan: plan.version, default=None)


def plan_before(given: History, today: date) -> PlanIssued | PlanReceived | None:
    """What the next plan takes the place of at the patient, as far as the received log tells.

    While the one signed last is not opened it is the one that holds there; None before the first.
    """
    if unopened(given) is None:
        return newest_given(given)
    held = history_of(in_force(given.facts, today)).last(PlanReceived)
    return held[1] if held is not None else None


def stage_given(given: History) -> StageCode | None:
    """Where the patient is, or will be once they opened what was signed last; None for nowhere."""
    newest = newest_given(given)
    return stage_under(given, newest) if newest is not None else None


def stage_under(given: History, plan: PlanIssued | PlanReceived) -> StageCode:
    """Where the patient is by a plan: where it begins, or where they went since."""
    under = f"{plan.program}@{plan.version}"
    changed = [fact for one, fact in given.of(StageChanged) if one.plan_version == under]
    return changed[-1].to_stage if changed else plan.stage
