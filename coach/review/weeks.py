"""Weeks side by side: what the history screen shows, with days that were not recorded as gaps."""

from datetime import date, timedelta

from msgspec import Struct

from coach.domain.history import History
from coach.domain.pain import Site
from coach.domain.routine import days_between
from coach.review.adherence import adherence_by_day
from coach.review.pain_trend import pain_by_day


class DayLine(Struct, frozen=True):
    """One day of the history; None is not recorded."""

    day: date
    back: int | None
    """Worst back score of the day."""
    leg: int | None
    """Worst leg score of the day."""
    percent: float | None
    asked: bool
    """Whether the plan asked for anything."""


def day_lines(history: History, *, until: date, days: int) -> list[DayLine]:
    """The last `days` days up to `until`, every date present."""
    pain = {(line.day, line.site): line.worst for line in pain_by_day(history)}
    adherence = {line.day: line for line in adherence_by_day(history)}
    lines = []
    for day in days_between(until - timedelta(days=days - 1), until):
        done = adherence.get(day)
        lines.append(
            DayLine(
                day=day,
                back=pain.get((day, Site.BACK)),
                leg=pain.get((day, Site.LEG)),
                percent=done.percent if done is not None else None,
                asked=done is not None and done.planned > done.excused,
            )
        )
    return lines
