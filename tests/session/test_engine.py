"""The session as a patient lives it."""

import pytest
from msgspec.structs import replace

from coach.domain.errors import IllegalCommandError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    ItemExcused,
    LightGiven,
    PainScore,
    SessionStarted,
    WarningGiven,
)
from coach.domain.exercise import Position
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse, Reason, SessionOutcome, SetOutcome, WarningKind
from coach.domain.pain import Moment, PainReport, Reach, Site
from coach.domain.program import StageCode
from coach.session import phrasing
from coach.session.commands import Command, Given
from coach.session.cues import CueKind, Priority
from coach.session.engine import TRANSITIONS, advance
from coach.session.phrasing import Telling
from coach.session.plan import SessionItem, StepKind
from coach.session.state import Phase
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, a_state, an_item, on_each_side, started


def test_a_whole_session_runs_with_no_touch_from_getting_down_to_getting_up() -> None:
    driver = started()
    driver.run_until(Phase.ENDED)
    said = driver.words()
    assert said[:2] == ["Have ready: a chair.", "Get down now, onto your back."]
    assert any(text.startswith("Time to get up.") for text in said)
    assert driver.ended.outcome is SessionOutcome.COMPLETED
    assert [(fact.set_no, fact.reps, fact.outcome) for fact in driver.sets] == [
        (1, 3, SetOutcome.DONE),
        (2, 3, SetOutcome.DONE),
    ]


def test_the_start_is_a_fact_before_the_first_word() -> None:
    ready = replace(a_state(), pace=0.5, resumed_from="session-0")
    step = advance(ready, Given(Command.START), 5.0)
    assert step.facts[0] == SessionStarted(
        session="session-1",
        stage=StageCode.CALM,
        items=("2027-03-01/bridge/1",),
        pace=0.5,
        resumed_from="session-0",
    )
    assert step.cues


def test_a_session_lasted_from_its_start_to_its_end() -> None:
    driver = started()
    driver.run(90)
    driver.give(Command.END)
    assert driver.ended.minutes == 1.5


def test_a_set_is_logged_with_the_seconds_really_held() -> None:
    driver = started(an_item(reps=(3,)))
    driver.run_until(Phase.ENDED)
    # Three repetitions held five seconds each.
    assert driver.sets[0].seconds == 15.0
    assert driver.sets[0].planned_seconds == 15.0


def test_a_hold_ends_at_its_deadline_however_the_ticks_fall() -> None:
    even, odd = (
        started(an_item(reps=(1,), hold_seconds=10)),
        started(an_item(reps=(1,), hold_seconds=10)),
    )
    even.run_until(Phase.ENDED)
    while not odd.state.phase.over:
        odd.now += 1.37
        odd.tick()
    # Every step starts at the deadline of the one before, so late ticks do not add up.
    assert abs(even.ended.minutes - odd.ended.minutes) * 60 <= 1.37 + 0.6


def test_steps_are_told_one_by_one_the_first_time_and_in_short_afterwards() -> None:
    exercise = an_exercise()
    first = an_item(exercise)
    told = started(type(first)(first.item, first.exercise, first.dose, telling=Telling.FULL))
    told.run_until(Phase.ENDED)
    known = started(first)
    known.run_until(Phase.ENDED)
    for sentence in exercise.steps:
        assert sentence in told.words()
        assert sentence not in known.words()
    assert exercise.short in known.words()


def test_sides_change_aloud_and_each_side_is_a_fact() -> None:
    driver = started(on_each_side())
    driver.run_until(Phase.ENDED)
    assert "Begin with the left side." in driver.words()
    assert "Change sides. Now the right side." in driver.words()
    assert [fact.side for fact in driver.sets] == ["left", "right"]


def test_rest_says_what_comes_next() -> None:
    driver = started()
    driver.run_until(Phase.ENDED)
    assert "Rest. Next is the last set." in driver.words()


