"""A machine that sleeps in a session: a hold, a rest and a pack each end in a way that is known."""

from collections.abc import Callable

import pytest

from coach.clock import ManualClock
from coach.domain.events import ExerciseDone, WarningGiven
from coach.domain.outcomes import SetOutcome, TimerKind, TimerOutcome
from coach.domain.pain import PainReport
from coach.domain.program import StageCode
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.session.commands import Command, Given
from coach.session.plan import StepKind
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from tests.workflows.conftest import facts_of
from tests.workflows.test_packs_and_holds import cold_on

HOUR = 3600.0


def tick(runner: SessionRunner, clock: ManualClock, seconds: float = 0.5) -> list[str]:
    clock.advance(seconds)
    return [cue.text for cue in runner.tick(seconds).cues]


def until(runner: SessionRunner, clock: ManualClock, there: Callable[[], bool]) -> None:
    for _ in range(8000):
        if there():
            return
        tick(runner, clock)
    raise AssertionError("never there")


def building(coach: Coach) -> SessionRunner:
    """A session with holds and rests."""
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=StageCode.BUILD))
    items = coach.today.look().agenda.items
    chosen = next(one for one in items if one.dose.sets > 1 and one.dose.hold_seconds)
    runner = coach.sessions.begin([chosen], PainReport())
    runner.start()
    return runner


def in_step(runner: SessionRunner, kind: StepKind) -> bool:
    return runner.state.current is not None and runner.state.current.kind is kind


def test_a_hold_pauses_asks_to_repeat_and_counts_no_repetition(
    new_coach: Coach, clock: ManualClock
) -> None:
    runner = building(new_coach)
    until(runner, clock, lambda: in_step(runner, StepKind.HOLD))
    until(runner, clock, lambda: runner.view().rep >= 2)
    reps = runner.view().rep - 1
    clock.sleep_machine(HOUR)
    assert any("again" in text.lower() for text in tick(runner, clock))
    assert runner.state.phase is Phase.INTERRUPTED
    assert facts_of(new_coach, ExerciseDone) == []
    runner.give(Given(Command.REPEAT))
    (done,) = facts_of(new_coach, ExerciseDone)
    assert (done.reps, done.outcome) == (reps, SetOutcome.PARTIAL)
    assert done.seconds < HOUR


def test_a_rest_goes_on_from_where_it_was_and_nothing_is_asked(
    new_coach: Coach, clock: ManualClock
) -> None:
    runner = building(new_coach)
    until(runner, clock, lambda: in_step(runner, StepKind.REST))
    tick(runner, clock)
    left = runner.view().step_seconds_left
    sets = len(facts_of(new_coach, ExerciseDone))
    clock.sleep_machine(HOUR)
    tick(runner, clock)
    assert runner.state.phase is Phase.RUNNING
    assert in_step(runner, StepKind.REST)
    assert runner.view().step_seconds_left >= left - 1
    assert len(facts_of(new_coach, ExerciseDone)) == sets


def timers(coach: Coach) -> list[tuple[float, TimerOutcome]]:
    return [(fact.seconds, fact.outcome) for fact in facts_of(coach, TimerEnded)]


def rounded(coach: Coach) -> list[tuple[int, TimerOutcome]]:
    """To ten seconds: a tick is half a second."""
    return [(10 * round(seconds / 10), outcome) for seconds, outcome in timers(coach)]


def lies(runner: SessionRunner) -> bool:
    return bool(runner.state.pack_timer)


def test_a_pack_is_counted_from_when_it_lies_to_when_it_comes_off(
    coach: Coach, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    assert facts_of(coach, TimerStarted) == []
    until(runner, clock, lambda: lies(runner))
    (started,) = facts_of(coach, TimerStarted)
    assert (started.kind, started.seconds) == (TimerKind.COLD, 600)
    assert started.longest_seconds == 1200
    assert started.item.endswith("cold-pack/1")
    until(runner, clock, lambda: not lies(runner))
    assert rounded(coach) == [(600, TimerOutcome.DONE)]
    assert coach.timers.now() == []


def test_a_pack_whose_time_passed_asleep_comes_off_at_once_and_nobody_knows_when(
    coach: Coach, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    until(runner, clock, lambda: lies(runner))
    clock.sleep_machine(3 * HOUR)
    assert tick(runner, clock)[0] == "Take the cold pack off now."
    assert timers(coach) == [(1200.0, TimerOutcome.NOT_SAID)]
    (done,) = facts_of(coach, ExerciseDone)
    assert done.outcome is SetOutcome.PARTIAL
    assert done.seconds < 60
    assert len(facts_of(coach, WarningGiven)) == 1


def test_a_pack_with_time_left_after_sleep_runs_on_by_the_clock(
    coach: Coach, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    until(runner, clock, lambda: lies(runner))
    clock.sleep_machine(400)
    assert tick(runner, clock)[0].startswith("Lift the pack")
    boot = clock.boot()
    until(runner, clock, lambda: not lies(runner))
    assert clock.boot() - boot == pytest.approx(200, abs=3)
    assert rounded(coach) == [(600, TimerOutcome.DONE)]


def test_off_for_a_pause_is_an_end_and_on_again_a_beginning_with_what_is_left(
    coach: Coach, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    until(runner, clock, lambda: lies(runner))
    for _ in range(200):
        tick(runner, clock)
    runner.give(Given(Command.PAUSE))
    assert rounded(coach) == [(100, TimerOutcome.EARLY)]
    clock.sleep_machine(HOUR)
    runner.give(Given(Command.RESUME))
    runner.give(Given(Command.YES))
    second = facts_of(coach, TimerStarted)[1]
    assert second.seconds == pytest.approx(500, abs=1)
    assert second.longest_seconds == pytest.approx(1100, abs=1)


def test_a_pack_that_hurts_is_a_stop(coach: Coach, clock: ManualClock) -> None:
    runner = cold_on(coach, clock)
    until(runner, clock, lambda: lies(runner))
    runner.give(Given(Command.HURTS))
    assert [outcome for _, outcome in timers(coach)] == [TimerOutcome.STOPPED]


def test_a_program_killed_under_a_pack_leaves_it_to_whoever_opens_next(
    coach: Coach, open_coach: Callable[..., Coach], clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    until(runner, clock, lambda: lies(runner))
    coach.close()
    clock.advance(120)
    again = open_coach()
    assert again.timers.now()[0].line == "Cold pack: 2 of 10 minutes."
    clock.advance(480)
    (cue,) = again.timers.tick()
    assert cue.text == "Take the cold pack off now."
    assert timers(again) == [(600.0, TimerOutcome.DONE)]


def test_a_rehearsal_has_no_timers(coach: Coach, clock: ManualClock) -> None:
    runner = cold_on(coach, clock, pace=20.0)
    until(runner, clock, lambda: runner.state.phase is Phase.ENDED)
    assert facts_of(coach, TimerStarted) == []
