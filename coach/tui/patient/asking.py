"""Three small screens that ask or tell one thing: yes or no, one of a few, and a message."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.coach import Coach

ValueT = TypeVar("ValueT")


class YesNoScreen(CoachScreen[bool | None]):
    """One question; `y` and `n` answer at once, Escape answers nothing."""

    CSS_PATH = "asking.tcss"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "Yes"),
        ("n", "answer(False)", "No"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("n", "No"), ("y", "Yes"), ("Esc", "Back"))

    def __init__(self, coach: Coach, heading: str, question: str, below: str = "") -> None:
        super().__init__(coach)
        self._heading = heading
        self.question = question
        self._below = below

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking"):
            yield Plain(self._heading, classes="above")
            yield Plain(self.question, classes="question")
            yield Plain("n  no          y  yes", classes="answers")
            yield Plain(self._below, fold=True, classes="below")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)


class Choice(Struct, Generic[ValueT], frozen=True):
    """One thing to choose, with the key that chooses it at once."""

    key: str
    text: str
    value: ValueT


class Unanswered(Struct, Generic[ValueT], frozen=True):
    """What a question comes to when no key is pressed for so long."""

    after_seconds: float
    value: ValueT


class ChoiceScreen(CoachScreen[ValueT | None], Generic[ValueT]):
    """One of a few: its key, or arrows and Enter; nothing is chosen beforehand."""

    CSS_PATH = "asking.tcss"
    quiet = True
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "This one"), ("Esc", "Back"))

    def __init__(
        self,
        coach: Coach,
        heading: str,
        text: str,
        choices: Sequence[Choice[ValueT]],
        *,
        unanswered: Unanswered[ValueT] | None = None,
    ) -> None:
        super().__init__(coach)
        self._heading = heading
        self._text = text
        self._choices = choices
        self._unanswered = unanswered
        self._asked_at = coach.clock.monotonic()

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking", can_focus=False):
            yield Plain(self._heading, classes="question")
            yield Plain(self._text, fold=True, classes="below")
            yield OptionList(
                *(Option(literal(f"{c.key}   {c.text}")) for c in self._choices), markup=False
            )

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        if self._unanswered is not None:
            self.set_interval(1, self.look)

    def look(self) -> None:
        """Once a second: a question that nobody answers is over in its time."""
        last = self._unanswered
        if last is None or not self.is_current:
            return
        if self.coach.clock.monotonic() - self._asked_at >= last.after_seconds:
            self.dismiss(last.value)

    def wait_for_person(self) -> None:
        self._unanswered = None

    def on_key(self, event: Key) -> None:
        self._asked_at = self.coach.clock.monotonic()
        for choice in self._choices:
            if event.key == choice.key:
                event.stop()
                event.prevent_default()
                self.dismiss(choice.value)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].value)


class MessageScreen(CoachScreen[None]):
    """A few calm sentences; Enter goes on."""

    CSS_PATH = "asking.tcss"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "leave", "Go on")]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "Go on"),)

    def __init__(self, coach: Coach, text: str, below: str = "") -> None:
        super().__init__(coach)
        self._text = text
        self._below = below

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking"):
            yield Plain(self._text, classes="question")
            yield Plain(self._below, fold=True, classes="below")
