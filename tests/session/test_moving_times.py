"""How long a person needs is learned from what was measured, with a margin and within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.moving_times import SeenMoves, learned_seconds

DOWN = (5, 180)


@pytest.mark.parametrize(
    ("measured", "waited"),
    [
        ([10.0], 15),  # 12 with the margin, then up to the next five.
        ([12.5], 15),  # 15 exactly.
        ([12.6], 20),
        ([8.0, 30.0], 40),  # The slower of two counts: 36.
        ([0.5], 5),
        ([400.0], 180),
    ],
)
def test_the_longest_counts_with_a_fifth_more_in_steps_of_five(
    measured: list[float], waited: int
) -> None:
    assert learned_seconds(measured, DOWN) == waited


@given(st.lists(st.floats(0.1, 1000), min_size=1), st.integers(3, 20), st.integers(30, 180))
def test_nobody_is_waited_for_shorter_than_they_needed_unless_it_is_past_the_bounds(
    measured: list[float], least: int, most: int
) -> None:
    waited = learned_seconds(measured, (least, most))
    assert least <= waited <= most
    assert waited >= min(max(measured), most)


def test_three_early_moves_propose_a_shorter_wait_and_two_do_not() -> None:
    assert SeenMoves(early=(8.0, 9.0)).proposed_seconds(20, DOWN) == 20
    assert SeenMoves(early=(8.0, 9.0, 7.0)).proposed_seconds(20, DOWN) == 15


def test_two_pauses_within_a_move_propose_a_longer_wait_at_most_twice_as_long() -> None:
    assert SeenMoves(longer=(30.0,)).proposed_seconds(20, DOWN) == 20
    assert SeenMoves(longer=(30.0, 24.0)).proposed_seconds(20, DOWN) == 40
    assert SeenMoves(longer=(300.0, 24.0)).proposed_seconds(20, DOWN) == 40


def test_a_pause_weighs_more_than_being_early() -> None:
    seen = SeenMoves(early=(4.0, 4.0, 4.0), longer=(25.0, 25.0))
    assert seen.proposed_seconds(20, DOWN) == 30


@given(st.lists(st.floats(0.1, 500)), st.lists(st.floats(0.1, 500)), st.integers(5, 180))
def test_early_never_makes_the_wait_longer_and_a_pause_never_shorter(
    early: list[float], longer: list[float], waited: int
) -> None:
    assert SeenMoves(early=tuple(early)).proposed_seconds(waited, DOWN) <= waited
    assert SeenMoves(longer=tuple(longer)).proposed_seconds(waited, DOWN) >= waited
