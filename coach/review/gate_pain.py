"""Criteria on leg pain and on how far down it goes (source: DESIGN, clinical 2.2 and 2.4)."""

from collections.abc import Mapping, Sequence
from datetime import date

from coach.domain.middle import middle
from coach.domain.pain import Reach, further_down
from coach.domain.program import Criterion
from coach.review.gate_facts import GateFacts
from coach.review.verdicts import (
    NOT_RECORDED,
    State,
    Verdict,
    by_days,
    by_number,
    days_listed,
    last_days,
    last_noted,
    shown,
)

WEEK = 7
START_DAYS = 7
"""The start is the middle of so many noted days of the plan (source: DESIGN, clinical 7.2)."""
LEAST_START_DAYS = 3
"""With fewer of them the start is not known (source: DESIGN)."""
LEAST_OF_WEEK = 3
"""Noted days a week needs before it has a mean or a middle (source: DESIGN)."""


def leg_at_most(criterion: Criterion, facts: GateFacts) -> Verdict:
    """Leg pain of `score` or less on `days` of the last `of_days` days.

    A day's leg pain is the mean at rest (before sessions and in between), else the mean of all its
    scores. With `or_points` a day also counts that is so many points below the start; while the
    start is not known, higher days are undecided.
    """
    need = criterion.days or 1
    days = last_days(criterion.of_days or need, last_noted(facts.leg, facts.today))
    limit, start = float(criterion.score or 0), None
    if criterion.or_points is not None:
        start = start_of(facts, before=days[0])
        limit = limit if start is None else max(limit, start - criterion.or_points)
    legs = [facts.leg.get(day) for day in days]
    open_start = criterion.or_points is not None and start is None
    marks = [_calm_enough(leg, limit, open_start=open_start) for leg in legs]
    below = sum(1 for mark in marks if mark)
    told = days_listed([_told(facts, day) for day in days])
    evidence = (
        f"Leg at rest {shown(limit)} or less on {below} of the last {len(days)} days: {told}."
    )
    if len(days) == 1:
        evidence = f"Leg at rest on the last day: {told}; {shown(limit)} or less is asked."
    if start is not None:
        evidence += f" At the start it was {shown(start)}."
    worst = max((facts.worst_leg[day] for day in days if day in facts.worst_leg), default=0)
    if below and worst > limit:
        whose = "that day" if len(days) == 1 else "these days"
        evidence += f" The worst score of {whose} was {worst}."
    return Verdict(criterion, by_days(marks, need), evidence)


def _told(facts: GateFacts, day: date) -> str:
    """A day's leg pain; which scores it is of where none was at rest."""
    leg = shown(facts.leg.get(day))
    return f"{leg} (not at rest)" if day in facts.leg_not_at_rest else leg


def _calm_enough(leg: float | None, limit: float, *, open_start: bool) -> bool | None:
    """Whether a day counts; not known for a higher day while the start is not known."""
    if leg is None:
        return None
    return True if leg <= limit else None if open_start else False


def start_of(facts: GateFacts, *, before: date) -> float | None:
    """The start: the middle of the first seven noted days of the plan that lie before a day.

    None while there are fewer than three.
    """
    noted = sorted(day for day in facts.leg if facts.start <= day < before)[:START_DAYS]
    if len(noted) < LEAST_START_DAYS:
        return None
    return middle(facts.leg[day] for day in noted)


def leg_down_by(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The middle of the last 7 days is `points` or more below the start."""
    days = last_days(WEEK, last_noted(facts.leg, facts.today))
    noted = [facts.leg[day] for day in days if day in facts.leg]
    start = start_of(facts, before=days[0])
    if start is None or len(noted) < LEAST_OF_WEEK:
        evidence = f"There are not enough noted days yet to compare; this week {len(noted)}."
        return Verdict(criterion, State.NO_DATA, evidence)
    now = middle(noted)
    state = State.MET if start - now >= (criterion.points or 0) else State.NOT_MET
    this = f"{shown(now)} in the 7 days up to {day_of(days[-1])}"
    return Verdict(criterion, state, f"Leg {shown(start)} at the start, {this}.")


def reach_not_lower(criterion: Criterion, facts: GateFacts) -> Verdict:
    """On `days` of the last days it went no further down the leg than in the week before them.

    Where nothing was noted in that week, the first noted day of the days themselves is compared
    with.
    """
    last = last_noted(facts.reach, facts.today)
    days, reaches, before = reaches_on(criterion, by_number(facts.reach), last)
    reference = before
    if reference is None:
        reference = next((reach for reach in reaches if reach is not None), None)
    marks = [None if reach is None else not further_down(reference, reach) for reach in reaches]
    state = by_days(marks, criterion.days or len(days))
    return Verdict(criterion, state, reach_words(reaches, before))


def reaches_on(
    criterion: Criterion, reach: Mapping[int, Reach], last: date
) -> tuple[range, list[Reach | None], Reach | None]:
    """The days up to `last`, how far it went on each, and the furthest of the week before them.

    Days are numbers, in `reach` and in what is handed back; see `by_number`.
    """
    after = last.toordinal() + 1
    first = after - (criterion.of_days or criterion.days or 1)
    days = range(first, after)
    before = [reach[day] for day in range(first - WEEK, first) if day in reach]
    return days, [reach.get(day) for day in days], max(before, default=None)


def reach_words(
    reaches: Sequence[Reach | None], before: Reach | None, began: date | None = None
) -> str:
    """How far it went on the last days, and before; `began` is when it went further, if earlier."""
    words = [NOT_RECORDED if reach is None else reach.word for reach in reaches]
    earlier = NOT_RECORDED if before is None else before.word
    days, them = ("the last day", "it")
    if len(words) > 1:
        days, them = (f"the last {len(words)} days", "them")
    when = f"In the week before {them if began is None else day_of(began)}"
    return f"Furthest down on {days}: {days_listed(words)}. {when}: {earlier}."


def day_of(day: date) -> str:
    """`3 May`."""
    return f"{day.day} {day:%b}"
