"""What a patient answers to a reminder: kept in the log, so another coach knows of it."""

from datetime import datetime, time, timedelta, timezone

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError
from coach.domain.events import ExerciseDone, Fact, ItemExcused
from coach.domain.notices import Pressed
from coach.domain.outcomes import AwayAnswer, Excuse, Reason
from coach.domain.program import Surface
from coach.domain.reminding import SOFTER
from coach.domain.time_events import AwayAnswered, ReminderGiven, ReminderPutOff
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.remind import AWAY_NOTICE, DUE_NOTICE
from tests.conftest import BERLIN
from tests.workflows.conftest import Opener, ticked
from tests.workflows.test_remind import open_until, poll
from tests.workflows.test_safety import answer_yes
from tests.workflows.test_today import MONDAY, until


def again(coach: Coach, opener: Opener) -> Coach:
    """The coach is closed and another one opened: the watch after the screen, or a restart."""
    coach.close()
    return opener()


def given(coach: Coach) -> list[ReminderGiven]:
    found = coach.records.log.read(kinds=[ReminderGiven])
    return [one.fact for one in found if isinstance(one.fact, ReminderGiven)]


def test_another_coach_does_not_say_again_what_was_said(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    assert len(poll(coach)) == 1
    other = again(coach, open_coach)
    clock.advance(60)
    assert poll(other) == []
    open_until(other, clock, MONDAY, time(10, 0))
    assert len(poll(other)) == 1
    third = again(other, open_coach)
    clock.advance(60)
    assert poll(third) == []


def test_the_second_time_is_softer(coach: Coach, clock: ManualClock) -> None:
    open_until(coach, clock, MONDAY, time(11, 0))
    (first,) = coach.reminders.poll()
    open_until(coach, clock, MONDAY, time(11, 30))
    (second,) = coach.reminders.poll()
    assert (first.loudness, second.loudness) == (1.0, SOFTER)


def test_what_was_put_off_comes_back_after_a_restart_and_not_before(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    poll(coach)
    (cue,) = coach.answers.later(25)
    assert cue.text == "I will remind you again in 25 minutes."
    other = again(coach, open_coach)
    open_until(other, clock, MONDAY, time(9, 54))
    assert poll(other) == []
    open_until(other, clock, MONDAY, time(9, 55))
    assert poll(other) == ["Side rest with pillow is due now."]


@pytest.mark.parametrize("minutes", [0, -1, 721])
def test_a_length_out_of_bounds_is_refused(coach: Coach, minutes: int) -> None:
    with pytest.raises(InputError):
        coach.answers.later(minutes)
    with pytest.raises(InputError):
        coach.answers.begin_quiet(minutes)


def test_in_a_call_nothing_is_said_and_afterwards_it_is_said_once(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.answers.begin_quiet(45)  # Until 10:15; the walk is due at ten.
    (shown,) = coach.reminders.poll()
    assert not shown.spoken
    assert given(coach) == []
    open_until(coach, clock, MONDAY, time(10, 14))
    assert all(not cue.spoken for cue in coach.reminders.poll())
    other = again(coach, open_coach)
    open_until(other, clock, MONDAY, time(10, 15))
    assert poll(other) == ["Due now: Side rest with pillow and Short walk."]
    clock.advance(60)
    assert poll(other) == []


def test_a_call_that_ended_early_is_ended_by_hand(coach: Coach) -> None:
    coach.answers.begin_quiet(60)
    assert coach.answers.lines()[0].startswith("Quiet until 10:30.")
    coach.answers.end_quiet()
    assert not coach.answers.quiet
    assert coach.reminders.poll()[0].spoken


def test_when_the_desktop_wants_no_disturbance_it_is_held_and_nothing_is_lost(
    coach: Coach, clock: ManualClock
) -> None:
    coach.desktop.disturb = False  # type: ignore[attr-defined]
    assert all(not cue.spoken for cue in coach.reminders.poll())
    assert coach.desktop.shown == []  # type: ignore[attr-defined]
    assert coach.reminders.times()[0] == clock.now() + timedelta(minutes=1)
    coach.desktop.disturb = True  # type: ignore[attr-defined]
    assert coach.reminders.poll()[0].spoken
    (notice,) = coach.desktop.shown  # type: ignore[attr-defined]
    assert notice.text == "Side rest with pillow is due now."


def test_it_wakes_for_the_second_time_for_what_was_put_off_and_for_the_end_of_quiet(
    coach: Coach, clock: ManualClock
) -> None:
    poll(coach)
    assert clock.now() + timedelta(minutes=30) in coach.reminders.times()
    coach.answers.later(7)
    assert clock.now() + timedelta(minutes=7) in coach.reminders.times()
    coach.answers.begin_quiet(20)
    clock.advance(7 * 60)
    assert clock.now() + timedelta(minutes=13) in coach.reminders.times()


@pytest.mark.parametrize("key", ["later", "now"])
def test_a_button_pressed_under_a_lock_says_that_coaching_is_locked(coach: Coach, key: str) -> None:
    answer_yes(coach)
    notice = DUE_NOTICE if key == "later" else AWAY_NOTICE
    (cue,) = coach.answers.pressed(Pressed(notice, key))
    assert "locked" in cue.text
    assert not coach.log.read(kinds=[ReminderPutOff, AwayAnswered])


def test_a_notice_can_be_answered_with_a_button(coach: Coach) -> None:
    poll(coach)
    (cue,) = coach.answers.pressed(Pressed(DUE_NOTICE, "no_time"))
    assert cue.text == "Left out: Side rest with pillow."
    (out,) = [one.fact for one in coach.records.log.read(kinds=[ExerciseDone])]
    assert (out.item, out.reason) == ("2027-03-01/side-lie/1", Reason.TIME)  # type: ignore[union-attr]
    assert coach.answers.pressed(Pressed(DUE_NOTICE, "start")) == []
    assert coach.answers.pressed(Pressed("something", "later")) == []


# --- asleep or off


def slept_until_one(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    clock.sleep_machine(3.5 * 3600)  # From half past nine to one.


def test_what_fell_due_while_the_machine_slept_is_one_question(
    coach: Coach, clock: ManualClock
) -> None:
    poll(coach)
    slept_until_one(coach, clock)
    (text,) = poll(coach)
    assert text.startswith("While the computer was asleep or off, this fell due: ")
    assert text.endswith("Now, later, or skip?")
    assert "Cold pack" in text
    for _ in range(25):
        clock.advance(60)
        assert poll(coach) == []


def test_later_is_half_an_hour_and_one_line(coach: Coach, clock: ManualClock) -> None:
    slept_until_one(coach, clock)
    poll(coach)
    assert "30 minutes" in coach.answers.away(AwayAnswer.LATER)[0].text
    open_until(coach, clock, MONDAY, time(13, 29))
    assert poll(coach) == []
    open_until(coach, clock, MONDAY, time(13, 30))
    assert len(poll(coach)) == 1


def test_skip_counts_neither_for_nor_against(coach: Coach, clock: ManualClock) -> None:
    slept_until_one(coach, clock)
    poll(coach)
    coach.answers.away(AwayAnswer.SKIP)
    excused = [one.fact for one in coach.records.log.read(kinds=[ItemExcused])]
    assert {fact.reason for fact in excused} == {Excuse.ASLEEP}  # type: ignore[union-attr]
    look = coach.today.look()
    assert look.agenda.due == []
    assert look.question is None


def test_the_question_waits_for_another_coach_and_is_said_once(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    slept_until_one(coach, clock)
    poll(coach)
    other = again(coach, open_coach)
    clock.advance(60)
    assert poll(other) == []
    assert other.today.look().question is not None
    other.answers.asked(Request("away", clock.now(), answer="skip"))
    assert other.today.look().question is None


def test_in_quiet_hours_the_question_waits_until_they_are_over(
    open_coach: Opener, coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    coach.answers.begin_quiet(8 * 60)
    clock.sleep_machine(4 * 3600)
    assert all(not cue.spoken for cue in coach.reminders.poll())
    open_until(coach, clock, MONDAY, time(17, 30))
    texts = poll(coach)
    assert any("Now, later, or skip?" in text for text in texts)


def test_what_was_due_on_an_earlier_day_is_not_asked_and_never_zero(
    coach: Coach, clock: ManualClock
) -> None:
    slept_until_one(coach, clock)
    until(clock, MONDAY + timedelta(days=2), time(8, 0))
    look = coach.today.look()
    assert look.question is None
    assert look.away is not None
    assert look.away.days_not_recorded == (MONDAY + timedelta(days=1),)


def test_who_was_seen_by_a_running_coach_was_not_away(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """No fact is written for hours, but a coach is open: nothing fell due unseen."""
    open_until(coach, clock, MONDAY, time(12, 29))
    other = again(coach, open_coach)
    clock.advance(60)
    assert all("asleep" not in text for text in poll(other))


def test_a_clock_that_was_days_ahead_and_was_put_right_loses_nothing(
    coach: Coach, clock: ManualClock
) -> None:
    right = clock.now()
    clock.set_wall(right + timedelta(days=3))
    poll(coach)
    coach.answers.later(600)
    clock.set_wall(right.astimezone(BERLIN))
    assert any("Side rest with pillow" in text for text in poll(coach))


def test_a_sleep_while_sitting_is_one_question_of_each_kind_and_no_order(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.requests.poll()
    clock.sleep_machine(3.5 * 3600)
    coach.requests.poll()
    assert any("slept" in cue.text for cue in ticked(coach))
    assert poll(coach) == []  # One line at a time.
    clock.advance(60)
    (text,) = poll(coach)
    assert text.endswith("Now, later, or skip?")


def test_a_command_after_an_absence_does_not_hide_what_fell_due(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.today.look()
    coach.close()
    clock.sleep_machine(3.5 * 3600)
    shell = open_coach()
    shell.requests.poll()
    shell.requests.carry_out(Request("pain", clock.now(), back=1, leg=2))
    assert again(shell, open_coach).today.look().question is not None


def test_a_session_of_an_hour_is_no_absence(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    for _ in range(60):
        clock.advance(60)
        coach.requests.poll(safety_only=True)
    assert coach.today.look().question is None


def test_a_clock_set_forward_under_an_open_coach_is_no_absence(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    clock.set_wall(clock.now() + timedelta(hours=3))
    assert all("asleep" not in text for text in poll(coach))


def test_a_notice_that_stands_is_answered_for_what_it_named(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """Another screen has shown more meanwhile; the button is still that of the notice."""
    poll(coach)
    open_until(coach, clock, MONDAY, time(10, 0))
    other = again(coach, open_coach)
    other.reminders.seen()
    other.answers.pressed(Pressed(DUE_NOTICE, "hurts"))
    (out,) = [one.fact for one in other.records.log.read(kinds=[ExerciseDone])]
    assert out.exercise == "side-lie"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fact",
    [
        ReminderGiven(item="away/zzz", text="", spoken=False, shown=False, nth=0),
        ReminderGiven(item="away/2027-03-01", text="", spoken=False, shown=False, nth=0),
        AwayAnswered(
            since=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), answer=AwayAnswer.SKIP
        ),
    ],
)
def test_facts_that_make_no_sense_stop_nothing(coach: Coach, fact: Fact) -> None:
    coach.records.record(fact)
    assert poll(coach)
    assert coach.today.look().question is None


def test_put_off_and_answered_from_the_shell(coach: Coach, clock: ManualClock) -> None:
    coach.inbox.put(Request("later", clock.now(), minutes=15))
    coach.inbox.put(Request("leave_out", clock.now(), answer="fatigue", items=("cold-pack",)))
    coach.inbox.put(Request("quiet", clock.now(), minutes=10))
    coach.requests.poll()
    (off,) = [one.fact for one in coach.records.log.read(kinds=[ReminderPutOff])]
    assert off == ReminderPutOff(item="2027-03-01/side-lie/1", minutes=15)
    (out,) = [one.fact for one in coach.records.log.read(kinds=[ExerciseDone])]
    assert (out.exercise, out.reason) == ("cold-pack", Reason.FATIGUE)  # type: ignore[union-attr]
    assert coach.answers.quiet
    assert coach.records.log.read(kinds=[AwayAnswered]) == []


@pytest.mark.parametrize(
    "request_made",
    [
        {"what": "later"},
        {"what": "later", "minutes": 0},
        {"what": "quiet", "minutes": 481},
        {"what": "leave_out", "answer": "none"},
        {"what": "leave_out", "answer": "bored"},
        {"what": "away", "answer": "perhaps"},
        {"what": "leave_out", "answer": "time", "items": ["x"] * 51},
    ],
)
def test_what_is_no_request_is_set_aside(
    coach: Coach, clock: ManualClock, request_made: dict[str, object]
) -> None:
    coach.inbox.put(Request(at=clock.now(), **request_made))  # type: ignore[arg-type]
    assert coach.requests.poll() == []
