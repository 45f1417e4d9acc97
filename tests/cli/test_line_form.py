"""Any form in line mode: one question per line, going back, not now, hostile answers."""

from collections import deque
from collections.abc import Callable

import pytest

from coach.cli.console import Console, LeftOffError
from coach.cli.line_form import ask_form
from coach.cli.line_input import EndOfInputError
from coach.clock import ManualClock
from coach.domain.forms import YES_NO, Answering, Form, FormItem, Option
from coach.workflows.coach import Coach
from tests.cli.conftest import Answers

OFTEN = (Option("0", "Not at all"), Option("1", "Some days"), Option("2", "Nearly every day"))
SLEEP = FormItem("sleep", "How did you sleep?", Answering.SCALE, low="very badly", high="very well")
EASY = FormItem("easy", "Was lying easy?", Answering.CHOICE, YES_NO)
WORRY = FormItem("worry", "How often did you worry?", Answering.CHOICE, OFTEN, private=True)
PLACES = (Option("knee", "Down to the knee"), Option("calf", "Down to the calf"))
WHERE = FormItem("where", "How far?", Answering.CHOICE, PLACES)
WALK = FormItem("walk", "How many minutes can you walk?", Answering.NUMBER, most=600)
NOTE = FormItem("note", "Anything to add?", Answering.WORDS)
FORM = Form("all", "All kinds", "Five short questions.", (SLEEP, EASY, WORRY, WALK, NOTE))

Ask = Callable[..., Form]


@pytest.fixture
def ask(coach: Coach, clock: ManualClock) -> Ask:
    """`ask(form, "7", "y")`: the form after these lines."""

    def _ask(form: Form, *lines: str, keep: Callable[[Form], object] | None = None) -> Form:
        console = Console(coach, Answers(clock, deque(lines)))
        return ask_form(console, form, keep)

    return _ask


def one(item: FormItem) -> Form:
    return Form("one", "", "", (item,))


def test_every_question_is_one_line_that_says_what_may_be_answered(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    form = ask(FORM, "7", "n", "2", "25", "quiet")
    assert form.answers == {
        "sleep": "7",
        "easy": "no",
        "worry": "1",
        "walk": "25",
        "note": "quiet",
    }
    assert capsys.readouterr().out.splitlines() == [
        "All kinds.",
        "Five short questions.",
        "1 of 5: How did you sleep? (0 very badly to 10 very well; n not now)",
        "2 of 5: Was lying easy? (y yes, n no; s not now, b one back)",
        "3 of 5: How often did you worry? (1 Not at all, 2 Some days, 3 Nearly every day;"
        " n not now, b one back)",
        "4 of 5: How many minutes can you walk? (a number from 0 to 600; n not now, b one back)",
        "5 of 5: Anything to add? (your words on one line; n not now, b one back)",
    ]


@pytest.mark.parametrize(
    ("item", "line", "answers"),
    [
        (SLEEP, "0", {"sleep": "0"}),
        (SLEEP, "n", {}),
        (SLEEP, "", {}),
        (EASY, "yes", {"easy": "yes"}),
        (EASY, "N", {"easy": "no"}),
        (EASY, "s", {}),
        (EASY, "", {}),
        (WORRY, "1", {"worry": "0"}),
        (WORRY, "3", {"worry": "2"}),
        (WORRY, "some", {"worry": "1"}),
        (WORRY, "Not at all", {"worry": "0"}),
        (WORRY, "n", {}),
        (WHERE, "calf", {"where": "calf"}),
        (WHERE, "down to the c", {"where": "calf"}),
        (WALK, "2,5", {"walk": "2.5"}),
        (NOTE, "n", {}),
        (NOTE, "no", {"note": "no"}),
        (NOTE, "b", {"note": "b"}),
    ],
)
def test_what_an_answer_means(ask: Ask, item: FormItem, line: str, answers: dict[str, str]) -> None:
    assert ask(one(item), line).answers == answers


@pytest.mark.parametrize(
    ("item", "hostile"),
    [
        (SLEEP, ["11", "-1", "nan", "3.5", "\x1b[31m5", "9" * 400, "٣"]),
        (EASY, ["maybe", "1", "0", "y\x00"]),
        (WORRY, ["0", "4", "-1", "nan", "9" * 5000, "²"]),
        (WALK, ["601", "-1", "nan", "inf", "1_0", "ten"]),
    ],
)
def test_what_is_no_answer_is_asked_again(
    ask: Ask, item: FormItem, hostile: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(one(item), *hostile, "s" if item is EASY else "n").answers == {}
    refused = [line for line in capsys.readouterr().out.splitlines() if "Please answer" in line]
    assert len(refused) == len(hostile)


def test_words_are_kept_to_one_harmless_line(ask: Ask) -> None:
    assert ask(one(NOTE), "\x1b[2J" + "w" * 400).answers["note"] == "\ufffd[2J" + "w" * 196


def test_one_back_opens_the_last_answer_and_keeps_the_others(ask: Ask) -> None:
    form = ask(FORM, "7", "y", "2", "b", "b", "n", "3", "25", "n")
    assert form.answers == {"sleep": "7", "easy": "no", "worry": "2", "walk": "25"}


def test_the_emergency_text_is_there_in_the_middle_of_a_form(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(one(NOTE), "!", "fine").answers == {"note": "fine"}
    assert "Emergency number: 112" in capsys.readouterr().out


def test_leaving_gives_what_was_answered_to_be_kept(ask: Ask) -> None:
    kept: list[Form] = []
    with pytest.raises(LeftOffError):
        ask(FORM, "7", "q", keep=kept.append)
    with pytest.raises(EndOfInputError):
        ask(FORM, "7", "y", keep=kept.append)
    with pytest.raises(LeftOffError):
        ask(FORM, "n", "q", keep=kept.append)
    assert [form.answers for form in kept] == [{"sleep": "7"}, {"sleep": "7", "easy": "yes"}]


def test_leaving_without_a_place_to_keep_gives_nothing(ask: Ask) -> None:
    with pytest.raises(LeftOffError):
        ask(FORM, "7", "q")
