"""Reminders: said once when due, once more, then quiet; silent when done or locked."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.config import Settings
from coach.domain.outcomes import Reason
from coach.domain.pain import Moment, PainReport
from coach.domain.program import Surface
from coach.domain.reminding import QuietHours
from coach.session.cues import Cue
from coach.store.presence import FilePresence
from coach.workflows.absence import Absence
from coach.workflows.check_in import MORNING
from coach.workflows.coach import Coach
from coach.workflows.day_lines import day_lines
from coach.workflows.quiet import Quiet
from coach.workflows.remind import EVENING_READY, Reminders
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.spacing import Spacing
from coach.workflows.watching import Watcher
from tests.conftest import BERLIN
from tests.workflows.conftest import Opener
from tests.workflows.test_safety import answer_yes
from tests.workflows.test_today import MONDAY, did_all_of, until

TUESDAY = MONDAY + timedelta(days=1)


def open_until(coach: Coach, clock: ManualClock, day: date, at: time) -> None:
    """The coach stands open, and nobody is reminded meanwhile."""
    end = datetime.combine(day, at, tzinfo=BERLIN)
    while clock.now() < end:
        coach.today.look()
        clock.advance(min(300.0, (end - clock.now()).total_seconds()))


def poll(coach: Coach) -> list[str]:
    return [cue.text for cue in coach.reminders.poll()]


def test_what_is_due_is_said_once(coach: Coach, clock: ManualClock) -> None:
    (text,) = poll(coach)
    assert text.endswith(" is due now.")
    for _ in range(25):  # Until just before the next thing is due at ten.
        clock.advance(60)
        assert poll(coach) == []


def test_a_reminder_nobody_followed_comes_once_more_after_half_an_hour(
    coach: Coach, clock: ManualClock
) -> None:
    open_until(coach, clock, MONDAY, time(20, 30))
    first = poll(coach)
    assert len(first) == 1
    clock.advance(29 * 60)
    assert poll(coach) == []
    clock.advance(60)
    assert poll(coach) == [first[0].removeprefix(f"{EVENING_READY} ")]
    clock.advance(40 * 60)
    assert poll(coach) == []


def test_several_things_are_one_line(coach: Coach, clock: ManualClock) -> None:
    open_until(coach, clock, MONDAY, time(12, 30))
    (text,) = poll(coach)
    assert text.startswith("Due now: ")
    assert " and " in text


def test_what_is_done_is_not_reminded_of(coach: Coach) -> None:
    did_all_of(coach, "side-lie/1")
    assert poll(coach) == []


def test_what_was_left_out_is_not_reminded_of(coach: Coach) -> None:
    coach.today.decline(coach.today.look().agenda.due[0], Reason.TIME)
    assert poll(coach) == []


def test_what_stands_on_the_screen_already_is_told_once_later(
    coach: Coach, clock: ManualClock
) -> None:
    coach.reminders.seen()
    coach.reminders.seen()
    assert poll(coach) == []
    clock.advance(29 * 60)
    assert poll(coach) == []
    clock.advance(60)
    assert len(poll(coach)) == 1


def test_under_a_hold_nothing_is_reminded_of_and_no_exercise_is_scheduled(
    coach: Coach, clock: ManualClock
) -> None:
    answer_yes(coach)
    assert poll(coach) == []
    alarm = RecordingAlarm()
    armed(coach, alarm).arm(_wake)
    assert alarm.due == [datetime(2027, 3, 2, tzinfo=BERLIN)]


def test_in_a_session_nobody_is_reminded(coach: Coach, clock: ManualClock) -> None:
    coach.sessions.begin(coach.today.look().agenda.due, PainReport()).start()
    assert poll(coach) == []


def test_a_session_that_was_cut_off_does_not_silence_the_day(
    coach: Coach, clock: ManualClock
) -> None:
    coach.sessions.begin(coach.today.look().agenda.due, PainReport()).start()
    clock.advance(31 * 60)
    assert len(poll(coach)) == 1


@pytest.mark.parametrize(
    ("at", "spoken"),
    [(time(21, 59), True), (time(22, 0), False), (time(23, 30), False), (time(10, 0), True)],
)
def test_in_quiet_hours_it_is_shown_and_not_spoken(
    coach: Coach, clock: ManualClock, at: time, spoken: bool
) -> None:
    until(clock, MONDAY, at)
    (cue,) = coach.reminders.poll()
    assert cue.spoken is spoken
    assert bool(coach.speaker.said) is spoken  # type: ignore[attr-defined]


def test_quiet_hours_may_lie_within_one_day(open_coach: Opener, clock: ManualClock) -> None:
    coach = open_coach(Settings(quiet_from="09:00", quiet_to="12:00"))
    coach.set_up.finish(SetUpAnswers(program="steady-back"))
    (cue,) = coach.reminders.poll()
    assert not cue.spoken
    until(clock, MONDAY, time(12, 30))
    (cue,) = coach.reminders.poll()
    assert cue.spoken


def test_the_evening_questions_are_told_once_an_evening(coach: Coach, clock: ManualClock) -> None:
    open_until(coach, clock, MONDAY, time(17, 55))
    assert EVENING_READY not in " ".join(poll(coach))
    open_until(coach, clock, MONDAY, time(18, 0))
    assert poll(coach)[0].startswith(EVENING_READY)
    open_until(coach, clock, MONDAY, time(18, 20))
    assert poll(coach) == []
    open_until(coach, clock, date(2027, 3, 2), time(0, 10))
    assert EVENING_READY not in " ".join(poll(coach))
    open_until(coach, clock, date(2027, 3, 2), time(18, 0))
    assert EVENING_READY in " ".join(poll(coach))


def test_evening_questions_that_were_answered_or_seen_are_not_told(
    coach: Coach, clock: ManualClock
) -> None:
    open_until(coach, clock, MONDAY, time(18, 0))
    coach.reminders.seen()
    assert poll(coach) == []
    open_until(coach, clock, date(2027, 3, 2), time(18, 0))
    (evening, *_) = coach.check_ups.ready()
    coach.check_ups.take(evening, evening.form.answered("3"))
    assert EVENING_READY not in " ".join(poll(coach))


def test_the_alarm_wakes_for_the_evening_questions(coach: Coach) -> None:
    alarm = RecordingAlarm()
    armed(coach, alarm).arm(_wake)
    assert datetime(2027, 3, 1, 18, tzinfo=BERLIN) in alarm.due


# --- waking


class RecordingAlarm:
    """Remembers what it was set to."""

    def __init__(self) -> None:
        self.due: list[datetime] = []

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        self.due = list(due)

    def poke(self) -> None:
        """Nothing to look at."""

    def close(self) -> None:
        """Nothing to stop."""


def armed(coach: Coach, alarm: RecordingAlarm, *watchers: Watcher) -> Reminders:
    presence = FilePresence(Path("nowhere"), marks=False)
    return Reminders(
        coach.records,
        coach.speaker,
        alarm,
        coach.desktop,
        coach.today,
        Absence(coach.records, presence),
        [coach.guard, *watchers],
        coach.check_in,
        coach.check_ups,
        Quiet(coach.records, coach.desktop, QuietHours(time(22), time(7))),
        Spacing(coach.records),
    )


def _wake() -> None:
    """Nobody wakes."""


def test_it_wakes_for_what_comes_later_today_for_midnight_and_for_who_sits(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, time(18, 30))
    coach.guard.sit(Surface.FIRM)
    alarm = RecordingAlarm()
    armed(coach, alarm).arm(_wake)
    assert [at.astimezone(BERLIN).strftime("%d %H:%M") for at in alarm.due] == [
        "01 18:49",
        "01 19:30",
        "01 20:30",
        "02 00:00",
    ]


def test_what_cannot_be_said_yet_does_not_ring_all_the_time(
    coach: Coach, clock: ManualClock
) -> None:
    class Hasty:
        """Something that is due now and is not said."""

        def next_at(self) -> datetime:
            return clock.now() + timedelta(microseconds=5)

        def tick(self) -> list[Cue]:
            return []

    alarm = RecordingAlarm()
    armed(coach, alarm, Hasty()).arm(_wake)
    assert alarm.due[0] == clock.now() + timedelta(seconds=1)


def test_who_sits_under_a_hold_is_still_told_to_stand_up(coach: Coach, clock: ManualClock) -> None:
    answer_yes(coach)
    coach.guard.sit(Surface.FIRM)
    alarm = RecordingAlarm()
    armed(coach, alarm).arm(_wake)
    assert alarm.due[0] == coach.guard.next_at()


def test_after_a_night_the_new_day_is_told(coach: Coach, clock: ManualClock) -> None:
    coach.reminders.poll()
    until(clock, date(2027, 3, 2), time(9, 30))
    assert len(poll(coach)) == 1


def test_the_morning_asks_once_for_the_pain_before_getting_up(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, TUESDAY, time(7, 20))
    assert poll(coach)[0].startswith(MORNING)
    clock.advance(300)
    assert not any(MORNING in text for text in poll(coach))
    assert MORNING in day_lines(coach)


def test_a_score_answers_the_morning(coach: Coach, clock: ManualClock) -> None:
    until(clock, TUESDAY, time(7, 20))
    coach.check_in.take(PainReport(back=2), Moment.NOW)
    assert MORNING not in day_lines(coach)
    assert not any(MORNING in text for text in poll(coach))


def test_nobody_is_woken_by_the_morning(coach: Coach, clock: ManualClock) -> None:
    """In the quiet hours it stands on the screen, and is said when they are over."""
    until(clock, TUESDAY, time(5))
    assert MORNING in day_lines(coach)
    assert not any(MORNING in text for text in poll(coach))
    until(clock, TUESDAY, time(7))
    assert any(MORNING in text for text in poll(coach))


def test_later_in_the_day_nobody_lies_waiting(coach: Coach, clock: ManualClock) -> None:
    until(clock, TUESDAY, time(9))
    assert MORNING not in day_lines(coach)
