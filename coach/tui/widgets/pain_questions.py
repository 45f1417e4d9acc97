"""The pain questions one at a time: a digit answers at once, 0 is an answer, `n` is "not now"."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.events import Key
from textual.message import Message
from textual.timer import Timer

from coach.domain.check_in import REACHES, Asking, CheckIn, Question
from coach.domain.pain import PainReport
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.scale import Scale

_REACH_LETTERS = {"b": "back", "u": "buttock", "h": "thigh", "k": "knee", "c": "calf", "f": "foot"}
ONE_OR_TEN_SECONDS = 0.8
_SCORE_KEYS = {"t": "10", "plus": "10"}
_SCORE_HELP = "0 to 10   t is ten   n not now"
_REACH_HELP = "0 to 6, or ↑ ↓ and Enter   n not now"


class PainQuestions(Vertical, can_focus=True):
    """Asks for back, leg and reach; holds the check-in under way and posts what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "not_now", "Not now", show=False),
        Binding("backspace", "step_back", "Back", show=False),
        Binding("enter", "take_chosen", "This one", show=False),
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down", "move(1)", show=False),
    ]
    DEFAULT_CSS = """
    PainQuestions { height: 1fr; align: center middle; }
    PainQuestions Center { height: auto; }
    PainQuestions .question { text-align: center; text-style: bold; margin: 0 2 1 2; }
    PainQuestions .how { text-align: center; color: $calm-text; margin: 1 2 0 2; }
    """

    @dataclass
    class Asked(Message):
        """Another question is on the screen."""

        question: Question

    @dataclass
    class Completed(Message):
        """Every question was answered, or passed over with "not now"."""

        report: PainReport

    def __init__(self, *, leg_only: bool = False) -> None:
        super().__init__()
        self._leg_only = leg_only
        self._earlier: list[CheckIn] = []
        self._check_in = self._first()
        self._one: Timer | None = None

    def _first(self) -> CheckIn:
        return CheckIn(asked=(Asking.BACK,)) if self._leg_only else CheckIn()

    def compose(self) -> ComposeResult:
        yield Plain(classes="question")
        with Center():
            yield Scale()
        yield Plain(classes="how")

    def begin(self) -> None:
        """Ask from the first question on."""
        self._earlier = []
        self._check_in = self._first()
        self.focus()
        self._ask()

    def answer(self, answer: str | None) -> None:
        """Take one answer; None is "not now"."""
        self._forget_one()
        self._earlier.append(self._check_in)
        self._check_in = self._check_in.answered(answer)
        if self._check_in.question is None or self._leg_only:
            self.post_message(self.Completed(self._check_in.report))
        else:
            self._ask()

    def _ask(self) -> None:
        question = self._check_in.question
        if question is None:
            return
        reach = question.asking is Asking.REACH
        back = "   Backspace: one back" if self._earlier else ""
        self.query_one(".question", Plain).show(question.text)
        self.query_one(".how", Plain).show((_REACH_HELP if reach else _SCORE_HELP) + back)
        self.query_one(Scale).ask(question.asking)
        self.post_message(self.Asked(question))

    def on_key(self, event: Key) -> None:
        question = self._check_in.question
        if question is None:
            return
        answer = _answer_of(event, question)
        if answer is None:
            return
        event.stop()
        event.prevent_default()
        self._take(answer, question)

    def _take(self, answer: str, question: Question) -> None:
        """One waits a moment for the nought that makes it ten; all else answers at once."""
        waiting = self._one is not None
        if waiting and answer == "0":
            self.answer("10")
        elif waiting:
            self._take_one()
            self._take_again(answer)
        elif answer == "1" and question.asking is not Asking.REACH:
            self._one = self.set_timer(ONE_OR_TEN_SECONDS, self._take_one)
        else:
            self.answer(answer)

    def _take_one(self) -> None:
        self._forget_one()
        self.answer("1")

    def _take_again(self, answer: str) -> None:
        """The key after a waiting one answers the question that follows it."""
        question = self._check_in.question
        if question is not None and answer in question.choices:
            self._take(answer, question)

    def _forget_one(self) -> None:
        if self._one is not None:
            self._one.stop()
            self._one = None

    def action_not_now(self) -> None:
        if self._one is not None:
            self._take_one()
        self.answer(None)

    def action_step_back(self) -> None:
        if self._one is not None:
            self._forget_one()
        elif self._earlier:
            self._check_in = self._earlier.pop()
            self._ask()

    def action_move(self, by: int) -> None:
        self.query_one(Scale).move(by)

    def action_take_chosen(self) -> None:
        if self._one is not None:
            self._take_one()
            return
        question, chosen = self._check_in.question, self.query_one(Scale).chosen
        if question is not None and chosen is not None:
            self.answer(question.choices[chosen])


def _answer_of(event: Key, question: Question) -> str | None:
    """The answer that a key stands for; None for a key that answers nothing."""
    if question.asking is not Asking.REACH:
        answer = _SCORE_KEYS.get(event.key, event.key)
        return answer if answer in question.choices else None
    if event.key.isdigit():
        number = int(event.key)
        return REACHES[number] if number < len(REACHES) else None
    return _REACH_LETTERS.get(event.key)
