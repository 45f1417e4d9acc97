"""With much pain there is less to hear, said more slowly; silence decides nothing."""

from collections.abc import Callable

import pytest

from coach.clock import ManualClock
from coach.config import Settings
from coach.domain.errors import SafetyHoldError
from coach.domain.outcomes import Reason
from coach.domain.pain import PainReport
from coach.session.commands import Command, Given
from coach.session.cues import CueKind
from coach.session.few_words import in_few_words
from coach.session.plan import ScriptSettings
from coach.session.script import Script, texts_ahead
from coach.session.spoken import thoughts
from coach.session.state import Phase
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.rehearse import Rehearsal
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.programs.test_shipped import SHELF
from tests.workflows.test_run_session import items, run, run_to_work

SEVERE = PainReport(back=2, leg=8)


def begin(coach: Coach, before: PainReport) -> SessionRunner:
    return coach.sessions.begin(items(coach, "belly-breath"), before)


@pytest.fixture
def rates(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rates that the voice was told, oldest first."""
    told: list[int] = []
    monkeypatch.setattr(coach.speaker, "speak_at", told.append)
    return told


@pytest.mark.parametrize(
    ("before", "few"),
    [
        (PainReport(back=7, leg=0), True),
        (PainReport(back=None, leg=10), True),
        (PainReport(back=6, leg=6), False),
        (PainReport(), False),
        (PainReport(back=None, leg=6), False),
    ],
)
def test_the_worse_of_back_and_leg_decides_and_what_was_not_answered_does_not(
    coach: Coach, before: PainReport, few: bool
) -> None:
    plan = begin(coach, before).state.plan
    assert plan.settings.few_words is few


@pytest.mark.parametrize(("from_pain", "few"), [(11, False), (8, True), (9, False), (1, True)])
def test_the_number_it_begins_at_is_a_setting_and_eleven_is_never(
    open_coach: Callable[..., Coach], from_pain: int, few: bool
) -> None:
    coach = open_coach(Settings(name="Sam", few_words_from_pain=from_pain))
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    answer_list(coach)
    assert begin(coach, SEVERE).state.plan.settings.few_words is few


def test_the_voice_is_slower_until_the_session_is_over(
    coach: Coach, clock: ManualClock, rates: list[int]
) -> None:
    runner = begin(coach, SEVERE)
    runner.start()
    assert rates == [120]
    run(clock, runner)
    assert runner.state.phase is Phase.ENDED
    assert rates == [120, 150]


@pytest.mark.parametrize("command", [Command.END, Command.RED_FLAG])
def test_the_voice_is_as_usual_after_a_stop_and_after_a_red_flag(
    coach: Coach, clock: ManualClock, rates: list[int], command: Command
) -> None:
    runner = begin(coach, SEVERE)
    runner.start()
    run_to_work(clock, runner)
    runner.give(Given(command, reason=Reason.OTHER))
    assert rates == [120, 150]


def test_the_voice_is_as_usual_when_the_session_cannot_start(
    coach: Coach, rates: list[int]
) -> None:
    runner = begin(coach, SEVERE)
    coach.safety.answered(coach.safety.flags.items[0], True)
    with pytest.raises(SafetyHoldError):
        runner.start()
    assert rates == [120, 150]


def test_the_voice_is_left_alone_on_an_ordinary_day(
    coach: Coach, clock: ManualClock, rates: list[int]
) -> None:
    runner = begin(coach, PainReport(back=1, leg=2))
    runner.start()
    run(clock, runner)
    assert rates == []


def test_the_screen_says_once_why_less_is_said_and_the_voice_does_not(
    coach: Coach, clock: ManualClock
) -> None:
    runner = begin(coach, SEVERE)
    step = runner.start()
    why = [cue for cue in step.cues if "less" in cue.text]
    assert [cue.text for cue in why] == ["You noted pain of 8, so I say less today, and slower."]
    run(clock, runner)
    assert isinstance(coach.speaker, SilentSpeaker)
    assert not [cue for cue in coach.speaker.said if "less today" in cue.text]


def rehearsed(few_words: bool, stage: str = "C") -> Script:
    rehearsal = Rehearsal(SHELF, ScriptSettings())
    if few_words:
        rehearsal = rehearsal.few_words()
    return rehearsal.script("steady-back", stage)[2]


def kinds(told: Script) -> set[CueKind]:
    return {line.cue.kind for line in told.heard}


@pytest.mark.parametrize("stage", ["A", "B", "C", "D"])
def test_few_words_leave_what_the_body_needs(stage: str) -> None:
    usual, few = rehearsed(False, stage), rehearsed(True, stage)
    words = [sum(len(line.cue.text.split()) for line in told.heard) for told in (usual, few)]
    assert words[1] < 0.95 * words[0]
    assert kinds(few) >= {
        CueKind.NAME,
        CueKind.START_POSITION,
        CueKind.INSTRUCTION,
        CueKind.STOP_RULE,
        CueKind.GO,
        CueKind.RELAX,
        CueKind.COUNT,
    }
    assert not kinds(few) & {CueKind.FEEL, CueKind.ENCOURAGEMENT}


@pytest.mark.parametrize(("rate", "slow"), [(80, 80), (90, 80), (100, 80), (150, 120), (300, 240)])
def test_few_words_are_slower_and_never_slower_than_can_be_followed(rate: int, slow: int) -> None:
    assert in_few_words(ScriptSettings(words_per_minute=rate)).words_per_minute == slow


def test_a_note_of_the_therapist_is_shown_when_few_words_are_said() -> None:
    few = rehearsed(True, "B")
    shown = [line.cue.text for line in few.lines if not line.cue.spoken]
    assert "Half the movement is enough on a sore day." in shown


def test_every_stop_rule_is_heard_while_pain_is_high() -> None:
    said = {line.cue.text for line in rehearsed(True, "B").heard}
    asked = SHELF.program("steady-back").stages[1].prescriptions
    stops = [SHELF.exercise(one.exercise).stop for one in asked]
    assert all(thought in said for stop in stops for thought in thoughts(stop))


def test_pain_that_rises_within_a_session_slows_the_voice_until_it_is_over(
    coach: Coach, clock: ManualClock, rates: list[int]
) -> None:
    runner = coach.sessions.begin(
        items(coach, "belly-breath", "side-lie"), PainReport(back=1, leg=2)
    )
    runner.start()
    run_to_work(clock, runner)
    assert rates == []
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=PainReport(back=9, leg=2)))
    assert rates == [120]
    assert runner.state.plan.settings.few_words
    assert isinstance(coach.speaker, SilentSpeaker)
    assert coach.speaker.prepared == texts_ahead(runner.state.plan)
    runner.give(Given(Command.SKIP, reason=Reason.PAIN))
    run(clock, runner)
    assert runner.state.phase is Phase.ENDED
    assert rates == [120, 150]
    assert len([cue for cue in coach.speaker.said if "less now" in cue.text]) == 1


def test_a_session_that_began_in_few_words_is_not_slowed_again(
    coach: Coach, clock: ManualClock, rates: list[int]
) -> None:
    runner = begin(coach, SEVERE)
    runner.start()
    run_to_work(clock, runner)
    runner.give(Given(Command.HURTS))
    step = runner.give(Given(Command.SCORED, report=PainReport(back=9)))
    assert rates == [120]
    assert not [cue for cue in step.cues if "less now" in cue.text]
