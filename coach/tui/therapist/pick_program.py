"""A program for a patient is picked: type some letters, Enter takes the first that fits."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coach.domain.caseload import Enrolled
from coach.domain.program import Program
from coach.domain.text import clean_line
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain, literal
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.clinic import Clinic

_MARGIN = 12
"""Columns that margin, border, padding, the scrollbar and the indent of a note take."""


def fits(program: Program, typed: str) -> bool:
    """Whether every word typed is in the program's id, title, presentation or note."""
    text = " ".join(
        (
            program.id,
            program.title,
            program.presentation.value,
            program.presentation.words,
            program.for_therapist,
        )
    ).casefold()
    return all(word in text for word in typed.casefold().split())


HAS_NOW = "what the patient has now"
WAITING = "issued, not opened yet"


def program_lines(program: Program, kept: str = "") -> tuple[str, str]:
    """A head, and what it says to therapists; `kept` is what it is to the patient."""
    parts = (
        clean_line(program.title_and_id),
        kept,
        program.presentation.words,
    )
    head = "   ".join(part for part in parts if part)
    return head, clean_line(program.for_therapist)


class PickProgramScreen(TherapistScreen[Program | None]):
    """What the patient has now stands first, then the shelf; gives back the program picked."""

    CSS_PATH = "pick_program.tcss"
    heading = "Pick a program"
    quiet = True
    typing = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("down", "move(1)", "Down"),
        ("up", "move(-1)", "Up"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("letters", "Search"),
        ("↑ ↓", "Choose"),
        ("Enter", "This one"),
        ("Esc", "Back"),
    )

    def __init__(self, clinic: Clinic, enrolled: Enrolled | None = None) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self._current: Program | None = None
        self._kept = HAS_NOW
        self._programs: list[Program] = []
        self._shown: list[Program] = []

    def compose_body(self) -> ComposeResult:
        whom = f"For {self._enrolled.name}" if self._enrolled is not None else "As a template"
        yield Plain(whom, id="whom")
        yield PlainInput(id="search", placeholder="letters of a title, an id or a presentation")
        yield OptionList(markup=False)
        yield Plain(fold=True, id="none")

    def on_mount(self) -> None:
        self.query_one("#search", Input).focus()
        with self.guarded("look"):
            self._programs = self.clinic.shelf.programs()
            if self._enrolled is not None:
                self._current = self.clinic.assigning.program(self._enrolled.patient)
                if self.clinic.assigning.waiting(self._enrolled.patient) is not None:
                    self._kept = WAITING
        self._list("")

    def on_resize(self, event: Resize) -> None:
        self._list(self.query_one("#search", Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def _list(self, typed: str) -> None:
        current = [self._current] if self._current is not None else []
        others = [one for one in self._programs if one != self._current]
        self._shown = [one for one in (*current, *others) if fits(one, typed)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(literal(self._text(one))) for one in self._shown])
        if self._shown:
            options.highlighted = 0
        none = "" if self._shown else "No program fits. Fewer letters find more."
        self.query_one("#none", Plain).show(none)

    def _text(self, program: Program) -> str:
        head, note = program_lines(program, self._kept if program is self._current else "")
        room = max(20, self.size.width - _MARGIN)
        short = note if len(note) <= room else f"{note[: room - 1]}…"
        return f"{head}\n    {short}" if short else head

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = ((options.highlighted or 0) + by) % len(self._shown)

    def on_input_submitted(self) -> None:
        self._take()

    def on_option_list_option_selected(self) -> None:
        self._take()

    def _take(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])
