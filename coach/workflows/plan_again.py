"""The file of a plan once more: it was lost on its way, or could not be written."""

from coach.domain.caseload import Enrolled
from coach.domain.errors import InputError
from coach.domain.events import PlanIssued
from coach.workflows.assign import Issued
from coach.workflows.ports import Caseload, Papers


def issued_again(caseload: Caseload, papers: Papers, patient: Enrolled) -> Issued:
    """The plan that was signed last for a patient, sealed again with the same signature.

    Raises InputError when none was signed here or the patient has another key since, RefusedError
    when what is kept is not what was signed, and LogError.
    """
    log = caseload.log(patient.patient)
    plans = [one.fact for one in log.read(kinds=[PlanIssued])]
    issued = [plan for plan in plans if isinstance(plan, PlanIssued)]
    newest = max(issued, key=lambda plan: plan.version, default=None)
    kept = log.kept_plan(newest.document) if newest is not None else None
    if kept is None:
        raise InputError("Plan", "no plan was signed here for this patient; name a program")
    signed = papers.verify_plan(kept.content, kept.seal)
    if signed.plan.patient_key != patient.key:
        raise InputError(
            "Plan",
            "their coach has another key since that plan was signed; assign it anew: "
            "coach assign PATIENT",
        )
    return Issued(papers.seal_plan_again(kept.content, kept.seal), signed.plan)