def test_a_pause_goes_on_with_a_fresh_count_in_from_the_time_that_was_left() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    driver.run_to_set(1, into_seconds=8)
    held = driver.state.elapsed(driver.now)
    driver.give(Command.PAUSE)
    driver.run(90)
    assert driver.state.phase is Phase.PAUSED
    assert driver.state.elapsed(driver.now) == held
    before = len(driver.heard)
    driver.give(Command.RESUME)
    driver.run(2.5)
    counts = [cue.text for _, cue in driver.heard[before:] if cue.kind is CueKind.COUNT_IN]
    assert counts == ["Three.", "Two.", "One."]
    driver.run_until(Phase.ENDED)
    assert driver.sets[0].seconds == 20.0
    assert driver.sets[0].outcome is SetOutcome.DONE


def test_nothing_is_counted_while_paused() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.PAUSE)
    driver.run(600)
    assert driver.sets == []


def test_done_in_a_moving_set_takes_the_patients_own_count() -> None:
    driver = started(an_item(reps=(10,), hold_seconds=0, tempo_seconds=4))
    driver.run_to_set(1, into_seconds=21)
    driver.give(Command.DONE)
    assert driver.sets[0].reps == 10
    assert driver.sets[0].outcome is SetOutcome.DONE
    assert driver.sets[0].seconds == pytest.approx(21, abs=0.3)


@pytest.mark.parametrize(("into_seconds", "reps"), [(1, 0), (6, 3), (12, 6)])
def test_done_too_soon_counts_no_more_than_can_have_been_done(into_seconds: int, reps: int) -> None:
    driver = started(an_item(reps=(10,), hold_seconds=0, tempo_seconds=4))
    driver.run_to_set(1, into_seconds=into_seconds)
    driver.give(Command.DONE)
    assert driver.sets[0].reps == reps
    assert driver.sets[0].outcome is SetOutcome.PARTIAL


def test_done_in_a_hold_logs_only_what_was_held() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=30))
    driver.run_to_set(1, into_seconds=12)
    driver.give(Command.DONE)
    assert driver.sets[0].outcome is SetOutcome.PARTIAL
    assert driver.sets[0].seconds == pytest.approx(12, abs=0.3)
    assert driver.sets[0].reps == 0


