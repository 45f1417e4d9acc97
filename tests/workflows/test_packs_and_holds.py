"""Cold, heat and safety across sessions, rehearsals and two open coaches."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError, LogError, SafetyHoldError
from coach.domain.events import AnswerGiven, ExerciseDone, SafetyHold, WarningGiven
from coach.domain.outcomes import TimerKind, TimerOutcome
from coach.domain.pain import PainReport, Reach
from coach.domain.program import StageCode, Surface
from coach.domain.red_flags import Tier
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.review.pain_trend import pain_by_day
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.skin_again import FEEL_SECONDS
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


def asked_about_skin(coach: Coach, clock: ManualClock, *, pace: float = 1.0) -> SessionRunner:
    runner = coach.sessions.begin([pack_item(coach)], PainReport(), pace=pace)
    runner.start()
    until(clock, runner, Phase.ASKING_SKIN)
    return runner


def numb(coach: Coach, clock: ManualClock) -> str:
    """A no in a session; what the next question begins with."""
    runner = asked_about_skin(coach, clock)
    runner.give(Given(Command.NO))
    said_no = f"You said no at {clock.now():%H:%M}."
    runner.give(Given(Command.END))
    return said_no


def test_after_a_no_that_day_a_session_says_so_and_a_yes_needs_time_to_feel(
    coach: Coach, clock: ManualClock
) -> None:
    said_no = numb(coach, clock)
    clock.advance(600)
    runner = asked_about_skin(coach, clock)
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    assert said[-1].startswith(f"{said_no} Can you feel")
    clock.advance(FEEL_SECONDS - 1)
    step = runner.give(Given(Command.YES))
    assert step.state.phase is Phase.ASKING_SKIN
    (cue,) = step.cues
    assert cue.text.startswith(f"{said_no} Feel your skin once more, then answer. Can you feel")
    assert coach.speaker.said[-1] == cue  # type: ignore[attr-defined]
    assert [fact.value for fact in facts_of(coach, AnswerGiven)] == ["no"]
    clock.advance(1)
    runner.give(Given(Command.YES))
    assert runner.state.phase is Phase.RUNNING
    assert [fact.value for fact in facts_of(coach, AnswerGiven)] == ["no", "yes"]


def test_a_no_to_a_timer_is_known_in_a_session_and_asked_again_it_is_said_again(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.numb(TimerKind.HEAT)
    runner = asked_about_skin(coach, clock)
    clock.advance(31)
    (again,) = runner.tick(31).cues
    assert again.text.startswith("You said no at ")
    runner.give(Given(Command.YES))
    assert runner.state.phase is Phase.RUNNING


def test_in_a_rehearsal_no_skin_has_to_be_felt(coach: Coach, clock: ManualClock) -> None:
    coach.timers.numb(TimerKind.HEAT)
    runner = asked_about_skin(coach, clock, pace=20.0)
    runner.give(Given(Command.YES))
    assert runner.state.phase is Phase.RUNNING


def test_where_no_no_was_said_a_yes_counts_at_once(coach: Coach, clock: ManualClock) -> None:
    runner = asked_about_skin(coach, clock)
    runner.give(Given(Command.YES))
    assert runner.state.phase is Phase.RUNNING


def test_where_the_log_cannot_be_read_no_pack_goes_on(
    coach: Coach, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = asked_about_skin(coach, clock)

    def unreadable(**_: object) -> None:
        raise LogError("Unreadable", "It cannot be read.")

    monkeypatch.setattr(coach.records.log, "read", unreadable)
    with pytest.raises(LogError):
        runner.give(Given(Command.YES))
    assert runner.state.phase is Phase.ASKING_SKIN


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


def into_the_count_in(coach: Coach, clock: ManualClock) -> SessionRunner:
    """The last seconds before the word that puts the pack on."""
    runner = cold_on(coach, clock)
    while runner.state.current is None or not runner.state.current.logged:
        clock.advance(0.25)
        runner.tick(0.25)
    assert facts_of(coach, TimerStarted) == []
    return runner


@pytest.mark.parametrize("led", [cold_on, into_the_count_in])
def test_killed_between_the_yes_and_the_word_that_puts_it_on_the_pack_counts_on(
    coach: Coach, open_coach: Opener, clock: ManualClock, led: Callable[..., SessionRunner]
) -> None:
    """Who was told to fetch it may have put it on: the next start says when to take it off."""
    led(coach, clock)
    coach.close()
    (yes,) = answers_about_the_skin(coach := open_coach())
    clock.advance((yes + timedelta(minutes=4, seconds=10) - clock.now()).total_seconds())
    assert [timer.line for timer in coach.timers.now()] == ["Cold pack: 4 of 10 minutes."]
    heard = ticked_to_the_end(coach, clock)
    assert [text[:12] for text in heard] == ["Lift the pac", "Take the col"]
    assert coach.timers.now() == []
    assert [fact.outcome for fact in facts_of(coach, TimerEnded)] == [TimerOutcome.DONE]
    coach.close()
    assert open_coach().timers.now() == []


def answers_about_the_skin(coach: Coach) -> list[datetime]:
    """When the skin was said to feel as usual."""
    answers = coach.records.recent().of(AnswerGiven)
    return [stamped.at for stamped, fact in answers if fact.value == "yes"]


def ticked_to_the_end(coach: Coach, clock: ManualClock) -> list[str]:
    heard = []
    for _ in range(11 * 60):
        heard += [cue.text for cue in coach.timers.tick()]
        clock.advance(1)
    return heard


@pytest.mark.parametrize("led", [cold_on, into_the_count_in])
def test_killed_there_and_opened_after_its_time_it_is_said_at_once_to_take_it_off(
    coach: Coach, open_coach: Opener, clock: ManualClock, led: Callable[..., SessionRunner]
) -> None:
    led(coach, clock)
    coach.close()
    clock.advance(15 * 60)
    again = open_coach()
    (text,) = [cue.text for cue in again.timers.tick()]
    assert text == "Take the cold pack off now. Its time is over."
    assert again.timers.tick() == []
    clock.advance(59 * 60)
    with pytest.raises(InputError, match="skin rests"):
        again.sessions.begin([pack_item(again)], PainReport())


def test_killed_there_on_a_disk_that_is_full_by_now_it_comes_off_all_the_same(
    coach: Coach, open_coach: Opener, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold_on(coach, clock)
    coach.close()
    again = open_coach()

    def full(*_: object, **__: object) -> None:
        raise LogError("The disk is full", "No space is left.")

    monkeypatch.setattr(again.log, "append", full)
    assert [timer.line for timer in again.timers.now()] == ["Cold pack: 0 of 10 minutes."]
    clock.advance(10 * 60)
    with pytest.raises(LogError):
        again.timers.tick()
    said = [cue.text for cue in again.speaker.said]  # type: ignore[attr-defined]
    assert said[-1] == "Take the cold pack off now."


def test_killed_there_going_on_says_first_to_take_it_off(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold_on(coach, clock)
    coach.close()
    again = open_coach()
    assert [cue.text for cue in again.timers.into_session()] == ["Take the cold pack off now."]


def test_killed_at_the_question_about_the_skin_nothing_lies_on_it(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    asked_about_skin(coach, clock)
    coach.close()
    assert open_coach().timers.now() == []


def test_killed_while_it_lies_it_is_the_one_pack_that_counts_on(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    while not facts_of(coach, TimerStarted):
        clock.advance(0.5)
        runner.tick(0.5)
    coach.close()
    clock.advance(120)
    assert [timer.line for timer in open_coach().timers.now()] == ["Cold pack: 2 of 10 minutes."]


def test_killed_while_getting_up_after_it_nothing_lies_on_the_skin(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    while not facts_of(coach, ExerciseDone):
        clock.advance(0.5)
        runner.tick(0.5)
    assert not runner.state.phase.over
    coach.close()
    assert open_coach().timers.now() == []


@pytest.mark.parametrize("command", [Command.SKIP, Command.END, Command.HURTS, Command.RED_FLAG])
def test_a_pack_that_was_given_up_before_it_lay_is_on_nobody_after_a_restart(
    coach: Coach, open_coach: Opener, clock: ManualClock, command: Command
) -> None:
    cold_on(coach, clock).give(Given(command))
    coach.close()
    assert open_coach().timers.now() == []


def test_while_a_session_leads_to_its_pack_nothing_runs_yet(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    cold_on(coach, clock)
    assert coach.timers.now() == []
    assert open_coach().timers.now() == []  # The other coach has the home, and counts.


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
    assert "cold-pack" not in coach.records.recent().sessions_of_exercises()


def test_pain_given_in_a_rehearsal_is_not_in_the_days(coach: Coach, clock: ManualClock) -> None:
    from coach.domain.pain import Moment

    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport(), pace=20.0)
    report = PainReport(9, 9, Reach.FOOT)
    coach.check_in.take(report, Moment.BEFORE, session=runner.state.session)
    runner.start()
    assert pain_by_day(coach.records.recent()) == ()


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


def day_with_packs(coach: Coach) -> list[AgendaItem]:
    """Today's cold, and heat that the day asks too."""
    cold = pack_item(coach)
    heat = replace(cold, id=cold.id.replace("cold-pack", "heat-pack"), exercise="heat-pack")
    return [cold, heat]


