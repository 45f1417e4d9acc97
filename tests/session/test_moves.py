"""From step to step: what a pause, going back, again and the easier form keep, log and say."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coach.domain.events import Fact
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import PainReport
from coach.session import phrasing
from coach.session.answers import ASK_AGAIN_SECONDS, LEG_ANSWER_SECONDS, SKIN_ANSWER_SECONDS
from coach.session.commands import Command
from coach.session.cues import CueKind
from coach.session.moves import STILL_PAUSED_SECONDS
from coach.session.phrasing import Telling
from coach.session.plan import StepKind
from coach.session.remaining import seconds_left
from coach.session.state import Phase
from coach.session.timeline import COUNT_IN_SECONDS
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, an_item, started

SHORT_OF_IT = 0.25
"""The last tick before the time is over."""
AWAY_SECONDS = 50


def in_a_hold() -> Driver:
    driver = started(an_item(reps=(1, 1), hold_seconds=20))
    driver.run_to_set(1, into_seconds=8)
    return driver


def under_a_pack() -> Driver:
    pack = an_item(a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=600, rest_seconds=0)
    driver = started(pack)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    driver.run_to_set(into_seconds=200)
    return driver


def resting() -> Driver:
    """Ten seconds into the rest between two sets."""
    driver = started()
    while driver.state.current is None or driver.state.current.kind is not StepKind.REST:
        driver.run(0.25)
    driver.run(10)
    return driver


def getting_up() -> Driver:
    driver = started(an_item(reps=(1,)))
    while driver.state.current_block is not None:
        driver.run(0.25)
    return driver


def told_how_it_goes() -> Driver:
    """What is told before the first set has just begun, sentence by sentence."""
    driver = started(replace(an_item(), telling=Telling.FULL))
    while not driver.state.steps[driver.state.step + 1].logged:
        driver.run(0.25)
    return driver


def told_step_by_step(beats: int) -> Driver:
    """So many sentences of how it goes were begun, the last one just now."""
    driver = told_how_it_goes()
    while driver.state.beats_given < beats:
        driver.run(0.25)
    return driver


def paused(driver: Driver) -> Driver:
    driver.give(Command.PAUSE)
    driver.run(AWAY_SECONDS)
    return driver


# --- from one step to the next


def test_a_set_is_over_at_its_very_deadline() -> None:
    driver = in_a_hold()
    driver.give(Command.REPEAT)
    step = driver.state.current
    assert step is not None
    known = len(driver.sets)
    driver.run(step.timeline.seconds - SHORT_OF_IT)
    assert len(driver.sets) == known
    driver.run(SHORT_OF_IT)
    assert [one.outcome for one in driver.sets[known:]] == [SetOutcome.DONE]


def test_a_late_tick_brings_what_the_next_step_has_said_by_then() -> None:
    driver = told_how_it_goes()
    step = driver.state.current
    assert step is not None
    while driver.state.elapsed(driver.now) < step.timeline.seconds - 0.25:
        driver.run(0.25)
    driver.now += 1.5
    heard = [cue.text for cue in driver.tick().cues]
    assert heard[-2:] == ["Three.", "Two."]


def test_a_whole_session_leaves_facts_and_nothing_else() -> None:
    driver = in_a_hold()
    driver.run_until(Phase.ENDED)
    assert all(isinstance(fact, Fact) for fact in driver.facts)


def at_the_leg_question() -> Driver:
    driver = started(an_item(an_exercise(check_reach=True), reps=(1,)), an_item(name="d/second/1"))
    driver.run_to_set(1, into_seconds=2)
    return driver


def test_while_the_leg_is_asked_after_nothing_of_the_exercise_is_left() -> None:
    driver = at_the_leg_question()
    driver.run_until(Phase.ASKING_REACH)
    step = driver.state.current
    assert step is not None
    assert driver.state.elapsed(driver.now) == pytest.approx(step.timeline.seconds)
    driver.give(Command.DONE)
    after = seconds_left(driver.state, driver.now)
    driver = at_the_leg_question()
    driver.run_until(Phase.ASKING_REACH)
    assert seconds_left(driver.state, driver.now) == pytest.approx(after, abs=1)


def test_a_list_within_an_exercise_does_not_keep_the_question_after_it_waiting() -> None:
    driver = at_the_leg_question()
    driver.give(Command.LISTED)
    driver.give(Command.RESUME)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.ANSWERING, report=PainReport(leg=3))
    driver.run(LEG_ANSWER_SECONDS)
    assert driver.state.phase is Phase.RUNNING


# --- a pause


def test_a_pause_is_said_to_be_one_and_asks_for_no_pack_where_none_lies() -> None:
    driver = in_a_hold()
    assert [cue.text for cue in driver.give(Command.PAUSE).cues] == [phrasing.PAUSED.text]


def test_whoever_waits_is_told_so_when_its_time_is_over() -> None:
    driver = in_a_hold()
    driver.give(Command.PAUSE)
    driver.run(STILL_PAUSED_SECONDS - SHORT_OF_IT)
    assert phrasing.STILL_PAUSED.text not in driver.words()
    driver.run(SHORT_OF_IT)
    assert driver.words()[-1] == phrasing.STILL_PAUSED.text


def test_counting_in_anew_is_no_time_of_the_hold_however_often_it_is_paused() -> None:
    driver = in_a_hold()
    held = driver.state.elapsed(driver.now)
    for _ in range(2):
        paused(driver)
        known = len(driver.heard)
        driver.give(Command.RESUME)
        driver.run(COUNT_IN_SECONDS)
        assert driver.state.phase is Phase.RUNNING
        assert driver.state.elapsed(driver.now) == held
        said = [cue.text for _, cue in driver.heard[known:]]
        assert said[:4] == [phrasing.RESUMED.text, "Three.", "Two.", "One."]


def test_a_rest_goes_on_after_a_pause_without_a_count_in() -> None:
    driver = paused(resting())
    step = driver.give(Command.RESUME)
    assert driver.state.phase is Phase.RUNNING
    assert phrasing.RESUMED.text not in [cue.text for cue in step.cues]


def test_a_pause_in_the_count_in_of_a_set_begins_it_anew() -> None:
    driver = started(an_item(reps=(1,), hold_seconds=20))
    while driver.state.current is None or not driver.state.current.logged:
        driver.run(0.25)
    driver.run(1.5)
    assert driver.words()[-1] == "Two."
    step = paused(driver).give(Command.RESUME)
    assert [cue.text for cue in step.cues] == ["Three."]
    assert driver.state.elapsed(driver.now) == 0
    driver.run(1.25)
    assert driver.words()[-1] == "Two."


@pytest.mark.parametrize("beats", [1, 2, 4])
def test_the_sentence_that_a_pause_cut_off_is_said_again_and_then_the_next_in_its_time(
    beats: int,
) -> None:
    driver = told_step_by_step(beats)
    step, last = driver.state.current, driver.words()[-1]
    assert step is not None
    again = paused(driver).give(Command.RESUME)
    assert [cue.text for cue in again.cues] == [last]
    said, following = step.timeline.beats[beats - 1], step.timeline.beats[beats]
    assert driver.state.elapsed(driver.now) == pytest.approx(said.offset_seconds)
    driver.run(following.offset_seconds - said.offset_seconds + 0.25)
    assert driver.words()[-1] == following.cue.text


def test_before_a_pack_goes_on_again_its_own_question_waits_as_long_as_at_first() -> None:
    driver = under_a_pack()
    asked = next(cue.text for _, cue in driver.heard if cue.kind is CueKind.QUESTION)
    driver.give(Command.PAUSE)
    driver.run(100)
    step = driver.give(Command.RESUME)
    assert [cue.text for cue in step.cues] == [asked]
    driver.run(ASK_AGAIN_SECONDS - SHORT_OF_IT)
    assert driver.words()[-1] == asked
    assert driver.words().count(asked) == 2
    driver.run(SKIN_ANSWER_SECONDS - ASK_AGAIN_SECONDS)
    assert driver.state.phase is Phase.ASKING_SKIN


def test_a_pack_that_goes_on_after_the_list_stays_off_without_an_answer() -> None:
    driver = under_a_pack()
    driver.give(Command.LISTED)
    driver.give(Command.RESUME)
    driver.run(SKIN_ANSWER_SECONDS)
    assert phrasing.NO_PACK_UNANSWERED.text in driver.words()


# --- again, back, and the easier form


@pytest.mark.parametrize("command", [Command.REPEAT, Command.BACK])
def test_a_pack_is_said_to_go_on_whoever_would_begin_it_again(command: Command) -> None:
    driver = under_a_pack()
    step = driver.give(command)
    assert [cue.text for cue in step.cues] == [phrasing.PACK_GOES_ON.text]


@pytest.mark.parametrize("command", [Command.REPEAT, Command.BACK, Command.EASIER])
def test_what_was_done_before_is_logged_as_a_part_for_no_reason_of_its_own(
    command: Command,
) -> None:
    driver = in_a_hold()
    driver.give(command)
    (part,) = driver.sets
    assert (part.outcome, part.reason) == (SetOutcome.PARTIAL, Reason.OTHER)
    assert part.seconds == pytest.approx(8, abs=0.5)


def test_again_is_said_and_then_the_step_from_its_start() -> None:
    driver = in_a_hold()
    step = driver.give(Command.REPEAT)
    assert [cue.text for cue in step.cues] == [phrasing.REPEATED.text, "Three."]


@pytest.mark.parametrize("begun", [getting_up, resting])
def test_what_has_no_easier_form_goes_on_as_it_was(begun: Callable[[], Driver]) -> None:
    driver = begun()
    if driver.state.current_block is not None:
        driver.give(Command.EASIER)  # The easier form has no easier one.
    before, known = driver.state, len(driver.facts)
    step = driver.give(Command.EASIER)
    assert step.state == replace(before, last_seen=driver.now)
    assert (step.facts, step.cues) == ((), ())
    assert len(driver.facts) == known


def test_in_a_rest_no_repetition_of_the_next_set_is_taken_for_done() -> None:
    driver = resting()
    driver.give(Command.EASIER)
    driver.run_until(Phase.ENDED)
    assert [one.reps for one in driver.sets] == [3, 2]


def test_where_nothing_is_left_in_the_easier_form_the_part_is_kept_and_the_next_begins() -> None:
    driver = started(an_item(reps=(2,), hold_seconds=5), an_item(name="d/second/1"))
    driver.run_to_set(1)
    while (step := driver.state.current) and step.timeline.reps_done(
        driver.state.elapsed(driver.now)
    ) < 2:
        driver.run(0.25)
    given = driver.give(Command.EASIER)
    (part,) = driver.sets
    assert (part.reps, part.item) == (2, "2027-03-01/bridge/1")
    assert driver.state.block == 1
    assert [cue.kind for cue in given.cues] == [CueKind.NAME]
