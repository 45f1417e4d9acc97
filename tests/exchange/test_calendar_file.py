"""The agenda as a calendar that other programs read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from icalendar import Calendar

from coach.domain.appointments import Appointment
from coach.exchange.calendar_file import NOTE, mark_of, write_calendar
from tests.builders import BERLIN, NINE
from tests.exchange.outgoing import GOLDEN, PATIENT
from tests.golden_files import check_golden_file

NEAR_THE_START = 512
SPRING = datetime(2027, 3, 28, 7, 0, tzinfo=UTC)
"""Nine in Berlin on the day on which summer time begins."""


def an_appointment(at: datetime = NINE, name: str = "Bridge") -> Appointment:
    key = f"{at.date()}/bridge/1"
    return Appointment(key, at.astimezone(UTC), 15, (name,), (f"{name}: 2x10 hold 5s",))


SOME = (an_appointment(), an_appointment(SPRING, "Walk, then rest; \\ slowly"))


def written(
    found: Sequence[Appointment] = SOME, *, patient: str = PATIENT, zone: tzinfo | None = BERLIN
) -> bytes:
    return write_calendar(found, patient=patient, made_at=NINE, zone=zone)


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_the_file_is_as_it_always_was() -> None:
    check_golden_file(GOLDEN / "agenda.ics", written())


def test_another_program_finds_local_times_with_their_zone() -> None:
    first, second = events(written())
    assert first["DTSTART"].dt == NINE
    assert first["DTSTART"].params["TZID"] == "Europe/Berlin"
    # The clocks have changed between the two, and it is nine on both days.
    assert (second["DTSTART"].dt.hour, second["DTSTART"].dt) == (9, SPRING)
    assert Calendar.from_ical(written()).walk("VTIMEZONE")


def test_without_a_known_zone_times_are_in_utc() -> None:
    data = written(zone=None)
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20270301T080000Z" in data
    assert events(data)[0]["DTSTART"].dt == NINE


def test_an_alarm_goes_off_at_the_time() -> None:
    for event in events(written()):
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == timedelta(0)


def test_words_come_back_whatever_signs_are_in_them() -> None:
    assert str(events(written())[1]["SUMMARY"]) == "Walk, then rest; \\ slowly"


def test_the_same_appointment_keeps_its_id_and_no_two_share_one() -> None:
    ids = [str(event["UID"]) for event in events(written())]
    assert ids == [str(event["UID"]) for event in events(written(zone=None))]
    assert len(set(ids)) == 2
    others = [str(event["UID"]) for event in events(written(patient="someone-else"))]
    assert not set(ids) & set(others)


def test_nothing_in_it_says_whose_it_is() -> None:
    assert PATIENT.encode() not in written()
    assert b"ATTENDEE" not in written()
    assert b"ORGANIZER" not in written()


def test_it_says_that_it_does_not_change_by_itself() -> None:
    for event in events(written()):
        assert NOTE in str(event["DESCRIPTION"])


def test_lines_are_as_the_standard_wants_them() -> None:
    data = written((an_appointment(name="Ü" * 200),))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert mark_of(PATIENT) in data[:NEAR_THE_START]


def test_no_appointments_are_a_calendar_all_the_same() -> None:
    assert events(written(())) == []
