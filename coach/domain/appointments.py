"""What coming days ask, as appointments for a calendar of any make."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby
from math import ceil
from operator import attrgetter

from msgspec import Struct

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.dose import Dose, format_dose
from coach.domain.text import clean_line

_STEP_MINUTES = 5
"""Appointments last a multiple of this."""


class Appointment(Struct, frozen=True):
    """Everything that is asked at one time."""

    key: str
    """Its time: the same whenever it is computed, whatever is asked at it."""
    starts_at: datetime
    """In UTC."""
    minutes: int
    """How long it takes, about."""
    names: tuple[str, ...]
    """What is asked, as people call it."""
    lines: tuple[str, ...]
    """The same with its dose, a line each."""


def appointments(items: Iterable[AgendaItem], names: Mapping[str, str]) -> tuple[Appointment, ...]:
    """What of these items is still to be done, one appointment a time, in order.

    `names` are exercises by id.
    """
    wanted = [item for item in items if item.state in (ItemState.DUE, ItemState.LATER)]
    wanted.sort(key=attrgetter("due_at"))
    return tuple(
        _appointment(due_at, list(together), names)
        for due_at, together in groupby(wanted, key=attrgetter("due_at"))
    )


def _appointment(
    due_at: datetime, items: list[AgendaItem], names: Mapping[str, str]
) -> Appointment:
    called = [clean_line(names.get(item.exercise, item.exercise)) for item in items]
    lines = [
        f"{name}: {format_dose(item.dose)}" + (f". {clean_line(item.note)}" if item.note else "")
        for name, item in zip(called, items, strict=True)
    ]
    return Appointment(
        key=due_at.astimezone(UTC).isoformat(timespec="minutes"),
        starts_at=due_at,
        minutes=_minutes(sum(seconds_of(item.dose) for item in items)),
        names=tuple(dict.fromkeys(called)),
        lines=tuple(lines),
    )


def seconds_of(dose: Dose) -> int:
    """Work and the rests between sets of one time, without getting into place."""
    return dose.total_seconds + dose.rest_seconds * (dose.sets * dose.sides - 1)


def _minutes(seconds: int) -> int:
    return max(1, ceil(seconds / 60 / _STEP_MINUTES)) * _STEP_MINUTES
