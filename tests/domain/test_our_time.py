"""Dates that no machine's clock shows are no dates of a coach."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import Fact, NoteWritten, PlanReceived, Stamped
from coach.domain.fact_codec import KINDS
from coach.domain.our_time import in_our_time, is_dated
from coach.domain.program import StageCode
from coach.domain.time_events import AwayAnswered
from tests.exchange.documents import facts_in_a_row
from tests.store.builders import facts_of

NOTE = NoteWritten(text="hello", about="")
LONG_AGO = datetime(68, 5, 14, tzinfo=UTC)


def stamped(fact: Fact = NOTE) -> Stamped:
    (found,) = facts_in_a_row(fact)
    return found


@pytest.mark.parametrize(
    "when",
    [
        date(1969, 12, 31),
        date(2199, 12, 31),
        datetime(1969, 12, 31, 19, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2027, 3, 1, tzinfo=UTC),
    ],
)
def test_a_clock_without_a_battery_is_of_our_time(when: date) -> None:
    assert in_our_time(when)


@pytest.mark.parametrize("when", [date.min, date(1969, 12, 30), date(2200, 1, 1), date.max])
def test_other_centuries_are_not(when: date) -> None:
    assert not in_our_time(when)
    assert not is_dated(replace(stamped(), day=when))


@pytest.mark.parametrize(("days", "is_one"), [(0, True), (-1, True), (1, True), (2, False)])
def test_the_day_of_a_fact_is_that_of_its_time(days: int, is_one: bool) -> None:
    fact = stamped()
    assert is_dated(replace(fact, day=fact.day + timedelta(days=days))) is is_one


def test_the_dates_in_a_fact_count_too() -> None:
    away = AwayAnswered(since=LONG_AGO, answer="done")  # type: ignore[arg-type]
    assert not is_dated(stamped(away))
    plan = PlanReceived(
        program="steady-back",
        version=2,
        therapist="Ada Berg",
        from_day=date(2027, 3, 1),
        stage=StageCode.CALM,
        sore_side="",
    )
    assert is_dated(stamped(plan))
    assert not is_dated(stamped(replace(plan, valid_until=date.max)))


DATES = [
    (kind, name)
    for kind in KINDS.values()
    for name, hint in get_type_hints(kind).items()
    if "date" in str(hint)
]


@pytest.mark.parametrize(("kind", "name"), DATES)
@given(data=st.data())
def test_every_date_in_every_kind_of_fact_counts(
    kind: type[Fact], name: str, data: st.DataObject
) -> None:
    fact: Fact = data.draw(facts_of(kind))
    found = stamped(fact)
    assert is_dated(found)
    assert not is_dated(replace(found, fact=replace(fact, **{name: LONG_AGO})))
