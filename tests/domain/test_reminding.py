"""What is told, put off and held, as rules of what was said and the time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.events import Fact, PainScore, Stamped, WarningGiven
from coach.domain.history import History
from coach.domain.outcomes import AwayAnswer, QuietWhy, StillWhy, WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.reminding import (
    AGAIN_AFTER,
    LONGEST_QUIET_MINUTES,
    QUIET_SLACK,
    QuietHours,
    Told,
    away_id,
    away_question,
    believed,
    next_line_at,
    quiet_until,
    set_back_from,
    set_back_mark,
    told,
)
from coach.domain.time_events import (
    AwayAnswered,
    QuietBegun,
    QuietEnded,
    ReminderGiven,
    ReminderPutOff,
    StillAsked,
)
from tests.builders import a_dose, stamped

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


def test_a_reminder_is_told_as_often_as_is_wanted_and_no_more() -> None:
    twice = History((given_at(0), given_at(30, nth=2)))
    assert walk(twice, 60).next_at() is None
    assert walk(twice, 60).next_at(3) == NINE + timedelta(minutes=60)
    assert walk(twice, 60).nth(NINE + timedelta(minutes=60), 3) == 3
    assert walk(History((given_at(0),)), 60).nth(NINE + timedelta(minutes=60), 1) == 0
    assert not walk(twice, 60).fresh
    assert walk(History(()), 60).fresh


def test_what_is_only_noted_was_not_told() -> None:
    assert wanted(History((given_at(0, nth=0),)), 1) == 1


@pytest.mark.parametrize(
    ("ahead", "put_off_until"), [(-10, 35), (0, 45), (59, 45), (60, 45), (61, None)]
)
def test_later_begins_now_when_the_clock_was_set_back_a_little_since(
    ahead: float, put_off_until: float | None
) -> None:
    off = History((at(ahead, ReminderPutOff(item=WALK, minutes=45)),))
    until = None if put_off_until is None else NINE + timedelta(minutes=put_off_until)
    assert walk(off, 0).put_off_until == until


@pytest.mark.parametrize(
    ("ahead", "until"), [(-10, 35), (1, 45), (2, 45), (2.1, None), (-44, 1), (-45, None)]
)
def test_quiet_begins_now_when_the_clock_was_put_right_by_a_moment(
    ahead: float, until: float | None
) -> None:
    held = History((at(ahead, QuietBegun(minutes=45, why=QuietWhy.CALL)),))
    assert quiet_until(held, NINE) == (None if until is None else NINE + timedelta(minutes=until))


def test_quiet_that_was_ended_and_asked_for_again_holds_for_the_second_time() -> None:
    asked = [at(minutes, QuietBegun(minutes=45, why=QuietWhy.CALL)) for minutes in (0, 20)]
    history = History((asked[0], at(10, QuietEnded()), asked[1]))
    assert quiet_until(history, NINE + timedelta(minutes=30)) == NINE + timedelta(minutes=65)


def test_quiet_that_a_wrong_clock_dated_ahead_hides_no_quiet_of_now() -> None:
    asked = [at(minutes, QuietBegun(minutes=45, why=QuietWhy.CALL)) for minutes in (600, 0)]
    assert quiet_until(History(tuple(asked)), NINE) == NINE + timedelta(minutes=45)


def test_an_end_of_quiet_that_has_not_come_yet_ends_nothing() -> None:
    history = History((at(0, QuietBegun(minutes=45, why=QuietWhy.CALL)), at(40, QuietEnded())))
    assert quiet_until(history, NINE + timedelta(minutes=30)) == NINE + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("start", "end", "hour", "held"),
    [(13, 15, 12, False), (13, 15, 13, True), (13, 15, 14, True), (13, 15, 15, False)],
)
def test_quiet_hours_within_a_day(start: int, end: int, hour: int, held: bool) -> None:
    assert QuietHours(time(start), time(end)).hold(time(hour)) is held


@pytest.mark.parametrize(
    ("hours", "now", "over"),
    [
        ((22, 7), datetime(2027, 3, 1, 23, 30), datetime(2027, 3, 2, 7)),
        ((22, 7), datetime(2027, 3, 1, 22, 0), datetime(2027, 3, 2, 7)),
        ((22, 7), datetime(2027, 3, 1, 0, 0), datetime(2027, 3, 1, 7)),
        ((22, 7), datetime(2027, 3, 1, 6, 59), datetime(2027, 3, 1, 7)),
        ((22, 7), datetime(2027, 3, 1, 7, 0), None),
        ((13, 15), datetime(2027, 3, 1, 14, 0), datetime(2027, 3, 1, 15)),
        ((22, 0), datetime(2027, 3, 1, 23, 0), datetime(2027, 3, 2, 0)),
    ],
)
def test_quiet_hours_are_over_at_the_next_end(
    hours: tuple[int, int], now: datetime, over: datetime | None
) -> None:
    found = QuietHours(time(hours[0]), time(hours[1])).over_at(now.replace(tzinfo=BERLIN), BERLIN)
    assert found == (None if over is None else over.replace(tzinfo=BERLIN))


# --- one line at a time


def line(minutes: float, *, spoken: bool = True) -> Stamped:
    warning = WarningGiven(kind=WarningKind.SITTING, text="Stand up now.", spoken=spoken)
    return at(minutes, warning)


STILL = StillAsked(bout="b1", why=StillWhy.IDLE)


@pytest.mark.parametrize(
    ("lines", "free_at"),
    [
        ([], None),
        ([line(-0.5)], 0.5),
        ([line(-0.25), line(-0.75)], 0.75),
        ([line(-1)], None),
        ([line(-0.5, spoken=False)], None),
        ([line(0.5)], 1.5),  # Dated ahead by a moment.
        ([line(1)], None),  # Dated elsewhere by a wrong clock.
        ([line(600), line(-0.5)], 0.5),
        ([given_at(-0.5)], 0.5),
        ([at(-0.5, STILL)], 0.5),
        ([at(-0.5, ReminderPutOff(item=WALK, minutes=30))], None),
    ],
)
def test_a_minute_lies_between_two_lines(lines: list[Stamped], free_at: float | None) -> None:
    expected = None if free_at is None else NINE + timedelta(minutes=free_at)
    assert next_line_at(History(tuple(lines)), NINE) == expected


# --- a clock that was set wrong and put right


def now_at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def written(*facts: tuple[float, Fact], device: str = "laptop") -> tuple[Stamped, ...]:
    """Facts in the order they were written, each dated by the clock as it showed then."""
    return tuple(
        stamped(fact, now_at(minutes), device=device, seq=number)
        for number, (minutes, fact) in enumerate(facts, start=1)
    )


def reminded(nth: int = 1) -> ReminderGiven:
    return ReminderGiven(item=WALK, text="", spoken=True, shown=False, nth=nth)


PUT_OFF = ReminderPutOff(item=WALK, minutes=45)
HELD = QuietBegun(minutes=45, why=QuietWhy.CALL)
ANSWERED = AwayAnswered(since=NINE, answer=AwayAnswer.LATER)


def dated(history: History) -> list[tuple[float, Fact]]:
    return [((one.at - NINE) / timedelta(minutes=1), one.fact) for one in history.facts]


def test_a_mark_says_to_what_the_clock_was_set_back_and_is_no_reminder() -> None:
    mark = set_back_mark(NINE.astimezone(BERLIN) + timedelta(microseconds=5))
    assert mark == ReminderGiven(
        item="clock/2027-03-01T09:00:00+00:00", text="", spoken=False, shown=False, nth=0
    )
    assert told(History(written((600, mark))), NINE) == {}


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [
        (-600, [(-600, reminded())]),
        (60, [(60, reminded())]),
        (60.1, []),
    ],
)
def test_what_is_dated_more_than_an_hour_after_now_was_not_said(
    ahead: float, kept: list[tuple[float, Fact]]
) -> None:
    assert dated(believed(History(written((ahead, reminded()))), NINE)) == kept


def test_what_was_put_off_by_a_wrong_clock_is_put_off_no_more() -> None:
    history = believed(History(written((600, PUT_OFF))), NINE)
    assert dated(history) == [(0, ReminderPutOff(item=WALK, minutes=0))]
    assert wanted(history, 0) == 1
    assert dated(believed(History(written((60, PUT_OFF))), NINE)) == [(60, PUT_OFF)]


def test_an_answer_about_an_absence_stays_given_whatever_the_clock_showed() -> None:
    assert dated(believed(History(written((600, ANSWERED))), NINE)) == [(600, ANSWERED)]


def test_after_the_clock_was_put_right_its_own_hours_come_once_more_and_nothing_is_lost() -> None:
    mark = (620, set_back_mark(NINE))
    later: list[tuple[float, Fact]] = [(1, reminded()), (30, HELD)]
    wrong: list[tuple[float, Fact]] = [
        (600, reminded()),
        (610, PUT_OFF),
        (615, ANSWERED),
        (620, HELD),
    ]
    history = History(written(*wrong, mark, *later))
    # Ten hours on, when the wrong clock's hours have come: still not believed.
    for now in (40, 700):
        assert dated(believed(history, now_at(now))) == [
            (0, ReminderPutOff(item=WALK, minutes=0)),
            (615, ANSWERED),
            *later,
        ]


def test_what_was_told_within_an_hour_of_the_right_time_stays_told_but_quiet_is_over() -> None:
    history = History(written((60, reminded()), (30, HELD), (60, set_back_mark(NINE))))
    assert dated(believed(history, now_at(700))) == [(60, reminded())]


def test_of_two_settings_back_the_earlier_time_is_the_right_one() -> None:
    first, second = set_back_mark(now_at(300)), set_back_mark(NINE)
    for marks in ((first, second), (second, first)):
        history = History(written((200, reminded()), *((620, mark) for mark in marks)))
        assert dated(believed(history, now_at(700))) == []
    once = History(written((200, reminded()), (620, first)))
    assert dated(believed(once, now_at(700))) == [(200, reminded())]


def test_a_clock_that_was_set_back_here_says_nothing_of_another_device() -> None:
    here = written((600, reminded()), (620, set_back_mark(NINE)))
    there = written((650, reminded(2)), device="desktop")
    for facts in (here + there, there + here):
        assert dated(believed(History(facts), now_at(700))) == [(650, reminded(2))]


def test_facts_come_in_the_order_they_were_written_and_a_newer_device_after_the_older() -> None:
    older = written((50, reminded()), (10, PUT_OFF), device="z-before")
    newer = written((55, reminded(2)), (5, PUT_OFF), device="a-restored")
    found = believed(History(tuple(sorted(older + newer, key=lambda one: one.at))), now_at(60))
    assert dated(found) == [(50, reminded()), (10, PUT_OFF), (55, reminded(2)), (5, PUT_OFF)]
    assert believed(History(older + newer), now_at(60)) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ([], None),
        ([(-5, reminded())], None),
        ([(60, reminded())], None),
        ([(61, reminded())], 61),
        ([(61, reminded()), (90, PUT_OFF), (70, ANSWERED)], 90),
        ([(2, HELD)], None),
        ([(3, HELD)], 3),
        ([(600, reminded()), (600, set_back_mark(NINE))], None),
        ([(600, reminded()), (600, set_back_mark(NINE)), (600, reminded(2))], 600),
        # Marked, but as right at that time: it is ahead again.
        ([(600, reminded()), (640, set_back_mark(now_at(540)))], 600),
        ([(600, reminded()), (640, set_back_mark(now_at(539)))], None),
        ([(600, HELD), (640, set_back_mark(now_at(598)))], 600),
        ([(600, HELD), (640, set_back_mark(now_at(597)))], None),
        ([(600, set_back_mark(now_at(590)))], None),
    ],
)
def test_a_clock_that_is_found_set_back_is_marked_once(
    facts: list[tuple[float, Fact]], found: float | None
) -> None:
    expected = None if found is None else now_at(found)
    history = History(written(*facts))
    assert set_back_from(history, NINE) == expected
    if expected is not None:
        mark = stamped(set_back_mark(NINE), expected, device="laptop", seq=len(facts) + 1)
        assert set_back_from(History((*history.facts, mark)), NINE) is None


# --- an absence


def an_item(due: float) -> AgendaItem:
    return AgendaItem(
        WALK, "walk", a_dose("10min"), 1, now_at(due), now_at(due + 600), ItemState.MISSED
    )


def test_the_question_is_about_what_fell_due_meanwhile() -> None:
    asked = away_question(History((given_at(0, away_id(now_at(-180)), nth=0),)), DAY)
    assert asked is not None
    items = [an_item(due) for due in (-180, -179, 0, 1)]
    assert asked.about(items) == tuple(items[1:3])


@pytest.mark.parametrize(
    "item", ["away/", "away/soon", "away/2027-03-01T06:00:00", "far/2027-03-01T06:00:00+00:00"]
)
def test_what_names_no_time_with_its_zone_is_no_question(item: str) -> None:
    assert away_question(History((given_at(0, item, nth=0),)), DAY) is None


def test_an_answer_to_the_second_is_of_the_question() -> None:
    since = now_at(-180) + timedelta(microseconds=250)
    noted = given_at(0, away_id(since), nth=0)
    assert noted.fact == ReminderGiven(
        item="away/2027-03-01T06:00:00+00:00", text="", spoken=True, shown=False, nth=0
    )
    answer = at(2, AwayAnswered(since=since, answer=AwayAnswer.NOW))
    assert away_question(History((noted, answer)), DAY) is None
    other = at(2, PainScore(site=Site.LEG, score=2, moment=Moment.NOW))
    assert away_question(History((noted, other)), DAY) is not None


def test_the_newest_question_is_the_one_that_was_noted_last() -> None:
    early, late = away_id(now_at(-180)), away_id(now_at(-60))
    history = History((given_at(-50, late, nth=0), given_at(0, early, nth=0), given_at(5, late)))
    asked = away_question(history, DAY)
    assert asked is not None
    assert (asked.since, asked.noted_at, asked.told) == (now_at(-180), NINE, False)
