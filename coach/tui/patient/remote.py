"""The button of a remote: pressed here it says what it does, pressed again it does another."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key

from coach.tui.keys import key_name, key_of
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach

HOW = (
    "Remotes, pedals and headset buttons send keys. Press yours. Press it again to change what it"
    " does in a session. What you see is kept at once."
)
LEFT_ALONE = ("escape", "!")
"""Keys that work here too."""


class RemoteScreen(CoachScreen[None]):
    """Every key but Escape and the emergency key is taken for the button."""

    CSS_PATH = "remote.tcss"
    heading = "Remote"
    quiet = True
    typing = True
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("any", "Your button"), ("Esc", "Back"))

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._key = ""

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Plain(HOW, fold=True, id="how")
            yield Plain(id="button")
            yield Plain(fold=True, id="meaning")
            yield Plain(self._others(), fold=True, id="others")

    def on_key(self, event: Key) -> None:
        key = key_of(event)
        if key in LEFT_ALONE or key.startswith("ctrl+"):
            return
        event.stop()
        event.prevent_default()
        with self.guarded():
            if key == self._key:
                self.coach.remote.turn(key)
            self._key = key
        self._draw()

    def _draw(self) -> None:
        self.query_one("#button", Plain).show(key_name(self._key))
        self.query_one("#meaning", Plain).show(self.coach.remote.words(self._key))
        self.query_one("#others", Plain).show(self._others())

    def _others(self) -> str:
        """What was chosen for other keys."""
        others = [key for key in self.coach.remote.pairs if key != self._key]
        return "\n".join(f"{key_name(key)}: {self.coach.remote.words(key)}" for key in others)
