"""For which days a plan holds."""

from datetime import date, timedelta

from coach.domain.errors import InputError

USUAL_WEEKS = 12
"""A plan holds so long where nobody says otherwise (source: DESIGN)."""
MOST_WEEKS = 104
FAR_DAYS = 366
"""A first day further ahead than this is asked about (source: DESIGN)."""


def last_day(first: date, weeks: int) -> date:
    """The last day of a plan that begins on `first` and holds so many weeks."""
    return first + timedelta(weeks=weeks) - timedelta(days=1)


def far_off(first: date, today: date) -> str:
    """That a plan begins so late that a year was perhaps mistyped; empty where it does not."""
    if first <= today + timedelta(days=FAR_DAYS):
        return ""
    return f"It begins only on {first}, more than a year from now: until then the one before holds."


def check_days(first: date, last: date, today: date) -> None:
    """InputError for days that no plan holds for."""
    if first < today:
        raise InputError("Plan", f"{first} is over; let it begin today or later")
    if not first <= last <= last_day(first, MOST_WEEKS):
        raise InputError("Plan", f"it would hold until {last}; name 1 to {MOST_WEEKS} weeks")
