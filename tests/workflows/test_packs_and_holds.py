"""Cold, heat and safety across sessions, rehearsals and two open coaches."""

from collections.abc import Callable

import pytest

from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import AnswerGiven, SafetyHold, WarningGiven
from coach.domain.pain import PainReport
from coach.domain.program import Surface
from coach.domain.red_flags import Tier
from coach.review.pain_trend import pain_by_day
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from tests.workflows.conftest import answered_since, facts_of

Opener = Callable[..., Coach]


def pack_item(coach: Coach) -> AgendaItem:
    return next(item for item in coach.today.look().agenda.items if item.exercise == "cold-pack")


def until(clock: ManualClock, runner: SessionRunner, phase: Phase) -> None:
    for _ in range(4000):
        if runner.state.phase is phase:
            return
        clock.advance(0.5)
        runner.tick(0.5)
    raise AssertionError(phase)


def cold_on(coach: Coach, clock: ManualClock, *, pace: float = 1.0) -> SessionRunner:
    runner = coach.sessions.begin([pack_item(coach)], PainReport(), pace=pace)
    runner.start()
    until(clock, runner, Phase.ASKING_SKIN)
    runner.give(Given(Command.YES))
    return runner


def test_cold_is_not_put_on_again_before_the_skin_has_rested(
    coach: Coach, clock: ManualClock
) -> None:
    cold_on(coach, clock).give(Given(Command.END))
    with pytest.raises(InputError, match="skin rests until 10:3"):
        coach.sessions.begin([pack_item(coach)], PainReport())
    clock.advance(61 * 60)
    assert coach.sessions.begin([pack_item(coach)], PainReport())


def test_a_program_killed_under_a_pack_does_not_put_it_on_again(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold_on(coach, clock)
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    with pytest.raises(InputError, match="skin rests"):
        again.sessions.resume(look.agenda, look.unfinished_session, PainReport())


def test_one_pack_a_session_however_often_it_is_named(coach: Coach) -> None:
    day = coach.today.look().agenda
    chosen = coach.sessions.choose(day, ["cold-pack", "cold-pack"])
    assert len(chosen) == 1
    both = [item for item in day.items if item.exercise == "cold-pack"]
    assert len(both) == 2
    assert len(coach.sessions.plan_for(both).blocks) == 1


def test_a_rehearsal_cools_no_skin_and_teaches_no_steps(coach: Coach, clock: ManualClock) -> None:
    runner = cold_on(coach, clock, pace=20.0)
    until(clock, runner, Phase.ENDED)
    assert facts_of(coach, AnswerGiven) == []
    assert coach.sessions.begin([pack_item(coach)], PainReport())
    assert "cold-pack" not in coach.records.recent().exercises_known()


def test_pain_given_in_a_rehearsal_is_not_in_the_days(coach: Coach, clock: ManualClock) -> None:
    from coach.domain.pain import Moment, Reach

    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport(), pace=20.0)
    report = PainReport(9, 9, Reach.FOOT)
    coach.check_in.take(report, Moment.BEFORE, session=runner.state.session)
    runner.start()
    assert pain_by_day(coach.records.recent()) == []


def test_a_machine_that_slept_is_noticed_by_the_first_key_too(
    coach: Coach, clock: ManualClock
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    for _ in range(4000):
        if runner.state.current is not None and runner.state.current.logged:
            break
        clock.advance(0.5)
        runner.tick(0.5)
    clock.sleep_machine(3600)
    runner.give(Given(Command.PAUSE))
    assert runner.state.phase is Phase.INTERRUPTED


def a_flag(coach: Coach) -> str:
    return next(item.id for item in coach.safety.flags.items if item.tier is Tier.EMERGENCY)


def test_a_yes_in_a_second_coach_locks_the_first_one(coach: Coach, open_coach: Opener) -> None:
    second = open_coach()
    assert second.log.refusal
    hold = second.safety.answered(second.safety.flags.item(a_flag(second)), True)
    assert hold is not None
    coach.requests.poll(safety_only=True)
    assert facts_of(coach, SafetyHold)
    assert [fact.item for fact in answered_since(coach)] == [a_flag(coach)]
    with pytest.raises(SafetyHoldError):
        coach.safety.require_free()


def test_a_yes_of_a_second_coach_outlives_both(coach: Coach, open_coach: Opener) -> None:
    second = open_coach()
    second.safety.answered(second.safety.flags.item(a_flag(second)), True)
    second.close()
    coach.close()
    third = open_coach()
    third.requests.poll()
    assert third.safety.hold() is not None


def test_other_requests_wait_while_a_session_runs(coach: Coach, clock: ManualClock) -> None:
    from coach.workflows.inbox import Request

    coach.inbox.put(Request("sit", clock.now(), surface="hard"))
    coach.requests.poll(safety_only=True)
    assert coach.guard.now() is None
    coach.requests.poll()
    assert coach.guard.now() is not None


def test_a_short_stand_is_remembered_over_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    clock.advance(9 * 60)
    coach.guard.stand()
    coach.close()
    clock.advance(20)
    again = open_coach()
    (cue,) = again.guard.sit(Surface.FIRM)
    assert "The break was too short" in cue.text


def test_a_warning_is_not_given_again_after_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.HARD)
    clock.advance(10 * 60 + 5)
    assert coach.guard.tick()
    coach.close()
    again = open_coach()
    clock.advance(30)
    assert again.guard.tick() == []
    assert len(facts_of(again, WarningGiven)) == 1
