"""`Still sitting?`: when it is asked, and what silence, hands and sleep are taken to mean."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.outcomes import StillWhy
from coach.domain.program import Surface
from coach.domain.sitting import Bout, SittingAdvice
from coach.domain.sitting_state import SittingState, StillQuestion
from coach.domain.still import (
    Ask,
    are_hands_back,
    closes_at,
    idle_minutes,
    is_away,
    known_bout,
    known_until,
    long_at,
    next_idle_look,
    sat_on,
    still_due,
    unwatched_due,
    word_from,
)
from tests.builders import NINE

BREAK = 2
SOON, STAND_UP, SCORE = SittingAdvice.SOON, SittingAdvice.STAND_UP, SittingAdvice.SCORE
IDLE, LONG, AWAY = StillWhy.IDLE, StillWhy.LONG, StillWhy.AWAY


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


def sitting(*, bout: dict[str, Any] | None = None, **changes: Any) -> SittingState:
    """Sat down at nine, with a limit of twenty minutes; nothing was said since."""
    values: dict[str, Any] = {
        "id": "b1",
        "surface": Surface.FIRM,
        "started_at": at(0),
        "limit_minutes": 20,
    }
    state = SittingState(Bout(**(values | (bout or {}))), heard_at=at(0), last_at=at(0))
    return replace(state, **changes)


def under_question(
    why: StillWhy, *, since: float = 12, asked_at: float = 20, slept: float = 0
) -> SittingState:
    asked = StillQuestion(why, at(since), at(asked_at), timedelta(minutes=slept))
    return sitting(question=asked, asked=(why,))


NOBODY = SittingState()
WARNED = {"given": (SOON, STAND_UP), "warned_at": at(20)}
ALL_SAID = {"given": (SOON, STAND_UP, SCORE), "warned_at": at(25)}


@pytest.mark.parametrize(("break_minutes", "minutes"), [(1, 5), (2, 5), (3, 6), (10, 13)])
def test_hands_rest_longer_than_a_break_that_counts(break_minutes: int, minutes: int) -> None:
    assert idle_minutes(break_minutes) == minutes


@pytest.mark.parametrize(
    ("now", "idle", "since"),
    [
        (10, 4.99, None),
        (10, 5, 5),
        (10, 8, 2),
        (10, 60, 0),  # They sat down at nine, whatever the hands did before.
        (4.99, 60, None),
        (5, 60, 0),
        (10, None, None),  # Where nobody can tell, nobody is asked.
    ],
)
def test_hands_at_rest_are_asked_about_from_when_they_rested(
    now: float, idle: float | None, since: float | None
) -> None:
    found = still_due(sitting(), at(now), None if idle is None else idle * 60, BREAK)
    assert found == (None if since is None else Ask(IDLE, at(since)))


def test_who_was_heard_meanwhile_is_known_to_have_sat_until_then() -> None:
    heard = sitting(heard_at=at(4))
    assert still_due(heard, at(10), 10 * 60, BREAK) == Ask(IDLE, at(4))
    assert still_due(heard, at(8.9), 10 * 60, BREAK) is None


@pytest.mark.parametrize(
    "state",
    [
        NOBODY,
        under_question(IDLE),
        under_question(LONG),
        under_question(AWAY),
        sitting(asked=(IDLE,)),
        sitting(bout=ALL_SAID, asked=(IDLE, LONG)),
    ],
)
def test_nothing_is_asked_twice_or_of_nobody(state: SittingState) -> None:
    assert still_due(state, at(200), 10 * 60, BREAK) is None


def test_a_bout_of_six_hours_was_forgotten_and_is_asked_about_no_more() -> None:
    assert still_due(sitting(bout=ALL_SAID), at(359), None, BREAK) == Ask(LONG, at(0))
    assert still_due(sitting(bout=ALL_SAID), at(360), None, BREAK) is None


@pytest.mark.parametrize(("now", "is_asked"), [(29.9, False), (30, True)])
def test_after_a_yes_hands_are_left_alone_for_the_length_of_the_limit(
    now: float, is_asked: bool
) -> None:
    # Warned long before, and the leg score was asked: nothing else stands in the way.
    agreed = sitting(bout={**ALL_SAID, "warned_at": at(1)}, agreed_at=at(10), heard_at=at(10))
    assert bool(still_due(agreed, at(now), 6 * 60, BREAK)) is is_asked


@pytest.mark.parametrize(
    ("bout", "now", "is_asked"),
    [
        # The warning is due at 20.
        ({}, 18, True),
        ({}, 18.1, False),
        # Warned at 20, the score falls due at 25.
        (WARNED, 21.9, False),
        (WARNED, 22, True),
        (WARNED, 23, True),
        (WARNED, 23.1, False),
        # Put off until 24.
        ({"snoozed_until": at(24)}, 22, True),
        ({"snoozed_until": at(24)}, 22.1, False),
        # After the last word there is nothing to come near to.
        (ALL_SAID, 26.9, False),
        (ALL_SAID, 27, True),
        (ALL_SAID, 60, True),
    ],
)
def test_hands_are_not_asked_about_within_two_minutes_of_a_warning(
    bout: dict[str, Any], now: float, is_asked: bool
) -> None:
    found = still_due(sitting(bout=bout), at(now), 6 * 60, BREAK)
    assert (found is not None and found.why is IDLE) is is_asked


@pytest.mark.parametrize(
    ("bout", "heard", "expected"),
    [
        ({}, 0, None),
        (WARNED, 0, None),
        (ALL_SAID, 0, 60),  # Twice the limit and twenty minutes.
        (ALL_SAID, 12, 72),
        ({**ALL_SAID, "warned_at": at(50)}, 0, 70),  # Twenty after the last warning.
        ({**ALL_SAID, "warned_at": None}, 0, 60),
        ({**ALL_SAID, "limit_minutes": 10}, 0, 45),
    ],
)
def test_a_bout_of_which_nothing_is_heard_is_asked_about_when_all_was_said(
    bout: dict[str, Any], heard: float, expected: float | None
) -> None:
    state = sitting(bout=bout, heard_at=at(heard))
    assert long_at(state) == (None if expected is None else at(expected))
    if expected is None:
        assert still_due(state, at(200), None, BREAK) is None
        return
    assert still_due(state, at(expected - 0.1), None, BREAK) is None
    assert still_due(state, at(expected), None, BREAK) == Ask(LONG, at(heard))


def test_what_was_carried_into_a_bout_brings_the_question_forward() -> None:
    carried = sitting(bout={**ALL_SAID, "carried_minutes": 8.0, "warned_at": None}, heard_at=None)
    assert long_at(carried) == at(52)
    assert still_due(carried, at(52), None, BREAK) == Ask(LONG, at(0))


@pytest.mark.parametrize("state", [NOBODY, under_question(IDLE), sitting(asked=(IDLE,))])
def test_silence_is_asked_about_only_where_nothing_else_was_asked(state: SittingState) -> None:
    said = state if state.bout is None else replace(state, bout=replace(state.bout, given=(SCORE,)))
    assert long_at(said) is None


@pytest.mark.parametrize(
    ("state", "now", "unwatched", "expected"),
    [
        (sitting(), 20, 5, Ask(LONG, at(0))),
        (sitting(heard_at=at(8)), 20, 5, Ask(LONG, at(8))),
        (sitting(heard_at=None), 20, 5, Ask(LONG, at(0))),
        (sitting(bout=WARNED), 25, 5, Ask(LONG, at(0))),
        (sitting(), 20, 4.9, None),  # A coach looked a moment ago.
        (sitting(), 19.9, 10, None),  # No warning fell due, only the quiet line.
        (sitting(bout=WARNED), 24, 10, None),
        (sitting(bout=ALL_SAID), 40, 30, None),
        (under_question(IDLE), 40, 30, None),
        (NOBODY, 40, 30, None),
        (sitting(), 359, 300, Ask(LONG, at(0))),
        (sitting(), 360, 300, None),  # Forgotten.
    ],
)
def test_a_warning_that_fell_due_with_no_coach_there_asks_first(
    state: SittingState, now: float, unwatched: float, expected: Ask | None
) -> None:
    assert unwatched_due(state, at(now), at(now - unwatched), BREAK) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (NOBODY, None),
        (sitting(), None),
        (under_question(IDLE), None),
        (under_question(LONG), None),
        (under_question(AWAY), at(35)),
    ],
)
def test_only_what_a_machine_slept_through_is_closed_by_silence(
    state: SittingState, expected: datetime | None
) -> None:
    assert closes_at(state) == expected
    assert is_away(state) is (expected is not None)


@pytest.mark.parametrize(
    ("now", "idle_seconds", "expected"),
    [
        (25, 5 * 60, False),  # What woke the machine, at the very moment it was asked.
        (25, 4 * 60 + 1, False),
        (25, 4 * 60, True),
        (25, 0, True),
        (25, None, False),
    ],
)
def test_hands_are_back_when_they_move_a_minute_after_the_question(
    now: float, idle_seconds: float | None, expected: bool
) -> None:
    assert are_hands_back(under_question(AWAY), at(now), idle_seconds) is expected
    assert not are_hands_back(sitting(), at(now), idle_seconds)


@pytest.mark.parametrize(
    ("why", "worked", "now", "expected"),
    [
        (IDLE, 21, 22, True),
        (AWAY, 21, 22, True),
        (LONG, 21, 30, False),
        (IDLE, 20, 30, False),  # The key that brought the question up.
        (IDLE, 20.1, 30, True),
        (IDLE, 21, 21.9, False),  # Who comes back only to say that they are up was up.
        (IDLE, None, 30, False),
    ],
)
def test_who_worked_on_under_the_question_sat_on(
    why: StillWhy, worked: float | None, now: float, expected: bool
) -> None:
    worked_at = None if worked is None else at(worked)
    assert sat_on(under_question(why), at(now), worked_at) is expected
    assert not sat_on(sitting(), at(now), worked_at)


def test_what_was_slept_through_is_not_counted_while_it_is_asked_about() -> None:
    asked = known_bout(under_question(AWAY, slept=8))
    assert asked is not None
    assert asked.started_at == at(8)
    plain = known_bout(sitting())
    assert plain is not None
    assert plain.started_at == at(0)
    assert known_bout(NOBODY) is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (sitting(), 15),
        (under_question(LONG, since=0), 15),  # Silence is no sign of getting up.
        (under_question(IDLE, since=12), 12),
        (under_question(AWAY, since=12), 12),
        (under_question(IDLE, since=18), 15),
    ],
)
def test_before_a_sleep_they_sat_until_it_began_or_until_their_hands_rested(
    state: SittingState, expected: float
) -> None:
    assert known_until(state, at(15)) == at(expected)


def test_after_a_question_two_minutes_are_left_for_the_answer() -> None:
    assert word_from(under_question(IDLE)) == at(22)
    assert word_from(sitting()) is None


@pytest.mark.parametrize(
    ("idle", "seconds"), [(0, 300), (120, 180), (299.5, 1), (299, 1), (300, 60), (900, 60)]
)
def test_nobody_looks_at_the_hands_before_they_can_have_rested_long_enough(
    idle: float, seconds: float
) -> None:
    assert next_idle_look(idle, at(0), BREAK) == at(seconds / 60)


@given(
    now=st.integers(0, 500),
    idle=st.none() | st.floats(0, 40_000),
    said=st.sampled_from([{}, WARNED, ALL_SAID]),
    heard=st.integers(0, 60),
    break_minutes=st.integers(1, 10),
)
def test_what_is_asked_never_says_more_than_is_known(
    now: int, idle: float | None, said: dict[str, Any], heard: int, break_minutes: int
) -> None:
    state = sitting(bout=said, heard_at=at(min(heard, now)))
    found = still_due(state, at(now), idle, break_minutes)
    if found is not None:
        assert at(min(heard, now)) <= found.since <= at(now)
        assert found.why is not AWAY
