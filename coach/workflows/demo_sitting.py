"""How a sample patient sat on a day: three spells, some of them too long."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from random import Random

from coach.domain.events import Fact, SittingBout, SittingStarted, WarningGiven
from coach.domain.outcomes import WarningKind
from coach.domain.program import SittingLimits, Surface

HOURS = (10, 14, 17)
SURFACES = (Surface.FIRM, Surface.SOFT, Surface.HARD, Surface.CAR)


def sitting_day(
    limits: SittingLimits, nth: int, at: Callable[[time], datetime], random: Random
) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """The facts of day `nth` with their times; `at` makes a time of that day."""
    for hour in HOURS:
        surface = random.choice(SURFACES)
        limit = limits.minutes(surface)
        minutes = round(limit * random.uniform(0.4, 1.5), 1)
        start = at(time(hour, random.randrange(40)))
        bout = f"sample-bout-{nth:02d}-{hour}"
        yield start, (SittingStarted(bout=bout, surface=surface),)
        over = max(0.0, minutes - limit)
        if over:
            text = f"Time to stand and walk. {limit} minutes. {limits.reason}"
            warned = WarningGiven(kind=WarningKind.SITTING, text=text, spoken=True)
            yield start + timedelta(minutes=limit), (warned,)
        fact = SittingBout(
            bout=bout,
            surface=surface,
            started_at=start,
            minutes=minutes,
            limit_minutes=limit,
            warnings=1 if over else 0,
            overdue_minutes=round(over, 1),
        )
        yield start + timedelta(minutes=minutes), (fact,)
