"""Lessons and first aid on the screen: the list, the words, the voice, the question, the reply."""

import pytest
from textual.widgets import OptionList

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, FlareStarted
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.asking import ChoiceScreen, MessageScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.lesson import FirstAidScreen, LessonListScreen, LessonScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of, said

TWO_DAYS = 2 * 24 * 3600


async def test_today_says_that_a_lesson_is_ready(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        assert "A short lesson is ready: What sciatica is. Press l." in picture(pilot.app)


async def test_a_lesson_from_the_list_to_the_reply(running: Running, coach: Coach) -> None:
    lesson = coach.shelf.lessons()[0]
    async with running(coach, (100, 40)) as pilot:
        await press(pilot, "l")
        assert on(pilot, LessonListScreen)
        assert "▶  1  What sciatica is" in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, LessonScreen)
        assert all(sentence in picture(pilot.app) for sentence in lesson.say if len(sentence) < 90)
        assert said(coach) == list(lesson.say)
        await press(pilot, "enter")
        assert on(pilot, ChoiceScreen)
        assert facts_of(coach, AnswerGiven) == []
        await press(pilot, "2")
        assert on(pilot, MessageScreen)
        assert lesson.right in picture(pilot.app)
        assert said(coach)[-1] == lesson.right
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
        assert "A short lesson is ready" not in picture(pilot.app)
    (fact,) = facts_of(coach, AnswerGiven)
    assert (fact.instrument, fact.item, fact.value) == ("lesson", "what-it-is", "right")


async def test_a_question_left_open_is_a_lesson_heard(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "l", "enter", "enter", "escape")
        assert on(pilot, TodayScreen)
    assert [fact.value for fact in facts_of(coach, AnswerGiven)] == ["heard"]


async def test_a_lesson_left_half_way_is_not_heard(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "l", "enter", "escape")
        assert on(pilot, LessonListScreen)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
        assert "A short lesson is ready" in picture(pilot.app)
    assert facts_of(coach, AnswerGiven) == []


async def test_space_stops_the_voice_and_begins_again(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = coach.speaker
    assert isinstance(speaker, SilentSpeaker)
    async with running(coach) as pilot:
        await press(pilot, "l", "enter")
        begun = len(speaker.said)
        monkeypatch.setattr(speaker, "is_quiet", lambda: False)
        await press(pilot, "space")
        assert len(speaker.said) == begun
        monkeypatch.setattr(speaker, "is_quiet", lambda: True)
        await press(pilot, "space")
        assert len(speaker.said) == 2 * begun


async def test_leaving_a_lesson_silences_it(running: Running, coach: Coach) -> None:
    assert isinstance(coach.speaker, SilentSpeaker)
    async with running(coach) as pilot:
        await press(pilot, "l", "enter")
        before = coach.speaker.stops
        await press(pilot, "escape")
        assert coach.speaker.stops > before


async def test_the_emergency_screen_is_not_talked_over(running: Running, coach: Coach) -> None:
    assert isinstance(coach.speaker, SilentSpeaker)
    async with running(coach) as pilot:
        await press(pilot, "l", "enter")
        before = coach.speaker.stops
        await press(pilot, "!")
        assert not on(pilot, LessonScreen)
        assert coach.speaker.stops > before


async def test_a_later_lesson_cannot_be_chosen_yet(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "l")
        shown = picture(pilot.app)
        assert "opens in stage B" in shown
        assert "opens in stage D" in shown
        options = pilot.app.screen.query_one(OptionList)
        open_now = [not options.get_option_at_index(n).disabled for n in range(12)]
        assert open_now == [True] * 4 + [False] * 8
        await press(pilot, "end", "enter")
        assert on(pilot, LessonScreen)
        assert "Rest that helps" in picture(pilot.app)


async def test_the_list_remembers_what_was_heard(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.lessons.left(coach.shelf.lessons()[0])
    clock.advance(TWO_DAYS)
    async with running(coach) as pilot:
        await press(pilot, "escape", "l")  # First the question about the days between.
        assert "heard 1 Mar" in picture(pilot.app)
        assert "▶  2  Hurt is not always harm" in picture(pilot.app)


async def test_lessons_stand_under_more(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "m", "l")
        assert on(pilot, LessonListScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_first_aid_begins_with_the_number_and_the_stop_signs(
    running: Running, coach: Coach, size: tuple[int, int]
) -> None:
    async with running(coach, size) as pilot:
        await press(pilot, "a")
        assert on(pilot, FirstAidScreen)
        shown = picture(pilot.app)
        assert shown.index("Emergency number: 112") < shown.index("Numb skin") < shown.index("lie")
        assert said(coach) == list(coach.shelf.first_aid().say)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    assert facts_of(coach, AnswerGiven) == []


async def test_first_aid_leads_to_the_plan_for_a_bad_day(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "a", "b")
        assert on(pilot, ChoiceScreen)
        await press(pilot, "y")
    assert len(facts_of(coach, FlareStarted)) == 1


async def test_lessons_are_open_under_a_hold_and_first_aid_is_not(
    running: Running, coach: Coach
) -> None:
    coach.safety.answered(coach.safety.flags.item("saddle-numb"), True)
    async with running(coach) as pilot:
        assert on(pilot, HoldScreen)
        assert "First aid" not in picture(pilot.app)
        await press(pilot, "f")
        assert on(pilot, HoldScreen)
        await press(pilot, "l", "enter")
        assert on(pilot, LessonScreen)
        await press(pilot, "escape", "escape")
        assert on(pilot, HoldScreen)
    assert facts_of(coach, FlareStarted) == []
