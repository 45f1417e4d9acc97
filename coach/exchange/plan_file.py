"""A plan as a signed and encrypted `.coachplan`."""

from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.errors import InputError, RefusedError
from coach.domain.text import clean_line
from coach.exchange.identity import Identity
from coach.exchange.plan_text import plan_text, read_plan_text
from coach.exchange.sealed import Paper, seal, unseal


def seal_plan(plan: PlanDocument, own: Identity) -> tuple[bytes, str]:
    """The file for the patient, and the exact text that was signed.

    Raises InputError for a plan that could not be read back.
    """
    content = plan_text(plan)
    try:
        read_plan_text(content)
    except (ValueError, RefusedError) as error:
        raise InputError("Plan", f"This cannot be a plan: {error}.") from error
    return seal(Paper.PLAN, content.encode("utf-8"), own, plan.patient_key), content


def open_plan(data: bytes, own: Identity) -> SignedPlan:
    """The plan in a file for this home.

    Raises InputError for a file of another kind, RefusedError for what is damaged, unsigned, for
    someone else or by a newer coach.
    """
    opened = unseal(Paper.PLAN, data, own)
    try:
        content = opened.body.decode("utf-8")
        plan = read_plan_text(content)
    except ValueError as error:
        why = clean_line(str(error), limit=200)
        raise RefusedError("Not a plan", f"What was signed is no plan ({why}).") from error
    if plan.patient_key != own.key:
        raise RefusedError("Made for someone else", "This plan was made for someone else's key.")
    return SignedPlan(plan, opened.signer, content)
