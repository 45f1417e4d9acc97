"""Before a drive, before lifting, before what the plan names, and in the morning."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import WarningGiven
from coach.domain.outcomes import WarningKind
from coach.domain.pain import Moment, PainReport
from coach.domain.program import Surface
from coach.domain.red_flags import Tier
from coach.domain.time_events import TaskAnnounced
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, answer_list
from tests.workflows.conftest import facts_of, ticked

Opener = Callable[..., Coach]


def texts(coach: Coach) -> list[str]:
    return [cue.text for cue in ticked(coach)]


def minutes_pass(coach: Coach, clock: ManualClock, minutes: int) -> list[str]:
    heard = []
    for _ in range(minutes):
        clock.advance(60)
        heard += texts(coach)
    return heard


def test_a_drive_now_is_told_of_at_once(coach: Coach) -> None:
    (cue,) = coach.tasks.announce("drive")
    assert cue.text == (
        "Before you start: Driving. Move the seat until your leg feels best, and change how you "
        "sit now and then. Stop and walk a bit every 20 minutes. Take a cushion, and take your "
        "wallet out of the back pocket."
    )
    (warning,) = facts_of(coach, WarningGiven)
    assert (warning.kind, warning.spoken) == (WarningKind.SITTING, True)
    assert [fact.task for fact in facts_of(coach, TaskAnnounced)] == ["driving"]


def test_a_task_that_comes_later_is_told_of_before_it_begins_and_once(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    (noted,) = coach.tasks.announce("lifting", 30)
    assert noted.text == "Lifting: noted. I say what helps at 09:58."
    assert coach.tasks.next_at() == datetime(2027, 3, 1, 9, 58, tzinfo=BERLIN)
    assert minutes_pass(coach, clock, 27) == []
    coach.close()
    again = open_coach()
    (word,) = minutes_pass(again, clock, 2)
    assert word.startswith("Before you start: Lifting. Keep it close to you.")
    again.close()
    assert minutes_pass(open_coach(), clock, 30) == []


def test_what_was_announced_is_shown_and_can_be_taken_back(
    coach: Coach, clock: ManualClock
) -> None:
    coach.tasks.announce("lifting", 30)
    coach.tasks.announce("drive", 60)
    assert coach.tasks.coming() == ["Lifting at 10:00", "Driving at 10:30"]
    (said,) = coach.tasks.take_back("drive")
    assert said.text == "Driving: taken back. I say nothing of it."
    assert coach.tasks.coming() == ["Lifting at 10:00"]
    assert len(minutes_pass(coach, clock, 90)) == 1
    assert coach.tasks.coming() == []
    with pytest.raises(InputError, match="nothing of that kind was announced"):
        coach.tasks.take_back()


def test_a_command_takes_back_what_the_open_coach_was_told(
    coach: Coach, clock: ManualClock
) -> None:
    coach.tasks.announce("drive", 60)
    coach.inbox.put(Request("task", clock.now(), answer="off"))
    assert [cue.text for cue in coach.requests.poll()] == [
        "Driving: taken back. I say nothing of it."
    ]
    assert coach.tasks.coming() == []


def test_what_came_while_the_machine_slept_is_told_late_or_not_at_all(
    coach: Coach, clock: ManualClock
) -> None:
    coach.tasks.announce("lifting", 30)
    clock.sleep_machine(33 * 60)
    assert len(texts(coach)) == 1
    coach.tasks.announce("lifting", 30)
    clock.sleep_machine(50 * 60)
    assert texts(coach) == []
    coach.tasks.announce("lifting", 30)
    clock.sleep_machine(5 * 3600)
    assert texts(coach) == []


def test_the_word_before_a_task_that_comes_in_quiet_is_said_at_once(coach: Coach) -> None:
    coach.answers.begin_quiet(60)
    (cue,) = coach.tasks.announce("lifting", 55)
    assert cue.text.startswith("Before you start: Lifting.")
    assert coach.tasks.coming() == []


def test_two_drives_on_one_day_have_a_word_each(coach: Coach, clock: ManualClock) -> None:
    coach.tasks.announce("drive", 35)
    coach.tasks.announce("drive", 240)
    assert len(minutes_pass(coach, clock, 60)) == 1
    assert coach.tasks.coming() == ["Driving at 13:30"]
    assert len(minutes_pass(coach, clock, 200)) == 1


def test_what_is_asked_in_a_shell_is_not_answered_aloud_into_a_call(
    coach: Coach, clock: ManualClock
) -> None:
    coach.answers.begin_quiet(60)
    for request in (
        Request("task", clock.now(), item="lifting", minutes=0),
        Request("timer", clock.now(), timer="rest"),
        Request("sit", clock.now(), surface="hard"),
    ):
        coach.inbox.put(request)
    cues = coach.requests.poll()
    assert len(cues) == 3
    coach.inbox.put(Request("stand", clock.now()))
    coach.inbox.put(Request("timer_off", clock.now()))
    cues += coach.requests.poll()
    assert not any(cue.spoken for cue in cues)
    assert not any(fact.spoken for fact in facts_of(coach, WarningGiven))


def test_no_such_task_names_those_there_are(coach: Coach) -> None:
    with pytest.raises(InputError, match="lifting"):
        coach.tasks.announce("liftin")
    with pytest.raises(InputError, match="minutes ahead"):
        coach.tasks.announce("lifting", 5000)


def test_nothing_is_announced_under_a_hold(coach: Coach) -> None:
    flag = next(one for one in coach.safety.flags.items if one.tier is Tier.EMERGENCY)
    coach.safety.answered(flag, True)
    with pytest.raises(SafetyHoldError):
        coach.tasks.announce("drive")


def test_getting_into_the_car_warns_once_a_drive(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.CAR)
    (word,) = texts(coach)
    assert "Stop and walk" in word
    minutes_pass(coach, clock, 15)
    coach.guard.stand()
    clock.advance(300)
    coach.guard.sit(Surface.CAR)
    assert texts(coach) == []
    coach.guard.stand()
    clock.advance(5 * 3600)
    coach.guard.sit(Surface.CAR)
    assert len(texts(coach)) == 1


def test_a_drive_that_was_announced_needs_no_word_in_the_car(
    coach: Coach, clock: ManualClock
) -> None:
    coach.tasks.announce("drive")
    coach.requests.carry_out(Request("sit", clock.now(), surface="car"))
    assert texts(coach) == []


def test_the_word_in_the_car_takes_nothing_from_the_sitting_guard(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.CAR)
    assert len(texts(coach)) == 1
    coach.close()
    again = open_coach()
    heard = minutes_pass(again, clock, 21)
    assert any(text.startswith("Time to stand and walk") for text in heard)


# --- the morning


def with_program(coach: Coach, program: str) -> Coach:
    coach.set_up.finish(SetUpAnswers(program=program, name="Sam"))
    answer_list(coach)
    return coach


def next_morning(coach: Coach, clock: ManualClock, hour: int) -> None:
    """The next day, before anybody gave a sign."""
    now = clock.now()
    there = (now + timedelta(days=1)).replace(hour=hour, minute=0)
    clock.advance((there - now).total_seconds())
    texts(coach)


def sign(coach: Coach) -> None:
    coach.check_in.take(PainReport(3, 3), Moment.NOW)


def test_the_morning_word_comes_once_with_the_first_sign(
    new_coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach = with_program(new_coach, "stand-ease")
    next_morning(coach, clock, 7)
    assert minutes_pass(coach, clock, 30) == []
    sign(coach)
    assert texts(coach) == [
        "After getting up, leave bending and lifting for later, for two hours. "
        "Kneel or squat if you must reach down."
    ]
    assert facts_of(coach, WarningGiven)[-1].kind is WarningKind.LIFTING
    assert minutes_pass(coach, clock, 10) == []
    coach.close()
    assert minutes_pass(open_coach(), clock, 10) == []


def test_in_quiet_hours_it_waits_for_their_end(new_coach: Coach, clock: ManualClock) -> None:
    coach = with_program(new_coach, "stand-ease")
    next_morning(coach, clock, 6)
    sign(coach)
    quiet_until = coach.tasks.next_at()
    assert quiet_until is not None
    assert quiet_until.astimezone(BERLIN).hour == 7
    heard = minutes_pass(coach, clock, 61)
    assert len(heard) == 1


def test_in_a_call_the_morning_word_waits(new_coach: Coach, clock: ManualClock) -> None:
    from coach.domain.outcomes import QuietWhy
    from coach.domain.time_events import QuietBegun

    coach = with_program(new_coach, "stand-ease")
    next_morning(coach, clock, 7)
    coach.records.record(QuietBegun(minutes=30, why=QuietWhy.CALL))
    sign(coach)
    assert minutes_pass(coach, clock, 29) == []
    assert len(minutes_pass(coach, clock, 2)) == 1


@pytest.mark.parametrize("program", ["lean-ease", "forward-ease", "steady-back"])
def test_for_others_there_is_no_morning_word(
    new_coach: Coach, clock: ManualClock, program: str
) -> None:
    coach = with_program(new_coach, program)
    next_morning(coach, clock, 7)
    sign(coach)
    assert minutes_pass(coach, clock, 10) == []


def test_lifting_in_the_morning_may_wait(new_coach: Coach, clock: ManualClock) -> None:
    coach = with_program(new_coach, "stand-ease")
    next_morning(coach, clock, 7)
    sign(coach)
    texts(coach)
    (cue,) = coach.tasks.announce("lifting")
    assert "You have not been up for long. If it can wait until 09:00, let it wait." in cue.text
    (cue,) = coach.tasks.announce("drive")
    assert "not been up for long" not in cue.text
    clock.advance(2 * 3600)
    (cue,) = coach.tasks.announce("lifting")
    assert "not been up for long" not in cue.text


def test_what_bends_is_led_after_the_morning_word(new_coach: Coach, clock: ManualClock) -> None:
    coach = with_program(new_coach, "stand-ease")
    next_morning(coach, clock, 7)
    sign(coach)
    texts(coach)
    (cue,) = coach.tasks.before_exercises(["hinge", "bridge"])
    assert cue.text.startswith("Before you start: Hip hinge with stick. You have not been up")
    assert coach.tasks.before_exercises(["bridge"]) == []
    clock.advance(2 * 3600)
    assert coach.tasks.before_exercises(["hinge"]) == []
