"""Help: every key of the screen it was opened from, and what everyone should know."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from coach.review.adherence import FORMULA
from coach.tui.keys import key_name, offered
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.registry import Place

ALWAYS = (
    ("Esc", "Back to the screen before."),
    ("↑ ↓", "Choose in a list; Enter takes the chosen one."),
)


class HelpScreen(CoachScreen[None]):
    """Made from the registry: what is not in it cannot be done."""

    CSS_PATH = "help.tcss"
    heading = "Help"
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "Back"),)

    def __init__(self, coach: Coach, place: Place) -> None:
        super().__init__(coach)
        self._for = place

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Plain(self.coach.safety.flags.nobody, id="nobody")
            for entry in offered(self._for):
                keys = " ".join(key_name(key) for key in (entry.key, *entry.more_keys))
                yield from _row(keys, f"{entry.label}: {entry.help}")
            for key, text in ALWAYS:
                yield from _row(key, text)
            yield Plain(f"How the percentage comes about: {FORMULA}.", id="formula")

    def on_mount(self) -> None:
        self.query_one("#help").focus()


def _row(keys: str, text: str) -> ComposeResult:
    with Horizontal(classes="entry"):
        yield Plain(keys, classes="key")
        yield Plain(text)
