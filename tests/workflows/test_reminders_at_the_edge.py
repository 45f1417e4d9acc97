"""Reminders when the clock was wrong, when lines would meet, and when nobody else wakes them."""

from datetime import datetime, time, timedelta

from coach.clock import ManualClock
from coach.domain.events import ItemAsked, SessionStarted
from coach.domain.notices import Pressed
from coach.domain.program import StageCode
from coach.domain.reminding import away_id
from coach.domain.time_events import ReminderGiven
from coach.review.adherence import adherence_by_day
from coach.workflows.coach import Coach
from coach.workflows.remind import DUE_NOTICE
from tests.conftest import BERLIN
from tests.workflows.conftest import Opener
from tests.workflows.test_answering_reminders import again
from tests.workflows.test_remind import open_until, poll
from tests.workflows.test_today import MONDAY, until

NINE_THIRTY = datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN)


def told_of(coach: Coach, name: str) -> bool:
    return any(name in text for text in poll(coach))


# --- a clock that was wrong


def test_what_a_clock_hours_ahead_told_is_told_when_it_is_due(
    coach: Coach, clock: ManualClock
) -> None:
    clock.set_wall(NINE_THIRTY + timedelta(hours=5))
    assert told_of(coach, "Short walk")
    clock.set_wall(NINE_THIRTY)
    poll(coach)
    open_until(coach, clock, MONDAY, time(10, 0))
    assert told_of(coach, "Short walk")


