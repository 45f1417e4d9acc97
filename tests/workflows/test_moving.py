"""The times of a body: practised, used at once, proposed; never changed unasked."""

from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.config import Places, load_settings
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.exercise import Position
from coach.domain.pain import PainReport
from coach.session.commands import Command, Given
from coach.session.moving_times import Move
from coach.workflows.coach import Coach
from coach.workflows.day_lines import day_lines
from coach.workflows.run_session import SessionRunner
from tests.workflows.conftest import said
from tests.workflows.test_run_session import items, run

USUAL = {Move.GET_DOWN: 20, Move.TURN: 10, Move.GET_UP: 25}


def practise(coach: Coach, clock: ManualClock, *seconds: float) -> None:
    """Move so long each time: down, over, back, up."""
    practice = coach.moving.practice()
    practice.begin()
    for taken in seconds[:-1]:
        clock.advance(taken)
        assert practice.pressed() is not None
    clock.advance(seconds[-1])
    assert practice.pressed() is None
    assert practice.question()[-1] == "Keep these times?"
    practice.keep()


def test_a_practice_asks_for_each_move_aloud_and_learns_the_slower_turn(
    coach: Coach, clock: ManualClock
) -> None:
    assert coach.moving.times() == USUAL
    practise(coach, clock, 35, 6, 12, 41)
    assert coach.moving.times() == {Move.GET_DOWN: 40, Move.TURN: 15, Move.GET_UP: 50}
    assert said(coach) == [
        "Put the keyboard or the remote within your reach.",
        "Get down now. Take your time.",
        "Turn over now, slowly.",
        "Turn back again.",
        "Get up now. Take your time.",
        "Getting down: 40 seconds.",
        "Turning over: 15 seconds.",
        "Getting up: 50 seconds.",
        "Keep these times?",
    ]
    assert coach.moving.told()[0] == "Getting down: 40 seconds."


def test_what_was_learned_is_kept_and_the_running_coach_uses_it_at_once(
    coach: Coach, clock: ManualClock, places: Places
) -> None:
    practise(coach, clock, 35, 6, 12, 41)
    kept = load_settings(places.config_file)
    assert (kept.get_down_seconds, kept.turn_seconds, kept.get_up_seconds) == (40, 15, 50)
    step = a_session(coach).state.current
    assert step is not None
    assert step.timeline.seconds == 40


def test_other_settings_stay_as_they_are(coach: Coach, clock: ManualClock, places: Places) -> None:
    before = load_settings(places.config_file)
    assert before.name == "Sam"
    practise(coach, clock, 35, 6, 12, 41)
    assert load_settings(places.config_file).name == "Sam"


def test_a_practice_that_is_left_changes_nothing(
    coach: Coach, clock: ManualClock, places: Places
) -> None:
    practice = coach.moving.practice()
    practice.begin()
    clock.advance(60)
    practice.pressed()
    practice.leave()
    assert coach.moving.times() == USUAL
    assert load_settings(places.config_file).get_down_seconds == 20


@pytest.mark.parametrize("seconds", [0.2, 2.5, 3.5])
def test_a_move_as_quick_as_the_words_is_measured_again(
    coach: Coach, clock: ManualClock, seconds: float
) -> None:
    practice = coach.moving.practice()
    practice.begin()
    clock.advance(20)
    turn = practice.pressed()
    assert turn is not None
    clock.advance(seconds)
    again = practice.pressed()
    assert again is not None
    assert (again.move, again.when) == (turn.move, turn.when)
    assert again.text == "That was very quick. Once more. Turn over now, slowly."
    assert said(coach)[-2:] == ["That was very quick. Once more.", "Turn over now, slowly."]
    clock.advance(14)
    following = practice.pressed()
    assert following is not None
    assert following.text == "Turn back again."


def test_what_was_measured_is_kept_only_after_a_yes(
    coach: Coach, clock: ManualClock, places: Places
) -> None:
    practice = coach.moving.practice()
    practice.begin()
    for taken in (31, 6, 12, 41):
        clock.advance(taken)
        practice.pressed()
    assert practice.question()[0].startswith("Getting down:")
    practice.leave()
    assert coach.moving.times() == USUAL
    assert load_settings(places.config_file).get_down_seconds == 20


def test_no_practice_begins_or_goes_on_under_a_hold(coach: Coach, clock: ManualClock) -> None:
    practice = coach.moving.practice()
    practice.begin()
    coach.safety.answered(coach.safety.flags.items[0], True)
    clock.advance(9)
    with pytest.raises(SafetyHoldError):
        practice.pressed()
    with pytest.raises(SafetyHoldError):
        coach.moving.practice()


def test_settings_that_cannot_be_written_leave_the_times_as_they_were(
    coach: Coach, clock: ManualClock, places: Places
) -> None:
    places.config_file.unlink(missing_ok=True)
    Path(places.config_file).mkdir()
    with pytest.raises(InputError):
        practise(coach, clock, 35, 6, 12, 41)
    assert coach.moving.times() == USUAL


# --- what sessions show


def a_session(coach: Coach) -> SessionRunner:
    runner = coach.sessions.begin(items(coach, "belly-breath"), PainReport())
    runner.start()
    runner.give(Given(Command.DONE))  # What is to be ready lies there.
    step = runner.state.current
    assert step is not None
    assert step.move is Move.GET_DOWN
    return runner


def down_early(coach: Coach, clock: ManualClock, seconds: float) -> None:
    runner = a_session(coach)
    run(clock, runner, seconds)
    runner.give(Given(Command.DONE))
    runner.give(Given(Command.END))


def test_being_down_early_three_times_proposes_a_shorter_wait_and_changes_nothing(
    coach: Coach, clock: ManualClock
) -> None:
    for _ in range(2):
        down_early(coach, clock, 8)
    assert coach.moving.question() == ""
    down_early(coach, clock, 8)
    assert coach.moving.times() == USUAL
    assert coach.moving.question() == "Wait 10 seconds for getting down, not 20?"
    assert [line for line in day_lines(coach) if line.endswith("Press o.")]


@pytest.mark.parametrize("command", [Command.PAUSE, Command.EMERGENCY])
def test_pausing_within_a_move_twice_proposes_a_longer_wait(
    coach: Coach, clock: ManualClock, command: Command
) -> None:
    for _ in range(2):
        runner = a_session(coach)
        run(clock, runner, 10)
        runner.give(Given(command))
        run(clock, runner, 15)
        runner.give(Given(Command.RESUME))
        runner.give(Given(Command.END))
    assert coach.moving.question() == "Wait 30 seconds for getting down, not 20?"
    coach.moving.accept()
    assert coach.moving.times()[Move.GET_DOWN] == 30
    assert coach.moving.question() == ""


def test_a_proposal_that_was_declined_does_not_come_again(coach: Coach, clock: ManualClock) -> None:
    for _ in range(3):
        down_early(coach, clock, 8)
    coach.moving.decline()
    assert coach.moving.question() == ""
    assert coach.moving.times() == USUAL


def test_a_pause_within_an_exercise_says_nothing_about_moving(
    coach: Coach, clock: ManualClock
) -> None:
    runner = a_session(coach)
    run(clock, runner, 60)
    assert runner.state.position is Position.ON_SIDE
    for _ in range(3):
        runner.give(Given(Command.PAUSE))
        run(clock, runner, 40)
        runner.give(Given(Command.RESUME))
        run(clock, runner, 10)
    assert coach.moving.question() == ""
