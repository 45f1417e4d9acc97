"""Which change preceded which: leg and adherence of the week before and after each change.

It sets weeks side by side with their counts and says of nothing that it caused something.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.authors import patients_own
from coach.domain.counts import counted
from coach.domain.history import History
from coach.domain.middle import middle
from coach.domain.routine import days_between
from coach.review.adherence import DayAdherence, adherence_by_day, mean_percent
from coach.review.follow_up import PlanMark
from coach.review.follow_up_plans import course_marks
from coach.review.recovery import worst_legs
from coach.review.verdicts import shown

WEEK_DAYS = 7


class Week(Struct, frozen=True):
    """Seven days on one side of a change; None is not recorded."""

    leg: float | None
    """Middle of the worst scores of the noted days, 0 to 10."""
    leg_days: int
    """How many days it is the middle of."""
    percent: float | None
    """Mean adherence of the days that have one."""
    percent_days: int
    """How many days it is the mean of."""


class ChangeBefore(Struct, frozen=True):
    """One plan version or stage with the weeks on both sides of its first day."""

    mark: PlanMark
    before: Week
    after: Week
    """Its first seven days; fewer where the log ends earlier."""


def changes_before(history: History) -> tuple[ChangeBefore, ...]:
    """Every change of the whole course, oldest first. `history` has the therapist's facts."""
    own = patients_own(history)
    legs = worst_legs(own)
    days = {line.day: line for line in adherence_by_day(own)}
    return tuple(
        ChangeBefore(
            mark=mark,
            before=_week(mark.from_day - timedelta(days=WEEK_DAYS), legs, days),
            after=_week(mark.from_day, legs, days),
        )
        for mark in course_marks(history)
    )


def _week(first: date, legs: Mapping[date, int], days: Mapping[date, DayAdherence]) -> Week:
    dates = days_between(first, first + timedelta(days=WEEK_DAYS - 1))
    scores = [legs[day] for day in dates if day in legs]
    known = [days[day] for day in dates if day in days and days[day].percent is not None]
    return Week(
        leg=middle(scores) if scores else None,
        leg_days=len(scores),
        percent=mean_percent(known),
        percent_days=len(known),
    )


def change_lines(changes: Sequence[ChangeBefore]) -> tuple[str, ...]:
    """Each change in words, with the days its figures rest on."""
    return tuple(
        f"{one.mark.from_day.isoformat()} {one.mark.plan_version} stage {one.mark.stage.value}: "
        f"week before: {week_words(one.before)}; first week: {week_words(one.after)}."
        for one in changes
    )


def week_words(week: Week) -> str:
    """`leg 5 (6 days), done 72 percent (6 days)`."""
    leg = f"leg {shown(week.leg)}"
    done = f"done {shown(week.percent)}"
    if week.leg is not None:
        leg = f"{leg} ({counted(week.leg_days, 'day')})"
    if week.percent is not None:
        done = f"{done} percent ({counted(week.percent_days, 'day')})"
    return f"{leg}, {done}"
