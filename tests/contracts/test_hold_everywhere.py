"""A yes that locks, to every question and through every door: then nothing starts, anywhere.

Contract section 6: the facts are written, the number stands first, only the neutral line is said
aloud, the shell ends with 3, and no command starts, resumes or schedules an exercise.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.agenda import item_id
from coach.domain.errors import IllegalCommandError, SafetyHoldError
from coach.domain.events import ExerciseDone, RedFlagAnswered, SafetyHold, SessionStarted
from coach.domain.history import F
from coach.domain.pain import PainReport
from coach.domain.red_flags import RedFlag, Tier
from coach.exchange.shelf import FolderShelf
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.hold import HoldScreen
from coach.tui.widgets.block_font import in_blocks
from coach.workflows.coach import Coach
from tests.builders import all_no
from tests.cli.conftest import AFTER, BEFORE, After, Facts, Patient, Run, Shell
from tests.conftest import SHIPPED, receive_yesterday
from tests.tui.conftest import Running, into_session, on, press
from tests.tui.pictures import picture

FLAGS = FolderShelf(SHIPPED).red_flags()
LOCKING = [item for item in FLAGS.items if item.tier.locks]
ONE_OF_EACH = [next(item for item in LOCKING if item.tier is tier) for tier in Tier if tier.locks]
NEUTRAL = "Please stop and read the screen now."
WEEK_SECONDS = 7 * 24 * 3600

every_question = pytest.mark.parametrize("item", LOCKING, ids=lambda item: item.id)
one_of_each_tier = pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.id)


# --- what holds after every yes


def facts_in(coach: Coach, kind: type[F]) -> list[F]:
    return [fact for _, fact in coach.records.whole(kind).of(kind)]


def assert_locked(coach: Coach, item: RedFlag) -> None:
    """The facts are on disk and the hold names number, advice and question."""
    yes = [fact for fact in facts_in(coach, RedFlagAnswered) if fact.answer]
    assert [fact.item for fact in yes if fact.item != "opening"] == [item.id]
    assert [fact.tier for fact in facts_in(coach, SafetyHold)] == [item.tier]
    hold = coach.safety.hold()
    assert hold is not None
    assert (hold.tier, hold.questions) == (item.tier, (item.question,))
    assert hold.text.number == "112"
    assert hold.text.advice == FLAGS.advice[item.tier]


def assert_nothing_starts(coach: Coach) -> None:
    """No door of the workflows starts, resumes or schedules an exercise."""
    look = coach.today.look()
    items = look.agenda.items
    habit = replace(items[0], id=item_id(look.agenda.day, "am-nobend", 1), exercise="am-nobend")
    before = len(facts_in(coach, SessionStarted)), len(facts_in(coach, ExerciseDone))
    doors: list[Callable[[], object]] = [
        lambda: coach.sessions.begin(items, PainReport()),
        lambda: coach.sessions.begin(items, PainReport(), pace=60),
        lambda: coach.sessions.resume(look.agenda, look.unfinished_session or "", PainReport()),
        lambda: coach.today.tick(habit),
        coach.today.begin_bad_day,
    ]
    for door in doors:
        with pytest.raises(SafetyHoldError) as refused:
            door()
        assert "112" in refused.value.message
    assert coach.reminders.poll() == []
    assert before == (len(facts_in(coach, SessionStarted)), len(facts_in(coach, ExerciseDone)))


def said_aloud(coach: Coach) -> list[str]:
    assert isinstance(coach.speaker, SilentSpeaker)
    return [cue.text for cue in coach.speaker.said if cue.spoken]


def due_from(coach: Coach, clock: ManualClock, item: RedFlag) -> None:
    """A week later the list is due, and it was broken off just before `item`."""
    clock.advance(WEEK_SECONDS)
    before = all_no(FLAGS)[: FLAGS.items.index(item)]
    coach.records.record(*before)


# --- the workflow


@every_question
def test_a_yes_through_the_workflow(coach: Coach, item: RedFlag) -> None:
    coach.safety.answered(item, True)
    assert_locked(coach, item)
    assert said_aloud(coach) == [NEUTRAL]
    assert_nothing_starts(coach)


@one_of_each_tier
def test_after_a_yes_no_session_is_put_into_a_file(
    coach: Coach, run: Run, item: RedFlag, tmp_path: Path
) -> None:
    coach.safety.answered(item, True)
    out = tmp_path / "session.wav"
    assert run("audio", "steady-back", "--out", str(out)).code == ExitCode.HELD
    assert not out.exists()


@one_of_each_tier
def test_a_yes_in_the_middle_of_a_session_stops_it_and_it_never_goes_on(
    coach: Coach, clock: ManualClock, item: RedFlag, open_coach: Callable[..., Coach]
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    coach.safety.answered(item, True)
    for command in Command:
        if command in (Command.RED_FLAG, Command.END):
            continue
        clock.advance(1)
        with suppress(SafetyHoldError, IllegalCommandError):
            runner.give(Given(command))
        assert not [fact for fact in facts_in(coach, ExerciseDone) if fact.reps]
    runner.give(Given(Command.RED_FLAG))
    assert runner.state.phase is Phase.HALTED
    coach.close()
    again = open_coach()
    assert_nothing_starts(again)


# --- the screens


@pytest.fixture
def locks(running: Running) -> Callable[..., Any]:
    """Presses keys and looks at what must be there after every one of them."""

    async def _locks(coach: Coach, item: RedFlag, *keys: str) -> None:
        async with running(coach) as pilot:
            await press(pilot, *keys)
            await _assert_held(pilot, coach, item)
        assert_locked(coach, item)

    return _locks


async def _assert_held(pilot: Pilot[None], coach: Coach, item: RedFlag) -> None:
    assert on(pilot, HoldScreen)
    lines = picture(pilot.app).splitlines()
    number = in_blocks("112", 1)[0].rstrip() if item.tier is Tier.EMERGENCY else "112"
    at = next(n for n, line in enumerate(lines) if number in line)
    advice = FLAGS.advice[item.tier].first[:10]
    assert at < next(n for n, line in enumerate(lines) if advice in line)
    started = len(facts_in(coach, SessionStarted))
    await press(pilot, "escape", "s", "enter", "b", "space", "g")
    assert on(pilot, HoldScreen)
    assert len(facts_in(coach, SessionStarted)) == started


Locks = Callable[..., Any]


@every_question
async def test_a_yes_on_the_list_screen(
    locks: Locks, coach: Coach, clock: ManualClock, item: RedFlag
) -> None:
    due_from(coach, clock, item)
    await locks(coach, item, "s", "y")
    assert said_aloud(coach) == [NEUTRAL]
    assert_nothing_starts(coach)


@one_of_each_tier
@pytest.mark.parametrize("way", ["r", "!r"], ids=["from the day", "from the emergency screen"])
async def test_a_yes_by_every_way_to_the_list(
    locks: Locks, coach: Coach, item: RedFlag, way: str
) -> None:
    noes = ["n"] * FLAGS.items.index(item)
    await locks(coach, item, *way, *noes, "y")
    assert said_aloud(coach) == [NEUTRAL]
    assert_nothing_starts(coach)


@one_of_each_tier
async def test_a_yes_after_the_opening_line(locks: Locks, coach: Coach, item: RedFlag) -> None:
    noes = ["n"] * FLAGS.items.index(item)
    await locks(coach, item, "s", "y", *noes, "y")
    assert_nothing_starts(coach)


@one_of_each_tier
@pytest.mark.parametrize("way", ["r", "!r"], ids=["from the session", "from the emergency screen"])
async def test_a_yes_in_a_running_session(
    running: Running, coach: Coach, item: RedFlag, way: str
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        coach.speaker.said.clear()  # type: ignore[attr-defined]
        await press(pilot, *way, *["n"] * FLAGS.items.index(item), "y")
        await _assert_held(pilot, coach, item)
    assert said_aloud(coach)[-1] == NEUTRAL
    assert not {item.question for item in FLAGS.items} & set(said_aloud(coach))
    assert_locked(coach, item)
    assert_nothing_starts(coach)


# --- plain lines


def _assert_told(lines: list[str], item: RedFlag) -> None:
    at = lines.index("Emergency number: 112")
    assert lines[at + 1] == FLAGS.advice[item.tier].first
    assert f"You answered yes to: {item.question}" in lines


@pytest.fixture
def aloud(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every coach of this test says aloud."""
    said: list[str] = []
    monkeypatch.setattr(
        SilentSpeaker, "say", lambda _, cue: said.append(cue.text) if cue.spoken else None
    )
    return said


