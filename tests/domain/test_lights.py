"""Green, amber, red: clinical 2.1 row by row, and 2.2: location outranks intensity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.lights import Light, light_for, light_why
from coach.domain.pain import PainReport, Reach
from coach.domain.program import Thresholds

GREEN, AMBER, RED = Light.GREEN, Light.AMBER, Light.RED


def light(rest: int | None, now: int | None, thresholds: Thresholds | None = None) -> Light | None:
    return light_for(PainReport(leg=rest), PainReport(leg=now), thresholds or Thresholds())


@pytest.mark.parametrize("rest", [0, 1, 2, 3, None])
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0, GREEN),
        (3, GREEN),
        (4, AMBER),
        (5, AMBER),
        (6, RED),
        (10, RED),
    ],
)
def test_from_little_pain_at_rest_the_score_itself_counts(
    rest: int | None, now: int, expected: Light
) -> None:
    assert light(rest, now) is expected


@pytest.mark.parametrize(
    ("rest", "now", "expected"),
    [
        (4, 0, GREEN),
        (4, 4, GREEN),
        (4, 5, GREEN),
        (4, 6, AMBER),
        (4, 7, RED),
        (5, 6, GREEN),
        (5, 7, AMBER),
        (5, 8, RED),
        (6, 7, GREEN),
        (6, 8, RED),
        (6, 9, RED),
    ],
)
def test_from_middling_pain_at_rest_the_rise_counts_and_eight_is_red(
    rest: int, now: int, expected: Light
) -> None:
    assert light(rest, now) is expected


@pytest.mark.parametrize(
    ("rest", "now", "expected"),
    [
        (7, 7, GREEN),
        (7, 4, GREEN),
        (7, 8, AMBER),
        (7, 9, RED),
        (8, 8, GREEN),
        (8, 9, AMBER),
        (8, 10, RED),
        (9, 10, AMBER),
        (10, 10, GREEN),
    ],
)
def test_from_much_pain_at_rest_no_rise_is_green_and_two_points_are_red(
    rest: int, now: int, expected: Light
) -> None:
    assert light(rest, now) is expected


def test_further_down_the_leg_is_red_even_if_the_number_falls() -> None:
    before, now = PainReport(leg=6, reach=Reach.KNEE), PainReport(leg=2, reach=Reach.CALF)
    assert light_for(before, now, Thresholds()) is RED


def test_pain_that_comes_up_in_the_back_alone_is_not_further_down_the_leg() -> None:
    before, now = PainReport(reach=Reach.NONE), PainReport(leg=0, reach=Reach.BACK)
    assert light_for(before, now, Thresholds()) is GREEN
    assert light_for(before, PainReport(reach=Reach.BACK), Thresholds()) is None


def test_further_down_is_red_even_without_a_number() -> None:
    before, now = PainReport(leg=6, reach=Reach.KNEE), PainReport(reach=Reach.FOOT)
    assert light_for(before, now, Thresholds()) is RED


def test_moving_up_towards_the_back_is_green_even_if_the_back_hurts_more() -> None:
    before = PainReport(back=2, leg=5, reach=Reach.CALF)
    now = PainReport(back=5, leg=5, reach=Reach.BUTTOCK)
    assert light_for(before, now, Thresholds()) is GREEN


def test_moving_up_excuses_no_jump_of_the_number() -> None:
    before = PainReport(leg=5, reach=Reach.CALF)
    assert light_for(before, PainReport(leg=8, reach=Reach.BUTTOCK), Thresholds()) is RED


def test_moving_up_is_green_where_the_number_alone_would_be_red() -> None:
    strict = Thresholds(severe_from=6)
    before = PainReport(leg=6, reach=Reach.CALF)
    assert light_for(before, PainReport(leg=6, reach=Reach.BUTTOCK), strict) is GREEN
    assert light_for(before, PainReport(leg=6, reach=Reach.CALF), strict) is RED


def test_why_a_light_is_what_it_is_names_both_answers() -> None:
    before, now = PainReport(leg=4, reach=Reach.KNEE), PainReport(leg=6, reach=Reach.CALF)
    assert light_why(before, now) == "calf after knee"
    assert light_why(now, PainReport(leg=7, reach=Reach.KNEE)) == "leg 6, then 7"
    assert light_why(PainReport(leg=4), PainReport(leg=6)) == "leg 4, then 6"
    assert light_why(PainReport(), PainReport(leg=6)) == "leg 6"
    assert light_why(PainReport(leg=4), PainReport()) == ""


def test_a_score_that_was_not_given_has_no_light() -> None:
    assert light(5, None) is None
    assert light_for(PainReport(), PainReport(back=3), Thresholds()) is None


def test_a_therapist_can_move_the_cut_points() -> None:
    strict = Thresholds(green_up_to=2, amber_up_to=3, rise_amber=1, rise_red=2, severe_from=7)
    assert [light(0, now, strict) for now in (2, 3, 4)] == [GREEN, AMBER, RED]
    assert [light(5, now, strict) for now in (5, 6, 7)] == [GREEN, AMBER, RED]


scores = st.none() | st.integers(0, 10)
reaches = st.none() | st.sampled_from(Reach)
reports = st.builds(PainReport, back=scores, leg=scores, reach=reaches)


@given(reports, reports)
def test_whatever_the_numbers_further_down_is_red(before: PainReport, now: PainReport) -> None:
    found = light_for(before, now, Thresholds())
    was, is_now = before.reach, now.reach
    # The leg begins at the buttock: pain that comes up in the back alone went down no leg.
    if was is not None and is_now is not None and is_now >= Reach.BUTTOCK and is_now > was:
        assert found is RED
    elif now.leg is None:
        assert found is None
    else:
        assert found is not None


@given(st.integers(0, 10), st.integers(0, 9))
def test_a_higher_score_never_makes_a_better_light(rest: int, now: int) -> None:
    order = [GREEN, AMBER, RED]
    lower, higher = light(rest, now), light(rest, now + 1)
    assert lower is not None
    assert higher is not None
    assert order.index(higher) >= order.index(lower)


@given(reports, reports, st.integers(0, 10))
def test_the_back_score_never_changes_the_light(
    before: PainReport, now: PainReport, back: int
) -> None:
    other = PainReport(back, now.leg, now.reach)
    assert light_for(before, other, Thresholds()) is light_for(before, now, Thresholds())
