"""The agenda of coming days as an iCalendar file (RFC 5545).

An appointment a time, at local times where the zone is known, else in UTC: each one is an instant
of its own, so that a clock change moves none. An appointment keeps its UID, so that a later file
brings the same ones up to date; none carries a name or an id of the patient. A file does not
change by itself: after a new plan, a new stage or a red light it is made again.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from coach.domain.appointments import Appointment

if TYPE_CHECKING:
    from icalendar import Alarm, Event

NOTE = "This calendar does not change by itself. Make it again after every change of your plan."
_NAMESPACE = UUID("6f0e3a52-9d0b-5c1c-8f3e-2b7a4c5d6e7f")
"""What the ids of appointments are made in."""


def mark_of(patient: str) -> bytes:
    """Says that a calendar file is ours, and about the same patient."""
    return f"X-WR-RELCALID:{_calendar_id(patient)}".encode()


def write_calendar(
    found: Iterable[Appointment], *, patient: str, made_at: datetime, zone: tzinfo | None
) -> bytes:
    """The file; `patient` makes the UIDs differ between patients and is not to be seen in it."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//coach//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Coach")
    calendar.add("x-wr-relcalid", _calendar_id(patient))
    calendar.add("x-wr-caldesc", NOTE)
    known_zone = zone if getattr(zone, "key", "") not in ("", "UTC") else None
    listed = list(found)
    for one in listed:
        calendar.add_component(_event(one, patient, made_at, known_zone or UTC))
    if known_zone is not None and listed:
        calendar.add_missing_timezones(
            first_date=date(listed[0].starts_at.year, 1, 1),
            last_date=date(listed[-1].starts_at.year + 1, 12, 31),
        )
    return bytes(calendar.to_ical())


def _calendar_id(patient: str) -> str:
    """One for each patient; it does not tell who."""
    return str(uuid5(_NAMESPACE, f"{patient}/agenda"))


def _event(one: Appointment, patient: str, made_at: datetime, zone: tzinfo) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid5(_NAMESPACE, f'{patient}/{one.key}')}@coach")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(zone))
    event.add("duration", timedelta(minutes=one.minutes))
    summary = ", ".join(one.names)
    event.add("summary", summary)
    event.add("description", "\n".join((*one.lines, "", NOTE)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(summary))
    return event


def _alarm(summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(0))
    return alarm
