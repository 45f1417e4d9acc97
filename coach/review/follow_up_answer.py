"""The first line of a follow-up: the whole of it in one sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.middle import middle
from coach.domain.outcomes import Decision, Reason
from coach.domain.pain import Reach
from coach.review.caseload_words import day_words
from coach.review.follow_up import ExerciseLine, FollowUpDay, Visit
from coach.review.follow_up_exercises import CountedItem

ENDS = 3
"""So many noted days make each end of the window (source: DESIGN)."""
MOVES = ("Leg up", "Further down")
"""How the signs of a turn for the worse begin that the first line names with their days."""
DECIDED = {Decision.KEEP: "keep", Decision.EASE: "ease", Decision.PROGRESS: "progress"}
LEAST_WEEKS_DAYS = 14
"""From so many days on a window is told in weeks."""


class Ends(Struct, frozen=True):
    """The first and the last noted days of something."""

    first: tuple[int, ...]
    last: tuple[int, ...]


def ends_of(values: Sequence[int]) -> Ends | None:
    """The first and the last `ENDS` values, fewer where they would overlap; None below two."""
    if len(values) < 2:
        return None
    size = min(ENDS, len(values) // 2)
    return Ends(tuple(values[:size]), tuple(values[-size:]))


def answer_words(
    days: Sequence[FollowUpDay],
    items: Sequence[CountedItem],
    exercises: Sequence[ExerciseLine],
    *,
    first: str = "",
    moves: Sequence[str] = (),
    waiting: int = 0,
    last: str = "",
) -> str:
    """`11 of 14 days, leg 6 to 3, reach calf to buttock, Bridge left out or stopped 5 times ...`

    `first` is what stands before everything, such as a lock; `moves` are the latest turns for the
    worse with their days, `waiting` the items of a day that is not over; `last` comes at the end.
    """
    parts = [
        days_words(items, waiting),
        leg_words(days, over=_over(days)),
        reach_words(days),
        *(f"{move[:1].lower()}{move[1:].rstrip('.')}" for move in moves),
        skipped_words(exercises),
        last,
    ]
    sentence = f"{', '.join(part for part in parts if part)}."
    return f"{first} {sentence}" if first else f"{sentence[:1].upper()}{sentence[1:]}"


def days_words(items: Sequence[CountedItem], waiting: int = 0) -> str:
    """`11 of 14 days (2 not recorded)`: days with something done of days that asked."""
    asked = {item.day for item in items if not item.excused}
    done = {item.day for item in items if not item.excused and item.share > 0}
    missing = {item.day for item in items if not item.excused and not item.recorded}
    if not asked and waiting:
        return f"{counted(waiting, 'item')} asked on the last day, none begun yet"
    if not asked:
        return "nothing was asked"
    idle = len(asked - done - missing)
    parts = [f"{len(missing)} not recorded"] if missing else []
    parts += [f"{idle} with nothing done"] if idle and missing else []
    known = f" ({', '.join(parts)})" if parts else ""
    return f"{len(done)} of {counted(len(asked), 'day')}{known}"


def mean_words(days: Sequence[FollowUpDay]) -> str:
    """`70.8 percent done on the mean of 38 days, 3 days not recorded.`"""
    known = [day.percent for day in days if day.percent is not None]
    missing = sum(1 for day in days if day.not_recorded)
    unknown = f", {counted(missing, 'day')} not recorded" if missing else ""
    if not known:
        return f"no day has a percentage of what was done{unknown}."
    mean = round(sum(known) / len(known), 1)
    return f"{mean:g} percent done on the mean of {counted(len(known), 'day')}{unknown}."


def _over(days: Sequence[FollowUpDay]) -> str:
    """The window that the figures before it are of."""
    return " over these weeks" if len(days) >= LEAST_WEEKS_DAYS else " over these days"


def leg_words(days: Sequence[FollowUpDay], *, over: str = "") -> str:
    """`leg 6 to 3`: middles of the worst scores of the first and the last noted days.

    `over` names the window behind it.
    """
    noted = [day.leg for day in days if day.leg is not None]
    ends = ends_of(noted)
    if ends is None:
        return f"leg {noted[0]} on the one day it was noted" if noted else "leg not recorded"
    size = counted(len(ends.first), "day") if over else ""
    ends_of_what = f" (first {size} to last {size} noted)" if over else ""
    return f"leg {middle(ends.first):g} to {middle(ends.last):g}{over}{ends_of_what}"


def reach_words(days: Sequence[FollowUpDay]) -> str:
    """`reach calf to buttock`: the furthest of the first and of the last noted days."""
    noted = [day.reach for day in days if day.reach is not None]
    ends = ends_of(noted)
    if ends is None:
        return (
            f"reach {noted[0].word} on the one day it was noted"
            if noted
            else ("reach not recorded")
        )
    first = next(reach for reach in noted if reach == max(ends.first))
    last = next(reach for reach in noted if reach == max(ends.last))
    return f"reach {first.word} to {last.word}{_between(noted, len(ends.first))}"


def _between(noted: Sequence[Reach], ends: int) -> str:
    """`, thigh between`: where it went further, or not so far, between both ends."""
    outer = [*noted[:ends], *noted[-ends:]]
    inner = noted[ends:-ends]
    if inner and max(inner) > max(outer):
        return f", {max(inner).word} between"
    if inner and min(inner) < min(outer):
        return f", {min(inner).word} between"
    return ""


def skipped_words(exercises: Sequence[ExerciseLine]) -> str:
    """`Bridge left out or stopped 5 times for pain`: the exercise with the most of it."""
    pain = Reason.PAIN.value
    hurt = [line for line in exercises if line.skipped.get(pain, 0)]
    if not hurt:
        was_asked = any(line.asked for line in exercises)
        return "nothing left out or stopped for pain" if was_asked else ""
    line = max(hurt, key=lambda one: one.skipped[pain])
    others = f" (and {counted(len(hurt) - 1, 'other exercise')})" if len(hurt) > 1 else ""
    times = counted(line.skipped[pain], "time")
    return f"{line.name} left out or stopped {times} for pain{others}"


def ends_early(until: date | None, today: date) -> str:
    """That the log ends before yesterday, so that later days are not known; else empty."""
    if until is None:
        return "nothing has come from this patient yet"
    if until < today - timedelta(days=1):
        return f"the log ends on {until.isoformat()}"
    return ""


def decided_words(visits: Sequence[Visit]) -> str:
    """`decided to ease on 28 Nov, version 3 signed`; empty where nothing was decided yet."""
    return "; ".join(filter(None, map(_visit_words, visits)))


def _visit_words(visit: Visit) -> str:
    day = day_words(visit.day, visit.day)
    signed = f"version {visit.signed.version} signed" if visit.signed is not None else ""
    if visit.decision is None:
        return f"{signed} on {day}" if signed else ""
    decided = f"decided to {DECIDED[visit.decision]} on {day}"
    return ", ".join(part for part in (decided, signed) if part)
