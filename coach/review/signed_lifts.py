"""Plans that were signed to lift a lock and are not opened: until then it stands."""

from collections.abc import Iterator
from datetime import date

from coach.domain.events import PlanIssued, PlanReceived, Stamped
from coach.domain.history import History
from coach.review.follow_up import SafetyEvent
from coach.review.follow_up_safety import Lift, Lifts
from coach.review.signed_plans import waiting_plans

NOT_THAT = "It does not lift what has locked coaching since."


def lifting_version(history: History, lifts: Lifts) -> int | None:
    """The newest version that may be opened yet and lifts all that locks coaching now."""
    locks = {one.id for one in history.standing_locks()}
    waiting = [
        plan.version
        for plan in waiting_plans(history)
        if plan.document in lifts and lifts[plan.document].facts >= locks
    ]
    return waiting[-1] if locks and waiting else None


def lift_events(history: History, lifts: Lifts, since: date) -> tuple[SafetyEvent, ...]:
    """Those signed from `since` on, and those that may lift yet what stands; oldest first.

    Of one that was opened the clearing tells.
    """
    return tuple(_events(history, lifts, since))


def _events(history: History, lifts: Lifts, since: date) -> Iterator[SafetyEvent]:
    opened = {plan.document for _, plan in history.of(PlanReceived)}
    waiting = {plan.document for plan in waiting_plans(history)}
    locks = {one.id for one in history.standing_locks()}
    for stamped, plan in history.of(PlanIssued):
        lift = lifts.get(plan.document)
        if lift is None or plan.document in opened:
            continue
        waits = plan.document in waiting
        still = locks & lift.facts if waits else frozenset()
        if still or stamped.day >= since:
            yield _event(stamped, plan, lift, is_short=bool(still and locks - still), waits=waits)


def _event(
    stamped: Stamped, plan: PlanIssued, lift: Lift, *, is_short: bool, waits: bool
) -> SafetyEvent:
    """`is_short`: something locked coaching after it."""
    opened = "not opened yet" if waits else "never opened"
    why = lift.why.rstrip(".")
    what = f"Version {plan.version}, {opened}, was signed to lift the lock: {why}."
    return SafetyEvent(
        stamped.at, f"{what} {NOT_THAT}" if is_short else what, standing=False, is_lift=True
    )
