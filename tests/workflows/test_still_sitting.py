"""Still sitting? Asked when hands rest, when nothing was heard for long, and after a sleep."""

from datetime import datetime, time, timedelta

import pytest

from coach.clock import ManualClock
from coach.desktop.silent import NoDesktop
from coach.domain.events import SittingBout, SittingStarted, WarningGiven
from coach.domain.outcomes import QuietWhy, StillWhy
from coach.domain.program import Surface
from coach.domain.time_events import QuietBegun, ReminderGiven, StillAnswered, StillAsked
from coach.workflows.answering_notices import watched_notices
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.look_back import sitting_of
from tests.conftest import BERLIN
from tests.workflows.conftest import Opener, facts_of
from tests.workflows.sitting_world import World
from tests.workflows.test_today import MONDAY, until


def hands(coach: Coach, seconds: float | None) -> None:
    """How long keyboard and mouse have rested."""
    assert isinstance(coach.desktop, NoDesktop)
    coach.desktop.idle = seconds


def wait(coach: Coach, clock: ManualClock, minutes: int, *, idle: bool = False) -> list[str]:
    """Every minute a tick; with `idle` the hands rest all the while."""
    heard = []
    for nth in range(1, minutes + 1):
        clock.advance(60)
        if idle:
            hands(coach, nth * 60.0)
        heard += [cue.text for cue in coach.guard.tick()]
    return heard


# --- hands at rest


def test_hands_that_rest_are_asked_about_once_and_the_clock_goes_on(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    heard = wait(coach, clock, 30, idle=True)
    assert heard == [
        "Still sitting? Keyboard and mouse have rested since 09:30.",
        "One more minute, then stand up.",
        "Time to stand and walk. 20 minutes on a firm seat. "
        "Sitting for long can bring your leg pain on.",
        "You have sat 25 minutes on a firm seat. Leg score now, zero to ten?",
    ]
    (asked,) = facts_of(coach, StillAsked)
    assert (asked.why, asked.since) == (StillWhy.IDLE, clock.now() - timedelta(minutes=30))


def test_hands_at_work_again_are_no_answer(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 6, idle=True)
    hands(coach, 0.0)
    assert coach.guard.tick() == []
    asked = coach.guard.asks()
    assert asked is not None
    assert asked.text == "Still sitting? Keyboard and mouse rested for a while from 09:30 on."
    assert coach.guard.now() is not None


def test_no_ends_the_bout_when_the_hands_began_to_rest(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 0.0)
    wait(coach, clock, 8)
    wait(coach, clock, 9, idle=True)
    (up,) = coach.guard.answer("up")
    (bout,) = facts_of(coach, SittingBout)
    assert bout.minutes == 8
    assert up.text == "Noted: 8 minutes of sitting."
    assert [fact.sitting for fact in facts_of(coach, StillAnswered)] == [False]
    assert coach.guard.asks() is None


def test_i_am_up_is_the_same_as_no(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9, idle=True)
    coach.guard.stand()
    assert facts_of(coach, SittingBout)[0].minutes == 0


def test_who_worked_on_under_the_question_and_gets_up_sat_all_the_time(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9, idle=True)
    hands(coach, 0.0)
    wait(coach, clock, 18)
    coach.guard.stand()
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.minutes, bout.warnings) == (27, 2)


def test_who_comes_back_to_say_that_they_are_up_was_up(coach: Coach, clock: ManualClock) -> None:
    """Also when it was said twice to an empty room that the time is over."""
    coach.guard.sit(Surface.FIRM)
    hands(coach, 0.0)
    wait(coach, clock, 5)
    wait(coach, clock, 40, idle=True)
    hands(coach, 0.0)
    coach.guard.stand()
    assert facts_of(coach, SittingBout)[0].minutes == 5


def test_an_answer_that_was_kept_counts_from_when_it_was_given(
    coach: Coach, clock: ManualClock
) -> None:
    """The coach that holds the home looks forty minutes later."""
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9, idle=True)
    coach.inbox.put(Request("stand", clock.now(), answer="now"))
    clock.advance(40 * 60)
    coach.requests.poll()
    assert facts_of(coach, SittingBout)[0].minutes == 9


