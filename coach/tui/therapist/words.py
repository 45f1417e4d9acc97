"""Plain words of the therapist's screens."""

from collections.abc import Mapping, Sequence

from coach.domain.outcomes import Decision

DECISIONS: dict[Decision, tuple[str, str]] = {
    Decision.KEEP: (
        "keep the plan as it is?",
        "Enter writes your decision down: it is kept as it is, nothing to sign. You may add a "
        "note for the record. Esc writes nothing. To give it anew, press a in the list of "
        "patients.",
    ),
    Decision.EASE: (
        "make the plan easier?",
        "Enter opens the next version: half of what hurt or was red, or a stage back where that "
        "is proposed, or where it got worse and no exercise hurt. You may add a note for the "
        "record. Your decision is written down when you sign; leaving without signing writes "
        "nothing.",
    ),
    Decision.PROGRESS: (
        "go on?",
        "Enter opens the next version: the next stage where its gates are met, else a small step "
        "up of what was green and done; nothing is raised where it got worse. You may add a note "
        "for the record. Your decision is written down when you sign; leaving without signing "
        "writes nothing.",
    ),
}
"""What is asked before a decision, and what Enter does."""
KEPT = "Kept as it is; nothing to sign. Your decision is written down."
KEEP_LOCKED = (
    "Enter writes your decision down. Coaching stays locked: to keep the plan lifts nothing. When "
    "they were assessed, press a in the list of patients: a plan that you sign there lifts the "
    "lock, with your reason. Esc writes nothing."
)
"""What is said instead before a plan is kept under a hold."""
LOCKED_FIRST = (
    "Coaching is locked, and nothing may be raised while it is. When they were assessed, the page "
    "that signs has a line that lifts the lock, with your reason; left empty, coaching stays "
    "locked."
)
"""What is said before a next version is opened under a hold."""
KEPT_LOCKED = "Kept. Coaching stays locked: a signed plan lifts it (a in the list of patients)."
NOTHING_SIGNED = "Nothing was signed, so no decision is written down."


PATH_HELP = {
    "txt": "End it with .txt. It names no patient. Nothing is written over another file.",
    "html": "End it with .html or .pdf. You are asked next whether the name is on it.",
}
"""What is said before a file is written, by its ending."""


PUT_NAME = (
    "Put the name on it? y: keep it as you keep your records. n: it carries the id alone. "
    "Esc writes nothing."
)


def decision_words(decision: Decision, *, locked: bool, on_way: str = "") -> tuple[str, str]:
    """What is asked before a decision, and what Enter does; a lock is said first.

    `on_way` is which signed plans the patient may open yet: the editor says it of the others.
    """
    question, below = DECISIONS[decision]
    if locked:
        below = KEEP_LOCKED if decision is Decision.KEEP else f"{LOCKED_FIRST} {below}"
    elif decision is Decision.KEEP:
        below = f"{on_way} {below}".lstrip()
    return question, below


def no_path(line: str) -> str:
    """Why this is no file to write to; empty when it may be."""
    return "" if line.strip() else "Name a file."


def no_text_path(line: str) -> str:
    """Why this is no file for a text; empty when it may be."""
    return no_path(line) or ("" if line.strip().lower().endswith(".txt") else "End it with .txt.")


def formula_parts(
    formulas: Mapping[str, str], legend: Sequence[str]
) -> list[tuple[str, list[str]]]:
    """Every formula under what it is of, then what the signs of the time line mean."""
    parts = [(name[:1].upper() + name[1:], [text]) for name, text in formulas.items()]
    return [*parts, ("Time line", list(legend))]


def minutes_text(minutes: float) -> str:
    """Whole minutes; less than one is said so."""
    return "under 1" if 0 < minutes < 1 else f"{minutes:.0f}"