def test_the_skin_rests_from_when_the_pack_came_off(coach: Coach, clock: ManualClock) -> None:
    runner = cold_on(coach, clock)
    until(clock, runner, Phase.ENDED)
    clock.advance(55 * 60)
    with pytest.raises(InputError, match="skin rests until"):
        coach.sessions.begin([second_pack(coach)], PainReport())
    clock.advance(6 * 60)
    assert coach.sessions.begin([second_pack(coach)], PainReport())


def test_while_the_skin_rests_a_pack_is_asked_when_that_is_over_and_not_now(
    coach: Coach, clock: ManualClock
) -> None:
    clock.advance(95 * 60)
    assert pack_item(coach).state is ItemState.DUE
    coach.timers.start(TimerKind.HEAT, 10, skin_is_fine=True)
    clock.advance(10 * 60)
    coach.timers.tick()
    until_then = clock.now() + timedelta(minutes=60)
    waits = pack_item(coach)
    assert (waits.state, waits.due_at, waits.rests) == (ItemState.LATER, until_then, True)
    assert coach.today.peek().agenda == coach.today.look().agenda
    with pytest.raises(InputError, match="Your skin rests until"):
        coach.sessions.require_something([waits])
    clock.advance(60 * 60)
    assert pack_item(coach).state is ItemState.DUE


