"""On the screens: the leg is asked after an exercise, and followed up the next time."""

from datetime import date

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, ExerciseDone, LightGiven, PainScore, SessionEnded
from coach.domain.lights import Light
from coach.domain.pain import Moment, Reach
from coach.domain.program import StageCode
from coach.session import phrasing
from coach.session.state import Phase
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.asking import MessageScreen
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.settled import SettledScreen, WaitScreen
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.pain_questions import PainQuestions
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.settling import QUESTION, WAIT
from tests.conftest import answer_list
from tests.tui.conftest import (
    Running,
    let_pass,
    on,
    phase,
    press,
    session_screen,
    settle,
    until_word,
)
from tests.tui.pictures import picture
from tests.workflows.test_ease import ELEVEN, MONDAY, TUESDAY
from tests.workflows.test_today import until

SIZES = [(80, 24), (120, 40)]
BEFORE = ("3", "3", "3")
"""Back three, leg three, down to the thigh."""


@pytest.fixture
def mover(new_coach: Coach, clock: ManualClock) -> Coach:
    """A patient whose stage asks press-ups, five past eleven on Monday."""
    answers = SetUpAnswers(program="stand-ease", stage=StageCode.MOVE, sore_side="left")
    new_coach.set_up.finish(answers)
    answer_list(new_coach)
    until(clock, MONDAY, ELEVEN)
    return new_coach


async def to_the_question(pilot: Pilot[None], clock: ManualClock) -> None:
    """Let the session run until the leg is asked; fails after half an hour."""
    screen = session_screen(pilot)
    for _ in range(1800):
        if screen.runner.state.phase is Phase.ASKING_REACH:
            await settle(pilot)
            return
        clock.advance(1.0)
        screen.tick()
    raise AssertionError("the leg was never asked")


def lights(coach: Coach) -> list[LightGiven]:
    return [fact for _, fact in coach.records.recent().of(LightGiven)]


