"""The voice: how it sounds and what it says, turned with the arrows and heard at once."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.session.voice_choice import InstalledVoice
from coach.session.voice_rows import HELP, LABELS, Row, is_chosen, value_words
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.coach import Coach

ROWS = tuple(Row)
LABEL_WIDTH = max(len(label) for label in LABELS.values()) + 2
LOOKING = "Looking for the voices of this machine ..."
NONE_FOUND = "No voice of this machine has answered. Its own is used; ← or → on Voice asks again."
TROUBLE_SECONDS = 1.0


class VoiceScreen(CoachScreen[None]):
    """Each change is kept at once; Enter says the test sentence."""

    CSS_PATH = "voice.tcss"
    heading = "Voice"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("left", "turn(-1)", "Less"),
        ("right", "turn(1)", "More"),
        ("v", "hear", "Hear it"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("↑ ↓", "Choose"),
        ("← →", "Change"),
        ("Enter", "Hear it"),
        ("Esc", "Back"),
    )

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._voices: Sequence[InstalledVoice] = ()
        self._asked = False

    def compose_body(self) -> ComposeResult:
        yield OptionList(*(Option(literal(self._line(row))) for row in ROWS), markup=False)
        yield Plain(id="help")
        with VerticalScroll(id="below", can_focus=False):
            yield Plain(LOOKING, id="voices")
        yield Plain(fold=True, id="not-heard")

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        rows.highlighted = 0
        rows.focus()
        self.coach.voice.begin()
        self._draw_trouble()
        self.set_interval(TROUBLE_SECONDS, self._draw_trouble)
        self.look_for_voices()

    @work(thread=True, exclusive=True, group="voices", exit_on_error=False)
    def look_for_voices(self) -> None:
        """Ask the worker, which may be busy or gone."""
        found = self.coach.voice.voices()
        self.app.call_from_thread(self._found, found)

    def _found(self, voices: Sequence[InstalledVoice]) -> None:
        self._voices, self._asked = voices, True
        if self.is_mounted:
            self._draw()

    # --- what is shown

    def _line(self, row: Row) -> str:
        value = value_words(row, self.coach.voice.choice, self._voices)
        return f"{LABELS[row]:<{LABEL_WIDTH}}{value}"

    def _draw(self) -> None:
        rows = self.query_one(OptionList)
        for nth, row in enumerate(ROWS):
            rows.replace_option_prompt_at_index(nth, literal(self._line(row)))
        self.query_one("#voices", Plain).show(self._voices_text())
        self._draw_trouble()

    def _voices_text(self) -> str:
        if not self._asked:
            return LOOKING
        if not self._voices:
            return NONE_FOUND
        chosen = self.coach.voice.choice
        names = [f"[{v.name}]" if is_chosen(v, chosen) else v.name for v in self._voices]
        return f"Voices here: {', '.join(names)}."

    def _draw_trouble(self) -> None:
        self.query_one("#not-heard", Plain).show(self.coach.voice.trouble())

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#help", Plain).show(HELP[ROWS[event.option_index]])

    # --- keys

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_hear()

    def action_turn(self, direction: int) -> None:
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is None:
            return
        row = ROWS[highlighted]
        with self.guarded():
            self.coach.voice.turn(row, direction, self._voices)
        if row is Row.VOICE and self._asked and not self._voices:
            self._asked = False
            self.look_for_voices()
        self._draw()

    def action_hear(self) -> None:
        self.coach.voice.try_out()
        self._draw_trouble()

    def action_leave(self) -> None:
        self.coach.voice.end()
        self.dismiss(None)
