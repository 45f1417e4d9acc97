"""Criteria of getting worse: once come up, they stand until it has gone back for as many days.

A worsening that lasts is not its own measure: it is compared with the week before it began, not
with the week before today (source: DESIGN, clinical 2.2 and 2.4).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import TypeVar

from coach.domain.pain import Reach, further_down
from coach.domain.program import Criterion
from coach.domain.routine import days_between
from coach.review.gate_facts import GateFacts
from coach.review.gate_pain import (
    LEAST_OF_WEEK,
    WEEK,
    day_of,
    reach_words,
    reaches_on,
)
from coach.review.verdicts import (
    State,
    Verdict,
    by_days,
    by_number,
    last_days,
    last_noted,
    listed,
    shown,
)

R = TypeVar("R")
Mean = Callable[[date], float | None]
"""The mean of the seven days up to one; None where too few of them were noted."""


def reach_lower(criterion: Criterion, facts: GateFacts) -> Verdict:
    """On `days` of the last days it went further down the leg than in the week before them.

    It stands until it has gone no further than in that week on as many days. Only days of the
    present stage, and since the last decision, count.
    """
    last = last_noted(facts.reach, facts.today)
    on_day = partial(reaches_on, criterion, by_number(facts.reach))
    since = facts.since.toordinal()

    def worse(day: date) -> Reach | None:
        days, noted, reference = on_day(day)
        is_lower = _lower(criterion, days, noted, reference, since) is State.MET
        return reference if is_lower else None

    def gone_back(day: date, reference: Reach) -> bool:
        _, noted, _ = on_day(day)
        marks = [None if one is None else not further_down(reference, one) for one in noted]
        return by_days(marks, criterion.days or len(marks)) is State.MET

    days, reaches, before = on_day(last)
    state = _lower(criterion, days, reaches, before, since)
    came = _came_up(facts, last, worse, gone_back) if state is not State.MET else None
    if came is None:
        return Verdict(criterion, state, reach_words(reaches, before))
    began = _first_of(criterion, came[0])
    return Verdict(criterion, State.MET, reach_words(reaches, came[1], began))


def _lower(
    criterion: Criterion,
    days: Sequence[int],
    reaches: Sequence[Reach | None],
    before: Reach | None,
    since: int,
) -> State:
    marks = [
        None if reach is None or before is None or day < since else further_down(before, reach)
        for day, reach in zip(days, reaches, strict=True)
    ]
    return by_days(marks, criterion.days or len(days))


def leg_up_by(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The 7-day mean is `points` or more above that of the week before, on each of `days` days.

    It stands until the mean was less than so much above that week on as many days. Only days of
    the present stage, and since the last decision, count, so that one bad spell sends nobody back
    twice.
    """
    need, points = criterion.days or 1, criterion.points or 0
    last = last_noted(facts.leg, facts.today)
    # Each is asked for many times: as one of several days, and as the week before another.
    mean = cache(partial(_mean, by_number(facts.leg)))
    rise = cache(partial(_rise, mean, facts.since))

    def worse(day: date) -> float | None:
        if not _at_least(rise(day), points):
            return None  # As on most days: what must hold on each of them does not on the last.
        rises = [rise(one) for one in last_days(need, day)]
        if by_days([_at_least(rise, points) for rise in rises], need) is not State.MET:
            return None
        return mean(day - timedelta(days=need - 1 + WEEK))

    def gone_back(day: date, reference: float) -> bool:
        means = [mean(one) for one in last_days(need, day)]
        marks = [None if mean is None else round(mean - reference, 6) < points for mean in means]
        return by_days(marks, need) is State.MET

    rises = [rise(one) for one in last_days(need, last)]
    state = by_days([_at_least(rise, points) for rise in rises], need)
    came = _came_up(facts, last, worse, gone_back) if state is not State.MET else None
    if came is not None:
        began = day_of(_first_of(criterion, came[0]))
        now = f"{shown(mean(last))} up to {day_of(last)}"
        evidence = f"The mean of 7 days: {now}, {shown(came[1])} in the week before {began}."
        return Verdict(criterion, State.MET, evidence)
    return Verdict(criterion, state, _rises_words(rises))


def _rises_words(rises: list[float | None]) -> str:
    if all(rise is None for rise in rises):
        return "Too few days are noted yet to compare two weeks."
    days = "the last day" if len(rises) == 1 else f"the last {len(rises)} days"
    told = listed([_rise_words(rise) for rise in rises])
    return f"The mean of 7 days against the week before, on {days}: {told}."


def _came_up(
    facts: GateFacts,
    last: date,
    worse: Callable[[date], R | None],
    gone_back: Callable[[date, R], bool],
) -> tuple[date, R] | None:
    """The day on which it came up and what it was measured by; None where it went back since."""
    standing: tuple[date, R] | None = None
    for day in days_between(facts.worse_since, last):
        if standing is not None and gone_back(day, standing[1]):
            standing = None
        reference = worse(day) if standing is None else None
        if reference is not None:
            standing = (day, reference)
    return standing


def _first_of(criterion: Criterion, last: date) -> date:
    """The first of the days that a criterion looks at."""
    return last - timedelta(days=(criterion.of_days or criterion.days or 1) - 1)


def _at_least(rise: float | None, points: int) -> bool | None:
    return None if rise is None else rise >= points


def _rise(mean: Mean, since: date, day: date) -> float | None:
    if day < since:
        return None
    now, before = mean(day), mean(day - timedelta(days=WEEK))
    return None if now is None or before is None else round(now - before, 6)


def _mean(legs: Mapping[int, float], until: date) -> float | None:
    after = until.toordinal() + 1
    noted = [legs[day] for day in range(after - WEEK, after) if day in legs]
    return sum(noted) / len(noted) if len(noted) >= LEAST_OF_WEEK else None


def _rise_words(rise: float | None) -> str:
    if rise is None:
        return "too few days noted"
    if shown(abs(rise)) == "0":
        return "the same"
    return f"{'up' if rise > 0 else 'down'} {shown(abs(rise))}"
