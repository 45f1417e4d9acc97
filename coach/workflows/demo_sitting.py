"""How a sample patient sat on a day: three spells, some of them too long, and one that hurt."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random

from coach.domain.events import (
    Fact,
    PainScore,
    PlanReceived,
    SittingBout,
    SittingStarted,
    StageChanged,
    Stamped,
    WarningGiven,
)
from coach.domain.outcomes import WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import SittingLimits, Surface
from coach.domain.sitting_limits import RISE_POINTS, fitted_minutes, next_fits
from coach.domain.time_events import SittingLimitSet

HOURS = (10, 14, 17)
SURFACES = (Surface.FIRM, Surface.SOFT, Surface.HARD, Surface.CAR)
SORE_ON = Surface.SOFT
SORE_SHARE = 0.7
"""After which share of the limit the leg came up."""
KINDS = (PlanReceived, StageChanged, SittingLimitSet, SittingBout, PainScore)
"""What a limit is fitted by."""


def sitting_day(
    limits: SittingLimits,
    nth: int,
    at: Callable[[time], datetime],
    random: Random,
    known: Sequence[Stamped] = (),
) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """The facts of day `nth` with their times; `at` makes a time of that day.

    `known` are the facts before it by which limits are fitted.
    """
    for hour in HOURS:
        surface = random.choice(SURFACES)
        limit = fitted_minutes(limits, surface, known)
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


def sore_spell(
    limits: SittingLimits, nth: int, start: datetime, known: Callable[[], Sequence[Stamped]]
) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """A spell in which the leg came up, and the limit that was fitted by it.

    `known` reads the facts so far, those that were taken from here among them.
    """
    before = [
        one.fact.score
        for one in known()
        if isinstance(one.fact, PainScore)
        and one.fact.site is Site.LEG
        and one.fact.moment is not Moment.WORST_24H
    ]
    limit = fitted_minutes(limits, SORE_ON, known())
    rose_after = round(limit * SORE_SHARE)
    bout = f"sample-bout-{nth:02d}-sore"
    yield start, (SittingStarted(bout=bout, surface=SORE_ON),)
    rose = PainScore(site=Site.LEG, score=min(10, before[-1] + RISE_POINTS), moment=Moment.NOW)
    yield start + timedelta(minutes=rose_after), (rose,)
    end = start + timedelta(minutes=rose_after + 1)
    sat = SittingBout(
        bout=bout,
        surface=SORE_ON,
        started_at=start,
        minutes=float(rose_after + 1),
        limit_minutes=limit,
        warnings=0,
        overdue_minutes=0.0,
    )
    yield end, (sat,)
    # Made-up spells fall into made-up sessions, whose scores say nothing of sitting.
    others = (one for one in known() if getattr(one.fact, "bout", bout) == bout)
    yield end, next_fits(limits, others, start.date())
