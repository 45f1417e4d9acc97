"""Recovery against one's own start; beside it only what has been published, never a guess.

Everything rests on the worst leg score of each day. A day without one is a gap, not a zero.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.events import PlanReceived
from coach.domain.history import History, once_a_history
from coach.domain.middle import middle
from coach.domain.pain import Site
from coach.review.pain_trend import pain_by_day

START_DAYS = 7
"""The own start is the middle of so many noted days (source: DESIGN, clinical 7.2)."""
START_WITHIN_DAYS = 14
"""They are looked for in so many days from the first one of the plan (source: DESIGN)."""
LEAST_START_DAYS = 4
"""With fewer noted days the start is not known (source: DESIGN)."""
NOW_DAYS = 7
"""Now is the middle of the noted days among so many, today the last (source: clinical 7.2)."""
LEAST_NOW_DAYS = 3
"""With fewer noted days, now is not known (source: DESIGN)."""
POINTS_BELOW = 4
"""A start below this is compared in points, not in percent (source: DESIGN, clinical 7.2)."""


class Anchor(Struct, frozen=True):
    """One published point."""

    week: int
    score: float
    """Mean of the group, 0 to 10."""
    percent: int
    """Of the group's score at week 0."""


REFERENCE = (Anchor(0, 6.1, 100), Anchor(17, 3.9, 64))
"""The two published points, of people with clinically diagnosed sciatica (source: S1).

Pain there was the higher of leg and back, each the mean of three scores. Nothing is known of the
weeks between, and nothing is made up for them.
"""
REFERENCE_LABEL = "average of one UK study, not a target"
REFERENCE_SOURCE = "Harrisson 2020, Clin J Pain 36(11):813-824"


class Recovery(Struct, frozen=True):
    """Where the leg is now against its own start; None is not known."""

    start: float | None
    """0 to 10: the middle of the first noted days of the plan."""
    start_days: int
    """How many noted days it rests on, or how many there are so far."""
    start_open: bool
    """Whether more days of the start may still come."""
    now: float | None
    """0 to 10: the middle of the last seven days."""
    now_days: int
    """How many of the last seven days were noted."""
    weeks: int
    """Full weeks since the first day of the plan."""

    @property
    def drop(self) -> float | None:
        """Points by which the leg is below its start; below zero when it is above."""
        return None if self.start is None or self.now is None else self.start - self.now

    @property
    def percent(self) -> float | None:
        """Now in percent of the own start; None where points tell more."""
        if self.start is None or self.now is None or self.start < POINTS_BELOW:
            return None
        return round(100 * self.now / self.start, 1)


class WeekValue(Struct, frozen=True):
    """One week of the plan; `percent` and `score` are None when too few days were noted."""

    week: int
    score: float | None
    percent: float | None


@once_a_history
def worst_legs(history: History) -> Mapping[date, int]:
    """The worst leg score of every day that has one."""
    return {line.day: line.worst for line in pain_by_day(history) if line.site is Site.LEG}


def course_first_day(history: History) -> date | None:
    """The first day of the plan that holds now; None without one.

    A newer version or another program from the same therapist goes on with the same plan, so it
    does not move the start.
    """
    first: date | None = None
    therapist = ""
    for stamped, fact in history.of(PlanReceived):
        if first is None or fact.therapist != therapist:
            first, therapist = max(fact.from_day, stamped.day), fact.therapist
    return first


def own_start(legs: Mapping[date, int], first_day: date) -> tuple[float | None, int]:
    """The middle of the first noted days of the plan, and how many there are."""
    early = [first_day + timedelta(days=n) for n in range(START_WITHIN_DAYS)]
    noted = [legs[day] for day in early if day in legs][:START_DAYS]
    return (middle(noted) if len(noted) >= LEAST_START_DAYS else None), len(noted)


def week_until(legs: Mapping[date, int], last: date) -> tuple[float | None, int]:
    """The middle of the noted days among the seven up to `last`, and how many there are."""
    days = [last - timedelta(days=n) for n in range(NOW_DAYS)]
    noted = [legs[day] for day in days if day in legs]
    return (middle(noted) if len(noted) >= LEAST_NOW_DAYS else None), len(noted)


def recovery_of(legs: Mapping[date, int], first_day: date, today: date) -> Recovery:
    """Start and now of a plan that began on `first_day`; later scores are left out."""
    known = {day: score for day, score in legs.items() if first_day <= day <= today}
    start, start_days = own_start(known, first_day)
    now, now_days = week_until(known, today)
    open_until = first_day + timedelta(days=START_WITHIN_DAYS)
    return Recovery(
        start=start,
        start_days=start_days,
        start_open=today < open_until and start_days < START_DAYS,
        now=now,
        now_days=now_days,
        weeks=max(0, (today - first_day).days // 7),
    )


def recovery(history: History, first_day: date, today: date) -> Recovery:
    """Start and now, from the facts."""
    return recovery_of(worst_legs(history), first_day, today)


def weekly_values(
    legs: Mapping[date, int], first_day: date, today: date, most_weeks: int
) -> Sequence[WeekValue]:
    """Every full week of the plan, the first `most_weeks` of them, gaps as gaps."""
    start, _ = own_start(legs, first_day)
    weeks = min(most_weeks, max(0, ((today - first_day).days + 1) // 7))
    values = []
    for week in range(weeks):
        score, _ = week_until(legs, first_day + timedelta(days=7 * week + NOW_DAYS - 1))
        known = start is not None and start >= POINTS_BELOW and score is not None
        percent = round(100 * score / start, 1) if known and score is not None and start else None
        values.append(WeekValue(week, score, percent))
    return values
