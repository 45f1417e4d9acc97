"""What is told, put off and held, as rules of what was said and the time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import Fact, Stamped
from coach.domain.history import History
from coach.domain.outcomes import AwayAnswer, QuietWhy
from coach.domain.reminding import (
    AGAIN_AFTER,
    LONGEST_QUIET_MINUTES,
    QUIET_SLACK,
    QuietHours,
    Told,
    away_id,
    away_question,
    quiet_until,
    told,
)
from coach.domain.time_events import (
    AwayAnswered,
    QuietBegun,
    QuietEnded,
    ReminderGiven,
    ReminderPutOff,
)

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
WALK = "2027-03-01/walk/1"


def at(minutes: float, fact: Fact) -> Stamped:
    moment = NINE + timedelta(minutes=minutes)
    return Stamped("1", "p", moment, moment.date(), "d", 1, "", fact)


def given_at(minutes: float, item: str = WALK, nth: int = 1) -> Stamped:
    fact = ReminderGiven(item=item, text="", spoken=True, shown=False, nth=nth)
    return at(minutes, fact)


def walk(history: History, minutes: float) -> Told:
    return told(history, NINE + timedelta(minutes=minutes)).get(WALK, Told())


def wanted(history: History, minutes: float) -> int:
    return walk(history, minutes).nth(NINE + timedelta(minutes=minutes))


def test_what_was_never_told_is_told_at_once() -> None:
    assert wanted(History(()), 0) == 1


def test_it_is_told_once_more_after_half_an_hour_and_then_no_more() -> None:
    once = History((given_at(0),))
    assert [wanted(once, at) for at in (1, 29, 30, 300)] == [0, 0, 2, 2]
    twice = History((given_at(0), given_at(30, nth=2)))
    assert [wanted(twice, at) for at in (31, 60, 600)] == [0, 0, 0]


def test_what_was_put_off_is_told_when_its_time_is_over_and_once_more() -> None:
    off = History((given_at(0), at(2, ReminderPutOff(item=WALK, minutes=45))))
    assert [wanted(off, at) for at in (2, 32, 46, 47, 90)] == [0, 0, 0, 1, 1]
    again = History((*off.facts, given_at(47)))
    assert [wanted(again, at) for at in (48, 76, 77)] == [0, 0, 2]


def test_putting_off_from_a_time_that_has_not_come_delays_nothing() -> None:
    """The clock was set wrong and put right."""
    off = History((at(600, ReminderPutOff(item=WALK, minutes=45)),))
    assert wanted(off, 0) == 1


def test_a_reminder_from_a_time_that_has_not_come_is_not_given_twice_at_once() -> None:
    told_ahead = History((given_at(6000),))
    assert wanted(told_ahead, 0) == 0
    assert walk(told_ahead, 0).next_at() == NINE + AGAIN_AFTER


def test_quiet_ends_by_itself_and_may_be_ended() -> None:
    quiet = at(0, QuietBegun(minutes=45, why=QuietWhy.CALL))
    held = History((quiet,))
    assert quiet_until(held, NINE) == NINE + timedelta(minutes=45)
    assert quiet_until(held, NINE + timedelta(minutes=45)) is None
    ended = History((quiet, at(10, QuietEnded())))
    assert quiet_until(ended, NINE + timedelta(minutes=10)) is None


@given(st.integers(0, 100_000), st.integers(-3000, 3000))
def test_no_quiet_lasts_longer_than_its_hours_whatever_the_clock_did(
    minutes: int, later: int
) -> None:
    held = History((at(0, QuietBegun(minutes=minutes, why=QuietWhy.OTHER)),))
    now = NINE + timedelta(minutes=later)
    until = quiet_until(held, now)
    assert until is None or now < until <= now + timedelta(minutes=LONGEST_QUIET_MINUTES)
    assert later >= -QUIET_SLACK / timedelta(minutes=1) or until is None


@pytest.mark.parametrize(
    ("at_time", "held"),
    [(time(21, 59), False), (time(22), True), (time(3), True), (time(7), False)],
)
def test_quiet_hours_go_over_midnight(at_time: time, held: bool) -> None:
    assert QuietHours(time(22), time(7)).hold(at_time) is held


def test_the_same_start_and_end_are_no_quiet_hours() -> None:
    assert not any(QuietHours(time(0), time(0)).hold(time(hour)) for hour in range(24))


@given(
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 30)),
)
def test_quiet_hours_are_over_within_a_day_and_an_hour(
    start: time, end: time, wall: datetime
) -> None:
    now = wall.replace(tzinfo=BERLIN)
    over = QuietHours(start, end).over_at(now, BERLIN)
    if over is None:
        assert not QuietHours(start, end).hold(now.time())
    else:
        assert over.astimezone(BERLIN).time() >= end or end < time(4)  # The hour that is left out.
        assert over <= now.astimezone(UTC) + timedelta(hours=25)


DAY = date(2027, 3, 1)


def test_one_absence_is_one_question_until_it_is_answered() -> None:
    since = NINE - timedelta(hours=3)
    noted = given_at(0, away_id(since), nth=0)
    asked = away_question(History((noted,)), DAY)
    assert asked is not None
    assert (asked.since, asked.noted_at, asked.told) == (since, NINE, False)
    told_once = away_question(History((noted, given_at(1, away_id(since)))), DAY)
    assert told_once is not None
    assert (told_once.noted_at, told_once.told) == (NINE, True)
    answer = at(2, AwayAnswered(since=since, answer=AwayAnswer.LATER))
    assert away_question(History((noted, answer)), DAY) is None
    assert away_question(History((noted,)), DAY + timedelta(days=1)) is None


def test_a_later_absence_is_a_question_of_its_own() -> None:
    first = given_at(0, away_id(NINE - timedelta(hours=3)), nth=0)
    answer = at(2, AwayAnswered(since=NINE - timedelta(hours=3), answer=AwayAnswer.SKIP))
    second = given_at(120, away_id(NINE + timedelta(hours=1)), nth=0)
    asked = away_question(History((first, answer, second)), DAY)
    assert asked is not None
    assert asked.since == NINE + timedelta(hours=1)


MOVES = st.lists(st.tuples(st.sampled_from(["tell", "off", "wait"]), st.integers(1, 200)))


@given(MOVES)
def test_it_is_never_told_more_than_twice_without_being_put_off(
    moves: list[tuple[str, int]],
) -> None:
    """Whoever asks every minute and tells when told to: two within their gap never come."""
    facts: list[Stamped] = []
    minute, since_off, last = 0, 0, -(10**6)
    for move, length in moves:
        if move == "off":
            facts.append(at(minute, ReminderPutOff(item=WALK, minutes=length)))
            since_off, last = 0, minute + length - 30
        for _ in range(length):
            minute += 1
            nth = wanted(History(tuple(facts)), minute)
            if nth:
                assert minute - last >= 30
                last, since_off = minute, since_off + 1
                assert nth == since_off <= 2
                facts.append(given_at(minute, nth=nth))
