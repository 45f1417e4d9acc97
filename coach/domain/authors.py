"""Who wrote a fact: the patient's side, or the therapist's in the same log."""

from coach.domain.events import (
    CareStepNoted,
    Fact,
    LogShared,
    PlanIssued,
    PlanReceived,
    ReviewDecided,
    TherapistPaired,
)
from coach.domain.history import History, history_of, once_a_history
from coach.domain.time_events import ReminderGiven, SittingLimitSet, StillAsked

PRIVATE_NOTES = (ReviewDecided, CareStepNoted)
"""What a therapist notes for themselves: never in what goes to another system."""
THERAPISTS_OWN = (*PRIVATE_NOTES, PlanIssued)
"""Facts that the therapist's side writes: they show nothing of the patient's days."""
PAPERS = (PlanReceived, TherapistPaired, LogShared)
"""What came from the therapist and went to them: it tells nothing of a day's exercises."""

MACHINES_OWN = (ReminderGiven, StillAsked, SittingLimitSet)
"""What the coach says by itself: it shows that the machine was on, not that anybody was there."""


def is_of_patient(fact: Fact) -> bool:
    """Whether a fact is of the patient's own log, not a note of the therapist's."""
    return not isinstance(fact, THERAPISTS_OWN)


@once_a_history
def patients_own(history: History) -> History:
    """The facts of the patient's own log, without what the therapist noted."""
    if not history.among(*THERAPISTS_OWN):
        return history
    return history_of(history.without(*THERAPISTS_OWN))
