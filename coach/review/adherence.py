"""Adherence as computed everywhere (contract section 5).

`percent = done dose / asked dose`, per item capped at 1, mean over the items asked that day;
excused items leave both sides; a day that was not recorded has no percentage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from coach.domain.agenda import DONE_SHARE
from coach.domain.authors import MACHINES_OWN, PAPERS, THERAPISTS_OWN
from coach.domain.events import ExerciseDone, ItemAsked, ItemExcused
from coach.domain.history import History, once_a_history
from coach.domain.outcomes import SetOutcome

NO_PRESENCE = frozenset({*THERAPISTS_OWN, *PAPERS, *MACHINES_OWN})
"""Facts that show neither that the machine was on for the plan nor that anybody was there."""
FORMULA = "percent = done dose / asked dose, each item at most 100, mean over the day's items"
"""What the screen shows when asked how the number comes about."""


class DayAdherence(Struct, frozen=True):
    """One day; `percent` is None when nothing was asked or nothing was recorded."""

    day: date
    planned: int
    done: int
    partial: int
    skipped: int
    excused: int
    not_recorded: int
    percent: float | None


@once_a_history
def adherence_by_day(history: History) -> tuple[DayAdherence, ...]:
    """Every day on which something was asked, oldest first."""
    asked = _asked(history)
    recorded = recorded_days(history)
    amounts, left_out = amounts_by_item(history)
    excused = {fact.item for _, fact in history.of(ItemExcused)}
    by_day: dict[date, list[ItemAsked]] = defaultdict(list)
    for item in asked.values():
        by_day[item.for_day].append(item)
    return tuple(
        _day(day, items, amounts, left_out, excused, recorded=day in recorded)
        for day, items in sorted(by_day.items())
    )


def _asked(history: History) -> dict[str, ItemAsked]:
    return {fact.item: fact for _, fact in history.of(ItemAsked)}


@once_a_history
def recorded_days(history: History) -> frozenset[date]:
    """Days on which the machine was on for the plan, or the patient entered something.

    What the therapist wrote, papers that came and went, and reminders show neither; an item that
    was asked does where it was asked on its own day.
    """
    asked = {stamped.day for stamped, item in history.of(ItemAsked) if item.for_day == stamped.day}
    shown = history.without(ItemAsked, *NO_PRESENCE)
    return frozenset(asked.union(stamped.day for stamped in shown))


@once_a_history
def amounts_by_item(history: History) -> tuple[Mapping[str, tuple[float, float]], frozenset[str]]:
    """Repetitions and seconds done by item, and items that were left out on purpose."""
    rehearsed = history.rehearsed_sessions()
    amounts: dict[str, tuple[float, float]] = {}
    left_out: set[str] = set()
    for _, fact in history.of(ExerciseDone):
        if fact.session in rehearsed:
            continue
        reps, seconds = amounts.get(fact.item, (0.0, 0.0))
        amounts[fact.item] = (reps + fact.reps, seconds + fact.seconds)
        if fact.outcome in (SetOutcome.SKIPPED, SetOutcome.STOPPED):
            left_out.add(fact.item)
    return amounts, frozenset(left_out)


def _day(
    day: date,
    items: list[ItemAsked],
    amounts: Mapping[str, tuple[float, float]],
    left_out: frozenset[str],
    excused: set[str],
    *,
    recorded: bool,
) -> DayAdherence:
    counted = [item for item in items if item.item not in excused]
    if not recorded:
        return DayAdherence(day, len(items), 0, 0, 0, len(items) - len(counted), len(counted), None)
    shares = {item.item: share_of(item, *amounts.get(item.item, (0.0, 0.0))) for item in counted}
    begun = [share for share in shares.values() if share > 0]
    done = [share for share in begun if share >= DONE_SHARE]
    percent = percent_of(sum(begun), len(shares)) if shares else None
    return DayAdherence(
        day=day,
        planned=len(items),
        done=len(done),
        partial=len(begun) - len(done),
        skipped=sum(1 for item, share in shares.items() if share == 0 and item in left_out),
        excused=len(items) - len(counted),
        not_recorded=0,
        percent=percent,
    )


def share_of(item: ItemAsked, reps: float, seconds: float) -> float:
    """Done over asked dose of one item, 0 to 1."""
    asked = item.planned_seconds if item.timed else item.planned_reps
    if asked <= 0:
        return 1.0 if reps > 0 else 0.0
    return min(1.0, (seconds if item.timed else reps) / asked)


def percent_of(done: float, asked: float) -> float:
    """Percent to one decimal, halves up: the database's view rounds the same way."""
    return round(100 * done / asked + 1e-9, 1)


def mean_percent(days: Iterable[DayAdherence]) -> float | None:
    """The mean over days that have a percentage; None when none has."""
    known = [day.percent for day in days if day.percent is not None]
    return round(sum(known) / len(known), 1) if known else None
