"""One question back in the safety list: a no is looked at again, a yes never is."""

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from coach.domain.events import RedFlagAnswered
from coach.domain.red_flags import RedFlag, Tier
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.workflows.coach import Coach
from coach.workflows.safety import AGAIN
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture
from tests.workflows.conftest import answered_since

BACK = "Backspace One back"


def shown(pilot: Pilot[None]) -> str:
    return " ".join(picture(pilot.app).split())


def items(coach: Coach) -> tuple[RedFlag, ...]:
    return coach.safety.flags.items


def given(coach: Coach) -> list[tuple[str, bool]]:
    return [(one.item, one.answer) for one in answered_since(coach)]


async def test_a_no_is_looked_at_again_and_a_yes_then_locks(running: Running, coach: Coach) -> None:
    first = items(coach)[0]
    async with running(coach) as pilot:
        await press(pilot, "r", "n")
        assert BACK in shown(pilot)
        await press(pilot, "backspace")
        assert first.question in shown(pilot)
        assert AGAIN in shown(pilot)
        await press(pilot, "y")
        assert on(pilot, HoldScreen)
    assert given(coach) == [(first.id, False), (first.id, True)]
    assert coach.safety.hold() is not None


async def test_another_no_goes_on_and_the_list_is_whole(running: Running, coach: Coach) -> None:
    count = len(items(coach))
    async with running(coach) as pilot:
        await press(pilot, "r", "n", "n", "backspace", "backspace", "n")
        assert AGAIN in shown(pilot)  # The second one was answered as well.
        await press(pilot, "n")
        assert items(coach)[2].question in shown(pilot)
        assert AGAIN not in shown(pilot)
        await press(pilot, *["n"] * (count - 2))
        assert not on(pilot, RedFlagScreen)
    assert coach.safety.list_due() is None


async def test_before_the_first_question_there_is_none(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r")
        assert BACK not in shown(pilot)
        await press(pilot, "backspace")
        assert items(coach)[0].question in shown(pilot)
    assert given(coach) == []


async def test_a_yes_is_never_taken_back(running: Running, coach: Coach) -> None:
    """One that does not lock stands all the same."""
    first, *others = items(coach)[:3]
    listed = (replace(first, tier=Tier.THERAPIST), *others)
    async with running(coach) as pilot:
        await pilot.app.push_screen(RedFlagScreen(coach, items=listed))
        await press(pilot, "y")
        assert BACK not in shown(pilot)
        await press(pilot, "backspace")
        assert listed[1].question in shown(pilot)
        await press(pilot, "n", "backspace", "backspace")
        assert listed[1].question in shown(pilot)
    assert given(coach) == [(first.id, True), (listed[1].id, False)]


async def test_a_no_right_after_going_back_is_too_early(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r", "n", "backspace")
        await pilot.press("n")
        assert items(coach)[0].question in shown(pilot)
    assert len(given(coach)) == 1


@pytest.mark.parametrize("leave", ["escape", "ctrl+q"])
async def test_who_leaves_while_looking_again_is_asked_the_whole_list(
    leave: str, running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r", "n", "n", "n", "backspace", leave)
        assert leave == "ctrl+q" or not on(pilot, RedFlagScreen)
    due = coach.safety.list_due()
    assert due is not None
    assert due.first_item is None


async def test_who_leaves_where_nothing_was_looked_at_again_goes_on_from_there(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r", "n", "n", "backspace", "n", "escape")
    due = coach.safety.list_due()
    assert due is not None
    assert due.first_item == items(coach)[2].id
    assert all(isinstance(one, RedFlagAnswered) for one in answered_since(coach))


async def test_a_list_that_was_left_and_goes_on_can_be_gone_back_in(
    running: Running, coach: Coach
) -> None:
    asked = items(coach)
    async with running(coach) as pilot:
        await press(pilot, "r", "n", "n", "escape", "r")
        assert f"Question 3 of {len(asked)}" in shown(pilot)
        assert BACK in shown(pilot)
        await press(pilot, "backspace")
        assert asked[1].question in shown(pilot)
        assert AGAIN in shown(pilot)
        await press(pilot, "y")
        assert on(pilot, HoldScreen)
    assert given(coach) == [(asked[0].id, False), (asked[1].id, False), (asked[1].id, True)]
