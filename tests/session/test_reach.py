"""After an exercise that can move the leg: score and reach are asked, and the light is a fact."""

import pytest
from msgspec.structs import replace

from coach.domain.errors import IllegalCommandError
from coach.domain.events import LightGiven, PainScore, SessionEnded
from coach.domain.exercise import Bias
from coach.domain.lights import Light
from coach.domain.outcomes import SessionOutcome, SetOutcome
from coach.domain.pain import Moment, PainReport, Reach, Site
from coach.session import phrasing
from coach.session.commands import Command
from coach.session.plan import SessionItem
from coach.session.script import ANSWER_SECONDS, script
from coach.session.state import Phase
from coach.session.view import view
from tests.builders import an_exercise
from tests.session.driving import Driver, a_state, an_item, on_each_side, started

PRESS_UP = an_exercise(id="press-up", name="Press-up", bias=Bias.EXTENSION, check_reach=True)
BEFORE = PainReport(2, 4, Reach.THIGH)


def press_up(**dose: object) -> SessionItem:
    return an_item(PRESS_UP, name="d/press-up/1", **dose)


def asked(*items: SessionItem) -> Driver:
    """A session that has just asked how the leg is after the press-up."""
    driver = started(*(items or (press_up(), an_item())), before=BEFORE)
    driver.run_until(Phase.ASKING_REACH)
    return driver


def lights(driver: Driver) -> list[LightGiven]:
    return [fact for fact in driver.facts if isinstance(fact, LightGiven)]


def test_it_is_asked_once_after_the_last_set_and_not_between_sets() -> None:
    driver = asked()
    assert [(one.set_no, one.outcome) for one in driver.sets] == [
        (1, SetOutcome.DONE),
        (2, SetOutcome.DONE),
    ]
    assert driver.words().count(phrasing.ASK_REACH.text) == 1
    driver.give(Command.SCORED)
    driver.run_until(Phase.ENDED)
    assert driver.words().count(phrasing.ASK_REACH.text) == 1
    assert {one.exercise for one in driver.sets} == {"press-up", "bridge"}


def test_on_two_sides_it_is_asked_after_both() -> None:
    item = replace(on_each_side(), exercise=PRESS_UP)
    driver = asked(item)
    assert [one.side for one in driver.sets] == ["left", "right"]


def test_no_other_exercise_asks() -> None:
    driver = started(an_item())
    driver.run_until(Phase.ENDED)
    assert phrasing.ASK_REACH.text not in driver.words()


@pytest.mark.parametrize(
    ("report", "light", "why", "said"),
    [
        (PainReport(leg=4, reach=Reach.THIGH), Light.GREEN, "leg 4, then 4", None),
        (PainReport(leg=6, reach=Reach.THIGH), Light.AMBER, "leg 4, then 6", "HOLD_THE_DOSE"),
        (PainReport(leg=8, reach=Reach.THIGH), Light.RED, "leg 4, then 8", "LEAVE_FOR_TODAY"),
        (PainReport(leg=2, reach=Reach.CALF), Light.RED, "calf after thigh", "LEAVE_FOR_TODAY"),
        (PainReport(leg=4, reach=Reach.KNEE), Light.RED, "knee after thigh", "LEAVE_FOR_TODAY"),
    ],
)
def test_the_answer_is_logged_with_its_light_and_the_session_goes_on(
    report: PainReport, light: Light, why: str, said: str | None
) -> None:
    driver = asked()
    step = driver.give(Command.SCORED, report=report)
    (score,) = [fact for fact in step.facts if isinstance(fact, PainScore)]
    assert (score.site, score.score, score.reach) == (Site.LEG, report.leg, report.reach)
    assert (score.moment, score.session) == (Moment.DURING, "session-1")
    (given,) = lights(driver)
    assert (given.session, given.item, given.exercise) == ("session-1", "d/press-up/1", "press-up")
    assert (given.light, given.why) == (light, why)
    heard = [cue.text for cue in step.cues]
    notices = {phrasing.HOLD_THE_DOSE.text, phrasing.LEAVE_FOR_TODAY.text} & set(heard)
    assert notices == ({getattr(phrasing, said).text} if said else set())
    assert driver.state.phase is Phase.RUNNING
    assert driver.state.block == 1


