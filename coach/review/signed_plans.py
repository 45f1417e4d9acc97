"""What was signed here against what was opened there, and until when the newest plan holds."""

from collections.abc import Collection
from datetime import date

from coach.domain.events import PlanIssued, PlanReceived
from coach.domain.history import History


def waiting_plans(history: History) -> tuple[PlanIssued, ...]:
    """What was signed after the newest plan that the log tells was opened: any may be opened yet.

    A plan is known by its document: another therapist's may have the same number, or a higher one.
    """
    opened = {plan.document for _, plan in history.of(PlanReceived)}
    signed = [fact for _, fact in history.of(PlanIssued)]
    last = max((nth for nth, plan in enumerate(signed) if plan.document in opened), default=-1)
    return tuple(signed[last + 1 :])


def unopened(history: History) -> PlanIssued | None:
    """The plan that was signed last, as long as the log does not tell that it was opened."""
    waiting = waiting_plans(history)
    return waiting[-1] if waiting else None


def last_day_given(history: History) -> date | None:
    """Of the newest plan on either side: among those of one signer the version tells, no clock."""
    given = [
        fact
        for one in history.among(PlanIssued, PlanReceived)
        if isinstance(fact := one.fact, PlanIssued | PlanReceived)
    ]
    if not given:
        return None
    own = {fact.document for _, fact in history.of(PlanIssued)}
    signers = [_signer(plan, own) for plan in given]
    if not signers[-1]:
        return given[-1].valid_until
    same = (plan for plan, signer in zip(given, signers, strict=True) if signer == signers[-1])
    return max(same, key=lambda plan: plan.version).valid_until


def _signer(plan: PlanIssued | PlanReceived, own: Collection[str]) -> str:
    """A word for whoever signed it; empty for nobody."""
    if isinstance(plan, PlanIssued) or plan.document in own:
        return "own"
    return plan.signer or ""
