"""A form one question at a time: a key answers where it can, and nothing is chosen beforehand."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coach.domain.forms import LONGEST_ANSWER, YES_NO, Answering, Form, FormItem
from coach.tui.widgets.form_answers import Choices, Typed
from coach.tui.widgets.one_or_ten import SCORE_KEYS, OneOrTen
from coach.tui.widgets.plain import Plain, literal
from coach.tui.widgets.scale import Scale

TYPED = (Answering.NUMBER, Answering.WORDS)


class FormQuestions(VerticalScroll, can_focus=True):
    """Asks a form's questions; holds the form under way and posts what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "not_now", "Not now", show=False),
        Binding("backspace", "step_back", "Back", show=False),
        Binding("enter", "take_chosen", "This one", show=False),
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down", "move(1)", show=False),
    ]
    DEFAULT_CSS = """
    FormQuestions { height: 1fr; align: center middle; padding: 0 2; }
    FormQuestions Center { height: auto; }
    FormQuestions Plain { text-align: center; }
    FormQuestions #form-intro, FormQuestions #form-count, FormQuestions .how {
        color: $calm-text; margin-bottom: 1;
    }
    FormQuestions .question { text-style: bold; margin-bottom: 1; }
    FormQuestions #form-refused { color: $alarm; text-style: bold; }
    FormQuestions .how { margin: 1 0 0 0; }
    FormQuestions Choices, FormQuestions Typed { width: 100%; max-width: 70; }
    FormQuestions Choices { height: auto; max-height: 13; }
    FormQuestions .-away { display: none; }
    """

    @dataclass
    class Asked(Message):
        """Another question is on the screen."""

        item: FormItem
        first: bool
        """Whether the form begins with it."""

    @dataclass
    class Completed(Message):
        """Every question was answered, or passed over with "not now"."""

        form: Form

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        """As far as it was answered."""
        self._former: dict[str, str] = {}
        """What was answered before going back, by item."""
        self._ten = OneOrTen(self.set_timer, self.answer)

    def compose(self) -> ComposeResult:
        yield Plain(fold=True, id="form-intro")
        yield Plain(id="form-count")
        yield Plain(classes="question")
        with Center(id="form-scale"):
            yield Scale()
        with Center(id="form-choices"):
            yield Choices(markup=False)
        with Center(id="form-typed"):
            yield Typed(max_length=LONGEST_ANSWER)
        yield Plain(fold=True, id="form-refused")
        yield Plain(classes="how")

    def begin(self) -> None:
        """Ask the first question that is open."""
        if self.form.question is None:
            self.post_message(self.Completed(self.form))
        else:
            self._ask(self.form.question)

    def answer(self, answer: str | None) -> None:
        """Take one answer; None is "not now"."""
        item = self.form.question
        if item is None:
            return
        self._ten.forget()
        try:
            self.form = self.form.answered(answer)
        except ValueError as error:
            self.query_one("#form-refused", Plain).show(f"Please answer with {error}.")
            return
        self._former.pop(item.id, None)
        self.begin()

    def _ask(self, item: FormItem) -> None:
        at, count = len(self.form.given), len(self.form.items)
        self.query_one("#form-intro", Plain).show(self.form.intro)
        self.query_one("#form-count", Plain).show(f"{at + 1} of {count}" if count > 1 else "")
        self.query_one(".question", Plain).show(item.text)
        self.query_one("#form-refused", Plain).show("")
        back = "   Backspace: one back" if at else ""
        self.query_one(".how", Plain).show(how(item) + back)
        self._show_answers(item)
        self.scroll_home(animate=False)
        self.post_message(self.Asked(item, first=not at))

    def _show_answers(self, item: FormItem) -> None:
        kind, former = item.answering, self._former.get(item.id, "")
        self.query_one("#form-scale").set_class(kind is not Answering.SCALE, "-away")
        self.query_one("#form-choices").set_class(kind is not Answering.CHOICE, "-away")
        self.query_one("#form-typed").set_class(kind not in TYPED, "-away")
        if kind is Answering.SCALE:
            chosen = int(former) if former else None
            self.query_one(Scale).ask_score(item.low, item.high, chosen)
            self.focus()
        elif kind is Answering.CHOICE:
            self._offer(item, former)
        else:
            typed = self.query_one(Typed)
            typed.value, typed.cursor_position = former, len(former)
            typed.focus()

    def _offer(self, item: FormItem, former: str) -> None:
        choices = self.query_one(Choices)
        choices.clear_options()
        keys = ("y", "n") if item.options == YES_NO else item.numbers
        for key, option in zip(keys, item.options, strict=True):
            choices.add_option(Option(literal(f"{_key(key) or ' '}   {option.text}")))
        values = [option.value for option in item.options]
        choices.highlighted = values.index(former) if former in values else None
        choices.focus()

    # --- keys

    def on_key(self, event: Key) -> None:
        item = self.form.question
        if item is None or item.answering in TYPED:
            return
        if item.answering is Answering.SCALE:
            key = SCORE_KEYS.get(event.key, event.key)
            taken = key.isascii() and key.isdigit()
            if taken:
                self._score(key)
        else:
            taken = self._choose(item, event.key)
        if taken:
            event.stop()
            event.prevent_default()

    def _score(self, key: str) -> None:
        left = self._ten.key(key)
        following = self.form.question
        if left is not None and following is not None and following.answering is Answering.SCALE:
            self._ten.key(left)

    def _choose(self, item: FormItem, key: str) -> bool:
        """Take the choice that a key stands for; whether it stands for one."""
        if item.options == YES_NO:
            if key in ("y", "n"):
                self.answer("yes" if key == "y" else "no")
            return key in ("y", "n")
        if key not in item.numbers:
            return False
        self.answer(item.options[item.numbers.index(key)].value)
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        item = self.form.question
        if item is not None and event.option_index < len(item.options):
            self.answer(item.options[event.option_index].value)

    def on_choices_none_chosen(self, event: Choices.NoneChosen) -> None:
        self.answer(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.answer(event.value if event.value.strip() else None)

    def on_typed_gone_back(self, event: Typed.GoneBack) -> None:
        self.action_step_back()

    def action_not_now(self) -> None:
        self._ten.take_one()
        self.answer(None)

    def action_take_chosen(self) -> None:
        """Enter on a scale: what the arrows chose; Enter alone answers nothing."""
        if self._ten.waiting:
            self._ten.take_one()
            return
        chosen = self.query_one(Scale).chosen
        if chosen is not None:
            self.answer(str(chosen))

    def action_move(self, by: int) -> None:
        self.query_one(Scale).move(by)

    def action_step_back(self) -> None:
        """One back; what was answered there is shown, and Enter takes it again."""
        if self._ten.waiting:
            self._ten.forget()
        elif self.form.given:
            former = self.form.given[-1]
            self.form = self.form.back()
            item = self.form.question
            if item is not None and former is not None:
                self._former[item.id] = former
            self.begin()


def how(item: FormItem) -> str:
    """Which keys answer a question."""
    if item.answering is Answering.SCALE:
        return "0 to 10   t is ten   n not now"
    if item.answering is Answering.NUMBER:
        span = f"A number from {item.least:g} to {item.most:g}"
        return f"{span}, then Enter   empty: not now"
    if item.answering is Answering.WORDS:
        return "Your words, then Enter   empty: not now"
    if item.options == YES_NO:
        return "y yes   n no   Enter not now"
    keys = [number for number in item.numbers if _key(number)]
    return f"{keys[0]} to {keys[-1]}, or ↑ ↓ and Enter   n not now"


def _key(number: str) -> str:
    """The key of a choice: its number; empty where one key cannot give it, then arrows choose."""
    return number if len(number) == 1 else ""