def test_who_gets_up_only_now_says_so(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9, idle=True)
    coach.guard.answer("now")
    assert facts_of(coach, SittingBout)[0].minutes == 9


def test_the_minutes_may_be_said(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9, idle=True)
    coach.guard.stand(minutes=6)
    assert facts_of(coach, SittingBout)[0].minutes == 6


def test_nobody_says_more_minutes_than_have_passed(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 9)
    coach.guard.stand(minutes=200)
    assert facts_of(coach, SittingBout)[0].minutes == 9


def test_after_a_yes_nobody_is_asked_again_within_the_limit(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 6, idle=True)
    (cue,) = coach.guard.answer("still")
    assert cue.text == "Good, the clock goes on: 6 minutes so far."
    heard = wait(coach, clock, 19, idle=True)
    assert not [text for text in heard if text.startswith("Still sitting?")]
    assert [text for text in wait(coach, clock, 6, idle=True) if text.startswith("Still sitting?")]


def test_sitting_down_again_on_the_same_seat_is_a_yes(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 6, idle=True)
    coach.guard.sit(Surface.FIRM)
    assert [fact.sitting for fact in facts_of(coach, StillAnswered)] == [True]
    assert len(facts_of(coach, SittingStarted)) == 1


def test_hands_are_never_asked_about_close_to_a_warning(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.HARD)
    hands(coach, 0.0)
    wait(coach, clock, 4)
    heard = wait(coach, clock, 8, idle=True)
    # Rested enough at nine minutes; the warning is due at ten, so it is asked at twelve.
    assert [text.split(".")[0] for text in heard] == [
        "One more minute, then stand up",
        "Time to stand and walk",
        "Still sitting? Keyboard and mouse have rested since 09:34",
    ]


def test_where_nobody_can_tell_nobody_is_asked_about_hands(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 30)
    assert facts_of(coach, StillAsked) == []


