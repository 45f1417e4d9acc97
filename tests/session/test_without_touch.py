"""Nobody touches a key: every shipped session leads from getting down to getting up as well."""

from collections.abc import Callable

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
from tests.builders import a_cold_pack, an_exercise
from tests.domain.edits import CATALOGUE, PROGRAMS
from tests.session.driving import Driver, an_item, on_each_side, started

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


def at_the_skin_question() -> Driver:
    driver = started(an_item(a_cold_pack(), reps=(1,), hold_seconds=600, rest_seconds=0))
    driver.run_until(Phase.ASKING_SKIN)
    return driver


def at_the_leg_question() -> Driver:
    driver = started(an_item(an_exercise(check_reach=True), reps=(1,)), an_item())
    driver.run_until(Phase.ASKING_REACH)
    return driver


def after_a_hiccup() -> Driver:
    driver = in_a_hold()
    driver.now += 2.5
    driver.tick()
    return driver


def paused() -> Driver:
    driver = in_a_hold()
    driver.give(Command.PAUSE)
    return driver


def counting_in() -> Driver:
    driver = started(an_item(hold_seconds=20))
    driver.run_to_set(1, into_seconds=8)
    driver.give(Command.PAUSE)
    driver.give(Command.RESUME)
    return driver


def hurt() -> Driver:
    driver = in_a_hold()
    driver.give(Command.HURTS)
    return driver


def offered() -> Driver:
    driver = hurt()
    driver.give(Command.SCORED, report=PainReport(4, 5, Reach.THIGH))
    return driver


WAITS_IN = [
    (at_the_skin_question, Phase.ASKING_SKIN),
    (at_the_leg_question, Phase.ASKING_REACH),
    (after_a_hiccup, Phase.INTERRUPTED),
    (paused, Phase.PAUSED),
    (counting_in, Phase.PAUSED),
    (in_a_hold, Phase.PAUSED),
]


@pytest.mark.parametrize(("begun", "waits_in"), WAITS_IN)
def test_after_a_no_to_the_whole_safety_list_only_the_person_leads_on(
    begun: Callable[[], Driver], waits_in: Phase
) -> None:
    driver = begun()
    known = len(driver.facts)
    driver.give(Command.LISTED)
    assert phrasing.ALL_NO.text in driver.words()
    driver.run(1800)
    assert driver.state.phase is waits_in
    assert driver.facts[known:] == []


@pytest.mark.parametrize(("begun", "waits_in"), WAITS_IN)
def test_after_the_emergency_text_only_the_person_leads_on(
    begun: Callable[[], Driver], waits_in: Phase
) -> None:
    driver = begun()
    known = len(driver.facts)
    driver.give(Command.EMERGENCY)
    driver.run(1800)
    assert driver.state.phase is waits_in
    assert driver.facts[known:] == []


@pytest.mark.parametrize("begun", [hurt, offered])
def test_who_telephones_after_it_hurt_is_not_told_to_get_up_and_rarely_asked(
    begun: Callable[[], Driver],
) -> None:
    driver = begun()
    driver.give(Command.EMERGENCY)
    told = len(driver.heard)
    driver.run(1801)
    assert driver.state.phase.ends_unanswered
    assert driver.state.phase is begun().state.phase
    texts = {cue.text for _, cue in driver.heard[told:]}
    assert texts <= {phrasing.ASK_PAIN.text, phrasing.OFFER_EASIER.text}
    assert [round(at - driver.heard[told][0]) for at, _ in driver.heard[told:]] == [
        0,
        300,
        600,
        900,
        1200,
        1500,
    ]
    driver.give(Command.END)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN
    assert any("get up" in text for text in driver.words())


def test_what_is_offered_waits_too_for_who_had_read_the_emergency_text_before_the_score() -> None:
    driver = hurt()
    driver.give(Command.EMERGENCY)
    driver.give(Command.LISTED)
    assert phrasing.ALL_NO_ASKED.text not in driver.words()
    assert phrasing.ALL_NO.text in driver.words()
    driver.give(Command.SCORED, report=PainReport(3, 3, Reach.THIGH))
    driver.run(2 * HURT_ANSWER_SECONDS)
    assert driver.state.phase.offers


def test_what_hurts_later_ends_unanswered_again_after_the_emergency_text() -> None:
    driver = in_a_hold()
    driver.give(Command.EMERGENCY)
    driver.give(Command.RESUME)
    driver.run_until(Phase.RUNNING)
    driver.give(Command.HURTS)
    driver.run(HURT_ANSWER_SECONDS + 1)
    assert driver.state.phase is Phase.ENDED


@pytest.mark.parametrize("begun", [hurt, offered])
def test_what_ends_unanswered_is_not_said_to_wait_after_the_list(
    begun: Callable[[], Driver],
) -> None:
    driver = begun()
    driver.give(Command.LISTED)
    assert phrasing.ALL_NO_ASKED.text in driver.words()
    assert phrasing.ALL_NO.text not in driver.words()
    driver.run(HURT_ANSWER_SECONDS + 1)
    assert driver.state.phase is Phase.ENDED


def test_what_was_answered_about_the_leg_before_the_list_is_kept_when_the_person_goes_on() -> None:
    driver = at_the_leg_question()
    driver.give(Command.ANSWERING, report=PainReport(leg=6))
    driver.give(Command.LISTED)
    driver.run(300)
    driver.give(Command.DONE)
    assert [fact.score for fact in driver.facts if isinstance(fact, PainScore)] == [6]


def test_the_next_question_after_the_list_is_led_on_from_as_always() -> None:
    driver = after_a_hiccup()
    driver.give(Command.LISTED)
    driver.give(Command.RESUME)
    driver.run_until(Phase.RUNNING)
    driver.now += 2.5
    driver.tick()
    assert driver.state.phase is Phase.INTERRUPTED
    driver.run(61)
    assert driver.state.phase is not Phase.INTERRUPTED


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