def test_leaving_out_keeps_what_was_done_and_the_reason() -> None:
    driver = started(an_item(), an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"))
    driver.run_to_set(1, into_seconds=6)
    driver.give(Command.SKIP, reason=Reason.FATIGUE)
    assert driver.sets[0].outcome is SetOutcome.PARTIAL
    assert driver.sets[0].reason is Reason.FATIGUE
    assert driver.sets[0].reps == 1
    assert driver.state.current_block is not None
    assert driver.state.current_block.exercise.id == "clam"


def test_leaving_out_before_anything_was_done_is_logged_as_skipped() -> None:
    driver = started()
    driver.run(3)
    driver.give(Command.SKIP, reason=Reason.TIME)
    assert [(fact.outcome, fact.reason) for fact in driver.sets] == [
        (SetOutcome.SKIPPED, Reason.TIME)
    ]


def test_what_is_left_out_before_another_one_leads_on_to_the_next() -> None:
    driver = started(an_item(), an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"))
    driver.run(3)
    driver.give(Command.SKIP)
    assert "Left out. On to the next." in driver.words()


def test_the_last_one_left_out_is_said_to_be_the_last() -> None:
    driver = started()
    driver.run(3)
    driver.give(Command.SKIP)
    assert "Left out. That was the last one." in driver.words()
    assert not any("next" in text for text in driver.words())


def test_again_starts_the_step_anew() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=6)
    driver.give(Command.REPEAT)
    assert driver.state.elapsed(driver.now) == 0
    driver.run_until(Phase.ENDED)
    whole = [fact for fact in driver.sets if fact.outcome is SetOutcome.DONE]
    assert [fact.set_no for fact in whole] == [1, 2]


def test_back_goes_to_the_step_before() -> None:
    driver = started()
    driver.run_to_set(1)
    driver.give(Command.BACK)
    assert driver.state.current is not None
    assert driver.state.current.kind is StepKind.PREPARE


def lying_after_fetching() -> tuple[SessionItem, ...]:
    """Something to fetch and a way down to the side, then one on the back."""
    return (
        an_item(an_exercise(position=Position.ON_SIDE, equipment=("pillow",)), name="d/first/1"),
        an_item(name="d/second/1"),
    )


@pytest.mark.parametrize("paused", [True, False])
def test_back_on_the_way_to_the_first_exercise_begins_the_way_anew_and_skips_nothing(
    paused: bool,
) -> None:
    driver = started(*lying_after_fetching())
    first, way = driver.words()[0], driver.state.steps
    driver.run(3)
    if paused:
        driver.give(Command.PAUSE)
    step = driver.give(Command.BACK)
    assert (driver.state.block, driver.state.step, driver.state.steps) == (0, 0, way)
    assert [cue.text for cue in step.cues] == [phrasing.REPEATED.text, first]
    assert driver.state.phase is Phase.RUNNING


@pytest.mark.parametrize("moving", [True, False])
def test_what_is_left_out_on_the_way_down_leads_down_to_the_next_from_where_one_stands(
    moving: bool,
) -> None:
    driver = started(*lying_after_fetching())
    if moving:
        driver.give(Command.DONE)
        assert "Get down now, onto your side." in driver.words()
    driver.give(Command.SKIP)
    assert "Get down now, onto your back." in driver.words()


def test_the_easier_form_asked_on_the_way_is_led_to_as_well() -> None:
    driver = started(an_item(reps=(6, 6)))
    driver.give(Command.DONE)
    driver.run(3)
    driver.give(Command.EASIER)
    assert driver.words().count("Get down now, onto your back.") == 2


@pytest.mark.parametrize("command", [Command.END, Command.SKIP])
def test_who_is_getting_down_or_up_is_told_how_to_get_up(command: Command) -> None:
    """A move that is broken off may have led to the floor already, or have left it not yet."""
    down = started(lying_after_fetching()[0])
    down.give(Command.DONE)
    down.give(command)
    assert any(text.startswith("Time to get up.") for text in down.words())
    up = started(an_item(), an_item(an_exercise(position=Position.STANDING), name="d/2/1"))
    while up.state.block == 0:
        up.give(Command.DONE)
    up.heard.clear()
    up.give(command)
    assert any(text.startswith("Time to get up.") for text in up.words())


def test_that_hurts_stops_at_once_and_asks() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=6)
    step = driver.give(Command.HURTS)
    assert driver.state.phase is Phase.ASKING_PAIN
    assert step.cues[0].priority is Priority.SAFETY
    assert step.cues[0].text.startswith("Stop.")


def lights(driver: Driver) -> list[Light]:
    return [fact.light for fact in driver.facts if isinstance(fact, LightGiven)]


def test_that_it_hurts_is_in_the_log_before_the_score_is_asked() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=6)
    step = driver.give(Command.HURTS)
    (stopped,) = [fact for fact in step.facts if isinstance(fact, ExerciseDone)]
    assert (stopped.set_no, stopped.outcome, stopped.reason) == (
        1,
        SetOutcome.STOPPED,
        Reason.PAIN,
    )


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_what_hurt_is_logged_once_though_no_score_comes(command: Command) -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=6)
    driver.give(Command.HURTS)
    driver.give(command)
    assert [fact.outcome for fact in driver.sets] == [SetOutcome.STOPPED]


def test_the_stopped_set_is_logged_with_its_light_and_the_score() -> None:
    driver = started(before=PainReport(2, 3, Reach.THIGH))
    driver.run_to_set(1, into_seconds=6)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=5, reach=Reach.THIGH))
    (stopped,) = driver.sets
    assert (stopped.outcome, stopped.reason, stopped.light) == (
        SetOutcome.STOPPED,
        Reason.PAIN,
        None,
    )
    assert lights(driver) == [Light.AMBER]
    scores = [fact for fact in driver.facts if isinstance(fact, PainScore)]
    assert [(score.site, score.score, score.moment) for score in scores] == [
        (Site.LEG, 5, Moment.DURING)
    ]
    assert driver.state.phase is Phase.OFFERING_EASIER


