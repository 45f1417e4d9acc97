"""What was signed here against what was opened there, and until when the newest plan holds."""

from collections.abc import Collection
from datetime import date

from coach.domain.events import PlanIssued, PlanReceived
from coach.domain.history import History


def unopened(history: History) -> PlanIssued | None:
    """The plan that was signed last, as long as the log does not tell that it was opened.

    A plan is known by its document: another therapist's may have the same number, or a higher one.
    """
    found = history.last(PlanIssued)
    if found is None:
        return None
    opened = {plan.document for _, plan in history.of(PlanReceived)}
    return None if found[1].document in opened else found[1]


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
