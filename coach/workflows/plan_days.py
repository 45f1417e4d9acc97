"""For which days a plan holds."""

from datetime import date, timedelta

from coach.domain.errors import InputError

USUAL_WEEKS = 12
"""A plan holds so long where nobody says otherwise (source: DESIGN)."""
MOST_WEEKS = 104


def last_day(first: date, weeks: int) -> date:
    """The last day of a plan that begins on `first` and holds so many weeks."""
    return first + timedelta(weeks=weeks) - timedelta(days=1)


def check_days(first: date, last: date, today: date) -> None:
    """InputError for days that no plan holds for."""
    if first < today:
        raise InputError("Plan", f"{first} is over; let it begin today or later")
    if not first <= last <= last_day(first, MOST_WEEKS):
        raise InputError("Plan", f"it would hold until {last}; name 1 to {MOST_WEEKS} weeks")
