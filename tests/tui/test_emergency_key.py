"""On every screen of the patient, at every size: the key of the emergency screen, which opens it
from there, and the sentence that nobody is alerted."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

import coach.tui.patient
from coach.clock import ManualClock
from coach.domain.forms import Answering, Form, FormItem
from coach.domain.outcomes import TimerKind
from coach.domain.program import Surface
from coach.domain.settled import Settled, Unsettled
from coach.tui.patient import words
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen, YesNoScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.care_commands import CareCommands
from coach.tui.patient.day_commands import DayCommands
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.form import FormScreen
from coach.tui.patient.interlude import Interlude
from coach.tui.patient.leaving import LeavingScreen
from coach.tui.patient.lesson import ReadingScreen
from coach.tui.patient.practice import PracticeScreen
from coach.tui.patient.reminder_commands import ReminderCommands
from coach.tui.patient.safety_asking import SafetyAsking
from coach.tui.patient.safety_list import TeachBackScreen
from coach.tui.patient.session_asides import SessionAsides
from coach.tui.patient.session_questions import SessionQuestions
from coach.tui.patient.settled import SettledScreen, WaitScreen
from coach.tui.patient.therapist import TypedScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, press, settle, until_word
from tests.tui.pictures import picture

SIZES = [(80, 24), (40, 12), (120, 40), (80, 18), (60, 20), (50, 24), (50, 16), (40, 24)]
TINY = [(30, 10), (24, 8), (20, 5)]
"""To the smallest in which a session can be followed."""
NARROW = [(40, 24), (36, 20), (34, 16), (30, 24), (30, 40), (28, 20)]
"""Of usual height, where a session gives the sentence a row of its own."""
LONGEST_SET = "Right side   set 10 of 12   rep 12 of 15"
WHOLE = "! Emergency"
NOBODY = "Nobody is alerted"
WIDE = 80
"""From so many columns on it is said which program alerts nobody."""

BASES = (
    *(CareCommands, DayCommands, ReminderCommands),
    *(ReadingScreen, SafetyAsking, SessionAsides, SessionQuestions),
)
"""Nobody sees one of these: they are what other screens are made of."""
LONG = "words that go on and on " * 40

KEYS: dict[str, tuple[str, ...]] = {
    "TodayScreen": (),
    "SafetyQuestion": ("s",),
    "CheckInScreen": ("p",),
    "SessionScreen": ("s", "n", "3", "2", "3"),
    "SummaryScreen": ("s", "n", "3", "2", "3", "q", "n", "n"),
    "HistoryScreen": ("h",),
    "TakeBackScreen": ("h", "t"),
    "StageScreen": ("g",),
    "WeekScreen": ("w",),
    "VoiceScreen": ("v",),
    "RemoteScreen": ("k",),
    "BodyScreen": ("y",),
    "LessonListScreen": ("l",),
    "LessonScreen": ("l", "enter"),
    "FirstAidScreen": ("a",),
    "HelpScreen": ("question_mark",),
    "EmergencyScreen": ("!",),
    "RedFlagScreen": ("!", "r"),
    "HoldScreen": ("!", "r", "y"),
    "AttestScreen": ("!", "r", "y", "a"),
}
"""Keys that lead from the day to a screen."""

NOTE = FormItem("note", LONG, Answering.WORDS)
ALIKE = [Choice(str(nth), f"{nth} {LONG}", nth) for nth in range(1, 10)]
MADE: dict[str, Callable[[Coach], CoachScreen[Any]]] = {
    "YesNoScreen": lambda coach: YesNoScreen(coach, LONG, LONG, LONG),
    "ChoiceScreen": lambda coach: ChoiceScreen(coach, LONG, LONG, ALIKE),
    "MessageScreen": lambda coach: MessageScreen(coach, LONG, LONG),
    "TypedScreen": lambda coach: TypedScreen(coach, LONG, LONG),
    "FormScreen": lambda coach: FormScreen(coach, Form("form", LONG, LONG, (NOTE, NOTE))),
    "TeachBackScreen": lambda coach: TeachBackScreen(coach, LONG, LONG, ALIKE),
    "SettledScreen": lambda coach: SettledScreen(coach, unsettled(coach)),
    "WaitScreen": WaitScreen,
    "PracticeScreen": lambda coach: PracticeScreen(coach, coach.moving.practice()),
    "Interlude": Interlude,
    "LeavingScreen": lambda coach: LeavingScreen(coach, LONG),
}
"""Screens that need a story before them: made by hand, and as long as they can be."""


def unsettled(coach: Coach) -> Unsettled:
    now = coach.records.now()
    return Unsettled("session", now.date(), now, tuple(Settled))


def screens_of_the_patient() -> set[str]:
    found = set[str]()
    for module in pkgutil.iter_modules(coach.tui.patient.__path__, "coach.tui.patient."):
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, CoachScreen) and one not in (CoachScreen, *BASES):
                found.add(name)
    return found


def test_no_screen_is_forgotten_here() -> None:
    assert screens_of_the_patient() == {"SetUpScreen", *KEYS, *MADE}


async def assert_everywhere(pilot: Pilot[None]) -> None:
    """The key is in the picture at every size, whole wherever there is room for a row of keys; the
    sentence is there once; and in the smallest window the key opens the emergency screen."""
    for size in (*SIZES, *TINY):
        await pilot.resize_terminal(*size)
        await settle(pilot)
        shown = picture(pilot.app)
        assert (WHOLE if size in SIZES else "!") in shown, f"{size}\n{shown}"
        said = f"{NOBODY} by this program." if size[0] >= WIDE else NOBODY
        assert said in shown, f"{size}\n{shown}"
        assert shown.count(NOBODY) == 1, f"{size}\n{shown}"
    pilot.app.screen.scroll_end(animate=False)
    await settle(pilot)
    assert NOBODY in picture(pilot.app), "scrolled away"
    await assert_it_opens(pilot)


async def assert_it_opens(pilot: Pilot[None]) -> None:
    before = pilot.app.screen
    await press(pilot, "!")
    assert isinstance(pilot.app.screen, EmergencyScreen), before
    if pilot.app.screen is not before:
        await press(pilot, "escape")
    assert pilot.app.screen is before


@pytest.mark.parametrize("name", sorted(KEYS))
async def test_where_keys_lead(name: str, running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, *KEYS[name])
        assert type(pilot.app.screen).__name__ == name
        await assert_everywhere(pilot)


@pytest.mark.parametrize("name", sorted(MADE))
async def test_where_a_story_leads(name: str, running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        pilot.app.push_screen(MADE[name](coach))
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == name
        await assert_everywhere(pilot)


@pytest.mark.parametrize("step", range(5))
async def test_in_set_up(step: int, running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, *("enter", "enter", "n", "enter")[:step])
        await assert_everywhere(pilot)


async def test_while_a_session_runs_is_paused_and_asks(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, *KEYS["SessionScreen"])
        await until_word(pilot, clock, "RELAX")
        await assert_everywhere(pilot)
        await assert_everywhere(pilot)  # The look at the number has paused it.
        for key in ("h", "2", "2", "3"):
            await press(pilot, key)
            await assert_everywhere(pilot)


async def test_below_the_longest_side_set_and_repetition(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "set_text", lambda _: LONGEST_SET)
    async with running(coach) as pilot:
        await press(pilot, *KEYS["SessionScreen"])
        for size in NARROW:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            shown = picture(pilot.app)
            assert LONGEST_SET[:20] in shown, f"{size}\n{shown}"
            assert shown.count(NOBODY) == 1, f"{size}\n{shown}"


async def test_on_a_crowded_day(running: Running, coach: Coach, clock: ManualClock) -> None:
    """A pack runs, one sits, the plan for a bad day holds, much was missed, and there is trouble:
    the lines give way, and not the key."""
    clock.advance(4 * 3600)
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.guard.sit(Surface.SOFT)
    coach.today.begin_bad_day()
    async with running(coach) as pilot:
        await press(pilot, "escape")  # What fell due meanwhile.
        today = pilot.app.screen
        assert isinstance(today, DayCommands)
        today.toast(LONG[:200])
        today.trouble("voice", LONG[:200])
        await assert_everywhere(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "s Start" in picture(pilot.app), size