def test_what_a_clock_days_ahead_told_is_told_on_its_own_day(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """Also when the coach was off in between."""
    thursday = MONDAY + timedelta(days=3)
    until(clock, thursday, time(9, 30))
    assert told_of(coach, "Side rest")
    clock.advance(30 * 60)
    assert told_of(coach, "Side rest")
    clock.set_wall(NINE_THIRTY + timedelta(hours=1))
    poll(coach)
    other = again(coach, open_coach)
    until(clock, thursday, time(10, 30))
    assert told_of(other, "Side rest")


def test_that_the_clock_was_set_back_is_noted_once(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY + timedelta(days=3), time(9, 30))
    assert poll(coach)
    clock.set_wall(NINE_THIRTY)
    for _ in range(5):
        poll(coach)
        clock.advance(60)
    given = coach.records.log.read(kinds=[ReminderGiven])
    assert sum(one.fact.item.startswith("clock/") for one in given) == 1  # type: ignore[union-attr]


def test_a_clock_set_back_a_little_says_nothing_twice(coach: Coach, clock: ManualClock) -> None:
    assert len(poll(coach)) == 1
    clock.set_wall(NINE_THIRTY - timedelta(minutes=8))
    for _ in range(25):
        clock.advance(60)
        assert poll(coach) == []


def test_quiet_that_was_asked_for_before_the_clock_was_set_back_comes_no_second_time(
    coach: Coach, clock: ManualClock
) -> None:
    coach.answers.begin_quiet(60)
    open_until(coach, clock, MONDAY, time(12, 0))
    poll(coach)
    clock.set_wall(NINE_THIRTY + timedelta(minutes=10))
    assert poll(coach)
    assert not coach.answers.quiet


def test_quiet_is_over_for_good_when_the_clock_is_set_to_a_little_before_it(
    coach: Coach, clock: ManualClock
) -> None:
    """Three hours into a call the clock is put back by a bit more: the call is not begun anew."""
    coach.answers.begin_quiet(465)
    open_until(coach, clock, MONDAY, time(12, 30))
    clock.set_wall(NINE_THIRTY - timedelta(minutes=40))
    poll(coach)
    open_until(coach, clock, MONDAY, time(10, 0))
    assert not coach.answers.quiet
    assert told_of(coach, "Short walk")


def test_a_clock_put_right_by_seconds_ends_no_quiet(coach: Coach, clock: ManualClock) -> None:
    coach.answers.begin_quiet(60)
    clock.set_wall(NINE_THIRTY - timedelta(seconds=20))
    assert poll(coach) == []
    assert coach.answers.quiet


def test_what_a_wrong_clock_put_off_is_put_off_no_more(coach: Coach, clock: ManualClock) -> None:
    for _ in range(2):
        poll(coach)
        clock.advance(30 * 60)
    clock.advance(90 * 60)
    coach.answers.later(600)
    clock.set_wall(NINE_THIRTY + timedelta(hours=1))
    assert told_of(coach, "Side rest")


def test_what_was_put_off_comes_back_though_the_clock_was_set_back_a_little(
    coach: Coach, clock: ManualClock
) -> None:
    poll(coach)
    clock.advance(30 * 60)
    poll(coach)
    clock.advance(5 * 60)
    coach.answers.later(4)
    clock.set_wall(clock.now() - timedelta(minutes=3))
    assert poll(coach) == []
    for _ in range(2):
        clock.set_wall(coach.reminders.times()[0].astimezone(BERLIN))
    assert told_of(coach, "Side rest")


def test_a_button_is_about_what_was_said_last_also_after_a_wrong_clock(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY + timedelta(days=3), time(9, 30))
    assert poll(coach)
    clock.set_wall(NINE_THIRTY)
    poll(coach)
    (cue,) = coach.answers.pressed(Pressed(DUE_NOTICE, "no_time"))
    assert cue.text == "Left out: Side rest with pillow."


def test_an_absence_is_noticed_though_a_clock_was_days_ahead_before(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY + timedelta(days=3), time(9, 30))
    assert poll(coach)
    clock.set_wall(NINE_THIRTY)
    poll(coach)
    clock.sleep_machine(3.5 * 3600)
    assert told_of(coach, "While the computer was asleep or off")


# --- no burst


def test_two_lines_never_come_within_a_minute(coach: Coach, clock: ManualClock) -> None:
    clock.advance(20)
    assert len(poll(coach)) == 1  # To be told again at 10:00:20; the walk is due at ten.
    open_until(coach, clock, MONDAY, time(10, 0))
    assert poll(coach) == ["Short walk is due now."]
    clock.advance(20)
    assert poll(coach) == []
    assert coach.reminders.times()[0] == NINE_THIRTY + timedelta(minutes=31)
    clock.advance(40)
    assert poll(coach) == ["Side rest with pillow is due now."]


def test_after_sleep_the_question_is_the_only_line(coach: Coach, clock: ManualClock) -> None:
    """What was told before and waits for its second time is said with it."""
    assert len(poll(coach)) == 1
    coach.today.look()
    clock.sleep_machine(35 * 60)
    (text,) = poll(coach)
    assert text.startswith("Side rest with pillow is due now. While the computer was asleep")
    for _ in range(25):
        clock.advance(60)
        assert poll(coach) == []


def test_each_sleep_has_a_question_of_its_own(coach: Coach, clock: ManualClock) -> None:
    """Also when the screen was not looked at between the two."""
    clock.sleep_machine(35 * 60)
    coach.requests.poll()
    since = clock.now() + timedelta(minutes=5)
    clock.advance(5 * 60)
    coach.requests.poll()
    clock.sleep_machine(3 * 86400)
    coach.today.look()
    given = coach.records.log.read(kinds=[ReminderGiven])
    asked = [one.fact.item for one in given if one.day == clock.now().astimezone(BERLIN).date()]  # type: ignore[union-attr]
    assert asked == [away_id(since)]


# --- who wakes


def test_it_wakes_when_a_bad_day_is_over(coach: Coach, clock: ManualClock) -> None:
    ends = coach.today.begin_bad_day()
    until(clock, ends.date(), time(9, 25))
    assert ends in coach.reminders.times()


def test_it_wakes_when_a_session_that_was_cut_off_is_given_up(
    coach: Coach, clock: ManualClock
) -> None:
    started = SessionStarted(session="s", stage=StageCode.CALM, items=("2027-03-01/side-lie/1",))
    coach.records.record(started)
    assert coach.reminders.times()[0] == clock.now() + timedelta(minutes=1)


def test_a_day_on_which_only_reminders_ran_is_a_day_with_the_coach_on(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    until(clock, tuesday, time(9, 30))
    poll(again(coach, open_coach))
    until(clock, tuesday + timedelta(days=1), time(9, 0))
    third = open_coach()
    third.today.look()
    (line,) = [one for one in adherence_by_day(third.records.recent()) if one.day == tuesday]
    assert line.percent == 0
    asked = [one.fact for one in third.records.log.read(kinds=[ItemAsked])]
    names = [fact.item for fact in asked if isinstance(fact, ItemAsked)]
    assert len(names) == len(set(names))