def test_further_down_the_leg_is_red_even_if_the_number_falls() -> None:
    driver = started(before=PainReport(2, 6, Reach.THIGH))
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=3, reach=Reach.CALF))
    assert lights(driver) == [Light.RED]
    assert driver.state.phase is Phase.OFFERING_STOP
    with pytest.raises(IllegalCommandError) as refused:
        driver.give(Command.EASIER)
    assert refused.value.title == "Not now"
    assert refused.value.message == "'easier' does nothing while offering_stop."


def test_not_now_to_the_score_is_not_zero() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport())
    assert not [fact for fact in driver.facts if isinstance(fact, PainScore)]
    assert lights(driver) == []


def test_an_unanswered_question_is_asked_again_and_nothing_is_decided() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    before = len(driver.heard)
    driver.run(61)
    asked = [cue for _, cue in driver.heard[before:] if cue.kind is CueKind.QUESTION]
    assert len(asked) == 2
    assert driver.state.phase is Phase.ASKING_PAIN


def test_easier_halves_the_dose_when_there_is_no_other_entry() -> None:
    driver = started(an_item(reps=(6, 6)))
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.EASIER)
    driver.run_until(Phase.ENDED)
    done = [fact for fact in driver.sets if fact.outcome is SetOutcome.DONE]
    assert [fact.reps for fact in done] == [3, 3]


def test_easier_leads_through_the_easier_entry_under_the_same_item() -> None:
    lighter = an_exercise(id="brace", name="Gentle brace")
    item = an_item()
    driver = started(
        type(item)(
            item.item, item.exercise, item.dose, easier_exercise=lighter, telling=Telling.SHORT
        )
    )
    driver.run_to_set(2, into_seconds=1)
    driver.give(Command.EASIER)
    driver.run_until(Phase.ENDED)
    last = driver.sets[-1]
    assert (last.exercise, last.item) == ("brace", "2027-03-01/bridge/1")


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG, Command.SKIP, Command.EASIER])
def test_what_was_done_before_it_hurt_is_logged_once(command: Command) -> None:
    driver = started(an_item(reps=(1,), hold_seconds=60))
    driver.run_to_set(1, into_seconds=30)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=3, reach=Reach.THIGH))
    driver.give(command)
    assert [fact.outcome for fact in driver.sets] == [SetOutcome.STOPPED]
    assert sum(fact.seconds for fact in driver.sets) == pytest.approx(30, abs=0.5)


def test_an_easier_form_that_hurts_too_is_not_made_easier_again() -> None:
    driver = started(an_item(reps=(6, 6)))
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.EASIER)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=3, reach=Reach.THIGH))
    assert driver.state.phase is Phase.OFFERING_STOP


def test_ending_keeps_everything_up_to_then() -> None:
    driver = started()
    driver.run_to_set(2, into_seconds=6)
    driver.give(Command.END)
    assert [fact.outcome for fact in driver.sets] == [SetOutcome.DONE, SetOutcome.PARTIAL]
    assert driver.ended.outcome is SessionOutcome.ENDED_EARLY


def test_a_red_flag_halts_at_once_and_no_command_leaves_it() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.RED_FLAG)
    assert driver.state.phase is Phase.HALTED
    assert driver.ended.outcome is SessionOutcome.HELD
    for command in Command:
        if command not in (Command.TICK, Command.GAP):
            with pytest.raises(IllegalCommandError):
                driver.give(command)
    driver.run(60)
    assert driver.state.phase is Phase.HALTED


def test_a_machine_that_slept_in_mid_hold_offers_to_repeat_and_counts_nothing() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    driver.run_to_set(1, into_seconds=5)
    driver.give(Command.GAP, seconds=3600)
    assert driver.state.phase is Phase.INTERRUPTED
    assert driver.sets == []
    driver.give(Command.REPEAT)
    driver.run_until(Phase.ENDED)
    done = [fact for fact in driver.sets if fact.outcome is SetOutcome.DONE]
    assert [fact.seconds for fact in done] == [20.0]


