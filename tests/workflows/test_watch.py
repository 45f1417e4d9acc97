"""The watch: what is due is said without a screen, once, and the home stays free for everybody."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from coach.bootstrap import make_inbox
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import LogError
from coach.domain.events import ExerciseDone, SittingBout, SittingStarted
from coach.domain.notices import OPEN, Notice, Pressed
from coach.domain.outcomes import Reason, TimerKind
from coach.domain.program import Surface
from coach.domain.time_events import AwayAnswered, ReminderGiven, ReminderPutOff, StillAsked
from coach.store.backup import backup_lock
from coach.store.copies import backups_of, day_of
from coach.workflows import watch as watching
from coach.workflows.answering_notices import SNOOZE
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request
from coach.workflows.records import Records
from coach.workflows.remind import AWAY_NOTICE, DUE_NOTICE
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.sitting_words import NOTICE_ID as SITTING_NOTICE
from coach.workflows.sitting_words import UP
from tests.conftest import BERLIN, answer_list
from tests.workflows.conftest import facts_of
from tests.workflows.watched import Watched

Opener = Callable[..., Coach]


@pytest.fixture
def patient(open_coach: Opener, clock: ManualClock) -> None:
    """Chose a program today and left out what was due before; the cold pack is due at eleven."""
    coach = open_coach()
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    answer_list(coach)
    clock.advance(80 * 60)
    coach.answers.leave_out(Reason.OTHER, coach.today.look().agenda.due)
    coach.close()


@pytest.fixture
def watched(places: Places, clock: ManualClock) -> Watched:
    return Watched(places, clock)


def answers(notice: Notice) -> list[str]:
    """What its buttons answer, without the bout they are about."""
    return [button.key.partition("/")[0] for button in notice.buttons]


def sitting_notice(watched: Watched) -> Notice:
    (notice,) = [one for one in watched.desktop.shown if one.id == SITTING_NOTICE]
    return notice


def count(open_coach: Opener, kind: type) -> int:
    coach = open_coach()
    found = len(facts_of(coach, kind))
    coach.close()
    return found


@pytest.mark.usefixtures("patient")
def test_what_falls_due_is_said_at_its_time_and_once_more(watched: Watched) -> None:
    watched.go(9)
    assert watched.said == []
    watched.go(3)
    assert len(watched.said) == 1
    assert "Cold pack is due now." in watched.said[0]
    assert [notice.id for notice in watched.desktop.shown] == [DUE_NOTICE]
    watched.go(35)
    assert watched.said == [watched.said[0]] * 2
    watched.go(20)
    assert len(watched.said) == 2
    assert watched.lines == watched.said


@pytest.mark.usefixtures("patient")
def test_a_kill_and_a_restart_say_nothing_twice(watched: Watched, open_coach: Opener) -> None:
    watched.go(12)
    said = count(open_coach, ReminderGiven)
    watched.restart()
    watched.go(2)
    watched.restart()
    watched.go(2)
    assert len(watched.said) == 1
    assert count(open_coach, ReminderGiven) == said


@pytest.mark.usefixtures("patient")
def test_between_looks_the_home_is_free(watched: Watched, open_coach: Opener) -> None:
    for _ in range(5):
        watched.look()
        coach = open_coach()
        assert coach.log.writable
        coach.close()


@pytest.mark.usefixtures("patient")
def test_while_a_screen_is_open_the_watch_is_silent(watched: Watched, open_coach: Opener) -> None:
    watched.look()
    screen = open_coach()
    for _ in range(45):
        watched.go(1)
        screen.reminders.poll()  # The screen says it.
    assert watched.said == []
    assert watched.lines == []
    screen.close()
    watched.go(2)
    assert watched.said == []


@pytest.mark.usefixtures("patient")
def test_what_the_screen_left_unsaid_comes_when_it_is_closed(
    watched: Watched, open_coach: Opener
) -> None:
    screen = open_coach()
    watched.go(100)
    screen.close()
    watched.look()
    watched.look()
    assert len(watched.said) == 1


@pytest.mark.usefixtures("patient")
def test_an_idle_hour_opens_the_log_a_few_times(watched: Watched) -> None:
    watched.look()
    before = watched.watch.openings
    watched.go(60)
    assert watched.watch.openings - before <= 3


@pytest.mark.usefixtures("patient")
def test_who_sits_down_is_called_and_the_button_says_up(
    watched: Watched, open_coach: Opener
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.HARD)
    coach.close()
    watched.go(11.5)
    assert "Time to stand" in watched.said[-1]
    (notice,) = [one for one in watched.desktop.shown if one.id == SITTING_NOTICE]
    assert notice.urgent
    assert answers(notice) == [UP, SNOOZE]
    watched.desktop.pressed.append(Pressed(SITTING_NOTICE, notice.buttons[0].key))
    watched.look()
    assert "Stay up" in watched.said[-1]
    assert SITTING_NOTICE not in [one.id for one in watched.desktop.shown]
    assert count(open_coach, SittingBout) == 1


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("key", "sits"), [("still", True), ("up", False), ("now", False)])
def test_hands_that_rest_ask_whether_somebody_still_sits(
    watched: Watched, open_coach: Opener, key: str, *, sits: bool
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.SOFT)
    coach.close()
    watched.desktop.idle = 10.0
    watched.go(5.5)
    watched.desktop.idle = 5.2 * 60
    watched.go(5)
    (notice,) = [one for one in watched.desktop.shown if one.id == SITTING_NOTICE]
    assert "Still sitting?" in notice.text
    (button,) = [one for one in notice.buttons if one.key.startswith(f"{key}/")]
    watched.desktop.pressed.append(Pressed(SITTING_NOTICE, button.key))
    watched.look()
    coach = open_coach()
    assert (coach.guard.now() is not None) is sits
    coach.close()
    assert SITTING_NOTICE not in [one.id for one in watched.desktop.shown]


@pytest.mark.usefixtures("patient")
def test_a_warning_is_shown_over_a_question_that_stands(
    watched: Watched, open_coach: Opener
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.SOFT)
    coach.close()
    watched.desktop.idle = 6 * 60.0
    watched.go(7)
    assert sitting_notice(watched).text.startswith("Still sitting?")
    watched.desktop.idle = 1.0
    watched.go(14)
    notice = sitting_notice(watched)
    assert notice.text.startswith("Time to stand and walk. 20 minutes on a soft seat.")
    assert answers(notice) == ["still", UP, "now"]
    watched.go(5)
    assert sitting_notice(watched).text.startswith("You have sat 25 minutes on a soft seat.")
    watched.desktop.pressed.append(Pressed(SITTING_NOTICE, sitting_notice(watched).buttons[0].key))
    watched.go(1)
    coach = open_coach()
    assert coach.guard.asks() is None
    assert coach.guard.now() is not None
    coach.close()


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("is_screen_open", [False, True])
def test_a_notice_about_an_earlier_bout_changes_nothing(
    watched: Watched, open_coach: Opener, clock: ManualClock, *, is_screen_open: bool
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.HARD)
    coach.close()
    watched.go(11.5)
    notice = sitting_notice(watched)
    coach = open_coach()
    coach.guard.stand()
    clock.advance(180)
    coach.guard.sit(Surface.SOFT)
    if not is_screen_open:
        coach.close()
    watched.desktop.pressed += [Pressed(SITTING_NOTICE, one.key) for one in notice.buttons]
    watched.look()
    if is_screen_open:
        assert coach.inbox.take() == []
    else:
        assert "That notice was about an earlier sitting. Nothing is changed." in watched.lines
        coach = open_coach()
    now = coach.guard.now()
    assert now is not None
    assert now.can_snooze
    coach.close()


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("is_screen_open", [False, True])
@pytest.mark.parametrize(("answer", "minutes"), [("up", 25), ("now", 65)])
def test_an_answer_is_the_same_given_here_or_handed_to_an_open_coach(
    watched: Watched,
    open_coach: Opener,
    clock: ManualClock,
    answer: str,
    minutes: int,
    *,
    is_screen_open: bool,
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.SOFT)
    coach.close()
    watched.go(65)
    notice = sitting_notice(watched)
    (button,) = [one for one in notice.buttons if one.key.startswith(answer)]
    screen = open_coach() if is_screen_open else None
    watched.desktop.pressed.append(Pressed(SITTING_NOTICE, button.key))
    watched.look()
    if screen is not None:
        screen.requests.poll()
        screen.close()
    coach = open_coach()
    (bout,) = facts_of(coach, SittingBout)
    coach.close()
    assert round(bout.minutes) == minutes


@pytest.mark.usefixtures("patient")
def test_a_request_of_the_shell_is_carried_out(watched: Watched, open_coach: Opener) -> None:
    watched.look()
    reader = open_coach()
    reader.inbox.put(Request("sit", reader.records.now(), surface="soft"))
    reader.close()
    watched.go(0.2)
    assert count(open_coach, SittingStarted) == 1
    assert "Sitting, on a soft seat" in watched.said[0]


@pytest.mark.usefixtures("patient")
def test_a_machine_asleep_gets_one_question(
    watched: Watched, clock: ManualClock, open_coach: Opener
) -> None:
    watched.go(5)
    clock.sleep_machine(4 * 3600)
    watched.go(1)
    assert len(watched.said) == 1
    assert watched.said[0].startswith("While the computer was asleep or off, this fell due:")
    assert [notice.id for notice in watched.desktop.shown] == [AWAY_NOTICE]
    watched.desktop.pressed.append(Pressed(AWAY_NOTICE, "later"))
    watched.go(1)
    assert count(open_coach, AwayAnswered) == 1


@pytest.mark.usefixtures("patient")
def test_a_machine_that_slept_in_a_bout_asks_once_and_warns_of_nothing(
    watched: Watched, clock: ManualClock, open_coach: Opener
) -> None:
    """The watch opens one coach after the other: none of them misses the sleep between two."""
    coach = open_coach()
    coach.guard.sit(Surface.FIRM)
    coach.close()
    watched.go(6)
    clock.sleep_machine(40 * 60)
    watched.go(3)
    asked = [text for text in watched.said if "slept" in text]
    assert len(asked) == 1
    assert "Did you sit" in asked[0]
    assert not any("Time to stand" in text for text in watched.said)
    assert count(open_coach, StillAsked) == 1


@pytest.mark.usefixtures("patient")
def test_a_stopped_process_is_an_absence_too(watched: Watched, clock: ManualClock) -> None:
    watched.go(5)
    clock.advance(4 * 3600)  # It stood still while everything else went on.
    watched.go(1)
    assert watched.said[0].startswith("While the computer was asleep or off")


@pytest.mark.usefixtures("patient")
def test_a_watch_that_idles_is_there(watched: Watched) -> None:
    """Minutes without an opening are no absence."""
    watched.go(9)
    watched.restart()
    watched.go(5)
    assert len(watched.said) == 1
    assert "asleep" not in watched.said[0]


@pytest.mark.usefixtures("patient")
def test_a_clock_set_back_and_put_right_loses_nothing_and_says_no_more_than_twice(
    watched: Watched, clock: ManualClock
) -> None:
    """Nobody can tell which of the two times was the wrong one: rather once more than never."""
    watched.go(12)
    clock.set_wall(clock.now() - timedelta(hours=1))
    watched.go(2)
    clock.set_wall(clock.now() + timedelta(hours=1))
    watched.go(2)
    assert 1 <= len(watched.said) <= 2


def test_without_a_program_it_says_so_once_and_waits(watched: Watched, open_coach: Opener) -> None:
    watched.go(2)
    assert watched.lines == [watching.NO_PLAN]
    coach = open_coach()
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    answer_list(coach)
    coach.close()
    watched.go(2)
    assert any("ue now" in line for line in watched.said)


@pytest.mark.usefixtures("patient")
def test_under_a_hold_nothing_is_reminded_of(watched: Watched, open_coach: Opener) -> None:
    coach = open_coach()
    coach.safety.answered_elsewhere(coach.safety.flags.items[0].id, coach.records.now())
    assert coach.records.course().hold() is not None
    coach.close()
    watched.go(200)
    assert watched.said == []
    assert watched.lines == [watching.LOCKED]


@pytest.mark.usefixtures("patient")
def test_a_log_that_cannot_be_opened_is_told_once_and_tried_again(watched: Watched) -> None:
    watched.broken = LogError("Damaged", "The log is damaged. Restore a backup.")
    watched.go(240)
    assert watched.troubles == ["The log is damaged. Restore a backup."]
    assert watched.watch.openings < 60
    watched.broken = None
    watched.go(11)
    assert len(watched.said) == 1


@pytest.mark.usefixtures("patient")
def test_a_full_disk_in_the_middle_loses_nothing(watched: Watched, open_coach: Opener) -> None:
    watched.go(9)
    watched.broken = OSError(28, "No space left on device")
    watched.go(10)
    assert watched.said == []
    assert len(watched.troubles) == 1
    watched.broken = None
    watched.go(11)
    assert len(watched.said) == 1
    assert count(open_coach, ReminderGiven) > 0


@pytest.mark.usefixtures("patient")
def test_the_voice_is_ended_once_its_words_are_out(watched: Watched) -> None:
    watched.talks = True
    watched.go(15, stop=lambda: bool(watched.voices))
    (voice,) = watched.voices
    assert watched.look() == watching.VOICE_LOOK_SECONDS
    assert [voice.closed for voice in watched.voices] == [False]
    voice.talks = False
    watched.look()
    assert [voice.closed for voice in watched.voices] == [True]
    assert not watched.voice.is_awake


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("key", "reason"), [("no_time", Reason.TIME), ("hurts", Reason.PAIN)])
def test_the_buttons_leave_out_with_their_reason(
    watched: Watched, open_coach: Opener, key: str, reason: Reason
) -> None:
    watched.go(12)
    watched.desktop.pressed.append(Pressed(DUE_NOTICE, key))
    watched.go(1)
    coach = open_coach()
    assert facts_of(coach, ExerciseDone)[-1].reason is reason
    coach.close()
    assert watched.desktop.shown == []


@pytest.mark.usefixtures("patient")
def test_later_is_later(watched: Watched, open_coach: Opener) -> None:
    watched.go(12)
    watched.desktop.pressed.append(Pressed(DUE_NOTICE, "later"))
    watched.go(28)
    assert len(watched.said) == 1
    assert count(open_coach, ReminderPutOff) >= 1
    watched.go(5)
    assert len(watched.said) == 2


@pytest.mark.usefixtures("patient")
def test_start_opens_the_very_items(watched: Watched) -> None:
    watched.go(12)
    watched.desktop.pressed.append(Pressed(DUE_NOTICE, "start"))
    watched.look()
    assert "cold-pack" in watched.started[0]


@pytest.mark.usefixtures("patient")
def test_the_notice_itself_opens_the_coach(watched: Watched) -> None:
    watched.go(12)
    watched.desktop.pressed.append(Pressed(DUE_NOTICE, OPEN))
    watched.look()
    assert watched.screens == 1
    assert watched.lines[-1] == "Start it in a terminal with: coach"


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("pressed", "what"),
    [
        (Pressed(SITTING_NOTICE, UP), "stand"),
        (Pressed(DUE_NOTICE, "later"), "later"),
        (Pressed(DUE_NOTICE, "no_time"), "leave_out"),
        (Pressed(AWAY_NOTICE, "skip"), "away"),
    ],
)
def test_a_button_pressed_while_a_screen_is_open_is_handed_to_it(
    watched: Watched, open_coach: Opener, pressed: Pressed, what: str
) -> None:
    watched.go(12)
    screen = open_coach()
    watched.go(1)
    watched.desktop.pressed.append(pressed)
    watched.look()
    assert [request.what for request in screen.inbox.take()] == [what]
    screen.close()


@pytest.mark.usefixtures("patient")
def test_a_session_is_not_begun_beside_an_open_screen(watched: Watched, open_coach: Opener) -> None:
    watched.go(12)
    screen = open_coach()
    watched.desktop.pressed.append(Pressed(DUE_NOTICE, "start"))
    watched.look()
    assert watched.started == []
    assert watched.lines[-1] == watching.ON_THE_SCREEN
    screen.close()


@pytest.mark.usefixtures("patient")
def test_do_not_disturb_holds_back_and_nothing_is_lost(watched: Watched) -> None:
    watched.desktop.disturb = False
    watched.go(120)
    assert watched.said == []
    assert watched.desktop.shown == []
    watched.desktop.disturb = True
    watched.go(2)
    assert len(watched.said) == 1


@pytest.mark.usefixtures("patient")
def test_daylight_saving_moves_no_reminder(watched: Watched, clock: ManualClock) -> None:
    clock.set_wall(datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN))
    watched.go(60 * 8)
    assert len(watched.said) <= 3  # The morning's offer, and nothing of the missing hour twice.
    assert watched.troubles == []


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("minutes_back", [0, 7, 50])
def test_a_cold_pack_comes_off_in_time_whatever_the_wall_clock_does(
    watched: Watched, clock: ManualClock, open_coach: Opener, minutes_back: int
) -> None:
    watched.look()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.close()
    watched.go(4)
    clock.set_wall(clock.now() - timedelta(minutes=minutes_back))
    watched.go(6.2)
    assert any("ake" in line and "off" in line for line in watched.said)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("what", ["a request waits", "a button is pressed", "nothing else"])
def test_a_cold_pack_comes_off_in_time_whatever_the_log_refuses(
    watched: Watched, open_coach: Opener, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    watched.look()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.close()
    watched.go(4)

    def refuse(*_: object, **__: object) -> None:
        raise LogError("The disk is full", "The disk is full. Free some space.")

    monkeypatch.setattr(Records, "record", refuse)
    if what == "a request waits":
        other = open_coach()
        other.inbox.put(Request("pain", other.records.now(), back=2, leg=2))
        other.close()
    elif what == "a button is pressed":
        watched.desktop.pressed.append(Pressed(DUE_NOTICE, "no_time"))
    watched.go(6.1)
    assert "Take the cold pack off now." in watched.said
    assert "Take the cold pack off now." in watched.lines
    assert [notice.urgent for notice in watched.desktop.shown if "off now" in notice.text] == [True]
    watched.go(1)
    assert watched.troubles == ["The disk is full. Free some space."]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("hours", [-50, -1, 1, 50])
def test_a_clock_that_is_set_under_the_watch_changes_no_minute_of_sitting(
    watched: Watched, open_coach: Opener, clock: ManualClock, hours: int
) -> None:
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.FIRM)
    coach.close()
    watched.go(5)
    clock.set_wall(clock.now() + timedelta(hours=hours))
    watched.go(40)
    sat = [line for line in watched.lines if "seat" in line or "stand" in line]
    assert [line.split(".")[0] for line in sat] == [
        "One more minute, then stand up",
        "Time to stand and walk",
        "You have sat 25 minutes on a firm seat",
    ]
    watched.desktop.pressed.append(Pressed(SITTING_NOTICE, UP))
    watched.look()
    coach = open_coach()
    (bout,) = facts_of(coach, SittingBout)
    coach.close()
    assert round(bout.minutes) == 45


@pytest.mark.usefixtures("patient")
def test_who_sits_down_after_the_clock_was_set_under_the_watch_counts_from_then(
    watched: Watched, open_coach: Opener, clock: ManualClock
) -> None:
    watched.look()
    for hours in (1, -2):
        clock.set_wall(clock.now() + timedelta(hours=hours))
        coach = open_coach()
        coach.guard.sit(Surface.FIRM)
        coach.close()
        watched.go(12)
        watched.desktop.pressed.append(Pressed(SITTING_NOTICE, UP))
        watched.look()
    coach = open_coach()
    assert [round(bout.minutes) for bout in facts_of(coach, SittingBout)] == [12, 12]
    coach.close()


@pytest.mark.usefixtures("patient")
def test_timers_and_tasks_are_shown_over_whatever_one_does(
    watched: Watched, open_coach: Opener
) -> None:
    watched.look()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.tasks.announce("drive", 7)
    coach.close()
    watched.go(12)
    shown = {notice.title: notice for notice in watched.desktop.shown if not notice.buttons}
    assert "look at your skin" in shown["Look at your skin"].text
    assert "cold pack off" in shown["Take it off"].text
    assert shown["Take it off"].urgent
    assert shown["Your coach"].text.startswith("Before you start: Driving.")


@pytest.mark.usefixtures("patient")
def test_a_clock_set_forward_under_the_watch_is_no_absence(
    watched: Watched, clock: ManualClock
) -> None:
    watched.go(20)
    clock.set_wall(clock.now() + timedelta(hours=2))
    watched.go(5)
    assert any("due" in line for line in watched.said)
    assert not any("asleep or off" in line for line in watched.said)


@pytest.mark.usefixtures("patient")
def test_hours_without_a_look_at_the_home_are_no_absence(watched: Watched) -> None:
    """The watch was there all the time, though it opened no coach."""
    watched.go(40)
    watched.go(180)
    assert not any("asleep or off" in line for line in watched.said)


@pytest.mark.usefixtures("patient")
def test_after_a_sleep_one_line_comes_at_a_time(
    watched: Watched, open_coach: Opener, clock: ManualClock
) -> None:
    """A pack, a task, a bout and what the day asks: the pack at once, then one a minute."""
    watched.look()
    coach = open_coach()
    coach.guard.sit(Surface.HARD)
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.tasks.announce("lifting", 58)
    coach.close()
    watched.go(1)
    clock.sleep_machine(57 * 60)
    before = len(watched.said)
    watched.look()
    assert ["cold pack off" in line for line in watched.said[before:]].count(False) <= 1
    for _ in range(6):
        before = len(watched.said)
        watched.go(0.9)
        assert len(watched.said) - before <= 1


@pytest.mark.usefixtures("patient")
def test_a_pack_comes_off_though_the_coach_that_holds_the_home_is_stuck(
    watched: Watched, open_coach: Opener
) -> None:
    watched.look()
    stuck = open_coach()
    stuck.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    watched.go(9.5)
    assert watched.said == []
    watched.go(8)
    (told,) = watched.said
    assert "cold pack off" in told
    assert [notice.urgent for notice in watched.desktop.shown] == [True]


@pytest.mark.usefixtures("patient")
def test_a_pack_of_a_stuck_coach_comes_off_though_a_button_finds_no_room_on_the_disk(
    watched: Watched, open_coach: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.look()
    stuck = open_coach()
    stuck.timers.start(TimerKind.COLD, 10, skin_is_fine=True)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(stuck.inbox), "put", full)
    for _ in range(30):
        watched.desktop.pressed.append(Pressed(SITTING_NOTICE, UP))
        watched.go(1)
    (told,) = watched.said
    assert "cold pack off" in told


@pytest.mark.usefixtures("patient")
def test_beside_a_coach_that_looks_the_watch_says_nothing_of_its_pack(
    watched: Watched, open_coach: Opener
) -> None:
    watched.look()
    screen = open_coach()
    screen.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    for _ in range(15):
        watched.go(1)
        screen.requests.poll()
    assert watched.said == []


@pytest.mark.usefixtures("patient")
def test_who_opens_no_screen_for_days_has_a_copy_of_each(watched: Watched, places: Places) -> None:
    watched.go(2)
    watched.clock.advance(24 * 3600)
    watched.go(2)
    days = [day_of(copy) for copy in backups_of(places.home / "coach.db")]
    today = watched.clock.now().date()
    assert days == [today - timedelta(days=1), today]


@pytest.mark.usefixtures("patient")
def test_each_lock_is_in_a_copy_at_once(watched: Watched, places: Places) -> None:
    watched.go(2)
    inbox = make_inbox(places.home)
    for count, item in enumerate(("saddle-numb", "buttock-numb"), start=1):
        inbox.put(Request(RED_FLAG, watched.clock.now(), item=item))
        watched.go(2)
        assert locks_in_the_copy(places) == count


@pytest.mark.usefixtures("patient")
def test_a_lock_that_could_not_be_copied_is_copied_once_it_can_be(
    watched: Watched, places: Places
) -> None:
    watched.go(2)
    log, clock = places.home / "coach.db", watched.clock
    another = backup_lock(log)
    assert another.acquire()
    make_inbox(places.home).put(Request(RED_FLAG, clock.now(), item="saddle-numb"))
    watched.go(60)
    assert locks_in_the_copy(places) == 0
    another.release()
    watched.go(60)
    assert locks_in_the_copy(places) == 1


@pytest.mark.usefixtures("patient")
def test_a_copy_that_fails_is_tried_again_and_told_once_a_day(
    watched: Watched, places: Places
) -> None:
    folder = places.home / "backups"
    folder.write_text("no folder")
    watched.go(150)
    told = [line for line in watched.lines if "backup" in line]
    assert len(told) == 1
    folder.unlink()
    watched.go(60)
    assert locks_in_the_copy(places) == 0


@pytest.mark.usefixtures("patient")
def test_a_copy_that_fails_is_not_begun_at_each_opening(watched: Watched, places: Places) -> None:
    """On a disk with less room than the log has, each one would fill it."""
    watched.go(2)
    another = backup_lock(places.home / "coach.db")
    assert another.acquire()
    make_inbox(places.home).put(Request(RED_FLAG, watched.clock.now(), item="saddle-numb"))
    watched.go(1)
    another.release()
    for minute in range(4):
        opened_before = watched.watch.openings
        places.config_file.write_text(f"# {minute}")
        watched.go(1)
        assert watched.watch.openings > opened_before
        assert locks_in_the_copy(places) == 0
    make_inbox(places.home).put(Request(RED_FLAG, watched.clock.now(), item="buttock-numb"))
    watched.go(1)
    assert locks_in_the_copy(places) == 2, "a new lock waits for nothing"


def locks_in_the_copy(places: Places) -> int:
    """How many locks are in the newest copy."""
    copy = backups_of(places.home / "coach.db")[-1]
    with closing(sqlite3.connect(copy)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM safety_hold").fetchone()
    return int(found)
