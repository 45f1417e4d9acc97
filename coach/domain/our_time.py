"""Dates that a machine's clock may show: what comes from outside is held to them.

Rules add days and weeks to dates, and count the days between two of them; a fact of the year 1 or
9999 would stop a follow-up, and one of the year 68 fill it with 700,000 days.
"""

from datetime import date, datetime, timedelta
from functools import cache

from msgspec.structs import fields

from coach.domain.events import Stamped

FIRST_DAY = date(1969, 12, 31)
"""A clock that has lost its battery begins here or a day later, by where it is."""
LAST_DAY = date(2199, 12, 31)
_ONE_DAY = timedelta(days=1)


def in_our_time(when: date) -> bool:
    """Whether a day, or the day of a time, is one that a clock may show."""
    day = when.date() if isinstance(when, datetime) else when
    return FIRST_DAY <= day <= LAST_DAY


def is_dated(stamped: Stamped) -> bool:
    """Whether every date of a fact is in our time, and its day that of its time or next to it."""
    fact = stamped.fact
    fact_type: type = type(fact)
    dates = (getattr(fact, name) for name in _date_fields(fact_type))
    return (
        in_our_time(stamped.at)
        and in_our_time(stamped.day)
        and abs(stamped.day - stamped.at.date()) <= _ONE_DAY
        and all(when is None or in_our_time(when) for when in dates)
    )


@cache
def _date_fields(fact_type: type) -> tuple[str, ...]:
    """The fields that hold a day or a time."""
    kinds = (date, datetime, date | None, datetime | None)
    return tuple(one.name for one in fields(fact_type) if one.type in kinds)
