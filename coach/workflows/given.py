"""What a patient was given so far, as their log and the therapist's own facts tell it."""

from coach.domain.events import (
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    StageChanged,
)
from coach.domain.history import History, history_of
from coach.domain.program import StageCode
from coach.workflows.ports import EventLog

KINDS = (PlanIssued, PlanReceived, StageChanged, SafetyHold, SafetyCleared, RedFlagAnswered)


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


def stage_given(given: History) -> StageCode | None:
    """Where the patient is, or will be once they opened what was signed last; None for nowhere."""
    newest = newest_given(given)
    if newest is None:
        return None
    under = f"{newest.program}@{newest.version}"
    changed = [fact for one, fact in given.of(StageChanged) if one.plan_version == under]
    return changed[-1].to_stage if changed else newest.stage
