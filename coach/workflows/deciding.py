"""A decision at a follow-up: written down, and the next version opened already filled in."""

from dataclasses import dataclass, replace

from coach.domain.errors import InputError
from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.review.follow_up import FollowUp
from coach.review.next_version import FilledIn, next_version
from coach.workflows.clinic import Clinic
from coach.workflows.drafts import Draft


@dataclass(frozen=True, slots=True)
class NextDraft:
    """What the editor opens with after a decision."""

    draft: Draft
    """Begun as the plan that holds, so that its changes are against that one."""
    stage: StageCode
    filled: tuple[FilledIn, ...]


def decide(clinic: Clinic, seen: FollowUp, decision: Decision, note: str = "") -> NextDraft:
    """Write the decision down, and fill in the next version of the plan.

    Raises InputError, after the decision was written, when the patient's plan cannot be read here;
    LogError when it cannot be written.
    """
    clinic.follow_ups.decide(seen.patient, decision, note)
    program = clinic.assigning.program(seen.patient)
    if program is None:
        raise InputError(
            "Plan",
            "Your decision is written down. The patient's plan cannot be read here, so there is "
            "nothing to fill in: choose a program for them in the list of patients.",
        )
    catalogue = {exercise.id: exercise for exercise in clinic.shelf.exercises()}
    made = next_version(program, seen, decision, catalogue)
    draft = clinic.drafts.start(program)
    if made.program != program:
        draft = replace(draft, program=made.program, before=draft)
    return NextDraft(draft, made.stage, made.filled)