def test_going_on_says_why_the_pack_is_not_in_it_any_more(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    walk = next(one for one in coach.today.look().agenda.items if one.exercise == "belly-breath")
    runner = coach.sessions.begin([pack_item(coach), walk], PainReport())
    runner.start()
    until(clock, runner, Phase.ASKING_SKIN)
    runner.give(Given(Command.YES))
    coach.close()
    again = open_coach()
    session = again.today.look().unfinished_session
    assert session is not None
    resumed = again.sessions.resume(again.today.look().agenda, session, PainReport())
    assert [block.item for block in resumed.state.plan.blocks] == [walk.id]
    (cue,) = resumed.first
    assert cue.text.startswith("Cold pack: left out now. Your skin rests until 10:")


def second_pack(coach: Coach) -> AgendaItem:
    return [one for one in coach.today.look().agenda.items if one.exercise == "cold-pack"][1]


def test_after_a_kill_the_pack_is_taken_to_have_been_on_for_its_full_time(
    coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    seconds = pack_item(coach).dose.total_seconds
    cold_on(coach, clock)
    coach.close()
    clock.advance(61 * 60)
    again = open_coach()
    session = again.today.look().unfinished_session
    assert session is not None
    with pytest.raises(InputError, match="skin rests"):
        again.sessions.resume(again.today.look().agenda, session, PainReport())
    clock.advance(seconds)
    assert again.sessions.resume(again.today.look().agenda, session, PainReport())


def test_no_heat_goes_on_skin_that_was_just_cooled(coach: Coach, clock: ManualClock) -> None:
    _, heat = day_with_packs(coach)
    cold_on(coach, clock).give(Given(Command.END))
    with pytest.raises(InputError, match="skin rests"):
        coach.sessions.begin([heat], PainReport())


def test_of_cold_and_heat_in_one_session_only_the_first_goes_on(coach: Coach) -> None:
    runner = coach.sessions.begin(day_with_packs(coach), PainReport())
    assert [block.exercise.id for block in runner.state.plan.blocks] == ["cold-pack"]


def test_a_pack_that_is_done_as_often_as_the_day_asks_does_not_go_on_again(
    coach: Coach, clock: ManualClock
) -> None:
    runner = cold_on(coach, clock)
    until(clock, runner, Phase.ENDED)
    first = pack_item(coach)
    assert first.state is ItemState.DONE
    clock.advance(3 * 60 * 60)
    with pytest.raises(InputError, match="done for now"):
        coach.sessions.choose(coach.today.look().agenda, [first.id])
    with pytest.raises(InputError, match="done for now"):
        coach.sessions.begin([first], PainReport())


def led_to_the_first_set(coach: Coach, clock: ManualClock, *items: AgendaItem) -> SessionRunner:
    runner = coach.sessions.begin(items, PainReport(2, 3, Reach.THIGH))
    runner.start()
    for _ in range(4000):
        if runner.state.current is not None and runner.state.current.logged:
            break
        clock.advance(0.5)
        runner.tick(0.5)
    clock.advance(0.5)
    runner.tick(0.5)
    return runner


def two_exercises(coach: Coach) -> list[AgendaItem]:
    """Two of several sets each, of the stage that builds."""
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=StageCode.BUILD))
    items = coach.today.look().agenda.items
    first, second, *_ = (one for one in items if one.dose.sets > 1)
    return [first, second]