@pytest.mark.parametrize("command", [Command.SCORED, Command.DONE, Command.SKIP])
def test_it_goes_on_without_an_answer(command: Command) -> None:
    driver = asked()
    step = driver.give(command)
    assert not [fact for fact in step.facts if isinstance(fact, PainScore | LightGiven)]
    assert len(driver.sets) == 2
    assert driver.state.block == 1


def test_a_reach_alone_that_is_further_down_is_red_too() -> None:
    driver = asked()
    driver.give(Command.SCORED, report=PainReport(reach=Reach.FOOT))
    (given,) = lights(driver)
    assert (given.light, given.why) == (Light.RED, "foot after thigh")


def test_without_a_reach_before_the_furthest_of_the_week_is_what_it_is_held_against() -> None:
    """The safety list is asked for by it; its light is of the same mind."""
    driver = started(press_up(), before=PainReport(2, 4))
    driver.state = replace(driver.state, reach_before=Reach.THIGH)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED, report=PainReport(leg=2, reach=Reach.CALF))
    (given,) = lights(driver)
    assert (given.light, given.why) == (Light.RED, "calf after thigh")
    assert driver.state.rest == PainReport(2, 4)


def test_a_reach_said_before_the_session_goes_before_one_of_the_week() -> None:
    driver = started(press_up(), before=BEFORE)
    driver.state = replace(driver.state, reach_before=Reach.FOOT)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED, report=PainReport(leg=2, reach=Reach.CALF))
    assert [one.light for one in lights(driver)] == [Light.RED]


def test_without_an_answer_the_session_goes_on_and_nothing_is_recorded() -> None:
    driver = asked()
    facts = len(driver.facts)
    driver.run(19)
    assert driver.state.block == 0
    driver.run(2)
    assert driver.state.block == 1
    assert driver.words().count(phrasing.ASK_REACH.text) == 1
    assert phrasing.NO_ANSWER.text in driver.words()
    assert len(driver.facts) == facts


def test_a_patient_who_answers_slowly_is_waited_for() -> None:
    driver = asked()
    driver.run(15)
    driver.give(Command.ANSWERING, report=PainReport(leg=4))
    driver.run(15)
    assert driver.state.phase is Phase.ASKING_REACH
    driver.give(Command.SCORED, report=PainReport(leg=4, reach=Reach.FOOT))
    (given,) = lights(driver)
    assert given.light is Light.RED


def test_a_score_whose_place_was_not_said_counts_all_the_same() -> None:
    driver = asked()
    driver.give(Command.ANSWERING, report=PainReport(leg=9))
    driver.run(21)
    assert driver.state.block == 1
    (given,) = lights(driver)
    assert given.light is Light.RED
    assert phrasing.LEAVE_FOR_TODAY.text in driver.words()


@pytest.mark.parametrize("command", [Command.SCORED, Command.DONE, Command.SKIP, Command.END])
def test_a_number_that_was_answered_is_kept_however_the_question_is_left(
    command: Command,
) -> None:
    driver = asked()
    driver.give(Command.ANSWERING, report=PainReport(leg=9))
    driver.give(command)
    (score,) = [fact for fact in driver.facts if isinstance(fact, PainScore)]
    assert (score.site, score.score, score.moment) == (Site.LEG, 9, Moment.DURING)
    (given,) = lights(driver)
    assert (given.exercise, given.light) == ("press-up", Light.RED)
    if command is not Command.END:
        assert phrasing.LEAVE_FOR_TODAY.text in driver.words()


@pytest.mark.parametrize("command", [Command.SCORED, Command.END, Command.RED_FLAG])
def test_numbers_after_that_hurts_are_kept_however_the_question_is_left(command: Command) -> None:
    driver = started(press_up(), an_item(), before=BEFORE)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.ANSWERING, report=PainReport(back=4, leg=9))
    driver.give(command)
    scores = [fact for fact in driver.facts if isinstance(fact, PainScore)]
    assert [(fact.site, fact.score) for fact in scores] == [(Site.BACK, 4), (Site.LEG, 9)]
    (given,) = lights(driver)
    assert (given.item, given.light) == ("d/press-up/1", Light.RED)
    if command is Command.SCORED:
        assert driver.state.phase is Phase.OFFERING_STOP


