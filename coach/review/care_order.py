"""The order of care as a dated checklist for the therapist; never advice to a patient.

Steps are tried in this order, each after the one before it (source: clinical 7.4). The list says
what was talked about or begun and when; it proposes nothing.
"""

from datetime import date

from msgspec import Struct

from coach.domain.events import CareStepNoted
from coach.domain.history import History

STEPS: dict[str, str] = {
    "conservative": "Program at home, advice and hands-on care",
    "medicines": "Medicines, through the physician",
    "injection": "Injection, to find the source and for the pain",
    "surgical_opinion": "Opinion of a surgeon",
}
"""Id to words, in order (source: clinical 7.4; DESIGN)."""


class CareStep(Struct, frozen=True):
    """One step of care as it stands."""

    step: str
    words: str
    on_day: date | None
    """When it was talked about or begun; None when nothing was noted."""
    note: str


def care_checklist(history: History) -> list[CareStep]:
    """Every step in order, each with what was noted on it last."""
    noted = {fact.step: fact for _, fact in history.of(CareStepNoted)}
    return [
        CareStep(step, words, fact.on_day if fact else None, fact.note if fact else "")
        for step, words in STEPS.items()
        for fact in (noted.get(step),)
    ]
