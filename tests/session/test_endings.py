"""How a session ends: what the log says of it, and the last words that are heard."""

import pytest
from msgspec.structs import replace

from coach.domain.events import PainScore, SessionEnded, WarningGiven
from coach.domain.exercise import Exercise, Position
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome, WarningKind
from coach.domain.pain import PainReport, Reach, Site
from coach.domain.program import StageCode
from coach.session import endings, phrasing
from coach.session.commands import TICK, Command
from coach.session.cues import Cue, CueKind
from coach.session.plan import ScriptSettings
from coach.session.state import Phase
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, a_state, an_item, started
from tests.session.test_pack_timers import a_warm_pack

A_LITTLE = PainReport(leg=2, reach=Reach.BUTTOCK)


def under_a_pack(pack: Exercise | None = None) -> Driver:
    item = an_item(pack or a_cold_pack(), name="d/cold/1", reps=(1,), hold_seconds=600)
    driver = started(item)
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    driver.run_to_set(into_seconds=60)
    return driver


@pytest.mark.parametrize("kind", [WarningKind.COLD, WarningKind.HEAT])
def test_the_log_says_which_kind_of_pack_was_told_to_come_off(kind: WarningKind) -> None:
    packs = {WarningKind.COLD: a_cold_pack(), WarningKind.HEAT: a_warm_pack()}
    driver = under_a_pack(packs[kind])
    driver.give(Command.END)
    told = [fact for fact in driver.facts if isinstance(fact, WarningGiven)]
    assert [(one.kind, one.spoken) for one in told] == [(kind, True)]


def test_a_session_that_ran_to_its_end_is_completed_and_is_told_so() -> None:
    driver = started()
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.COMPLETED
    assert driver.words()[-1] == phrasing.FINISHED.text


def test_a_session_that_went_on_after_something_hurt_is_not_called_completed() -> None:
    driver = started(an_item(), an_item(name="d/bridge/2"))
    driver.run_to_set(into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.SCORED, report=A_LITTLE)
    driver.give(Command.SKIP)
    driver.run_until(Phase.ENDED)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN


@pytest.mark.parametrize(
    ("command", "phase", "outcome"),
    [
        (Command.END, Phase.ENDED, SessionOutcome.ENDED_EARLY),
        (Command.RED_FLAG, Phase.HALTED, SessionOutcome.HELD),
    ],
)
def test_how_it_ended_stands_in_the_log_with_its_minutes(
    command: Command, phase: Phase, outcome: SessionOutcome
) -> None:
    driver = started()
    began = driver.now
    driver.run_to_set(into_seconds=2)
    driver.now = began + 42.25
    driver.give(command)
    assert driver.state.phase is phase
    assert driver.ended == SessionEnded(
        session="session-1", stage=StageCode.CALM, outcome=outcome, minutes=0.7
    )


def test_the_minutes_are_kept_to_the_hundredth() -> None:
    driver = started()
    driver.now += 1
    driver.give(Command.END)
    assert driver.ended.minutes == 0.02


@pytest.mark.parametrize(
    ("command", "phase"), [(Command.END, Phase.ENDED), (Command.RED_FLAG, Phase.HALTED)]
)
def test_what_was_never_begun_ends_without_a_fact_or_a_word(command: Command, phase: Phase) -> None:
    driver = Driver(a_state())
    driver.give(command)
    assert driver.state.phase is phase
    assert (driver.facts, driver.heard) == ([], [])


@pytest.mark.parametrize(
    ("command", "outcome", "reason"),
    [
        (Command.END, SetOutcome.PARTIAL, Reason.TIME),
        (Command.RED_FLAG, SetOutcome.STOPPED, Reason.OTHER),
    ],
)
def test_the_set_under_way_is_kept_with_why_it_broke_off(
    command: Command, outcome: SetOutcome, reason: Reason
) -> None:
    driver = started()
    driver.run_to_set(into_seconds=2)
    driver.give(command, reason=Reason.TIME)
    (part,) = driver.sets
    assert (part.outcome, part.reason) == (outcome, reason)
    assert part.seconds == pytest.approx(2, abs=0.5)


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_a_pack_comes_off_by_its_own_words_first(command: Command) -> None:
    driver = under_a_pack()
    (first, *others) = driver.give(command).cues
    assert (first.kind, first.text) == (CueKind.TAKE_OFF, "Take the cold pack off now.")
    assert all(cue.kind is not CueKind.TAKE_OFF for cue in others)


def test_no_pack_is_taken_off_that_is_not_on() -> None:
    driver = started(an_item(a_cold_pack(), name="d/cold/1", reps=(1,), hold_seconds=600))
    driver.run_until(Phase.ASKING_SKIN)
    assert CueKind.TAKE_OFF not in [cue.kind for cue in driver.give(Command.END).cues]
    bridge = started()
    bridge.run_to_set(into_seconds=2)
    assert CueKind.TAKE_OFF not in [cue.kind for cue in bridge.give(Command.END).cues]


def test_ending_after_that_hurts_says_so() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.END)
    assert driver.ended.outcome is SessionOutcome.STOPPED_PAIN
    assert driver.sets[0].outcome is SetOutcome.STOPPED


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_a_score_given_before_the_end_is_kept(command: Command) -> None:
    driver = started()
    driver.run_to_set(into_seconds=2)
    driver.give(Command.HURTS)
    driver.give(Command.ANSWERING, report=PainReport(back=3, leg=8))
    driver.give(command)
    scores = [(fact.site, fact.score) for fact in driver.facts if isinstance(fact, PainScore)]
    assert scores == [(Site.BACK, 3), (Site.LEG, 8)]


@pytest.mark.parametrize(
    ("pace", "whole", "broken_off"),
    [
        (1, phrasing.FINISHED, phrasing.ENDED),
        (2, phrasing.FINISHED_REHEARSAL, phrasing.ENDED_REHEARSAL),
    ],
)
def test_a_rehearsal_says_at_its_end_that_it_counts_for_nothing(
    pace: int, whole: Cue, broken_off: Cue
) -> None:
    through, left = (Driver(replace(a_state(), pace=pace)) for _ in range(2))
    for driver in (through, left):
        driver.give(Command.START)
    through.run_until(Phase.ENDED)
    assert through.words()[-1] == whole.text
    left.run_to_set(into_seconds=2)
    said = [cue.text for cue in left.give(Command.END).cues]
    assert said[0] == broken_off.text


def test_who_is_locked_lying_down_is_to_read_how_to_get_up_without_being_told_to() -> None:
    driver = started(replace(an_item(), telling=phrasing.Telling.FULL))
    driver.run_to_set(into_seconds=2)
    told, *how = [cue.text for cue in endings.end(driver.state, TICK, driver.now).cues[1:]]
    assert told not in endings.how_to_get_up(driver.state)
    assert endings.how_to_get_up(driver.state) == f"When you get up: {' '.join(how)}"
    assert how


@pytest.mark.parametrize("position", list(Position))
def test_who_is_known_to_lie_reads_the_whole_way_up_after_a_new_start(position: Position) -> None:
    item = replace(an_item(an_exercise(position=position)), telling=phrasing.Telling.FULL)
    driver = started(item)
    driver.run_to_set(into_seconds=2)
    known = endings.how_to_get_up_from(position, ScriptSettings())
    assert known == endings.how_to_get_up(driver.state)
    assert known.startswith("When you get up: ") == position.on_the_floor


def test_who_stands_needs_no_words_for_getting_up() -> None:
    driver = started(an_item(an_exercise(position=Position.STANDING)))
    driver.run_to_set(into_seconds=2)
    assert endings.how_to_get_up(driver.state) == ""
