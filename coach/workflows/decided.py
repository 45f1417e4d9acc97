"""What a therapist decided at a follow-up, as it is written down."""

from collections.abc import Sequence
from typing import NamedTuple

from coach.domain.clearing_reason import is_clearing_reason
from coach.domain.errors import InputError
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


ASKED_WHY = "say in a few words why more is asked for, such as: seen today, leg settled since"
"""The mend where words say nothing."""


def check_why(why: str) -> None:
    """InputError for words that are no reason."""
    if not is_clearing_reason(why):
        raise InputError("Why", f"{ASKED_WHY[:1].upper()}{ASKED_WHY[1:]}.")


def check_raises(raises: Sequence[str], against: Sequence[str], why: str) -> None:
    """More is asked of someone who got worse, or who answered yes, with a reason alone.

    `against` is what speaks against it. InputError for no reason, and for one that says nothing.
    """
    if not (raises and against):
        return
    if not why:
        raise InputError(
            "Why",
            # What is raised may be long, and a line is cut at its end: the mend stands before it.
            f"more would be asked for, and this speaks against it. {' '.join(against)} Take that "
            'back; or, when you have weighed it, say why: --note "WHY". '
            f"Raises: {'; '.join(raises)}",
        )
    check_why(why)


def with_why(decided: Decided | None, why: str) -> Decided | None:
    """The decision with why more is asked for in its note; to progress where none was made."""
    if not why or (decided is not None and why in decided.note):
        return decided
    if decided is None:
        return Decided(Decision.PROGRESS, why)
    return decided._replace(note=f"{decided.note} {why}".strip())
