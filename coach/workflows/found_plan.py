"""A plan that was found in a file: what it is, what changes with it, and whether it unlocks."""

from datetime import date

from msgspec import Struct

from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.program import Program

LIFTED = "Your therapist has lifted the hold. You can go on."
STILL_LOCKED = "Coaching stays locked: this plan does not clear what you answered yes to."
LOCKED_SINCE = (
    "Coaching stays locked: your therapist lifted an earlier hold, and did not know of what you "
    "answered yes to since."
)
LIFTS_TOO_LATE = (
    "Coaching stays locked: this plan begins on a later day. Your therapist must lift the hold "
    "with a plan that begins at once."
)
NOTHING_DIFFERENT = "Nothing you do is different from the plan you have."

NOTHING_AT_ONCE = "Nothing is different in the stage you are in."
MOST_TOGETHER = 5
"""So many changes are told in one go, of whatever stage they are (source: DESIGN)."""
LATER = "What else is different, in other stages and on bad days:"


class FoundPlan(Struct, frozen=True):
    """A plan that may be taken, once its signer is known to be the therapist."""

    signed: SignedPlan
    program: Program
    known: bool
    """Whether the patient paired with its signer."""
    changes: tuple[str, ...] = ()
    """What is different from the plan that holds here, in the patient's words; of a first plan
    nothing."""
    at_once: tuple[str, ...] = ()
    """What of it is of the stage in which the patient goes on, or of all stages."""
    cleared: tuple[str, ...] = ()
    """Ids of the standing holds and yes answers that it clears."""
    locked_why: str = ""
    """Why coaching stays locked with it, in a sentence; empty when nothing is left that locks."""
    kept_again: bool = False
    """Whether it was taken before, and only its words were lost here."""

    @property
    def plan(self) -> PlanDocument:
        """What was signed."""
        return self.signed.plan

    @property
    def clears(self) -> bool:
        """Whether it unlocks coaching."""
        return bool(self.cleared) and not self.stays_locked

    @property
    def stays_locked(self) -> bool:
        """Whether a hold stands that it does not clear."""
        return bool(self.locked_why)

    @property
    def therapist(self) -> str:
        """What to call whoever signed it."""
        return self.plan.therapist or "your therapist"


def found_lines(found: FoundPlan) -> list[str]:
    """Whether coaching is locked, what the plan is, and what changes at once, for the screen."""
    plan = found.plan
    if found.kept_again:
        return [f"Version {plan.version} was taken before; its words are kept here again."]
    return [
        *_lock_lines(found),
        f"{found.program.title}, version {plan.version}, from {found.therapist}.",
        *_plan_lines(found),
    ]


def later_lines(found: FoundPlan) -> list[str]:
    """What changes in other stages and on bad days, under a heading; empty for nothing."""
    if found.kept_again:
        return []
    later = [change for change in found.changes if change not in found.at_once]
    return [LATER, *later] if later else []


def spoken_lines(found: FoundPlan) -> list[str]:
    """What is said aloud, once, when it was taken."""
    first = f"You have a plan from {found.therapist}."
    return [first, *_lock_lines(found), *_plan_lines(found)]


def _lock_lines(found: FoundPlan) -> list[str]:
    if found.stays_locked:
        return [found.locked_why]
    return [LIFTED] if found.clears else []


def _plan_lines(found: FoundPlan) -> list[str]:
    plan = found.plan
    return [
        f"It holds from {day_words(plan.from_day)} up to {day_words(plan.valid_until)}.",
        *(found.at_once or (found.program.summary,)),
    ]


def day_words(day: date) -> str:
    """A day in words: `Monday 1 March 2027`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
