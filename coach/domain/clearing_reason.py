"""Why a therapist lifts a safety hold: words that say something, not a yes or a no."""

import re

LEAST_WORDS = 2
LEAST_LETTERS = 3
"""So many words of so many letters make a reason (source: DESIGN)."""
ASKED = (
    "say in a few words why coaching may go on, at least two of three letters or more, such as: "
    "seen today, reflexes fine"
)
"""The mend where it is none."""


def is_clearing_reason(text: str) -> bool:
    """Whether a text can stand as the reason."""
    words = re.findall(rf"[^\W\d_]{{{LEAST_LETTERS},}}", text)
    return len(words) >= LEAST_WORDS
