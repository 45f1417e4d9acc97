"""The pain questions one at a time: a digit answers at once, 0 is an answer, `n` is "not now"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.events import Key
from textual.message import Message

from coach.domain.check_in import REACHES, Asking, CheckIn, Question
from coach.domain.pain import PainReport
from coach.tui.widgets.one_or_ten import SCORE_KEYS, OneOrTen
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.scale import Scale

_REACH_LETTERS = {"u": "buttock", "h": "thigh", "k": "knee", "c": "calf", "f": "foot"}
"""Back and buttock begin alike, so neither is told by that letter."""
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
        report: PainReport
        """What was answered before it."""

    @dataclass
    class Completed(Message):
        """Every question was answered, or passed over with "not now"."""

        report: PainReport

    def __init__(self, *, leg_only: bool = False) -> None:
        super().__init__()
        self._leg_only = leg_only
        self.hush: Callable[[], object] = _nothing
        """Silences the question aloud: a key has answered it."""
        self.passes_no_on = False
        """Whether `n` is for somebody else now: it takes back what was heard."""
        self._earlier: list[CheckIn] = []
        self._check_in = self._first()
        self._ten = OneOrTen(self.set_timer, self._by_key)

    def _first(self) -> CheckIn:
        return CheckIn(asked=(Asking.BACK,)) if self._leg_only else CheckIn()

    def compose(self) -> ComposeResult:
        yield Plain(classes="question")
        with Center():
            yield Scale()
        yield Plain(classes="how")

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be answered now; empty while nothing is asked."""
        question = self._check_in.question if self.display else None
        return question.choices if question is not None else ()

    @property
    def free(self) -> tuple[str, ...]:
        """Answers after which another question comes, so that nothing is kept of them yet."""
        if self._leg_only:
            return ()
        asked = self._check_in
        return tuple(one for one in self.choices if asked.answered(one).question is not None)

    @property
    def so_far(self) -> PainReport:
        """What is answered by now, a one that still waits for its nought with it."""
        asked = self._check_in
        return (asked.answered("1") if self._ten.waiting else asked).report

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key goes on to the screen while nothing is asked, and `n` when it is no "not now"."""
        if action in _ACTIONS and not self.choices:
            return False
        return not (action == "not_now" and self.passes_no_on)

    def begin(self, *, leg_alone: bool = False) -> None:
        """Ask from the first question on; of the leg alone it is score and reach, no back."""
        self._earlier = []
        self._check_in = CheckIn(asked=(Asking.BACK,)) if leg_alone else self._first()
        self.focus()
        self._ask()

    def _by_key(self, answer: str | None) -> None:
        """A key has answered: what is still being asked aloud is over."""
        self.hush()
        self.answer(answer)

    def answer(self, answer: str | None) -> None:
        """Take one answer; None is "not now"."""
        self._ten.forget()
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
        self.post_message(self.Asked(question, self._check_in.report))

    def on_key(self, event: Key) -> None:
        question = self._check_in.question
        if question is None or not self.display:
            return  # Hidden, its letters belong to the screen.
        answer = _answer_of(event, question)
        if answer is None:
            return
        event.stop()
        event.prevent_default()
        self._take(answer, question)

    def _take(self, answer: str, question: Question) -> None:
        """A score may have to wait for its nought; a place answers at once."""
        if question.asking is Asking.REACH:
            self._by_key(answer)
            return
        left = self._ten.key(answer)
        following = self._check_in.question
        if left is not None and following is not None and left in following.choices:
            self._take(left, following)

    def pass_over(self) -> None:
        """Go on from this question alone: a one that waits is its answer, nothing is "not now"."""
        if self._ten.waiting:
            self._ten.take_one()
        else:
            self._by_key(None)

    def action_not_now(self) -> None:
        self._ten.take_one()
        self._by_key(None)

    def step_back(self) -> None:
        """Ask the question before this one again."""
        self.action_step_back()

    def action_step_back(self) -> None:
        if self._ten.waiting:
            self._ten.forget()
        elif self._earlier:
            self._check_in = self._earlier.pop()
            self._ask()

    def action_move(self, by: int) -> None:
        self.query_one(Scale).move(by)

    def action_take_chosen(self) -> None:
        if self._ten.waiting:
            self._ten.take_one()
            return
        question, chosen = self._check_in.question, self.query_one(Scale).chosen
        if question is not None and chosen is not None:
            self._by_key(question.choices[chosen])


_ACTIONS = ("not_now", "step_back", "move", "take_chosen")
"""What the keys of the questions do."""


def _nothing() -> None:
    return None


def _answer_of(event: Key, question: Question) -> str | None:
    """The answer that a key stands for; None for a key that answers nothing."""
    if question.asking is not Asking.REACH:
        answer = SCORE_KEYS.get(event.key, event.key)
        return answer if answer in question.choices else None
    if event.key.isdigit():
        number = int(event.key)
        return REACHES[number] if number < len(REACHES) else None
    return _REACH_LETTERS.get(event.key)
