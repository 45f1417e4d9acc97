"""One line is asked for; what cannot be taken is said below it while it is typed."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from coach.domain.errors import CoachError
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.clinic import Clinic

Fault = Callable[[str], str]
"""Says in one sentence why a line cannot be taken; empty when it can."""


def anything(line: str) -> str:
    """Every line can be taken, an empty one too."""
    return ""


class AskLineScreen(TherapistScreen[str | None]):
    """Gives back the line, or None when it was left with Escape.

    A line that `take` refuses at Enter stays in the field to be mended.
    """

    CSS_PATH = "ask_line.tcss"
    quiet = True
    typing = True
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "Take it"), ("Esc", "Back"))

    def __init__(
        self,
        clinic: Clinic,
        question: str,
        below: str = "",
        *,
        value: str = "",
        fault: Fault = anything,
        take: Callable[[str], object] = str,
        replaces: bool = False,
    ) -> None:
        """`replaces`: the value is a suggestion that the first letter typed takes away."""
        super().__init__(clinic)
        self._question = question
        self._below = below
        self._value = value
        self._fault = fault
        self._take = take
        self._replaces = replaces

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="ask-line", can_focus=False):
            yield Plain(self._question, classes="question")
            yield Plain(self._below, fold=True, classes="below")
            yield PlainInput(self._value, select_on_focus=self._replaces)
            yield Plain(fold=True, classes="fault")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        fault = self._fault(event.value) if event.value.strip() else ""
        self.query_one(".fault", Plain).show(fault)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        fault = self._fault(event.value) or self._refused(event.value.strip())
        self.query_one(".fault", Plain).show(fault)
        if not fault:
            self.dismiss(event.value.strip())

    def _refused(self, line: str) -> str:
        try:
            if line:
                self._take(line)
        except CoachError as error:
            return error.message
        return ""
