"""The sitting guard: a quiet line, a warning, one snooze, the leg score, then silence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.program import Surface
from coach.domain.sitting import (
    Bout,
    SittingAdvice,
    advice,
    carried_minutes,
    next_at,
    said,
    shortened,
    snooze,
)

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
SOON, STAND_UP, SCORE = SittingAdvice.SOON, SittingAdvice.STAND_UP, SittingAdvice.SCORE


def a_bout(limit: int = 20, carried: float = 0.0) -> Bout:
    return Bout("b1", Surface.FIRM, NOON, limit, carried)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def sit_on(
    bout: Bout, minutes: int, *, snooze_at: int | None = None, first: int = 0
) -> tuple[Bout, list[tuple[int, SittingAdvice]]]:
    """Sit for a while and ask the guard every minute."""
    heard = []
    for minute in range(first, minutes + 1):
        if minute == snooze_at:
            bout = snooze(bout, after(minute)) or bout
        found = advice(bout, after(minute))
        if found is not None:
            heard.append((minute, found))
            bout = said(bout, found)
    return bout, heard


def test_the_words_come_in_order_and_then_there_is_silence() -> None:
    _, heard = sit_on(a_bout(20), 120)
    assert heard == [(19, SOON), (20, STAND_UP), (25, SCORE)]


def test_after_the_last_word_only_overdue_minutes_are_counted() -> None:
    bout, _ = sit_on(a_bout(20), 45)
    assert bout.overdue_minutes(after(45)) == 25
    assert bout.warnings == 2
    assert next_at(bout) is None


@pytest.mark.parametrize(
    ("taken_at", "expected"),
    [
        (19, [(23, STAND_UP), (25, SCORE)]),
        (20, [(19, SOON), (23, STAND_UP), (25, SCORE)]),
        (22, [(19, SOON), (20, STAND_UP), (25, SCORE)]),
    ],
)
def test_one_snooze_gives_three_minutes_from_when_it_is_taken(
    taken_at: int, expected: list[tuple[int, SittingAdvice]]
) -> None:
    _, heard = sit_on(a_bout(20), 60, snooze_at=taken_at)
    assert heard == expected


def test_three_more_minutes_are_three_minutes_also_late() -> None:
    # Warned at 20, snoozed at 24: not a word before 27, and then the score.
    _, heard = sit_on(a_bout(20), 60, snooze_at=24)
    assert heard == [(19, SOON), (20, STAND_UP), (27, SCORE)]


def test_a_warning_that_was_snoozed_away_still_counts_as_given() -> None:
    bout, _ = sit_on(a_bout(20), 60, snooze_at=21)
    # Stand up at 20, once more at 24, the score at 25.
    assert bout.warnings == 3


def test_there_is_one_snooze_a_sitting() -> None:
    once = snooze(a_bout(), after(19))
    assert once is not None
    assert not once.can_snooze
    assert snooze(once, after(22)) is None


def test_after_the_score_nothing_is_left_to_put_off() -> None:
    bout, _ = sit_on(a_bout(20), 30)
    assert not bout.can_snooze
    assert snooze(bout, after(30)) is None


def test_whoever_wakes_late_hears_the_last_word_only() -> None:
    _, heard = sit_on(a_bout(20), 60, first=40)
    assert heard == [(40, SCORE)]


def test_sitting_down_again_after_too_short_a_break_goes_on_counting() -> None:
    before = a_bout(20)
    carried = carried_minutes(before, after(15), after(16), break_minutes=2)
    assert carried == 15
    again = Bout("b2", Surface.FIRM, after(16), 20, carried)
    assert advice(again, after(20)) is SOON
    assert advice(again, after(21)) is STAND_UP
    assert again.overdue_minutes(after(26)) == 5


def test_a_break_that_is_long_enough_starts_afresh() -> None:
    assert carried_minutes(a_bout(20), after(15), after(17), break_minutes=2) == 0


def test_breaks_that_are_too_short_add_up() -> None:
    second = Bout("b2", Surface.FIRM, after(11), 20, carried_minutes=10)
    assert carried_minutes(second, after(16), after(17), break_minutes=2) == 15


@pytest.mark.parametrize(
    ("minutes", "factor", "left"), [(20, 0.75, 15), (8, 0.5, 5), (3, 0.5, 3), (3, 1.0, 3)]
)
def test_a_bad_day_shortens_the_limit_to_five_minutes_at_the_least_and_never_lengthens_it(
    minutes: int, factor: float, left: int
) -> None:
    assert shortened(minutes, factor) == left


def test_a_clock_set_back_makes_nobody_sit_less_than_no_time() -> None:
    assert a_bout().minutes(after(-90)) == 0
    assert advice(a_bout(), after(-90)) is None


def test_a_bout_of_many_hours_was_forgotten() -> None:
    assert not a_bout().forgotten(after(5 * 60))
    assert a_bout().forgotten(after(6 * 60))


bouts = st.builds(a_bout, st.integers(1, 60), st.sampled_from([0.0, 3.0, 12.5, 50.0]))


@given(bouts, st.none() | st.integers(0, 90), st.integers(0, 90))
def test_each_thing_is_said_at_most_once_and_never_out_of_order(
    bout: Bout, snooze_at: int | None, first: int
) -> None:
    _, heard = sit_on(bout, 120, snooze_at=snooze_at, first=first)
    words = [what for _, what in heard]
    # One snooze lets the warning come once more; nothing else is said twice.
    assert words.count(SOON) <= 1
    assert words.count(SCORE) <= 1
    assert words.count(STAND_UP) <= (1 if snooze_at is None else 2)
    order = [SOON, STAND_UP, SCORE]
    assert [order.index(word) for word in words] == sorted(order.index(word) for word in words)


@given(bouts, st.none() | st.integers(0, 90))
def test_the_guard_never_speaks_before_the_time_it_gave(bout: Bout, snooze_at: int | None) -> None:
    for minute in range(120):
        if minute == snooze_at:
            bout = snooze(bout, after(minute)) or bout
        due = next_at(bout)
        found = advice(bout, after(minute))
        if found is None:
            assert due is None or due > after(minute)
            continue
        assert due is not None
        assert due <= after(minute)
        bout = said(bout, found)


@given(bouts, st.integers(0, 300))
def test_overdue_is_never_more_than_was_sat(bout: Bout, minutes: int) -> None:
    now = after(minutes)
    assert 0 <= bout.overdue_minutes(now) <= bout.minutes(now)
    assert replace(bout, carried_minutes=0.0).overdue_minutes(now) <= bout.overdue_minutes(now)
