"""Body charts for the therapist: first against last, and which roots the zones overlap.

Roots are for the therapist's eyes alone: patterns overlap and a guess is unreliable, so no patient
ever sees them (source: clinical 6, 3.5).
"""

from coach.domain.body_chart import Change, Chart, Mark, difference

ROOTS = ("L1", "L2", "L3", "L4", "L5", "S1")

_ROOTS_OF = {
    "F1": ("L1", "L2"),
    "F2": ("L2",),
    "F3": ("L3",),
    "F4": ("L3", "L4"),
    "F5": ("L4",),
    "F6": ("L5",),
    "F7": ("L5",),
    "F8": ("S1",),
    "F9": ("L5",),
    "B2": ("L5", "S1"),
    "B3": ("S1",),
    "B5": ("S1",),
    "B6": ("S1",),
}
"""Roots that a zone's skin overlaps, by the code without its side (source: S70, clinical 6.1)."""


def root_hint(chart: Chart) -> str:
    """`zones recorded overlap L5, S1`; empty when no marked zone overlaps any."""
    met = {root for zone in chart.painted for root in _ROOTS_OF.get(zone.short, ())}
    named = ", ".join(root for root in ROOTS if root in met)
    return f"zones recorded overlap {named}" if named else ""


def change_line(change: Change) -> str:
    """One zone of two charts: `left calf: P5 ↓ P2`, with `-` where nothing was marked."""
    first, last = _letters(change.first), _letters(change.last)
    return f"{change.zone.words}: {first} {change.turn.arrow} {last}"


def change_lines(first: Chart, last: Chart) -> list[str]:
    """Every zone that is marked on either chart, from the top down."""
    return [change_line(change) for change in difference(first, last)]


def _letters(mark: Mark) -> str:
    return mark.letters if mark.feelings else "-"
