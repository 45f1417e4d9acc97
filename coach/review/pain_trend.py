"""Pain over time: by day, back and leg apart, gaps as gaps."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from coach.domain.check_ups import day_counted
from coach.domain.events import PainScore
from coach.domain.history import History, once_a_history
from coach.domain.pain import Reach, Site


class DayPain(Struct, frozen=True):
    """One site on one day on which it was scored."""

    day: date
    site: Site
    worst: int
    mean: float
    reach: Reach | None
    """The furthest reach of the day; None when it was not recorded."""


@once_a_history
def scores_counted(history: History) -> tuple[tuple[date, PainScore], ...]:
    """Every score with the day it counts to, but for those of rehearsed sessions."""
    rehearsed = history.rehearsed_sessions()
    return tuple(
        (day_counted(stamped), fact)
        for stamped, fact in history.of(PainScore)
        if fact.session not in rehearsed
    )


@once_a_history
def pain_by_day(history: History) -> tuple[DayPain, ...]:
    """Every day and site with a score, oldest first; a day without one is simply not there.

    The worst of 24 hours told after midnight counts to the evening before.
    """
    scores: dict[tuple[date, Site], list[PainScore]] = defaultdict(list)
    for day, fact in scores_counted(history):
        scores[day, fact.site].append(fact)
    return tuple(_day(day, site, scores[day, site]) for day, site in sorted(scores))


@once_a_history
def reaches_by_day(history: History) -> Mapping[date, Reach]:
    """The furthest reach of every day that has one."""
    found: dict[date, Reach] = {}
    for line in pain_by_day(history):
        if line.reach is not None:
            found[line.day] = max(line.reach, found.get(line.day, Reach.NONE))
    return found


def _day(day: date, site: Site, facts: list[PainScore]) -> DayPain:
    reaches = [fact.reach for fact in facts if fact.reach is not None]
    numbers = [fact.score for fact in facts]
    return DayPain(
        day=day,
        site=site,
        worst=max(numbers),
        mean=round(sum(numbers) / len(numbers), 2),
        reach=max(reaches) if reaches else None,
    )