def test_a_kept_number_is_not_kept_twice() -> None:
    driver = asked(press_up(), replace(press_up(), item="d/press-up/2"))
    driver.give(Command.ANSWERING, report=PainReport(leg=9))
    driver.give(Command.DONE)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.DONE)
    assert len([fact for fact in driver.facts if isinstance(fact, PainScore)]) == 1


def test_after_the_last_exercise_the_answer_ends_the_session() -> None:
    driver = asked(press_up())
    driver.give(Command.SCORED, report=PainReport(leg=4, reach=Reach.THIGH))
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.COMPLETED


@pytest.mark.parametrize(
    ("command", "outcome"),
    [(Command.END, SessionOutcome.ENDED_EARLY), (Command.RED_FLAG, SessionOutcome.HELD)],
)
def test_ending_at_the_question_logs_no_set_twice(
    command: Command, outcome: SessionOutcome
) -> None:
    driver = asked()
    step = driver.give(command)
    assert [type(fact) for fact in step.facts] == [SessionEnded]
    assert driver.ended.outcome is outcome
    assert len(driver.sets) == 2


@pytest.mark.parametrize("command", [Command.HURTS, Command.REPEAT, Command.BACK, Command.PAUSE])
def test_what_has_no_meaning_there_changes_nothing(command: Command) -> None:
    driver = asked()
    before = driver.state
    with pytest.raises(IllegalCommandError):
        driver.give(command)
    assert driver.state is before


def test_said_done_in_the_last_set_it_is_asked_as_well() -> None:
    driver = started(press_up(reps=(3,)), before=BEFORE)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.DONE)
    assert driver.state.phase is Phase.ASKING_REACH
    assert len(driver.sets) == 1


def test_left_out_it_is_not_asked() -> None:
    driver = started(press_up(), an_item(), before=BEFORE)
    driver.run_to_set(2)
    driver.give(Command.SKIP)
    assert driver.state.phase is Phase.RUNNING
    assert phrasing.ASK_REACH.text not in driver.words()


def test_a_rehearsal_asks_and_gives_no_light() -> None:
    driver = Driver(replace(a_state(press_up(), before=BEFORE), pace=10.0))
    driver.give(Command.START)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED, report=PainReport(leg=9, reach=Reach.FOOT))
    assert lights(driver) == []


def test_what_hurt_has_its_light_as_a_fact_of_its_own() -> None:
    driver = started(press_up(), before=BEFORE)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=PainReport(leg=8, reach=Reach.CALF))
    (stopped,) = driver.sets
    (given,) = lights(driver)
    assert (stopped.outcome, stopped.light) == (SetOutcome.STOPPED, None)
    assert (given.item, given.exercise, given.light) == (stopped.item, "press-up", Light.RED)
    assert given.why == "calf after thigh"


def test_what_hurt_without_an_answer_has_no_light() -> None:
    driver = started(press_up(), before=BEFORE)
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED)
    assert lights(driver) == []


def test_there_is_a_word_for_it_and_no_seconds() -> None:
    driver = asked()
    picture = view(driver.state, driver.now)
    assert picture.word == "HOW IS IT?"
    assert picture.exercise == "Press-up"
    assert not picture.working


def test_the_script_has_the_question_and_time_to_answer() -> None:
    items = (press_up(reps=(2,)), an_item(reps=(2,)))
    driver = started(*items, before=BEFORE)
    driver.run_until(Phase.ASKING_REACH)
    driver.give(Command.SCORED)
    driver.run_until(Phase.ENDED)
    lines = script(a_state(*items).plan).lines
    assert [line.cue.text for line in lines] == [
        text for text in driver.words() if text != phrasing.FINISHED.text
    ]
    at = [line.cue.text for line in lines].index(phrasing.ASK_REACH.text)
    assert lines[at + 1].offset_seconds - lines[at].offset_seconds >= ANSWER_SECONDS
