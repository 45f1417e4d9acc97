"""The order of care: a dated checklist; a digit notes a step with its day."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key

from coach.domain.caseload import Enrolled
from coach.review.care_order import CareStep
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.follow_up_blocks import care_step_line
from coach.tui.widgets.plain import Plain
from coach.workflows.clinic import Clinic

WRONG_DAY = "Write the day first, like 2026-03-01, and then a note if there is one."
TO_COME = "That day is still to come; write the day it was talked about or begun."


class CareScreen(TherapistScreen[None]):
    """Four steps in their order; nothing is proposed here."""

    CSS_PATH = "care.tcss"
    heading = "Order of care"
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("1-4", "Note a step"), ("Esc", "Back"))

    def __init__(self, clinic: Clinic, enrolled: Enrolled, care: Sequence[CareStep]) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self._care = list(care)

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="care"):
            yield Plain(self._enrolled.name, classes="who")
            yield Plain(
                "What was talked about or begun, and when. It proposes nothing.", classes="calm"
            )
            yield Plain(self._text(), id="steps")

    def on_mount(self) -> None:
        self.query_one("#care").focus()

    def _text(self) -> str:
        return "\n".join(care_step_line(nth, step) for nth, step in enumerate(self._care, start=1))

    def on_key(self, event: Key) -> None:
        if event.character and event.character in "123456789":
            nth = int(event.character) - 1
            if nth < len(self._care):
                event.stop()
                self._note(self._care[nth])

    @work(exclusive=True, group="care")
    async def _note(self, step: CareStep) -> None:
        if not self.may_write():
            return
        today = self.clinic.today()
        line = await self.app.push_screen_wait(
            AskLineScreen(
                self.clinic,
                step.words,
                "The day, then a note if there is one. Enter writes it down.",
                value=f"{today.isoformat()} ",
                fault=partial(_fault, today),
            )
        )
        if line is None:
            return
        day, note = _read(line)
        with self.guarded():
            self.clinic.follow_ups.note_care(self._enrolled.patient, step.step, day, note)
            self._care = [
                CareStep(one.step, one.words, day, note) if one.step == step.step else one
                for one in self._care
            ]
            self.query_one("#steps", Plain).show(self._text())


def _read(line: str) -> tuple[date, str]:
    """The day and the note of a line; ValueError when it begins with no day."""
    first, _, note = line.strip().partition(" ")
    return date.fromisoformat(first), note.strip()


def _fault(today: date, line: str) -> str:
    try:
        day, _ = _read(line)
    except ValueError:
        return WRONG_DAY
    return TO_COME if day > today else ""