def _held_from_now_on(run: Run, facts: Facts) -> None:
    started, done = len(facts(SessionStarted)), len(facts(ExerciseDone))
    assert run("session", "--line", answers=[""]).code == ExitCode.HELD
    assert run("session", "belly-breath", "--line").code == ExitCode.HELD
    menu = run(answers=["s", "", "1", "", "b", "", "q"])
    assert sum(line.startswith("COACHING IS LOCKED") for line in menu.lines) >= 3
    assert (started, done) == (len(facts(SessionStarted)), len(facts(ExerciseDone)))


@every_question
def test_a_yes_in_the_list_of_line_mode(
    run: Run,
    set_up: Patient,
    facts: Facts,
    open_coach: Callable[..., Coach],
    clock: ManualClock,
    item: RedFlag,
    aloud: list[str],
) -> None:
    set_up()
    coach = open_coach()
    due_from(coach, clock, item)
    coach.close()
    aloud.clear()
    result = run("session", "belly-breath", "--line", answers=["y"])
    assert result.code == ExitCode.HELD
    _assert_told(result.lines, item)
    assert aloud == [NEUTRAL]
    again = open_coach()
    assert_locked(again, item)
    assert facts(SessionStarted) == []


@one_of_each_tier
def test_a_yes_from_the_menu(run: Run, set_up: Patient, facts: Facts, item: RedFlag) -> None:
    set_up()
    result = run(answers=["r", *["n"] * FLAGS.items.index(item), "y", "q"])
    _assert_told(result.lines, item)
    _held_from_now_on(run, facts)


