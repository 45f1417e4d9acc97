"""The first start: five short questions and one Enter each."""

from coach.domain.events import PlanReceived
from coach.tui.patient.set_up import SetUpScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.set_up import VOICE_TEST, number_problem
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture


async def test_enter_alone_leads_to_today(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "n", "enter", "enter")
        assert on(pilot, TodayScreen)
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.program == new_coach.set_up.programs()[0].id
    assert plan.sore_side == "none"


async def test_the_name_greets_and_the_sore_side_is_kept(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "backspace", "backspace", "backspace", *"Kim", "enter", "enter", "r")
        await press(pilot, "enter", "enter")
        assert "Good morning, Kim." in picture(pilot.app)
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.sore_side == "right"


async def test_the_voice_can_be_tried(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "l", "v")
        assert [cue.text for cue in new_coach.speaker.said] == [VOICE_TEST]  # type: ignore[attr-defined]
        assert "stands on the screen" in picture(pilot.app)


async def test_escape_goes_one_question_back_and_never_out(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "escape")
        assert "Which emergency number" in picture(pilot.app)
        await press(pilot, "escape", "escape", "escape")
        assert on(pilot, SetUpScreen)
        assert "What shall I call you?" in picture(pilot.app)


async def test_program_titles_and_summaries_are_shown(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "n", "enter")
        shown = picture(pilot.app)
    assert new_coach.set_up.programs()[0].title in shown
    assert "Nobody is alerted by this program." in shown


async def test_a_number_without_a_digit_is_asked_again(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", *["backspace"] * 3, *"help", "enter")
        assert "Which emergency number" in picture(pilot.app)
        assert number_problem("help") in picture(pilot.app)
        await press(pilot, *["backspace"] * 4, "enter")
        assert "Which leg is sore?" in picture(pilot.app)


async def test_quit_is_not_offered_where_its_letter_is_typed(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        assert "q Quit" not in picture(pilot.app)
        await press(pilot, "enter", "enter")
        assert "q Quit" in picture(pilot.app)
