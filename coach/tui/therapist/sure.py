"""One question with yes and no; Escape is no."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.clinic import Clinic


class SureScreen(TherapistScreen[bool | None]):
    """Gives back True for yes."""

    CSS_PATH = "ask_line.tcss"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "Yes"),
        ("n", "answer(False)", "No"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("y", "Yes"), ("n", "No"), ("Esc", "Back"))

    def __init__(self, clinic: Clinic, question: str) -> None:
        super().__init__(clinic)
        self._question = question

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="ask-line"):
            yield Plain(self._question, classes="question")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
