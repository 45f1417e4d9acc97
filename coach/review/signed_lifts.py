"""Plans that were signed to lift a lock and are not opened: until then it stands."""

from collections.abc import Iterator
from datetime import date

from coach.domain.events import PlanIssued, PlanReceived, Stamped
from coach.domain.history import History
from coach.review.follow_up import SafetyEvent
from coach.review.follow_up_safety import Lift, Lifts
from coach.review.lifting import Lifting
from coach.review.signed_plans import waiting_plans

NOT_THAT = "It does not lift what has locked coaching since."


def lifting_plan(history: History, lifts: Lifts) -> Lifting | None:
    """The newest that may be opened yet and lifts all that locks coaching now; None for none."""
    locks = {one.id for one in history.standing_locks()}
    newer: list[int] = []
    for plan in reversed(waiting_plans(history) if locks else ()):
        if plan.document in lifts and lifts[plan.document].facts >= locks:
            return Lifting(plan.version, tuple(reversed(newer)))
        newer.append(plan.version)
    return None


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
