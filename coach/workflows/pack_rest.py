"""How long the skin rests after cold or heat: one skin, whichever of the two lay on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from coach.domain.events import AnswerGiven, ExerciseDone, ItemAsked, SessionEnded
from coach.domain.exercise import Exercise
from coach.domain.history import History
from coach.domain.outcomes import SessionOutcome
from coach.session.answers import SKIN


def skin_rests_until(
    history: History, find: Callable[[str], Exercise | None], exercise: Exercise, now: datetime
) -> datetime | None:
    """When this pack may go on; None when it may now, or when it is no pack.

    Counted from when the last pack came off, cold or heat, with the longer of the two gaps
    (source: S21). `find` gives the exercise of a logged item, None when it is off the shelf.
    """
    if exercise.pack is None:
        return None
    until = [
        off + timedelta(minutes=max(before, exercise.pack.gap_minutes))
        for off, before in _came_off(history, find)
    ]
    latest = max(until, default=None)
    return latest if latest is not None and latest > now else None


def _came_off(
    history: History, find: Callable[[str], Exercise | None]
) -> list[tuple[datetime, int]]:
    """When each pack came off, with the minutes that its skin rests."""
    found = []
    for nth, stamped in enumerate(history.facts):
        fact = stamped.fact
        if not isinstance(fact, AnswerGiven) or (fact.instrument, fact.value) != (SKIN, "yes"):
            continue
        worn = find(fact.item)
        if worn is None or worn.pack is None:
            continue
        longest = stamped.at + _full_time(history, fact.item, worn.pack.longest_seconds)
        off = _taken_off(History(history.facts[nth:]), fact.item, longest)
        found.append((off, worn.pack.gap_minutes))
    return found


def _taken_off(since: History, item: str, longest: datetime) -> datetime:
    """When the pack's set was logged, or its session ended; `longest` when it was killed."""
    for stamped, done in since.of(ExerciseDone):
        if done.item == item and done.session is not None:
            return stamped.at
    ends = [
        stamped.at
        for stamped, ended in since.of(SessionEnded)
        if ended.outcome is not SessionOutcome.INTERRUPTED
    ]
    return min([longest, *ends])


def _full_time(history: History, item: str, longest_seconds: int) -> timedelta:
    """The time that was asked of the item; the longest it may run when that is not known."""
    asked = [fact.planned_seconds for _, fact in history.of(ItemAsked) if fact.item == item]
    return timedelta(seconds=asked[-1] if asked else longest_seconds)
