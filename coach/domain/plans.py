"""From when a plan holds: one handed over ahead of its first day waits for that day.

A signed plan takes the place, from its own first day on, of every plan before it, begun or not:
what it came after never holds again. Which one came before, versions tell for plans of one
signer, else the numbers of one device, else the time.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from msgspec.structs import replace

from coach.domain.events import PlanReceived, Stamped


def in_force(facts: Iterable[Stamped], today: date) -> list[Stamped]:
    """Facts since the beginning, each plan at the time from which it holds.

    Plans that begin after today are left out; only where there is no other does the first of them
    stand already: nobody is without a plan once they have one.
    """
    known = list(facts)
    begun = plans_begun(known, today)
    if any(isinstance(stamped.fact, PlanReceived) for stamped in begun):
        return begun
    never = replaced(known)
    plans = (one for one in known if isinstance(one.fact, PlanReceived) and one.id not in never)
    first = next(plans, None)
    return begun if first is None else _in_order([*begun, first])


def plans_begun(facts: Iterable[Stamped], today: date) -> list[Stamped]:
    """Any facts, each plan at the time from which it holds; none that begins after today.

    A plan that another one replaced before its first day is left out: it never holds.
    """
    known = list(facts)
    never = replaced(known)
    found: list[Stamped] = []
    moved = False
    for stamped in known:
        fact = stamped.fact
        if not isinstance(fact, PlanReceived):
            found.append(stamped)
        elif stamped.id in never:
            continue
        elif fact.from_day > stamped.day:
            if fact.from_day > today:
                continue
            moved = True
            found.append(_begins(stamped, fact.from_day))
        else:
            found.append(stamped)
    return _in_order(found) if moved else found


def next_to_begin(facts: Iterable[Stamped], today: date) -> PlanReceived | None:
    """The plan that waits for its first day; None when none does."""
    known = list(facts)
    never = replaced(known)
    waiting = [
        one.fact
        for one in known
        if isinstance(one.fact, PlanReceived) and one.fact.from_day > today and one.id not in never
    ]
    return min(waiting, key=lambda plan: plan.from_day, default=None)


def replaced(facts: Iterable[Stamped]) -> frozenset[str]:
    """Ids of plans that never hold: a signed one that came later began no later than they would."""
    plans = [(one, one.fact) for one in facts if isinstance(one.fact, PlanReceived)]
    begun = {one.id: _begins_at(one, plan) for one, plan in plans}
    return frozenset(
        old.id
        for old, old_plan in plans
        for new, new_plan in plans
        if new_plan.signer is not None
        and begun[new.id] <= begun[old.id]
        and _is_later(new, new_plan, old, old_plan)
    )


def _is_later(new: Stamped, new_plan: PlanReceived, old: Stamped, old_plan: PlanReceived) -> bool:
    if new_plan.signer == old_plan.signer:
        return new_plan.version > old_plan.version
    if new.device == old.device:
        return new.seq > old.seq
    return new.at > old.at


def _begins_at(stamped: Stamped, plan: PlanReceived) -> datetime:
    return _begins(stamped, plan.from_day).at if plan.from_day > stamped.day else stamped.at


def _begins(stamped: Stamped, day: date) -> Stamped:
    at = datetime.combine(day, time(), tzinfo=stamped.at.tzinfo)
    return replace(stamped, at=at, day=day)


def _in_order(facts: list[Stamped]) -> list[Stamped]:
    return sorted(facts, key=lambda stamped: (stamped.at, stamped.seq))
