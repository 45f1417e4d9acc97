"""The ear is closed while the coach speaks and until its sound has died away."""

from hypothesis import given
from hypothesis import strategies as st

from coach.workflows.half_duplex import DRAIN_SECONDS, may_listen, quiet_since


def test_it_is_closed_while_the_coach_speaks() -> None:
    assert quiet_since(10.0, False, 11.0) is None
    assert not may_listen(None, 11.0)


def test_it_opens_three_tenths_after_the_last_sound() -> None:
    since = quiet_since(None, True, 10.0)
    assert since == 10.0
    assert not may_listen(since, 10.29)
    assert may_listen(since, 10.3)


def test_quiet_is_counted_from_its_beginning() -> None:
    assert quiet_since(10.0, True, 12.0) == 10.0


@given(st.lists(st.tuples(st.floats(0, 0.5), st.booleans()), max_size=60))
def test_it_never_opens_within_the_drain_of_a_sound(looks: list[tuple[float, bool]]) -> None:
    now, since, spoke_at = 0.0, None, 0.0
    for passed, is_quiet in looks:
        now += passed
        since = quiet_since(since, is_quiet, now)
        spoke_at = spoke_at if is_quiet else now
        if may_listen(since, now):
            assert now - spoke_at >= DRAIN_SECONDS
