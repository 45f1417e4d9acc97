"""What the patient will hear: every line of a session with its offset, and spoken on demand."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.program import StageCode
from coach.session.script import Script, ScriptLine
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.clinic import Clinic

LISTEN_SECONDS = 0.2
"""How often it is looked whether the voice is free for the next line."""
AHEAD = 5
"""Lines the voice gets ready ahead of need."""


def offset_text(seconds: float) -> str:
    """`12:05`."""
    return f"{int(seconds) // 60:>3}:{int(seconds) % 60:02d}"


class HearScreen(TherapistScreen[None]):
    """Lines one after the other from the chosen one; the pauses between them are left out."""

    CSS_PATH = "hear.tcss"
    heading = "What the patient will hear"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [("space", "play", "Speak"), ("s", "stop", "Stop")]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("Space", "Speak from here"),
        ("s", "Stop"),
        ("Esc", "Back"),
    )

    def __init__(self, clinic: Clinic, stage: StageCode, script: Script) -> None:
        super().__init__(clinic)
        self._stage = stage
        self._script = script
        self._next: int | None = None
        """The line that is spoken next; None while nothing is spoken."""

    def compose_body(self) -> ComposeResult:
        minutes = round(self._script.seconds / 60)
        yield Plain(
            f"Stage {self._stage.value}, everything it asks in one go, told as the first time: "
            f"about {minutes} min. Spoken here without the pauses.",
            id="above",
        )
        yield Plain(fold=True, id="no-sound")
        yield OptionList(
            *(Option(literal(_line(line))) for line in self._script.lines), markup=False
        )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        if self._script.lines:
            options.highlighted = 0
        self.set_interval(LISTEN_SECONDS, self.listen)

    def action_play(self) -> None:
        """From the chosen line on; what is being spoken ends."""
        self.clinic.speaker.stop()
        self._next = self.query_one(OptionList).highlighted
        self.listen()

    def _tell(self) -> None:
        """Why nothing is heard: the newest stays in sight."""
        for line in self.clinic.sound_notices.take():
            self.query_one("#no-sound", Plain).show(line)

    def action_stop(self) -> None:
        """Silence at once."""
        self._next = None
        self.clinic.speaker.stop()

    def listen(self) -> None:
        """Speak the next line as soon as the voice is free."""
        self._tell()
        if self._next is None or not self.clinic.speaker.is_quiet():
            return
        if self._next >= len(self._script.lines):
            self._next = None
            return
        ahead = self._script.lines[self._next : self._next + AHEAD]
        self.clinic.speaker.prepare([line.cue.text for line in ahead if line.cue.spoken])
        self.clinic.speaker.say(ahead[0].cue)
        self.query_one(OptionList).highlighted = self._next
        self._next += 1

    def action_leave(self) -> None:
        self.action_stop()
        self.dismiss(None)


def _line(line: ScriptLine) -> str:
    text = line.cue.text or line.cue.kind.value
    return f"{offset_text(line.offset_seconds)}  {text}"