@pytest.mark.parametrize(
    ("still_seconds", "phase"), [(2, Phase.RUNNING), (2.25, Phase.INTERRUPTED)]
)
def test_more_than_two_seconds_without_a_tick_are_standing_still(
    still_seconds: float, phase: Phase
) -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    driver.run_to_set(1, into_seconds=5)
    driver.now += still_seconds
    driver.tick()
    assert driver.state.phase is phase


def test_a_program_that_stood_still_in_mid_hold_counts_nothing_either() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    driver.run_to_set(1, into_seconds=5)
    driver.now += 30
    driver.tick()
    assert driver.state.phase is Phase.INTERRUPTED
    assert driver.sets == []
    driver.give(Command.RESUME)
    driver.run_until(Phase.ENDED)
    assert driver.sets[0].seconds == 20.0


def test_again_after_standing_still_in_a_hold_begins_it_anew_and_asks_nothing() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    driver.run_to_set(1, into_seconds=5)
    driver.now += 30
    driver.give(Command.REPEAT)
    assert driver.state.phase is Phase.RUNNING
    assert driver.state.elapsed(driver.now) == 0


@pytest.mark.parametrize(
    "command",
    [Command.DONE, Command.SKIP, Command.REPEAT, Command.HURTS, Command.END, Command.PAUSE],
)
def test_time_the_program_stood_still_is_never_counted_whatever_is_pressed_then(
    command: Command,
) -> None:
    driver = started(an_item(reps=(6,), hold_seconds=10))
    driver.run_to_set(1, into_seconds=15)
    driver.now += 65
    driver.give(command)
    if command is Command.HURTS:
        driver.give(Command.SCORED, report=PainReport())
    # Fifteen seconds were led: one whole repetition.
    assert all(fact.reps <= 1 and fact.seconds <= 13 for fact in driver.sets)


def test_a_red_flag_keeps_what_was_done_of_the_set() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=60))
    driver.run_to_set(1, into_seconds=20)
    driver.give(Command.RED_FLAG)
    assert [fact.outcome for fact in driver.sets] == [SetOutcome.STOPPED]
    assert driver.sets[0].seconds == pytest.approx(20, abs=0.5)


def test_after_that_hurts_done_goes_on_to_the_next_one() -> None:
    driver = started(an_item(), an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"))
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=9, reach=Reach.FOOT))
    driver.give(Command.DONE)
    assert driver.state.block == 1
    assert len(driver.sets) == 1


def test_after_that_hurts_no_next_one_is_promised_where_there_is_none() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=9, reach=Reach.FOOT))
    asked = "We leave this one for today. It was the last one, so we can end here."
    assert driver.words()[-1] == asked
    driver.run(31)
    assert driver.words()[-1] == asked
    driver.give(Command.DONE)
    assert "Left out. That was the last one." in driver.words()
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN


def test_repetitions_are_named_in_words_that_no_count_down_uses() -> None:
    driver = started(an_item(reps=(3,)))
    driver.run_until(Phase.ENDED)
    counts = {cue.text for _, cue in driver.heard if cue.kind is CueKind.COUNT}
    reps = {cue.text for _, cue in driver.heard if cue.kind is CueKind.REP}
    assert reps == {"Second one."}
    assert not counts & reps


def test_a_rest_that_was_slept_through_needs_no_question() -> None:
    driver = started()
    driver.run_to_set(1)
    while driver.state.current is None or driver.state.current.kind is not StepKind.REST:
        driver.run(0.25)
    driver.now += 30
    driver.tick()
    assert driver.state.phase is Phase.RUNNING