@one_of_each_tier
def test_a_yes_at_the_start_of_a_session_in_lines(
    run: Run, set_up: Patient, facts: Facts, item: RedFlag
) -> None:
    set_up()
    noes = ["n"] * FLAGS.items.index(item)
    result = run("session", "belly-breath", "--line", answers=["y", *noes, "y"])
    assert result.code == ExitCode.HELD
    _assert_told(result.lines, item)
    _held_from_now_on(run, facts)


@one_of_each_tier
def test_a_yes_in_a_running_session_in_lines(
    run: Run, set_up: Patient, facts: Facts, item: RedFlag
) -> None:
    set_up()
    noes = ["n"] * FLAGS.items.index(item)
    answers: list[str | After] = [*BEFORE, After(150, "r"), *noes, "y", *AFTER]
    result = run("session", "belly-breath", "--line", answers=answers)
    assert result.code == ExitCode.HELD
    _assert_told(result.lines, item)
    _held_from_now_on(run, facts)


@one_of_each_tier
def test_a_yes_by_a_pipe(
    shell: Shell, set_up: Patient, open_coach: Callable[..., Coach], item: RedFlag, tmp_path: Path
) -> None:
    """A real process over a home whose plan is much older than the machine's own clock."""
    assert Path(os.environ["COACH_HOME"]).parent == tmp_path
    receive_yesterday(tmp_path)
    noes = "n\n" * FLAGS.items.index(item)
    done = shell("session", "belly-breath", "--line", typed=f"y\n{noes}y\n")
    assert done.returncode == ExitCode.HELD
    _assert_told(done.stdout.decode().splitlines(), item)
    assert shell("session", "belly-breath", "--line", typed="\n").returncode == ExitCode.HELD
    assert shell("session", "--line").returncode == ExitCode.HELD
