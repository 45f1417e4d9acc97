"""A text to read: formulas, what changed, a paragraph for the record, what was written."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.clinic import Clinic

Part = tuple[str, Sequence[str]]
"""A heading, which may be empty, and its lines."""


class ReadTextScreen(TherapistScreen[None]):
    """Scrolls; Enter or Escape goes back."""

    CSS_PATH = "read_text.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "leave", "Back")]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("↑ ↓", "Scroll"), ("Esc", "Back"))

    def __init__(self, clinic: Clinic, title: str, parts: Sequence[Part]) -> None:
        super().__init__(clinic)
        self._title = title
        self._parts = parts

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="text"):
            yield Plain(self._title, classes="title")
            for heading, lines in self._parts:
                yield Plain(heading, fold=True, classes="part")
                for line in lines:
                    yield Plain(line)

    def on_mount(self) -> None:
        self.query_one("#text").focus()
