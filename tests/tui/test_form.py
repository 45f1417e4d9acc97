"""Any form on the screen: four kinds of answers, going back, leaving, hostile answers."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from coach.domain.forms import YES_NO, Answering, Form, FormItem, Option
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.form import FormScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.form_answers import Typed
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture

OFTEN = (Option("0", "Not at all"), Option("1", "Some days"), Option("2", "Nearly every day"))
SLEEP = FormItem("sleep", "How did you sleep?", Answering.SCALE, low="very badly", high="very well")
EASY = FormItem("easy", "Was lying easy?", Answering.CHOICE, YES_NO)
WORRY = FormItem("worry", "How often did you worry?", Answering.CHOICE, OFTEN, private=True)
WALK = FormItem("walk", "How many minutes can you walk?", Answering.NUMBER, most=600)
NOTE = FormItem("note", "Anything to add?", Answering.WORDS)
FORM = Form("all", "All kinds", "Five short questions.", (SLEEP, EASY, WORRY, WALK, NOTE))

SIZES = [(80, 24), (120, 40)]


class Left:
    """What came back from the screen."""

    def __init__(self) -> None:
        self.given: list[Form | None] = []
        self.kept: list[Form] = []

    @property
    def form(self) -> Form:
        (form,) = self.given
        assert form is not None
        return form


async def ask(pilot: Pilot[None], coach: Coach, form: Form = FORM, *, keep: bool = False) -> Left:
    """Open a form over the day."""
    left = Left()
    kept: Callable[[Form], object] | None = left.kept.append if keep else None
    pilot.app.push_screen(FormScreen(coach, form, kept), left.given.append)
    await settle(pilot)
    return left


def seen(pilot: Pilot[None]) -> str:
    return " ".join(picture(pilot.app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_all_four_kinds_are_asked_one_at_a_time(
    coach: Coach, running: Running, size: tuple[int, int]
) -> None:
    async with running(coach, size=size) as pilot:
        left = await ask(pilot, coach)
        assert "All kinds" in seen(pilot)
        assert "Five short questions." in seen(pilot)
        for words in ("1 of 5", "How did you sleep?", "very badly", "very well", "t is ten"):
            assert words in seen(pilot)
        await press(pilot, "7")
        assert "2 of 5" in seen(pilot)
        assert "Five short questions." in seen(pilot)  # What a question belongs to stays there.
        assert "y yes n no Enter not now" in seen(pilot)
        await press(pilot, "n")
        for words in ("1 Not at all", "2 Some days", "3 Nearly every day", "1 to 3"):
            assert words in seen(pilot)
        await press(pilot, "2")
        assert "A number from 0 to 600" in seen(pilot)
        await press(pilot, *"25", "enter")
        assert "5 of 5" in seen(pilot)
        await press(pilot, *"quiet", "enter")
        assert on(pilot, TodayScreen)
    assert left.form.answers == {
        "sleep": "7",
        "easy": "no",
        "worry": "1",
        "walk": "25",
        "note": "quiet",
    }


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (["n"], {}),
        (["enter", "n"], {}),
        (["enter", "4"], {"sleep": "4"}),
        (["t"], {"sleep": "10"}),
        (["0"], {"sleep": "0"}),
        (["1", "0"], {"sleep": "10"}),
        (["1", "enter"], {"sleep": "1"}),
        (["right", "right", "right", "enter"], {"sleep": "2"}),
        (["x", "comma", "5"], {"sleep": "5"}),
    ],
)
async def test_a_scale_is_answered_with_one_key(
    coach: Coach, running: Running, keys: list[str], answers: dict[str, str]
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("one", "", "", (SLEEP,)))
        await press(pilot, *keys)
    assert left.form.answers == answers


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (["n"], {}),
        (["enter"], {}),
        (["3"], {"worry": "2"}),
        (["4", "0", "y", "1"], {"worry": "0"}),
        (["down", "down", "enter"], {"worry": "1"}),
    ],
)
async def test_a_choice_is_a_number_or_arrows(
    coach: Coach, running: Running, keys: list[str], answers: dict[str, str]
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("one", "", "", (WORRY,)))
        await press(pilot, *keys)
    assert left.form.answers == answers


@pytest.mark.parametrize(
    ("keys", "answers"),
    [(["y"], {"easy": "yes"}), (["n"], {"easy": "no"}), (["enter"], {}), (["1", "enter"], {})],
)
async def test_yes_and_no_have_their_letters(
    coach: Coach, running: Running, keys: list[str], answers: dict[str, str]
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("one", "", "", (EASY,)))
        await press(pilot, *keys)
    assert left.form.answers == answers


async def test_going_back_keeps_every_earlier_answer_and_shows_the_one_it_opens(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach)
        await press(pilot, "7", "y", "2", *"25", "enter", "backspace")
        assert pilot.app.screen.query_one(Typed).value == "25"
        await press(pilot, "backspace", "backspace", "backspace")
        assert "3 of 5" in seen(pilot)
        await press(pilot, "3", *"30", "enter", "enter")
    assert left.form.answers == {"sleep": "7", "easy": "yes", "worry": "2", "walk": "30"}


async def test_going_back_to_the_start_and_on_with_enter_takes_the_same_again(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("three", "", "", (SLEEP, EASY, WORRY)))
        await press(pilot, "7", "y", "backspace", "backspace", "backspace")
        assert "1 of 3" in seen(pilot)
        await press(pilot, "enter", "enter", "3")
    assert left.form.answers == {"sleep": "7", "easy": "yes", "worry": "2"}


async def test_escape_leaves_and_gives_nothing(coach: Coach, running: Running) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach)
        await press(pilot, "7", "escape")
        assert on(pilot, TodayScreen)
    assert left.given == [None]
    assert left.kept == []


async def test_what_was_answered_is_kept_when_the_form_is_left(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, keep=True)
        await press(pilot, "7", "escape")
    assert [form.answers for form in left.kept] == [{"sleep": "7"}]


async def test_what_was_answered_is_kept_when_the_program_is_closed(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, keep=True)
        await press(pilot, "7", "q")
    assert [form.answers for form in left.kept] == [{"sleep": "7"}]


async def test_a_finished_form_and_one_without_an_answer_are_not_kept_besides(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        done = await ask(pilot, coach, Form("one", "", "", (SLEEP,)), keep=True)
        await press(pilot, "7")
        empty = await ask(pilot, coach, keep=True)
        await press(pilot, "n", "escape")
    assert done.kept == []
    assert empty.kept == []


async def test_questions_are_spoken_unless_they_are_private(coach: Coach, running: Running) -> None:
    assert isinstance(coach.speaker, SilentSpeaker)
    async with running(coach) as pilot:
        coach.speaker.said.clear()
        await ask(pilot, coach)
        await press(pilot, "7", "y", "2", "enter")
        said = [cue.text for cue in coach.speaker.said]
    assert said == [
        "Five short questions. How did you sleep?",
        "Was lying easy?",
        "How many minutes can you walk?",
        "Anything to add?",
    ]


@pytest.mark.parametrize("typed", ["601", "-1", "nan", "twelve"])
async def test_what_is_no_number_is_asked_again(coach: Coach, running: Running, typed: str) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("one", "", "", (WALK,)))
        pilot.app.screen.query_one(Typed).value = typed
        await press(pilot, "enter")
        assert "Please answer with a number from 0 to 600." in seen(pilot)
        assert left.given == []


async def test_hostile_words_neither_break_nor_colour_the_screen(
    coach: Coach, running: Running
) -> None:
    hostile = FormItem("h", "[red]What?[/] \x1b[31m", Answering.CHOICE, (Option("a", "[bold"),))
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("h", "[b]title", "[/]", (NOTE, hostile)))
        pilot.app.screen.query_one(Typed).value = "\x1b[2J" + "w" * 400
        await press(pilot, "enter")
        assert "[red]What?[/]" in seen(pilot)
        assert "1 [bold" in seen(pilot)
        await press(pilot, "1")
    assert len(left.form.answers["note" if "note" in left.form.answers else "h"]) <= 200


async def test_the_emergency_key_works_where_words_are_typed(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        left = await ask(pilot, coach, Form("one", "", "", (NOTE,)))
        await press(pilot, "a", "exclamation_mark")
        assert on(pilot, EmergencyScreen)
        await press(pilot, "escape", "b", "enter")
    assert left.form.answers == {"note": "ab"}


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_long_question_with_many_choices_can_be_answered_at_any_size(
    coach: Coach, running: Running, size: tuple[int, int]
) -> None:
    options = tuple(Option(str(n), f"Choice number {n} " + "and more " * 8) for n in range(11))
    long = FormItem("long", "A long question. " * 20, Answering.CHOICE, options)
    async with running(coach, size=size) as pilot:
        left = await ask(pilot, coach, Form("one", "Title", "Intro " * 20, (long,)))
        await press(pilot, "end", "enter")
    assert left.form.answers == {"long": "10"}
