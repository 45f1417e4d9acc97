"""From when a plan holds: one handed over ahead of its first day waits for that day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

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
    first = next((one for one in known if isinstance(one.fact, PlanReceived)), None)
    return begun if first is None else _in_order([*begun, first])


def plans_begun(facts: Iterable[Stamped], today: date) -> list[Stamped]:
    """Any facts, each plan at the time from which it holds; none that begins after today."""
    found: list[Stamped] = []
    moved = False
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, PlanReceived) and fact.from_day > stamped.day:
            if fact.from_day > today:
                continue
            moved = True
            found.append(_begins(stamped, fact.from_day))
        else:
            found.append(stamped)
    return _in_order(found) if moved else found


def _begins(stamped: Stamped, day: date) -> Stamped:
    at = datetime.combine(day, time(), tzinfo=stamped.at.tzinfo)
    return replace(stamped, at=at, day=day)


def _in_order(facts: list[Stamped]) -> list[Stamped]:
    return sorted(facts, key=lambda stamped: (stamped.at, stamped.seq))
