"""Whatever the session is at, it can be ended, told of a sign, and told that it hurts.

What is accepted where is written down here by hand, and not read from the engine's own table.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from coach.domain.errors import IllegalCommandError
from coach.domain.events import ExerciseDone, SessionEnded, WarningGiven
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome, TimerOutcome
from coach.domain.pain import PainReport, Reach
from coach.domain.time_events import TimerEnded
from coach.session.commands import Command
from coach.session.cues import Cue, CueKind
from coach.session.state import Phase
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, a_state, an_item, started

A_LITTLE, FURTHER_DOWN = PainReport(leg=3, reach=Reach.THIGH), PainReport(leg=3, reach=Reach.FOOT)
AN_HOUR, A_MOMENT = 3600, 29
"""A question comes again after half a minute."""


def not_begun() -> Driver:
    return Driver(a_state())


def on_the_way_down() -> Driver:
    driver = started()
    driver.run(2)
    return driver


def in_a_hold() -> Driver:
    driver = started(an_item(reps=(2,), hold_seconds=20))
    driver.run_to_set(into_seconds=8)
    return driver


def in_a_rest() -> Driver:
    driver = started()
    driver.run_to_set()
    driver.give(Command.DONE)
    driver.run(5)
    return driver


def with_a_pack_on() -> Driver:
    driver = asked_about_the_skin()
    driver.give(Command.YES)
    driver.run_to_set(into_seconds=60)
    return driver


def paused() -> Driver:
    driver = in_a_hold()
    driver.give(Command.PAUSE)
    return driver


def counted_in_anew() -> Driver:
    driver = paused()
    driver.give(Command.RESUME)
    return driver


def asked_about_the_skin() -> Driver:
    driver = started(an_item(a_cold_pack(), name="d/cold/1", reps=(1,), hold_seconds=600))
    driver.run_until(Phase.ASKING_SKIN)
    return driver


def asked_about_the_skin_after_a_pause() -> Driver:
    driver = with_a_pack_on()
    driver.give(Command.PAUSE)
    driver.give(Command.RESUME)
    return driver


def asked_how_much_it_hurts() -> Driver:
    driver = in_a_hold()
    driver.give(Command.HURTS)
    return driver


def asked_about_the_leg() -> Driver:
    driver = started(an_item(an_exercise(check_reach=True), reps=(1,)))
    driver.run_until(Phase.ASKING_REACH)
    return driver


def offered_the_easier_form() -> Driver:
    driver = asked_how_much_it_hurts()
    driver.give(Command.SCORED, report=A_LITTLE)
    return driver


def offered_to_stop() -> Driver:
    driver = asked_how_much_it_hurts()
    driver.give(Command.SCORED, report=FURTHER_DOWN)
    return driver


def interrupted() -> Driver:
    driver = in_a_hold()
    driver.give(Command.GAP, seconds=60)
    return driver


def ended() -> Driver:
    driver = in_a_hold()
    driver.give(Command.END)
    return driver


def halted() -> Driver:
    driver = in_a_hold()
    driver.give(Command.RED_FLAG)
    return driver


@dataclass(frozen=True)
class At:
    """A moment of a session, and what may be said of it there."""

    moment: Callable[[], Driver]
    phase: Phase
    can_hurt: bool
    """Whether a body moves, lies or waits there, and nobody has asked yet how it is."""
    pack_on: bool = False

    def __str__(self) -> str:
        return self.moment.__name__


MOMENTS = [
    At(not_begun, Phase.READY, can_hurt=False),
    At(on_the_way_down, Phase.RUNNING, can_hurt=True),
    At(in_a_hold, Phase.RUNNING, can_hurt=True),
    At(in_a_rest, Phase.RUNNING, can_hurt=True),
    At(with_a_pack_on, Phase.RUNNING, can_hurt=True, pack_on=True),
    At(counted_in_anew, Phase.COUNTING_IN, can_hurt=True),
    At(paused, Phase.PAUSED, can_hurt=True),
    At(asked_about_the_skin, Phase.ASKING_SKIN, can_hurt=True),
    At(asked_about_the_skin_after_a_pause, Phase.ASKING_SKIN, can_hurt=True),
    At(interrupted, Phase.INTERRUPTED, can_hurt=True),
    # Stopped already, and asked how it is.
    At(asked_how_much_it_hurts, Phase.ASKING_PAIN, can_hurt=False),
    At(asked_about_the_leg, Phase.ASKING_REACH, can_hurt=False),
    At(offered_the_easier_form, Phase.OFFERING_EASIER, can_hurt=False),
    At(offered_to_stop, Phase.OFFERING_STOP, can_hurt=False),
]
OVER = [
    At(ended, Phase.ENDED, can_hurt=False),
    At(halted, Phase.HALTED, can_hurt=False),
]
BEGUN = [at for at in MOMENTS if at.phase is not Phase.READY]
ANYWHERE = pytest.mark.parametrize("at", MOMENTS, ids=str)
WHERE_IT_CAN_HURT = pytest.mark.parametrize("at", [at for at in MOMENTS if at.can_hurt], ids=str)
NOT_THERE = pytest.mark.parametrize("at", [at for at in MOMENTS if not at.can_hurt], ids=str)


def take_offs(cues: tuple[Cue, ...]) -> list[Cue]:
    return [cue for cue in cues if cue.kind is CueKind.TAKE_OFF]


def heard_in(driver: Driver, seconds: float) -> list[str]:
    """What is said while so much time passes."""
    before = len(driver.heard)
    for _ in range(round(seconds)):
        driver.now += 1
        driver.tick()
    return [cue.text for _, cue in driver.heard[before:]]


def test_every_phase_is_among_the_moments() -> None:
    assert {at.phase for at in (*MOMENTS, *OVER)} == set(Phase)


@pytest.mark.parametrize("at", [*MOMENTS, *OVER], ids=str)
def test_each_moment_is_in_the_phase_it_stands_for(at: At) -> None:
    assert at.moment().state.phase is at.phase


@ANYWHERE
def test_it_can_be_ended_and_then_is_silent(at: At) -> None:
    driver = at.moment()
    cues = driver.give(Command.END).cues
    assert driver.state.phase is Phase.ENDED
    assert bool(take_offs(cues)) is at.pack_on
    assert {cue.kind for cue in cues} <= {CueKind.TAKE_OFF, CueKind.SUMMARY, CueKind.MOVE}
    assert heard_in(driver, AN_HOUR) == []


@ANYWHERE
def test_a_sign_locks_it_without_another_word(at: At) -> None:
    driver = at.moment()
    cues = driver.give(Command.RED_FLAG).cues
    assert driver.state.phase is Phase.HALTED
    assert cues == tuple(take_offs(cues))
    assert bool(cues) is at.pack_on
    assert heard_in(driver, AN_HOUR) == []


@pytest.mark.parametrize("at", BEGUN, ids=str)
@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_how_it_was_left_is_logged_once(at: At, command: Command) -> None:
    driver = at.moment()
    has_hurt = driver.state.hurt
    driver.give(command)
    heard_in(driver, A_MOMENT)
    (fact,) = [fact for fact in driver.facts if isinstance(fact, SessionEnded)]
    at_end = SessionOutcome.STOPPED_PAIN if has_hurt else SessionOutcome.ENDED_EARLY
    assert fact.outcome is (at_end if command is Command.END else SessionOutcome.HELD)


@WHERE_IT_CAN_HURT
def test_that_it_hurts_stops_it_at_once_and_asks(at: At) -> None:
    driver = at.moment()
    step = driver.give(Command.HURTS)
    assert driver.state.phase is Phase.ASKING_PAIN
    assert step.cues[0].text == "Stop. Let it go and rest."
    assert step.cues[-1].text == "How strong is it now, and how far down does it go?"
    assert bool(take_offs(step.cues)) is at.pack_on
    assert len(step.cues) == 2 + at.pack_on
    assert heard_in(driver, A_MOMENT) == []


@WHERE_IT_CAN_HURT
def test_that_it_hurts_is_logged_at_once_and_nothing_leads_there_again(at: At) -> None:
    driver = at.moment()
    item = driver.state.plan.blocks[0].item
    step = driver.give(Command.HURTS)
    (stopped,) = [fact for fact in step.facts if isinstance(fact, ExerciseDone)]
    assert (stopped.item, stopped.outcome, stopped.reason) == (
        item,
        SetOutcome.STOPPED,
        Reason.PAIN,
    )
    warned = [fact for fact in step.facts if isinstance(fact, WarningGiven)]
    off = [fact.outcome for fact in step.facts if isinstance(fact, TimerEnded)]
    assert (len(warned), off) == ((1, [TimerOutcome.STOPPED]) if at.pack_on else (0, []))
    driver.give(Command.SCORED, report=FURTHER_DOWN)
    driver.give(Command.SKIP)
    driver.run_until(Phase.ENDED)
    assert [fact for fact in driver.sets if fact.outcome is SetOutcome.DONE] == []
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN


@NOT_THERE
def test_where_nobody_moves_or_it_was_asked_that_it_hurts_changes_nothing(at: At) -> None:
    driver = at.moment()
    state = driver.state
    with pytest.raises(IllegalCommandError):
        driver.give(Command.HURTS)
    assert driver.state is state


@pytest.mark.parametrize("at", OVER, ids=str)
@pytest.mark.parametrize("command", [Command.HURTS, Command.END, Command.RED_FLAG])
def test_what_is_over_stays_over(at: At, command: Command) -> None:
    driver = at.moment()
    state = driver.state
    with pytest.raises(IllegalCommandError):
        driver.give(command)
    assert driver.state is state
