"""The answer that a follow-up opens with: what decides first, then the whole of it, short."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.middle import middle
from coach.domain.outcomes import Decision, Reason
from coach.domain.pain import Reach
from coach.review.caseload_words import day_words
from coach.review.follow_up import ExerciseLine, FollowUpDay, Visit, Waiting
from coach.review.follow_up_exercises import CountedItem
from coach.review.follow_up_window import ends_early

ENDS = 3
"""So many noted days make each end of the window (source: DESIGN)."""
MOVES = ("Leg up", "Further down")
"""How the signs that it got worse begin which the answer names: of the leg, and of its reach."""
DECIDED = {Decision.KEEP: "keep", Decision.EASE: "ease", Decision.PROGRESS: "progress"}


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
    worse: Sequence[str] = (),
    waiting: int = 0,
    last: str = "",
) -> str:
    """`Leg up by 4: ... Done on 11 of 14 days, leg 3 to 7, Bridge left out or stopped 5 times ...`

    `first` is what stands before everything, such as a lock; of the signs that it got `worse` the
    first one of each kind follows, and what it tells is not told again. `waiting` are the items of
    a day that is not over; `last` comes at the end.
    """
    moves = [next((one for one in worse if one.startswith(move)), "") for move in MOVES]
    parts = [
        days_words(items, waiting),
        _pain_words(days, leg=not moves[0], reach=not moves[1]),
        skipped_words(exercises),
        last,
    ]
    told = ", ".join(part for part in parts if part)
    return " ".join(
        sentence for sentence in (first, *moves, f"{told[:1].upper()}{told[1:]}.") if sentence
    )


def _pain_words(days: Sequence[FollowUpDay], *, leg: bool, reach: bool) -> str:
    """Leg and reach as far as they are told; of one day that both were noted on, once."""
    if leg and reach:
        noted = [(day.leg, day.reach) for day in days if (day.leg, day.reach) != (None, None)]
        score, far = noted[0] if len(noted) == 1 else (None, None)
        if score is not None and far is not None:
            return f"leg {score} and reach {far.word} on the one day noted"
    if leg and reach and all((day.leg, day.reach) == (None, None) for day in days):
        return "leg and reach not recorded"
    told = [leg_words(days)] if leg else []
    return ", ".join([*told, reach_words(days)] if reach else told)


def days_words(items: Sequence[CountedItem], waiting: int = 0) -> str:
    """`done on 11 of 14 days (2 not recorded)`: of the days that asked."""
    asked = {item.day for item in items if not item.excused}
    done = {item.day for item in items if not item.excused and item.share > 0}
    missing = {item.day for item in items if not item.excused and not item.recorded}
    if not asked and waiting:
        return f"{counted(waiting, 'item')} asked on the last day, none begun yet"
    if not asked:
        return "nothing was asked"
    known = f" ({len(missing)} not recorded)" if missing else ""
    return f"done on {len(done)} of {counted(len(asked), 'day')}{known}"


def mean_words(days: Sequence[FollowUpDay]) -> str:
    """`70.8 percent done on the mean of 38 days, 3 days not recorded.`"""
    known = [day.percent for day in days if day.percent is not None]
    missing = sum(1 for day in days if day.not_recorded)
    unknown = f", {counted(missing, 'day')} not recorded" if missing else ""
    if not known:
        return f"no day has a percentage of what was done{unknown}."
    mean = round(sum(known) / len(known), 1)
    return f"{mean:g} percent done on the mean of {counted(len(known), 'day')}{unknown}."


def leg_words(days: Sequence[FollowUpDay]) -> str:
    """`leg 6 to 3`: middles of the worst scores of the first and the last noted days."""
    noted = [day.leg for day in days if day.leg is not None]
    ends = ends_of(noted)
    if ends is None:
        return f"leg {noted[0]} on the one day it was noted" if noted else "leg not recorded"
    return f"leg {middle(ends.first):g} to {middle(ends.last):g}"


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
    others = f" (and {counted(len(hurt) - 1, 'other')})" if len(hurt) > 1 else ""
    times = counted(line.skipped[pain], "time")
    return f"{line.name} left out or stopped {times} for pain{others}"


def end_words(until: date | None, today: date) -> str:
    """That the log ends before yesterday, so that later days are not known; else empty."""
    if until is None:
        return "nothing has come from this patient yet"
    if ends_early(until, today):
        return f"the log ends on {day_words(until, today)}"
    return ""


def decided_words(visits: Sequence[Visit], waiting: Sequence[Waiting] = ()) -> str:
    """`decided to ease on 28 Nov, version 3 signed, not opened yet`: what came last.

    A decision is told with the plan that was signed with it, and then a later one. A plan that was
    signed before the last decision is told only where it is `waiting`.
    """
    decided = max((nth for nth, one in enumerate(visits) if one.decision), default=-1)
    signed = max((nth for nth, one in enumerate(visits) if one.signed), default=-1)
    parts, version = [], None
    if decided >= 0 and (decision := visits[decided].decision):
        parts.append(f"decided to {DECIDED[decision]} on {_on(visits[decided])}")
    if decided >= 0 and (own := visits[decided].signed):
        version = own.version
        parts.append(f"version {version} signed")
    if signed > decided and (plan := visits[signed].signed):
        version = plan.version
        then = "then " if parts else ""
        is_told = decided >= 0 and visits[decided].day == visits[signed].day
        when = "" if is_told else f" on {_on(visits[signed])}"
        parts.append(f"{then}version {version} signed{when}")
    if [one.version for one in waiting] == [version]:
        parts.append(f"not opened yet{_more_words(waiting)}")
    elif waiting:
        parts.append(waiting_words(waiting))
    return ", ".join(parts)


def waiting_words(waiting: Sequence[Waiting]) -> str:
    """`versions 3 and 4 not opened yet, version 3 asks more than the plan they go by`."""
    return f"{_versions(waiting)} not opened yet{_more_words(waiting)}" if waiting else ""


def _more_words(waiting: Sequence[Waiting]) -> str:
    more = [one for one in waiting if one.asks_more]
    if not more:
        return ""
    which = f"{_versions(more)} " if len(waiting) > 1 else ""
    return f", {which}{'asks' if len(more) == 1 else 'ask'} more than the plan they go by"


def _versions(plans: Sequence[Waiting]) -> str:
    numbers = [str(one.version) for one in plans]
    if len(numbers) == 1:
        return f"version {numbers[0]}"
    return f"versions {', '.join(numbers[:-1])} and {numbers[-1]}"


def _on(visit: Visit) -> str:
    return day_words(visit.day, visit.day)
