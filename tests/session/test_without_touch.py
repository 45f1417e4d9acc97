"""Nobody touches a key: every shipped session leads from getting down to getting up as well."""

import pytest

from coach.domain.events import ExerciseDone, PainScore
from coach.domain.exercise import Kind
from coach.domain.outcomes import SessionOutcome, SetOutcome
from coach.domain.pain import PainReport, Reach
from coach.domain.program import Program, Stage, Thresholds
from coach.session import phrasing
from coach.session.answers import HURT_ANSWER_SECONDS
from coach.session.commands import Command
from coach.session.cues import CueKind
from coach.session.plan import ScriptSettings, SessionItem, plan_session
from coach.session.state import Phase, SessionState
from tests.domain.edits import CATALOGUE, PROGRAMS
from tests.session.driving import Driver, on_each_side, started

STAGES = [
    pytest.param(program, stage, id=f"{program.id}-{stage.code.value}")
    for program in PROGRAMS
    for stage in program.stages
]


def untouched(program: Program, stage: Stage) -> Driver:
    """A session of all that a stage asks, started and then left alone to its end."""
    items = [
        SessionItem(
            f"2027-03-01/{one.exercise}/1", CATALOGUE[one.exercise], one.dose, note=one.note
        )
        for one in stage.prescriptions
    ]
    state = SessionState(
        session="session-1",
        stage=stage.code,
        plan=plan_session(items, ScriptSettings()),
        before=PainReport(2, 3, Reach.THIGH),
        thresholds=Thresholds(),
    )
    driver = Driver(state)
    driver.give(Command.START)
    driver.run_until(Phase.ENDED, most_seconds=4 * 3600)
    return driver


@pytest.mark.parametrize(("program", "stage"), STAGES)
def test_a_session_needs_no_touch(program: Program, stage: Stage) -> None:
    driver = untouched(program, stage)
    assert driver.ended.outcome is SessionOutcome.COMPLETED
    moves = [cue.text for _, cue in driver.heard if cue.kind is CueKind.MOVE]
    if any(block.exercise.position.on_the_floor for block in driver.state.plan.blocks):
        assert any("Get down" in text for text in moves)
        assert any("get up" in text for text in moves)


@pytest.mark.parametrize(("program", "stage"), STAGES)
def test_what_nobody_answered_is_not_recorded_and_no_pack_goes_on(
    program: Program, stage: Stage
) -> None:
    driver = untouched(program, stage)
    assert not [fact for fact in driver.facts if isinstance(fact, PainScore)]
    packs = {Kind.COLD, Kind.HEAT}
    for fact in driver.facts:
        if isinstance(fact, ExerciseDone):
            is_pack = CATALOGUE[fact.exercise].kind in packs
            assert (fact.outcome is SetOutcome.DONE) is not is_pack


def in_a_hold() -> Driver:
    """Some seconds into the first hold, with the last tick just now."""
    driver = started(on_each_side())
    driver.run_to_set(1, into_seconds=2)
    return driver


def test_after_a_hiccup_of_the_machine_the_session_goes_on_by_itself_and_says_so() -> None:
    driver = in_a_hold()
    driver.now += 2.5
    driver.tick()
    assert driver.state.phase is Phase.INTERRUPTED
    driver.run(59)
    assert driver.state.phase is Phase.INTERRUPTED
    driver.run(2)
    words = driver.words()
    assert phrasing.GOES_ON_UNANSWERED.text in words
    assert phrasing.RESUMED.text in words or driver.state.elapsed_seconds == 0
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.COMPLETED
    assert all(one.outcome is SetOutcome.DONE for one in driver.sets)


@pytest.mark.parametrize("asleep", [0.0, 3600.0])
def test_after_hours_nobody_may_be_there_and_nothing_goes_on_by_itself(asleep: float) -> None:
    driver = in_a_hold()
    if asleep:
        driver.give(Command.GAP, seconds=asleep)
    else:
        driver.now += 3600
        driver.tick()
    sets = len(driver.sets)
    driver.run(1800)
    assert driver.state.phase is Phase.INTERRUPTED
    assert len(driver.sets) == sets


def test_many_hiccups_only_make_it_longer() -> None:
    driver = in_a_hold()
    for _ in range(5):
        driver.now += 3
        driver.tick()
        driver.run(75)
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.COMPLETED


def test_the_time_to_answer_an_offer_begins_when_the_safety_list_is_through() -> None:
    driver = in_a_hold()
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(6, 8, Reach.FOOT))
    offer = driver.heard[-1][1]
    driver.now += 240
    driver.give(Command.LISTED)
    driver.tick()
    assert driver.state.phase.offers
    assert [cue for _, cue in driver.heard].count(offer) == 2
    driver.run(HURT_ANSWER_SECONDS - 5)
    assert driver.state.phase.offers
    driver.run(10)
    assert driver.state.phase is Phase.ENDED


@pytest.mark.parametrize("answered", [False, True])
def test_that_hurts_and_then_nothing_says_how_to_get_up_and_ends_with_nothing_lost(
    answered: bool,
) -> None:
    driver = in_a_hold()
    driver.give(Command.HURTS)
    if answered:
        driver.give(Command.SCORED, report=PainReport(4, 5, Reach.THIGH))
    asked_again = len(driver.heard)
    driver.run_until(Phase.ENDED, most_seconds=600)
    said = [cue.text for _, cue in driver.heard[asked_again:]]
    assert len(set(said)) < len(said)  # It was asked more than once before.
    assert phrasing.NO_ANSWER_ENDS.text in said
    assert any("get up" in text for text in said)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN
    scores = [fact.score for fact in driver.facts if isinstance(fact, PainScore)]
    assert scores == ([4, 5] if answered else [])
    stopped = [one for one in driver.sets if one.outcome is SetOutcome.STOPPED]
    assert len(stopped) == 1
