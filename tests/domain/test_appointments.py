"""What coming days ask, as appointments."""

from datetime import UTC, date, timedelta

from msgspec.structs import replace

from coach.domain.agenda import AgendaItem, ItemState, agenda
from coach.domain.appointments import appointments, seconds_of
from coach.domain.program import StageCode
from tests.builders import BERLIN, NINE, a_dose, a_history, a_prescription, a_program

TODAY = NINE.date()
NAMES = {"bridge": "Bridge", "walk": "Little walk"}


def items(*lines: str, day: date = TODAY) -> tuple[AgendaItem, ...]:
    program = a_program(*(a_prescription(line) for line in lines))
    now = NINE - timedelta(hours=1)
    return agenda(
        program, StageCode.CALM, a_history(), now, day=day, from_day=TODAY, zone=BERLIN
    ).items


def test_what_falls_due_together_is_one_appointment() -> None:
    (one,) = appointments(items("bridge 2x10 hold 5s", "walk 10min"), NAMES)
    assert one.starts_at == NINE
    assert one.names == ("Bridge", "Little walk")
    assert one.lines[0].startswith("Bridge: 2x10 hold 5s")


def test_each_time_of_the_day_is_one() -> None:
    found = appointments(items("walk 10min 3/day"), NAMES)
    assert len(found) == 3
    assert len({one.key for one in found}) == 3


def test_the_key_is_the_time_whatever_is_asked_at_it() -> None:
    (one,) = appointments(items("bridge 2x10 hold 5s", "walk 10min"), NAMES)
    (other,) = appointments(items("walk 10min"), NAMES)
    assert one.key == other.key == "2027-03-01T08:00+00:00"


def test_what_is_done_missed_or_excused_is_no_appointment() -> None:
    (one,) = items("walk 10min")
    for state in (ItemState.DONE, ItemState.MISSED, ItemState.EXCUSED):
        assert appointments([replace(one, state=state)], NAMES) == ()


def test_it_lasts_a_multiple_of_five_minutes() -> None:
    # Two sets of ten held for five seconds and half a minute of rest: 130 seconds.
    assert seconds_of(a_dose("2x10 hold 5s rest 30s")) == 130
    (short,) = appointments(items("bridge 2x10 hold 5s"), NAMES)
    (long,) = appointments(items("bridge 2x10 hold 5s", "walk 10min"), NAMES)
    assert (short.minutes, long.minutes) == (5, 15)


def test_nine_stays_nine_when_the_clocks_change() -> None:
    # Summer time begins in Berlin on 28 March 2027.
    for day, utc_hour in ((date(2027, 3, 27), 8), (date(2027, 3, 28), 7)):
        (one,) = appointments(items("walk 10min", day=day), NAMES)
        assert one.starts_at.astimezone(UTC).hour == utc_hour


def test_a_name_that_is_not_known_is_its_id() -> None:
    (one,) = appointments(items("walk 10min"), {})
    assert one.names == ("walk",)
