"""What a therapist decided at a follow-up, as it is written down."""

from typing import NamedTuple

from coach.domain.events import ReviewDecided
from coach.domain.outcomes import Decision
from coach.domain.text import clean

LONGEST_NOTE = 2000


class Decided(NamedTuple):
    """A decision; one that leads to a plan is written down with it, when that is signed."""

    decision: Decision
    note: str = ""

    @property
    def fact(self) -> ReviewDecided:
        """With its note on one line."""
        words = " ".join(clean(self.note, limit=LONGEST_NOTE).split())
        return ReviewDecided(decision=self.decision, note=words)
