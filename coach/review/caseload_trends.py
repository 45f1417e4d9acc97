"""Leg pain against the week before, and the last time it went further down the leg.

Both end where the log ends; a day without a score is a gap.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.history import History
from coach.domain.middle import middle
from coach.domain.pain import Reach
from coach.review.pain_trend import reaches_by_day
from coach.review.review_facts import times_lower

RECENT_DAYS = 3
LEAST_RECENT_DAYS = 2
"""Now is the middle of the noted days among the last three, at least two of them (DESIGN)."""
WEEK_DAYS = 7
LEAST_WEEK_DAYS = 3
"""Before is the middle of the noted days among the seven before, at least three (DESIGN)."""


class LegWeek(Struct, frozen=True):
    """The leg now, 0 to 10, against the week before."""

    before: float
    now: float


class LegStep(Struct, frozen=True):
    """The newest day with a leg score against the one before it, where no week can be told."""

    before: int
    before_day: date
    now: int


class Lower(Struct, frozen=True):
    """One time it went further down the leg."""

    day: date
    before: Reach | None
    """The furthest of the week before; None when it went down within a session."""
    now: Reach | None
    """The furthest of the day."""


def leg_week(legs: Mapping[date, int]) -> LegWeek | None:
    """The last noted days against the week before them; None when too few were noted."""
    if not legs:
        return None
    last = max(legs)
    recent = [legs[day] for day in _back_from(last, RECENT_DAYS) if day in legs]
    week = _back_from(last - timedelta(days=RECENT_DAYS), WEEK_DAYS)
    before = [legs[day] for day in week if day in legs]
    if len(recent) < LEAST_RECENT_DAYS or len(before) < LEAST_WEEK_DAYS:
        return None
    return LegWeek(before=middle(before), now=middle(recent))


def leg_step(legs: Mapping[date, int]) -> LegStep | None:
    """The two newest noted days; None where there are not two of them."""
    newest = sorted(legs)[-2:]
    if len(newest) != 2:
        return None
    before, now = newest
    return LegStep(before=legs[before], before_day=before, now=legs[now])


def last_lower(history: History) -> Lower | None:
    """The newest time it went further down: over a whole day, or within a session."""
    days = times_lower(history)
    if not days:
        return None
    day, reaches = max(days), reaches_by_day(history)
    week = _back_from(day - timedelta(days=1), WEEK_DAYS)
    before = max((reaches[one] for one in week if one in reaches), default=None)
    now = reaches.get(day)
    whole_day = before is not None and now is not None and now > before
    return Lower(day, before if whole_day else None, now)


def _back_from(last: date, days: int) -> list[date]:
    return [last - timedelta(days=n) for n in range(days)]