class TestPack:
    """Cold and heat: asked first, checked, and taken off."""

    def cold(self) -> Driver:
        return started(
            an_item(
                a_cold_pack(),
                name="d/cold-pack/1",
                reps=(1,),
                hold_seconds=600,
                rest_seconds=0,
            )
        )

    def test_the_numb_skin_question_comes_first_each_time(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        assert driver.heard[-1][1].kind is CueKind.QUESTION
        driver.run(50)
        assert driver.state.phase is Phase.ASKING_SKIN
        assert driver.sets == []

    def test_without_a_yes_it_is_asked_once_more_and_then_left_out(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.run(61)
        questions = [cue for _, cue in driver.heard if cue.kind is CueKind.QUESTION]
        assert len(questions) == 2
        assert phrasing.NO_PACK_UNANSWERED.text in driver.words()
        (left_out,) = driver.sets
        assert (left_out.outcome, left_out.seconds) == (SetOutcome.SKIPPED, 0)
        assert not [fact for fact in driver.facts if isinstance(fact, ItemExcused)]
        assert not [fact for fact in driver.facts if isinstance(fact, AnswerGiven)]

    def test_without_a_yes_after_a_pause_it_stays_off(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(200)
        driver.give(Command.PAUSE)
        driver.give(Command.RESUME)
        driver.run(61)
        (part,) = driver.sets
        assert part.outcome is SetOutcome.PARTIAL
        assert 190 <= part.seconds <= 203

    def test_the_question_comes_before_a_word_about_laying_it_on(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        said = driver.words()
        assert not any("cloth" in text or "pack on" in text.lower() for text in said)

    def test_after_a_pause_the_skin_is_asked_after_again_and_the_time_goes_on(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(200)
        driver.give(Command.PAUSE)
        driver.run(60)
        step = driver.give(Command.RESUME)
        assert driver.state.phase is Phase.ASKING_SKIN
        assert step.cues[0].kind is CueKind.QUESTION
        driver.give(Command.YES)
        driver.run_until(Phase.ENDED)
        assert driver.sets[0].seconds == 600

    def test_numb_skin_after_a_pause_keeps_what_was_done(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(200)
        driver.give(Command.PAUSE)
        driver.give(Command.RESUME)
        driver.give(Command.NO)
        assert driver.sets[0].outcome is SetOutcome.PARTIAL
        assert driver.sets[0].seconds == pytest.approx(200, abs=1)

    def test_numb_skin_leaves_the_pack_out(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.NO)
        assert driver.sets[0].outcome is SetOutcome.SKIPPED
        (excused,) = [fact for fact in driver.facts if isinstance(fact, ItemExcused)]
        assert (excused.item, excused.reason) == (driver.sets[0].item, Excuse.SAFETY)
        assert any("Tell your therapist" in text for text in driver.words())

    def test_the_skin_is_checked_and_the_end_is_spoken(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_until(Phase.ENDED)
        kinds = [cue.kind for _, cue in driver.heard]
        assert kinds.count(CueKind.SKIN_CHECK) == 1
        assert kinds.count(CueKind.TAKE_OFF) == 1
        warned = [fact for fact in driver.facts if isinstance(fact, WarningGiven)]
        assert len(warned) == 2
        assert all(fact.spoken for fact in warned)
        assert driver.sets[0].seconds == 600

    def test_sleeping_over_the_end_of_a_pack_takes_it_off_at_once(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(120)
        before = len(driver.heard)
        driver.give(Command.GAP, seconds=3600)
        assert CueKind.TAKE_OFF in [cue.kind for _, cue in driver.heard[before:]]
        # Only what the coach watched is counted: about two minutes.
        assert driver.sets[0].outcome is SetOutcome.PARTIAL
        assert driver.sets[0].seconds <= 121

    def test_a_short_sleep_in_a_pack_counts_as_time_on_the_skin(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(120)
        driver.give(Command.GAP, seconds=60)
        assert driver.state.phase is Phase.RUNNING
        assert driver.state.elapsed(driver.now) >= 180

    def stood_still(self, *, watched_seconds: float, still_seconds: float) -> Driver:
        """A pack on the skin, with an exercise after it, when the program wakes up."""
        cold = an_item(a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=600)
        driver = started(cold, an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"))
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(watched_seconds)
        driver.now += still_seconds
        return driver

    @pytest.mark.parametrize("command", [Command.EMERGENCY, Command.LISTED])
    def test_a_paused_pack_is_said_again_to_come_off_whatever_was_read_meanwhile(
        self, command: Command
    ) -> None:
        driver = self.stood_still(watched_seconds=60, still_seconds=0)
        driver.give(Command.PAUSE)
        assert phrasing.PAUSED_WITH_PACK in driver.give(command).cues

    def test_the_emergency_text_pauses_a_pack_and_says_so_once(self) -> None:
        driver = self.stood_still(watched_seconds=60, still_seconds=0)
        assert driver.give(Command.EMERGENCY).cues == (phrasing.PAUSED_WITH_PACK,)

    def test_after_a_pack_that_hurt_it_is_said_again_to_take_it_off(self) -> None:
        driver = self.stood_still(watched_seconds=60, still_seconds=0)
        driver.give(Command.HURTS)
        texts = [cue.text for cue in driver.give(Command.EMERGENCY).cues]
        assert texts == ["Take the cold pack off now."]

    @pytest.mark.parametrize("answer", [Command.EMERGENCY, Command.LISTED])
    def test_before_a_yes_nothing_is_said_of_taking_off(self, answer: Command) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        assert not [cue for cue in driver.give(answer).cues if cue.kind is CueKind.TAKE_OFF]

    @pytest.mark.parametrize(
        "command",
        [
            *(Command.DONE, Command.SKIP, Command.EASIER, Command.HURTS),
            *(Command.END, Command.RED_FLAG, Command.PAUSE, Command.REPEAT, Command.BACK),
        ],
    )
    def test_standing_still_over_the_end_of_a_pack_takes_it_off_whatever_is_pressed_then(
        self, command: Command
    ) -> None:
        driver = self.stood_still(watched_seconds=120, still_seconds=3600)
        step = driver.give(command)
        assert CueKind.TAKE_OFF in [cue.kind for cue in step.cues]
        # What was pressed is about the pack, and two minutes of it were led.
        assert [fact.exercise for fact in driver.sets] == ["cold-pack"]
        assert driver.sets[0].seconds <= 121
        assert driver.sets[0].outcome is not SetOutcome.DONE

    @pytest.mark.parametrize(
        "command", [Command.PAUSE, Command.EMERGENCY, Command.REPEAT, Command.BACK]
    )
    def test_a_pack_that_came_off_while_the_program_stood_still_does_not_go_on_again(
        self, command: Command
    ) -> None:
        driver = self.stood_still(watched_seconds=120, still_seconds=3600)
        driver.give(command)
        assert driver.state.current_block is not None
        assert driver.state.current_block.exercise.id == "clam"
        assert driver.state.phase is Phase.RUNNING

    def test_that_a_pack_hurts_is_said_of_the_pack_though_the_program_stood_still(self) -> None:
        driver = self.stood_still(watched_seconds=120, still_seconds=3600)
        driver.give(Command.HURTS)
        assert driver.state.phase is Phase.ASKING_PAIN
        assert (driver.sets[0].outcome, driver.sets[0].reason) == (SetOutcome.STOPPED, Reason.PAIN)

    @pytest.mark.parametrize("command", [Command.REPEAT, Command.BACK])
    def test_a_look_at_the_skin_that_fell_due_meanwhile_is_said_though_something_is_pressed(
        self, command: Command
    ) -> None:
        driver = self.stood_still(watched_seconds=290, still_seconds=20)
        driver.give(command)
        driver.run(0.5)
        assert CueKind.SKIN_CHECK in [cue.kind for _, cue in driver.heard]

    @pytest.mark.parametrize("command", [Command.SKIP, Command.END])
    def test_time_on_the_skin_while_the_program_stood_still_counts_whatever_is_pressed(
        self, command: Command
    ) -> None:
        driver = self.stood_still(watched_seconds=120, still_seconds=60)
        driver.give(command)
        assert driver.sets[0].seconds == pytest.approx(180, abs=1)

    @pytest.mark.parametrize("command", [Command.REPEAT, Command.BACK])
    def test_a_pack_is_never_begun_again(self, command: Command) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(400)
        driver.give(command)
        assert driver.state.phase is Phase.RUNNING
        assert driver.state.elapsed(driver.now) >= 400

    def test_going_back_from_the_next_exercise_passes_a_used_pack_by(self) -> None:
        driver = started(
            an_item(),
            an_item(a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=60),
            an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"),
        )
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        while driver.state.block < 2:
            driver.run(0.25)
        while driver.state.step > 0:
            driver.give(Command.BACK)
        driver.give(Command.BACK)
        assert driver.state.block == 0

    def test_after_that_hurts_a_pack_is_not_offered_again(self) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(60)
        driver.give(Command.HURTS)
        driver.give(Command.SCORED, report=PainReport(leg=1, reach=Reach.BUTTOCK))
        assert driver.state.phase is Phase.OFFERING_STOP

    @pytest.mark.parametrize(("command", "answer"), [(Command.YES, "yes"), (Command.NO, "no")])
    def test_the_answer_about_the_skin_is_a_fact(self, command: Command, answer: str) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(command)
        given = [fact for fact in driver.facts if isinstance(fact, AnswerGiven)]
        assert [(fact.instrument, fact.item, fact.value) for fact in given] == [
            ("skin", "d/cold-pack/1", answer)
        ]

    @pytest.mark.parametrize(
        "command", [Command.DONE, Command.SKIP, Command.HURTS, Command.END, Command.RED_FLAG]
    )
    def test_leaving_early_always_says_to_take_it_off_and_the_log_has_it(
        self, command: Command
    ) -> None:
        driver = self.cold()
        driver.run_until(Phase.ASKING_SKIN)
        driver.give(Command.YES)
        driver.run_to_set()
        driver.run(30)
        before = len(driver.heard)
        driver.give(command)
        (told,) = [cue.text for _, cue in driver.heard[before:] if cue.kind is CueKind.TAKE_OFF]
        (warned,) = [fact for fact in driver.facts if isinstance(fact, WarningGiven)]
        assert (warned.kind, warned.text, warned.spoken) == (WarningKind.COLD, told, True)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("command", list(Command))
def test_what_is_not_in_the_table_raises_and_changes_nothing(
    phase: Phase, command: Command
) -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=1)
    state = type(driver.state)(
        **{
            **{name: getattr(driver.state, name) for name in driver.state.__struct_fields__},
            "phase": phase,
        }
    )
    listed = command in TRANSITIONS[phase]
    if listed:
        advance(state, Given(command), driver.now)
        return
    with pytest.raises(IllegalCommandError):
        advance(state, Given(command), driver.now)
    assert state.phase is phase


def test_a_late_count_is_dropped_and_a_fresh_one_is_not() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=7))
    driver.run_to_set(1, into_seconds=3.25)
    driver.now += 1.9
    step = driver.tick()
    # "Three" fell due four seconds into the hold and is over a second old; "two" is fresh.
    assert [cue.text for cue in step.cues] == ["Two."]


def test_who_ends_it_lying_down_is_told_how_to_get_up() -> None:
    driver = started()
    driver.run_to_set(into_seconds=2)
    heard = len(driver.heard)
    driver.give(Command.END)
    said = [cue for _, cue in driver.heard[heard:]]
    assert said[0].text == phrasing.ENDED.text
    assert [cue.kind for cue in said[1:]] == [CueKind.MOVE] * (len(said) - 1)
    assert len(said) > 1


def test_a_red_flag_brings_no_other_words() -> None:
    driver = started()
    driver.run_to_set(into_seconds=2)
    heard = len(driver.heard)
    driver.give(Command.RED_FLAG)
    assert driver.heard[heard:] == []


def test_a_long_pause_says_now_and_then_that_it_waits() -> None:
    driver = started()
    driver.run_to_set(into_seconds=2)
    driver.give(Command.PAUSE)
    driver.run(299)
    assert phrasing.STILL_PAUSED.text not in driver.words()
    driver.run(302)
    assert driver.words().count(phrasing.STILL_PAUSED.text) == 2


def test_a_pack_that_a_noise_paused_is_asked_off_again_and_again() -> None:
    pack = an_item(a_cold_pack(), name="d/cold/1", reps=(1,), hold_seconds=600, rest_seconds=0)
    driver = started(pack)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    driver.run_to_set(into_seconds=60)
    driver.give(Command.PAUSE)
    driver.run(100)
    assert driver.words().count(phrasing.PAUSED_WITH_PACK.text) == 4
