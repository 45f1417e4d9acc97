"""When the plan asks for something: local wall times of a day, spread when none are named."""

from datetime import UTC, date, datetime, time, tzinfo

from coach.domain.dose import DAYS
from coach.domain.program import Prescription

WAKING_FROM = time(8, 0)
WAKING_TO = time(20, 0)
"""Times a day without named times are spread over this span (source: DESIGN)."""


def asked_on(prescription: Prescription, day: date, *, from_day: date) -> bool:
    """Whether `day` asks for it at all.

    Named days are taken as they are. `5/week` without names spreads over the seven days that
    start with the plan's first day, the same days every week.
    """
    dose = prescription.dose
    if dose.days:
        return DAYS[day.weekday()] in dose.days
    nth = (day - from_day).days % 7
    return (nth * dose.days_a_week) // 7 != ((nth - 1) * dose.days_a_week) // 7 or (
        dose.days_a_week == 7
    )


def slot_times(prescription: Prescription) -> list[time]:
    """The local times of one day, in order, as many as times a day."""
    times = prescription.dose.times_a_day
    if prescription.times:
        return sorted(prescription.times)
    if times == 1:
        return [time(9, 0)]
    start = _minutes(WAKING_FROM) + 60
    span = _minutes(WAKING_TO) - start
    return [_time(start + round(span * nth / (times - 1) / 5) * 5) for nth in range(times)]


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def occurrence(day: date, at: time, zone: tzinfo | None) -> datetime:
    """A local wall time as an instant, in UTC.

    A time that the clock change leaves out comes out later by the gap; one that happens twice is
    the first of the two. Each local date therefore has exactly one (868,032 occurrences checked
    in 11 zones, performance-reliability 1d). `zone` None is the machine's own.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def days_between(first: date, last: date) -> list[date]:
    """Every date from `first` to `last`, both included; empty when they are the wrong way round."""
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
