"""A plan as a signed and encrypted `.coachplan`."""

from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.errors import InputError, RefusedError
from coach.domain.text import clean_line
from coach.exchange.identity import Identity
from coach.exchange.plan_text import plan_text, read_plan_text
from coach.exchange.sealed import Paper, sealed_again, sign, unseal, verified


def seal_plan(plan: PlanDocument, own: Identity) -> tuple[bytes, SignedPlan]:
    """The file for the patient, and the plan with the exact text that was signed and its seal.

    Raises InputError for a plan that could not be read back.
    """
    content = plan_text(plan)
    try:
        read_plan_text(content)
    except (ValueError, RefusedError) as error:
        raise InputError("Plan", f"This cannot be a plan: {error}.") from error
    body = content.encode("utf-8")
    signed = sign(Paper.PLAN, body, own, plan.patient_key)
    data = sealed_again(Paper.PLAN, body, signed)
    return data, SignedPlan(plan, own.key, content, signed.text)


def seal_plan_again(content: str, seal: str) -> bytes:
    """The file of a plan that was kept. RefusedError when its signature does not fit."""
    body = content.encode("utf-8")
    return sealed_again(Paper.PLAN, body, verified(Paper.PLAN, body, seal))


def verify_plan(content: str, seal: str) -> SignedPlan:
    """A plan that was kept with its seal. RefusedError when the two do not fit, or it is none."""
    signed = verified(Paper.PLAN, content.encode("utf-8", "replace"), seal)
    plan = _signed_plan(content)
    if plan.patient_key != signed.reader:
        raise RefusedError("Made for someone else", "It holds a plan made for someone else's key.")
    return SignedPlan(plan, signed.signer, content, seal)


def open_plan(data: bytes, own: Identity) -> SignedPlan:
    """The plan in a file for this home.

    Raises InputError for a file of another kind, RefusedError for what is damaged, unsigned, for
    someone else or by a newer coach.
    """
    opened = unseal(Paper.PLAN, data, own)
    try:
        content = opened.body.decode("utf-8")
    except ValueError as error:
        raise _no_plan(error) from error
    plan = _signed_plan(content)
    if plan.patient_key != own.key:
        raise RefusedError("Made for someone else", "This plan was made for someone else's key.")
    return SignedPlan(plan, opened.signer, content, opened.seal.text)


def _signed_plan(content: str) -> PlanDocument:
    try:
        return read_plan_text(content)
    except ValueError as error:
        raise _no_plan(error) from error


def _no_plan(error: ValueError) -> RefusedError:
    why = clean_line(str(error), limit=200)
    return RefusedError("Not a plan", f"What was signed is no plan ({why}).")
