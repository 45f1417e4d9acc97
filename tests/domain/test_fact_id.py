"""Ids of facts follow from when and where; no two facts share one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coach.domain.fact_id import fact_id

NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
_TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(_TIMES, st.text(max_size=40), st.integers(1, 2**50))
def test_every_id_is_a_uuid_of_version_seven_and_says_when(
    at: datetime, device: str, seq: int
) -> None:
    made = fact_id(at, device, seq)
    read = UUID(made)
    assert (str(read), read.version, read.variant) == (made, 7, "specified in RFC 4122")
    assert read.int >> 80 == int(at.timestamp() * 1000) or at.microsecond % 1000


def test_the_same_fact_has_the_same_id_and_another_another() -> None:
    ids = {
        fact_id(NINE + timedelta(seconds=later), device, seq)
        for later in (0, 1)
        for device in ("a", "b")
        for seq in range(1, 5000)
    }
    assert len(ids) == 2 * 2 * 4999
    assert fact_id(NINE, "a", 7) == fact_id(NINE.astimezone(), "a", 7)


def test_facts_of_one_moment_sort_by_their_numbers() -> None:
    ids = [fact_id(NINE, "a", seq) for seq in range(1, 200)]
    assert ids == sorted(ids)
    assert fact_id(NINE + timedelta(milliseconds=1), "a", 1) > ids[-1]


def test_a_clock_before_the_epoch_still_gives_an_id() -> None:
    assert UUID(fact_id(datetime(1960, 1, 1, tzinfo=UTC), "a", 1)).version == 7
