"""The stage on the screen: every criterion with its figures, and what is proposed."""

import pytest

from coach.clock import ManualClock
from coach.domain.events import FlareStarted, StageChanged
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import StageCode
from coach.tui.patient.form import FormScreen
from coach.tui.patient.stage import StageScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of, said
from tests.workflows.test_progress import FRIDAY, at, days, live
from tests.workflows.test_safety import answer_yes


@pytest.fixture
def ready(coach: Coach, clock: ManualClock) -> Coach:
    """Everything fits stage B on Friday morning."""
    live(coach, clock, days(0, 3), leg=3)
    at(clock, FRIDAY, 9)
    return coach


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_criterion_stands_with_its_sign_and_its_figures(
    running: Running, coach: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    coach.check_in.take(PainReport(2, 7, Reach.KNEE), Moment.NOW)
    async with running(coach, size=size) as pilot:
        await press(pilot, "g")
        assert on(pilot, StageScreen)
        shown = flat(picture(pilot.app))
        assert "Stage A, Calm it down" in shown
        assert "To go on to stage B, Get it moving: all of" in shown
        assert "· Leg pain 5 or less, or 2 below the start, on 3 of the last 4 days." in shown
        told = "Leg at rest 5 or less on 0 of the last 4 days: 3 days not recorded, then 7"
        assert told in shown
        await press(pilot, "end")
        shown = flat(picture(pilot.app))
        assert "The plan for a bad day is proposed after any one of" in shown
        assert "Your therapist confirms going on. A step back you confirm yourself." in shown
        await press(pilot, "y")
        assert on(pilot, StageScreen)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    assert facts_of(coach, StageChanged) == []


async def test_today_shows_the_proposal_in_one_line(running: Running, ready: Coach) -> None:
    async with running(ready, size=(80, 24)) as pilot:
        line = "Your answers fit stage B, Get it moving. Press g to see why."
        assert line in flat(picture(pilot.app))


async def test_the_patient_writes_down_that_the_therapist_agreed(
    running: Running, ready: Coach
) -> None:
    async with running(ready) as pilot:
        await press(pilot, "g")
        assert "Has your therapist agreed to stage B?" in flat(picture(pilot.app))
        assert any("Has your therapist agreed to stage B?" in text for text in said(ready))
        await press(pilot, "y")
        assert on(pilot, FormScreen)
        await press(pilot, *"Eve", "enter", *"today", "enter")
        assert on(pilot, TodayScreen)
        shown = flat(picture(pilot.app))
        assert "Get it moving" in shown
        assert "Stage B, Get it moving, begins." in shown
    (changed,) = facts_of(ready, StageChanged)
    assert changed.evidence.endswith("The patient says that Eve agreed on 2027-03-05.")


async def test_an_agreement_without_a_name_is_not_taken(running: Running, ready: Coach) -> None:
    async with running(ready) as pilot:
        await press(pilot, "g", "y", "enter", *"2027-03-04", "enter")
        if on(pilot, FormScreen):
            await press(pilot, "escape")
        assert on(pilot, StageScreen)
    assert facts_of(ready, StageChanged) == []


async def test_not_today_takes_the_line_away_and_writes_nothing(
    running: Running, ready: Coach
) -> None:
    async with running(ready) as pilot:
        await press(pilot, "g", "n")
        assert on(pilot, TodayScreen)
        assert "Your answers fit stage B" not in flat(picture(pilot.app))
        await press(pilot, "g")
        assert "Has your therapist agreed" not in flat(picture(pilot.app))
    assert facts_of(ready, StageChanged) == []


async def test_a_step_back_takes_one_key(
    running: Running, new_coach: Coach, clock: ManualClock
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.MOVE))
    live(new_coach, clock, days(0, 2), leg=2)
    live(new_coach, clock, days(3, 4), leg=2, reach=Reach.FOOT)
    async with running(new_coach) as pilot:
        assert "A step back to stage A, Calm it down, is proposed." in flat(picture(pilot.app))
        await press(pilot, "g")
        assert "Step back to stage A now?" in flat(picture(pilot.app))
        await press(pilot, "y")
        assert on(pilot, TodayScreen)
    assert [fact.to_stage for fact in facts_of(new_coach, StageChanged)] == [StageCode.CALM]


async def test_the_plan_for_a_bad_day_begins_from_there(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    live(coach, clock, days(0, 3), leg=3)
    at(clock, FRIDAY, 9)
    coach.check_in.take(PainReport(2, 7, Reach.THIGH), Moment.NOW)
    async with running(coach) as pilot:
        assert "The plan for a bad day is proposed for today." in flat(picture(pilot.app))
        await press(pilot, "g", "y")
        assert on(pilot, TodayScreen)
        assert "The plan for a bad day holds until" in flat(picture(pilot.app))
    assert len(facts_of(coach, FlareStarted)) == 1


async def test_under_a_hold_the_stage_says_so_and_asks_nothing(
    running: Running, ready: Coach
) -> None:
    answer_yes(ready)
    async with running(ready) as pilot:
        pilot.app.push_screen(StageScreen(ready))
        await press(pilot, "y")
        assert "Coaching is locked." in flat(picture(pilot.app))
    assert facts_of(ready, StageChanged) == []