def test_the_question_has_buttons(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    assert coach.guard.notice() is None
    wait(coach, clock, 6, idle=True)
    notice = coach.guard.notice()
    assert notice is not None
    assert [button.key for button in notice.buttons] == ["still", "up", "now"]
    coach.guard.answer(notice.buttons[0].key)
    assert coach.guard.notice() is None


def test_the_guard_wakes_when_the_hands_could_have_rested_long_enough(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 60.0)
    assert coach.guard.next_at() == clock.now() + timedelta(minutes=4)


# --- nothing heard for long


def test_a_bout_of_which_nothing_is_heard_is_asked_about_once(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    heard = wait(coach, clock, 59)
    assert not any("Still" in text for text in heard)
    assert wait(coach, clock, 60) == ["Still sitting? I last heard from you 60 minutes ago."]
    assert [fact.why for fact in facts_of(coach, StillAsked)] == [StillWhy.LONG]


def test_nobody_knows_since_when_and_nothing_is_made_up(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 30)
    coach.guard.scored(3)
    wait(coach, clock, 70)
    coach.guard.answer("up")
    assert facts_of(coach, SittingBout)[0].minutes == 30


def test_who_does_not_know_since_when_sat_up_to_the_last_warning(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 100)
    coach.guard.answer("up")
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.minutes, bout.warnings) == (25, 2)


def test_a_forgotten_bout_counts_as_far_as_somebody_vouched_for_it(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 60)
    coach.guard.answer("still")
    wait(coach, clock, 320)
    (bout,) = facts_of(coach, SittingBout)
    assert bout.minutes == 60
    assert coach.guard.now() is None


def test_a_forgotten_bout_that_was_only_warned_counts_up_to_the_last_warning(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.HARD)
    wait(coach, clock, 365)
    (bout,) = facts_of(coach, SittingBout)
    assert bout.surface is Surface.HARD
    assert bout.minutes == bout.limit_minutes + 5
    assert bout.warnings == 2
    assert coach.guard.now() is None


# --- a machine that sleeps


def test_a_sleep_in_a_bout_is_one_question_and_no_warning(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(40 * 60)
    (cue,) = coach.guard.tick()
    assert cue.text == "The computer slept for 40 minutes. Did you sit through it?"
    assert wait(coach, clock, 10) == []
    assert facts_of(coach, WarningGiven) == []


def test_who_sat_through_it_has_the_clock_go_on(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(7 * 60)
    coach.guard.tick()
    coach.guard.answer("still")
    now = coach.guard.now()
    assert now is not None
    assert now.minutes == 17
    assert wait(coach, clock, 4)[-1].startswith("Time to stand")


def test_who_was_up_ended_the_bout_when_the_machine_fell_asleep(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(40 * 60)
    coach.guard.tick()
    coach.guard.answer("up")
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.minutes, bout.overdue_minutes) == (10, 0)


def test_no_answer_counts_to_the_moment_it_fell_asleep(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(40 * 60)
    coach.guard.tick()
    heard = wait(coach, clock, 20)
    assert heard == ["Sitting counted up to the sleep: 10 minutes. Sitting again? Say so."]
    assert facts_of(coach, SittingBout)[0].minutes == 10
    assert coach.guard.now() is None


def test_who_works_on_after_a_short_sleep_is_warned_and_the_bout_stays_open(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.HARD)
    hands(coach, 1.0)
    wait(coach, clock, 2)
    clock.sleep_machine(3 * 60)
    assert len(coach.guard.tick()) == 1
    heard = wait(coach, clock, 30)
    # Ten minutes without the sleep: that long they sat, whatever the answer is.
    assert [text.split(".")[0] for text in heard] == [
        "One more minute, then stand up",
        "Time to stand and walk",
        "You have sat 15 minutes on a hard seat",
    ]
    assert heard[1].startswith("Time to stand and walk. 10 minutes on a hard seat.")
    asked, now, day = coach.guard.asks(), coach.guard.now(), coach.guard.day()
    assert asked is not None
    assert asked.text.startswith("The computer slept for 3 minutes.")
    assert now is not None
    assert day is not None
    assert now.minutes == day.longest_minutes == 32
    (yes,) = coach.guard.answer("still")
    assert yes.text.endswith("35 minutes so far.")


def test_who_was_up_and_works_on_is_asked_to_say_that_they_sit_again(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 1.0)
    wait(coach, clock, 5)
    clock.sleep_machine(30 * 60)
    coach.guard.tick()
    wait(coach, clock, 4)
    (up,) = coach.guard.answer("up")
    assert up.text == "Noted: 5 minutes of sitting. Sitting again? Say so."


def test_the_guard_wakes_for_who_works_on_after_a_sleep(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.HARD)
    hands(coach, 1.0)
    wait(coach, clock, 2)
    clock.sleep_machine(3 * 60)
    coach.guard.tick()
    assert coach.guard.next_at() == clock.now() + timedelta(minutes=1)
    wait(coach, clock, 2)
    assert coach.guard.next_at() == clock.now() + timedelta(minutes=5)
    wait(coach, clock, 5)
    assert coach.guard.next_at() == clock.now() + timedelta(minutes=1)


def test_what_wakes_the_machine_is_no_sign_that_somebody_stays(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.HARD)
    hands(coach, 1.0)
    wait(coach, clock, 8)
    clock.sleep_machine(40 * 60)
    hands(coach, 0.0)
    coach.guard.tick()
    heard = wait(coach, clock, 20, idle=True)
    assert heard == ["Sitting counted up to the sleep: 8 minutes. Sitting again? Say so."]


def test_nobody_is_warned_whose_hands_rest_again_after_a_sleep(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 1.0)
    wait(coach, clock, 8)
    clock.sleep_machine(40 * 60)
    coach.guard.tick()
    hands(coach, 1.0)
    wait(coach, clock, 3)
    assert wait(coach, clock, 40, idle=True) == []
    assert coach.guard.now() is not None
    hands(coach, 1.0)
    assert wait(coach, clock, 1)[0].startswith("You have sat")


def test_a_second_sleep_before_the_answer_is_added_to_the_first(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 1.0)
    wait(coach, clock, 5)
    clock.sleep_machine(30 * 60)
    coach.guard.tick()
    wait(coach, clock, 5)
    clock.sleep_machine(120 * 60)
    (cue,) = coach.guard.tick()
    assert cue.text == "The computer slept for 150 minutes. Did you sit through it?"
    heard = wait(coach, clock, 10)
    assert heard[-1].startswith("Time to stand and walk. 20 minutes")
    coach.guard.answer("up")
    assert facts_of(coach, SittingBout)[0].minutes == 5


@pytest.mark.parametrize("hours", [4, 6, 9, 60])
@pytest.mark.parametrize("minutes", [18, 70])
def test_what_was_sat_before_a_long_sleep_counts(
    coach: Coach, clock: ManualClock, minutes: int, hours: int
) -> None:
    coach.guard.sit(Surface.HARD)
    wait(coach, clock, minutes)
    clock.sleep_machine(hours * 3600)
    coach.guard.tick()
    wait(coach, clock, 16)
    (bout,) = facts_of(coach, SittingBout)
    assert bout.minutes == minutes
    assert coach.guard.now() is None
    assert coach.guard.tick() == []


@pytest.mark.parametrize("minutes", [18, 70])
def test_what_was_sat_in_quiet_hours_before_a_long_sleep_counts_as_well(
    coach: Coach, clock: ManualClock, minutes: int
) -> None:
    until(clock, MONDAY, time(22, 30))
    coach.guard.sit(Surface.SOFT)
    wait(coach, clock, minutes)
    clock.sleep_machine(9 * 3600)
    (cue,) = coach.guard.tick()
    text = f"Sitting counted up to the sleep: {minutes} minutes. Sitting again? Say so."
    assert (cue.text, cue.spoken) == (text, False)
    assert [one.text for one in watched_notices(coach, [cue])] == [text]
    (bout,) = facts_of(coach, SittingBout)
    assert bout.minutes == minutes


def test_getting_up_after_a_long_sleep_tells_what_was_counted(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 18)
    clock.sleep_machine(7 * 3600)
    (cue,) = coach.guard.stand()
    assert cue.text.startswith("Sitting counted up to the sleep: 18 minutes.")
    assert facts_of(coach, SittingBout)[0].minutes == 18


def test_a_machine_that_was_off_over_night_counts_until_it_went_off(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 20)
    coach.close()
    clock.advance(9 * 3600)
    clock.mono, clock.asleep_seconds = 60.0, 0.0
    again = open_coach()
    (cue,) = again.guard.tick()
    assert cue.text.startswith("Sitting counted until the computer went off: 20 minutes.")
    assert facts_of(again, SittingBout)[0].minutes == 20


def test_whoever_sits_down_after_a_sleep_begins_anew(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(40 * 60)
    (cue,) = coach.guard.sit(Surface.FIRM)
    assert cue.text == "Sitting, on a firm seat. Up again in 20 minutes."
    assert facts_of(coach, SittingBout)[0].minutes == 10


def test_a_sleep_is_noticed_at_once_though_a_line_was_just_said(
    coach: Coach, clock: ManualClock
) -> None:
    """Or the minute until the next line would count as sat."""
    coach.guard.sit(Surface.FIRM)
    clock.advance(180)
    coach.guard.tick()
    clock.sleep_machine(30 * 60)
    (noticed,) = coach.reminders.poll()
    assert noticed.spoken
    (asked,) = coach.guard.tick()
    assert "slept for 30 minutes" in asked.text
    assert not asked.spoken
    coach.guard.answer("up")
    assert facts_of(coach, SittingBout)[0].minutes == 3


def test_a_nap_shorter_than_a_break_is_not_asked_about(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 10)
    clock.sleep_machine(60)
    assert coach.guard.tick() == []
    assert wait(coach, clock, 9)[-1].startswith("Time to stand")


def test_a_sleep_after_hands_had_rested_asks_from_when_they_rested(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    hands(coach, 0.0)
    wait(coach, clock, 3)
    wait(coach, clock, 8, idle=True)
    clock.sleep_machine(3600)
    assert len(coach.guard.tick()) == 1
    coach.guard.answer("up")
    assert facts_of(coach, SittingBout)[0].minutes == 3


def test_a_lock_of_the_screen_is_no_absence(coach: Coach, clock: ManualClock) -> None:
    # The machine runs on: nothing tells the guard of it, and the clock goes on.
    coach.guard.sit(Surface.FIRM)
    clock.advance(40 * 60)
    (cue,) = coach.guard.tick()
    assert cue.text.startswith("You have sat 40 minutes")


def test_a_machine_that_was_off_is_asked_about_once(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 19)  # The quiet line is the last thing the log knows.
    coach.close()
    clock.advance(40 * 60)
    clock.mono, clock.asleep_seconds = 60.0, 0.0  # Switched on a minute ago.
    again = open_coach()
    (cue,) = again.guard.tick()
    assert cue.text == "The computer was off for 40 minutes. Did you sit through it?"
    assert again.guard.tick() == []
    asked = again.guard.asks()
    assert asked is not None
    assert asked.text == cue.text
    again.guard.answer("up")
    assert facts_of(again, SittingBout)[0].minutes == 19


def test_a_mark_of_the_last_coach_tells_until_when_the_machine_was_on() -> None:
    world = World()
    world.sit()
    world.wait(12 * 60)
    seen = world.records.now()
    world.clock.advance(40 * 60)
    world.clock.mono = 60.0
    world.restart(seen)
    world.wait(20)
    assert "was off for 40 minutes" in world.texts()[-1]
    world.guard.answer("up")
    (bout,) = [one.fact for one in world.log.facts if isinstance(one.fact, SittingBout)]
    assert bout.minutes == 12


# --- nobody looked


def test_a_coach_that_opens_long_after_asks_before_it_warns(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)  # From a shell: no coach and no watch looks meanwhile.
    coach.close()
    clock.advance(90 * 60)
    again = open_coach()
    (cue,) = again.guard.tick()
    assert cue.text == "Still sitting? I last heard from you 90 minutes ago."
    assert again.guard.next_at() == clock.now() + timedelta(minutes=2)
    assert wait(again, clock, 1) == []
    again.guard.answer("still")
    assert wait(again, clock, 1)[0].startswith("You have sat 92 minutes")


def test_it_is_asked_first_also_when_another_line_comes_before(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(40 * 60)
    late = open_coach()
    assert late.reminders.poll()
    assert late.guard.tick() == []
    clock.advance(60)
    (asked,) = late.guard.tick()
    assert asked.text.startswith("Still sitting?")


def test_whoever_gets_up_by_the_shell_alone_sat_the_whole_time(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(90 * 60)
    again = open_coach()
    (cue,) = again.guard.stand()
    assert cue.text.startswith("Good. Stay up")
    assert facts_of(again, SittingBout)[0].minutes == 90


def test_who_gets_up_when_a_coach_asked_first_sat_the_whole_time_too(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(90 * 60)
    again = open_coach()
    again.guard.tick()
    again.guard.stand()
    assert facts_of(again, SittingBout)[0].minutes == 90


def test_nobody_is_asked_first_when_a_coach_was_there_a_moment_ago(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 19)
    coach.close()
    clock.advance(3 * 60)
    (cue,) = open_coach().guard.tick()
    assert cue.text.startswith("Time to stand")


# --- the clock is set


@pytest.mark.parametrize("hours", [-26, -3, -1, 1, 3, 26])
def test_a_clock_set_wrong_and_put_right_changes_no_minute(
    coach: Coach, clock: ManualClock, hours: int
) -> None:
    coach.guard.sit(Surface.FIRM)
    heard = wait(coach, clock, 5)
    clock.set_wall(clock.now() + timedelta(hours=hours))
    heard += wait(coach, clock, 15)
    clock.set_wall(clock.now() - timedelta(hours=hours))
    heard += wait(coach, clock, 10)
    # What a wrong clock's night held back was shown, and is said as well.
    assert list(dict.fromkeys(text.split(".")[0] for text in heard)) == [
        "One more minute, then stand up",
        "Time to stand and walk",
        "You have sat 25 minutes on a firm seat",
    ]
    coach.guard.stand()
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.minutes, bout.overdue_minutes) == (30, 10)


def test_a_clock_that_is_ahead_while_sitting_down_does_not_silence_the_guard(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    right = clock.now()
    clock.set_wall(right + timedelta(hours=3))
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.set_wall(right)
    again = open_coach()
    assert wait(again, clock, 20)[-1].startswith("Time to stand")


# --- one coach after the other


def test_the_watch_takes_over_in_the_middle_without_a_word_twice(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    heard = wait(coach, clock, 19)
    coach.close()
    watch = open_coach()
    heard += wait(watch, clock, 2)
    assert watch.guard.snooze()
    watch.close()
    screen = open_coach()
    now = screen.guard.now()
    assert now is not None
    assert not now.can_snooze
    heard += wait(screen, clock, 3)
    screen.close()
    heard += wait(open_coach(), clock, 20)
    assert [text.split(".")[0] for text in heard] == [
        "One more minute, then stand up",
        "Time to stand and walk",
        "Time to stand and walk",
        "You have sat 26 minutes on a firm seat",
    ]


def test_a_question_that_stands_is_not_asked_again_by_the_next_coach(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 6, idle=True)
    coach.close()
    again = open_coach()
    assert wait(again, clock, 6, idle=True) == []
    assert again.guard.asks() is not None
    again.guard.answer("still")
    assert again.guard.asks() is None


def test_the_quiet_line_shows_that_the_machine_was_on_and_no_more(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 19)
    (line,) = facts_of(coach, ReminderGiven)
    assert (line.spoken, line.text) == (False, "One more minute, then stand up.")


def test_in_a_call_the_clock_goes_on_and_the_warning_is_shown_and_not_spoken(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.records.record(QuietBegun(minutes=22, why=QuietWhy.CALL))
    assert wait(coach, clock, 20)[-1].startswith("Time to stand")
    wait(coach, clock, 5)
    assert [fact.spoken for fact in facts_of(coach, WarningGiven)] == [False, True, True]


def test_by_night_the_warning_is_shown_and_not_spoken(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(21, 50))
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 26)  # The warning comes at ten past ten, and the second after it.
    warned = facts_of(coach, WarningGiven)
    assert warned
    assert not any(fact.spoken for fact in warned)


def test_the_quiet_line_does_not_hide_what_the_last_reminder_was_about(
    coach: Coach, clock: ManualClock
) -> None:
    coach.reminders.poll()
    about = coach.answers.reminded_of()
    assert about
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 19)
    assert {item.id for item in about} <= {item.id for item in coach.answers.reminded_of()}


# --- the day's line, and hard seats


def test_the_days_line_counts_at_a_stretch_and_tells_what_was_hard(
    coach: Coach, clock: ManualClock
) -> None:
    assert coach.guard.day() is None
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 21)
    coach.guard.sit(Surface.HARD)
    wait(coach, clock, 31)
    day = coach.guard.day()
    assert day is not None
    assert day.line() == "longest 52 min, 31 of it hard"
    coach.guard.stand()
    clock.advance(3600)
    coach.guard.sit(Surface.SOFT)
    wait(coach, clock, 5)
    day = coach.guard.day()
    assert day is not None
    assert day.line() == "longest 52 min, 31 of it hard"


def test_over_midnight_each_day_has_its_own_minutes(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(23, 30))
    coach.guard.sit(Surface.HARD)
    wait(coach, clock, 50)
    day = coach.guard.day()
    assert day is not None
    assert (day.longest_minutes, day.overdue_minutes) == (20, 20)
    coach.guard.stand()
    assert coach.guard.day_line() == "Sitting today: longest 20 min, 20 of it hard"
    history = coach.records.whole(SittingBout)
    monday = sitting_of(history, MONDAY, break_minutes=2)
    assert monday is not None
    assert monday.longest_minutes == 30


@pytest.mark.parametrize("surface", [Surface.HARD, Surface.FLOOR])
def test_the_second_warning_on_a_hard_seat_is_plainer(
    coach: Coach, clock: ManualClock, surface: Surface
) -> None:
    (down,) = coach.guard.sit(surface)
    assert down.spoken
    assert "Put a cushion under you." in down.text
    heard = wait(coach, clock, 30)
    assert len(heard) == 3
    assert "Please get up now. When you sit again, choose a softer seat or a cushion." in heard[-1]


def test_a_clock_that_falls_back_to_1970_makes_no_burst_of_warnings(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    wait(coach, clock, 2)
    clock.set_wall(datetime(1970, 1, 2, 9, 0, tzinfo=BERLIN))
    heard = wait(coach, clock, 40)
    assert len(heard) <= 4  # The quiet line, two warnings, and one question at the most.
    assert len(facts_of(coach, WarningGiven)) <= 2
