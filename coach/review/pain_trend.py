"""Pain over time: by day, back and leg apart, gaps as gaps."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from coach.domain.check_ups import day_counted
from coach.domain.events import PainScore
from coach.domain.history import History
from coach.domain.pain import Reach, Site


@dataclass(frozen=True, slots=True)
class DayPain:
    """One site on one day on which it was scored."""

    day: date
    site: Site
    worst: int
    mean: float
    reach: Reach | None
    """The furthest reach of the day; None when it was not recorded."""


def pain_by_day(history: History) -> list[DayPain]:
    """Every day and site with a score, oldest first; a day without one is simply not there.

    The worst of 24 hours told after midnight counts to the evening before.
    """
    scores: dict[tuple[date, Site], list[PainScore]] = defaultdict(list)
    rehearsed = history.rehearsed_sessions()
    for stamped, fact in history.of(PainScore):
        if fact.session not in rehearsed:
            scores[day_counted(stamped), fact.site].append(fact)
    return [
        _day(day, site, facts)
        for (day, site), facts in sorted(scores.items(), key=lambda item: item[0])
    ]


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