@pytest.mark.parametrize("scored", [True, False])
def test_go_on_after_a_kill_leaves_out_what_was_stopped_for_pain(
    new_coach: Coach, open_coach: Opener, clock: ManualClock, scored: bool
) -> None:
    coach = new_coach
    first, second = two_exercises(coach)
    runner = led_to_the_first_set(coach, clock, first, second)
    runner.give(Given(Command.HURTS))
    if scored:
        runner.give(Given(Command.SCORED, report=PainReport(2, 3, Reach.THIGH)))
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    resumed = again.sessions.resume(look.agenda, look.unfinished_session, PainReport())
    assert [block.item for block in resumed.state.plan.blocks] == [second.id]


def test_go_on_where_all_that_was_left_hurt_closes_the_session(
    new_coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    coach = new_coach
    first, _ = two_exercises(coach)
    led_to_the_first_set(coach, clock, first).give(Given(Command.HURTS))
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    with pytest.raises(InputError, match="stopped because it hurt"):
        again.sessions.resume(look.agenda, look.unfinished_session, PainReport())
    assert again.today.look().unfinished_session is None


def test_go_on_where_every_set_was_done_closes_the_session(
    new_coach: Coach, open_coach: Opener, clock: ManualClock
) -> None:
    """Cut off behind the last set, as by a full disk: else it is offered again at each start."""
    coach = new_coach
    first, _ = two_exercises(coach)
    runner = led_to_the_first_set(coach, clock, first)
    while sum(fact.item == first.id for fact in facts_of(coach, ExerciseDone)) < sets_of(runner):
        runner.give(Given(Command.DONE))
    assert not runner.state.phase.over
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    with pytest.raises(InputError, match="Nothing of it is left"):
        again.sessions.resume(look.agenda, look.unfinished_session, PainReport())
    assert again.today.look().unfinished_session is None


def test_go_on_behind_a_pack_that_was_on_for_its_time_closes_the_session(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = cold_on(coach, clock)
    for _ in range(40 * 60):
        if facts_of(coach, ExerciseDone):
            break
        clock.advance(1.0)
        runner.tick(1.0)
    assert not runner.state.phase.over
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    with pytest.raises(InputError, match="Nothing of it is left"):
        again.sessions.resume(look.agenda, look.unfinished_session, PainReport())
    assert again.today.look().unfinished_session is None


def sets_of(runner: SessionRunner) -> int:
    """How many sets of the present item are logged."""
    return sum(step.logged for step in runner.state.steps)
