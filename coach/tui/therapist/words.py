"""Plain words of the therapist's screens."""

from collections.abc import Mapping, Sequence

from coach.domain.outcomes import Decision
from coach.domain.text import clean_line
from coach.review.next_version import FilledIn

DECISIONS: dict[Decision, tuple[str, str]] = {
    Decision.KEEP: (
        "keep the plan as it is?",
        "Enter writes your decision down and opens the next version, unchanged. You may add a "
        "note for the record. Nothing reaches the patient before you sign.",
    ),
    Decision.EASE: (
        "make the plan easier?",
        "Enter writes your decision down and opens the next version: half of what hurt or was "
        "red, or a stage back where that is proposed. You may add a note for the record. Nothing "
        "reaches the patient before you sign.",
    ),
    Decision.PROGRESS: (
        "go on?",
        "Enter writes your decision down and opens the next version: the next stage where its "
        "gates are met, else a small step up of what was green and done. You may add a note for "
        "the record. Nothing reaches the patient before you sign.",
    ),
}
"""What is asked before a decision is written down, and what Enter does."""


PATH_HELP = {
    "txt": "It names no patient. Nothing is written over another file.",
    "html": "End it with .html or .pdf. It names the patient: keep it as you keep your records.",
}
"""What is said before a file is written, by its ending."""


def no_path(line: str) -> str:
    """Why this is no file to write to; empty when it may be."""
    return "" if line.strip() else "Name a file."


def formula_parts(
    formulas: Mapping[str, str], legend: Sequence[str]
) -> list[tuple[str, list[str]]]:
    """Every formula under what it is of, then what the signs of the time line mean."""
    parts = [(name[:1].upper() + name[1:], [text]) for name, text in formulas.items()]
    return [*parts, ("Time line", list(legend))]


def filled_line(filled: FilledIn) -> str:
    """What was filled in, why, and by which rule."""
    source = f" [{filled.source}]" if filled.source else ""
    return f"{clean_line(f'{filled.what} {filled.why}')}{source}"


def minutes_text(minutes: float) -> str:
    """Whole minutes; less than one is said so."""
    return "under 1" if 0 < minutes < 1 else f"{minutes:.0f}"
