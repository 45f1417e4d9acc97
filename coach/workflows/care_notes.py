"""The therapist's dated notes on steps of care; not part of what a patient's coach can do."""

from datetime import date

from coach.domain.errors import InputError
from coach.domain.events import CareStepNoted
from coach.domain.text import clean_line
from coach.review.care_order import STEPS, CareStep, care_checklist
from coach.workflows.records import Records


class CareNotes:
    """Writes what was talked about or begun, and reads it back as a checklist."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def checklist(self) -> list[CareStep]:
        """Every step in order, each with what was noted on it last."""
        return care_checklist(self._records.whole(CareStepNoted))

    def note(self, step: str, on_day: date, note: str = "") -> None:
        """A step was talked about or begun on a day.

        Raises InputError for a step that is none and for a day still to come, LogError when it
        cannot be written.
        """
        if step not in STEPS:
            raise InputError("Step of care", f"'{step}' is none; write one of {', '.join(STEPS)}.")
        if on_day > self._records.today():
            raise InputError("Date", "That day is still to come; write the day it was done.")
        self._records.record(CareStepNoted(step=step, on_day=on_day, note=clean_line(note)))