@pytest.mark.parametrize("size", SIZES)
async def test_after_a_press_up_the_leg_is_asked_and_the_answer_goes_on(
    running: Running, mover: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    async with running(mover, size) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        shown = picture(pilot.app)
        assert "Leg pain now, from zero to ten?" in shown
        assert "Back pain now" not in shown
        assert pilot.app.screen.query_one(PainQuestions).has_focus
        await press(pilot, "7")
        assert "How far down does it go" in picture(pilot.app)
        await press(pilot, "3")
        assert phase(pilot) is not Phase.ASKING_REACH
        assert "We leave this one for the rest of today." in picture(pilot.app)
    (light,) = lights(mover)
    assert (light.exercise, light.light, light.why) == ("press-up", Light.RED, "leg 3, then 7")
    (score,) = [
        fact for _, fact in mover.records.recent().of(PainScore) if fact.moment is Moment.DURING
    ]
    assert (score.score, score.reach) == (7, Reach.THIGH)
    assert isinstance(mover.speaker, SilentSpeaker)
    said = [cue.text for cue in mover.speaker.said]
    assert said.count("Leg pain now, and how far down does it go?") == 1
    assert said.count("Leg pain now, from zero to ten?") == 1  # Before the session, not here.


async def test_the_scale_is_moved_by_arrows_and_taken_with_enter(
    running: Running, mover: Coach, clock: ManualClock
) -> None:
    """Any other key pauses a session, but not one that answers."""
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await press(pilot, "down", "down", "enter", "5")
        assert phase(pilot) is not Phase.ASKING_REACH
    (score,) = [
        fact for _, fact in mover.records.recent().of(PainScore) if fact.moment is Moment.DURING
    ]
    assert (score.score, score.reach) == (1, Reach.CALF)


@pytest.mark.parametrize("keys", [("n",), ("d",), ("x",), ("pagedown",)])
async def test_the_answer_is_never_needed(
    running: Running, mover: Coach, clock: ManualClock, keys: tuple[str, ...]
) -> None:
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await press(pilot, *keys)
        assert phase(pilot) is Phase.RUNNING
    assert lights(mover) == []
    sets = [fact for _, fact in mover.records.recent().of(ExerciseDone)]
    assert [fact.exercise for fact in sets].count("press-up") == 1


def during(coach: Coach) -> list[tuple[str, int]]:
    """The scores of the session itself."""
    found = coach.records.recent().of(PainScore)
    return [(fact.site.value, fact.score) for _, fact in found if fact.moment is Moment.DURING]


@pytest.mark.parametrize("key", ["space", "d", "x", "n", "pagedown", "q"])
async def test_a_number_answered_after_a_press_up_is_kept_whatever_key_follows(
    running: Running, mover: Coach, clock: ManualClock, key: str
) -> None:
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await press(pilot, "7", key)
        if key != "q":
            assert phase(pilot) is Phase.RUNNING
    assert during(mover) == [("leg", 7)]
    assert [light.light for light in lights(mover)] == [Light.RED]


@pytest.mark.parametrize("key", ["space", "d", "q"])
async def test_a_one_that_waits_for_its_nought_is_kept_as_well(
    running: Running, mover: Coach, clock: ManualClock, key: str
) -> None:
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await pilot.press("1", key)
        await settle(pilot)
    assert during(mover) == [("leg", 1)]


async def test_after_a_no_to_the_safety_list_it_waits_with_what_was_answered(
    running: Running, mover: Coach, clock: ManualClock
) -> None:
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await press(pilot, "7", "r", *["n"] * len(mover.safety.flags.items))
        shown = " ".join(picture(pilot.app).split())
        assert phrasing.ALL_NO.text in shown
        assert "How far down does it go" in shown
        await let_pass(pilot, clock, 200)
        assert phase(pilot) is Phase.ASKING_REACH
        await press(pilot, "3")
        assert phase(pilot) is not Phase.ASKING_REACH
    assert during(mover) == [("leg", 7)]


@pytest.mark.parametrize("key", ["space", "n", "pagedown"])
async def test_numbers_after_that_hurts_are_kept_and_ask_the_list(
    running: Running, mover: Coach, clock: ManualClock, key: str
) -> None:
    """Back four, leg nine, and then the button that only says "not now"."""
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await until_word(pilot, clock, "MOVE")
        await press(pilot, "h", "4", "9", key)
        assert on(pilot, RedFlagScreen)
    assert during(mover) == [("back", 4), ("leg", 9)]
    assert [light.light for light in lights(mover)] == [Light.RED]


async def test_ending_at_the_question_keeps_what_was_done(
    running: Running, mover: Coach, clock: ManualClock
) -> None:
    async with running(mover) as pilot:
        await press(pilot, "s", "n", *BEFORE)
        await to_the_question(pilot, clock)
        await press(pilot, "q", *BEFORE)
        assert on(pilot, SummaryScreen)
    assert len(list(mover.records.recent().of(SessionEnded))) == 1
    assert [light.item for light in lights(mover)] == [""]


async def red_on_monday(pilot: Pilot[None], clock: ManualClock) -> None:
    """Press-ups red by themselves, the session left after them."""
    await press(pilot, "s", "n", *BEFORE)
    await to_the_question(pilot, clock)
    await press(pilot, "7", "3", "q", *BEFORE)


async def on_tuesday(pilot: Pilot[None], clock: ManualClock) -> None:
    """The coach is left open until Tuesday, and the day is drawn anew."""
    until(clock, TUESDAY, ELEVEN)
    screen = pilot.app.screen
    assert isinstance(screen, TodayScreen)
    screen.changed()
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_summary_says_what_the_plan_does_and_the_day_shows_it(
    running: Running, mover: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    async with running(mover, size) as pilot:
        await red_on_monday(pilot, clock)
        assert on(pilot, SummaryScreen)
        shown = " ".join(picture(pilot.app).split())
        assert "What was red is left out for today. Next time it comes easier." in shown
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
        assert "Done 1 of 5 today." in picture(pilot.app)
        await on_tuesday(pilot, clock)
        assert "Propped on elbows" in picture(pilot.app)
        assert "1 min   easier form: was red" in picture(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_day_it_is_followed_up_before_the_check_in(
    running: Running, mover: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    async with running(mover, size) as pilot:
        await red_on_monday(pilot, clock)
        await press(pilot, "enter")
        await on_tuesday(pilot, clock)
        answer_list(mover)
        await press(pilot, "s", "n")
        assert on(pilot, SettledScreen)
        shown = picture(pilot.app)
        for text in (QUESTION, "1   Within an hour", "4   It got worse", "n   Not now"):
            assert text in shown
        await press(pilot, "4")
        assert on(pilot, MessageScreen)
        assert "Tell your therapist" in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, CheckInScreen)
        await press(pilot, *BEFORE)
        # What it made easier is easier in this very session.
        blocks = session_screen(pilot).runner.state.plan.blocks
        assert blocks[0].exercise.id == "prone-elbows"
    answers = [fact for _, fact in mover.records.recent().of(AnswerGiven)]
    assert [(fact.instrument, fact.value) for fact in answers] == [("settled", "worse")]
    assert isinstance(mover.speaker, SilentSpeaker)
    assert QUESTION in [cue.text for cue in mover.speaker.said]


@pytest.mark.parametrize("size", SIZES)
async def test_not_yet_on_the_same_day_waits_and_only_a_plain_word_goes_on(
    running: Running, mover: Coach, clock: ManualClock, size: tuple[int, int]
) -> None:
    async with running(mover, size) as pilot:
        await red_on_monday(pilot, clock)
        await press(pilot, "enter", "s", *["n"] * len(mover.safety.flags.items))
        assert on(pilot, SettledScreen)
        await press(pilot, "2")
        assert on(pilot, WaitScreen)
        assert WAIT in picture(pilot.app)
        await press(pilot, "w")
        assert on(pilot, TodayScreen)
        await press(pilot, "s", "n")
        assert on(pilot, SettledScreen)
        await press(pilot, "2", "g")
        assert on(pilot, CheckInScreen)
        await press(pilot, "escape", "s", "n", "2", "b")
        assert on(pilot, TodayScreen)
        assert mover.today.bad_day_until() is not None
    assert isinstance(mover.speaker, SilentSpeaker)
    assert WAIT in [cue.text for cue in mover.speaker.said]


async def test_not_now_goes_on_and_escape_starts_nothing(
    running: Running, mover: Coach, clock: ManualClock
) -> None:
    async with running(mover) as pilot:
        await red_on_monday(pilot, clock)
        await press(pilot, "enter")
        await on_tuesday(pilot, clock)
        answer_list(mover)
        await press(pilot, "s", "n", "escape")
        assert on(pilot, TodayScreen)
        await press(pilot, "s", "n", "n")
        assert on(pilot, CheckInScreen)
    assert not list(mover.records.recent().of(AnswerGiven))
    assert len(list(mover.records.between(TUESDAY, date(2027, 3, 9)).of(SessionEnded))) == 0
