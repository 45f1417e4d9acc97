"""A no to a safety question counts when the question could be read: no held key answers a list."""

import pytest
from textual.events import Key
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.events import RedFlagAnswered
from coach.domain.red_flags import READ_SECONDS, TRY_FIRST
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.first_read import TOO_EARLY
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.safety_list import SafetyQuestion
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of

REPEAT = 0.033
"""Seconds between two letters of a held key."""


async def hold_down(
    pilot: Pilot[None],
    clock: ManualClock,
    key: str,
    seconds: float,
    *,
    first: float = 0.5,
    repeat: float = REPEAT,
) -> None:
    """A key that is held: it comes once, after a while again, and then all the time."""
    await pilot.press(key)
    await settle(pilot)
    clock.advance(first)
    passed = first
    while passed < seconds:
        await pilot.press(key)
        clock.advance(repeat)
        passed += repeat
    await settle(pilot)


def shown(pilot: Pilot[None]) -> str:
    return " ".join(picture(pilot.app).split())


def answers(coach: Coach) -> int:
    return len(facts_of(coach, RedFlagAnswered))


@pytest.mark.parametrize("repeat", [0.033, 0.1])
@pytest.mark.parametrize("first", [0.25, 0.5, 0.66])
async def test_a_held_n_answers_no_more_than_what_was_read(
    running: Running, coach: Coach, clock: ManualClock, first: float, repeat: float
) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        await press(pilot, "r")
        clock.advance(READ_SECONDS)
        await hold_down(pilot, clock, "n", 5, first=first, repeat=repeat)
        assert answers(coach) == before + 1
        assert coach.safety.flags.items[1].question in shown(pilot)
        assert TOO_EARLY in shown(pilot)
        clock.advance(READ_SECONDS)
        await pilot.press("n")
        await settle(pilot)
        assert answers(coach) == before + 2
        assert TOO_EARLY not in shown(pilot)


async def test_who_is_impatient_waits_no_longer_than_who_reads(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        await press(pilot, "r")
        for _ in range(10):
            clock.advance(0.4)
            await pilot.press("n")
            await settle(pilot)
        assert answers(coach) == before + 5


async def test_what_has_to_be_tried_is_answered_no_once_it_can_have_been(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    items = coach.safety.flags.items
    (at,) = [n for n, item in enumerate(items) if item.how]
    before = answers(coach)
    async with running(coach) as pilot:
        await press(pilot, "r", *["n"] * at)
        clock.advance(items[at].seconds - 1)
        await pilot.press("n")
        await settle(pilot)
        assert answers(coach) == before + at
        assert TRY_FIRST in shown(pilot)
        clock.advance(1)
        await pilot.press("n")
        await settle(pilot)
        assert answers(coach) == before + at + 1
        assert TRY_FIRST not in shown(pilot)


async def test_an_n_at_once_is_no_answer_and_says_why(running: Running, coach: Coach) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        await pilot.press("r")
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert answers(coach) == before
        assert coach.safety.flags.items[0].question in shown(pilot)
        assert TOO_EARLY in shown(pilot)


async def test_keys_typed_ahead_of_the_list_are_no_answer(running: Running, coach: Coach) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        for key in "r" + "n" * 60:
            pilot.app.post_message(Key(key, key))
        await settle(pilot)
        await settle(pilot)
        assert on(pilot, RedFlagScreen)
        assert answers(coach) == before


async def test_yes_and_the_emergency_key_count_at_once(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await pilot.press("r")
        await settle(pilot)
        await pilot.press("!")
        await settle(pilot)
        assert on(pilot, EmergencyScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert on(pilot, HoldScreen)


async def test_the_opening_question_is_read_before_a_no_counts(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert on(pilot, SafetyQuestion)
        clock.advance(READ_SECONDS)
        await pilot.press("n")
        await settle(pilot)
        assert on(pilot, CheckInScreen)


async def test_a_question_that_was_covered_is_read_anew(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        await press(pilot, "r")
        clock.advance(READ_SECONDS)
        await press(pilot, "!", "escape")
        await pilot.press("n")
        await settle(pilot)
        assert answers(coach) == before


async def test_the_n_that_runs_over_answers_no_pain_question(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s")
        clock.advance(READ_SECONDS)
        await hold_down(pilot, clock, "n", 3)
        assert on(pilot, CheckInScreen)
        assert "Back pain now" in shown(pilot)
        clock.advance(READ_SECONDS)
        await pilot.press("n")
        await settle(pilot)
        assert "Leg pain now" in shown(pilot)


async def test_the_whole_list_is_answered_by_who_reads_it(running: Running, coach: Coach) -> None:
    before = answers(coach)
    async with running(coach) as pilot:
        await press(pilot, "r", *["n"] * len(coach.safety.flags.items))
        assert on(pilot, TodayScreen)
    assert answers(coach) == before + len(coach.safety.flags.items)
