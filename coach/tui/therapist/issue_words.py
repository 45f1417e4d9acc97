"""What the page that signs a plan asks before it is signed, and says once it was."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from coach.domain.documents import PlanDocument
from coach.domain.errors import InputError
from coach.domain.text import clean_line
from coach.review.lifting import Lifting
from coach.tui.therapist.issue_terms import LIFT, Terms
from coach.workflows.decided import ASKED_WHY

FIRST = "No plan that they opened is known here: there is nothing to compare it with."
AGAINST_SHELF = "Other than in the program as it was picked:"
WHY_MORE = "Why is more asked for?"
LIFT_TOO = "Lift the lock in this one too."
STAYS = "Coaching stays locked: this plan does not lift the lock."
SAME = "Nothing is different for the patient."


def changes_text(told: Sequence[str], picked: Sequence[str], *, is_first: bool) -> str:
    """What the patient will be told, word for word; of a first plan what is other than `picked`."""
    if told:
        return "\n".join(["The patient is told:", *_set_in(told)])
    if not is_first:
        return SAME
    return "\n".join([FIRST, *([AGAINST_SHELF, *_set_in(picked)] if picked else [])])


def locked_text(locks: Sequence[str], lifting: Lifting | None) -> str:
    """What locks coaching; and that the plan which lifts it cannot be opened after this one."""
    text = "\n".join([f"Coaching is locked. {locks[0]}", *locks[1:]])
    return f"{text}\n{lifting.ended_by_this} {LIFT_TOO}" if lifting is not None else text


def lift_question(locks: Sequence[str], raises: Sequence[str], clears: str) -> str:
    """What is asked before a lock is lifted: the yes, the reason, and what more is asked for."""
    told = f"It raises: {'; '.join(map(clean_line, raises))}.\n\n" if raises else ""
    act = "Lift the lock and raise it?" if raises else "Lift the lock?"
    return (
        f"{' '.join(locks)}\n\nYou write: {clean_line(clears)}\n\n{told}"
        f"{act} Coaching goes on once the patient opens this plan.  y / n"
    )


def raised_under_a_lock() -> InputError:
    """Why nothing that asks for more is signed while the lock stays."""
    return InputError(
        LIFT.label,
        "A safety hold stands, and this plan asks for more. Say here why coaching may go on, or "
        "go back and take it out.",
    )


def why_more_text(against: Sequence[str], raises: Sequence[str]) -> str:
    """What speaks against asking for more, and what is raised: told where the reason is typed."""
    return "\n".join(
        [
            *map(clean_line, against),
            f"It raises: {'; '.join(map(clean_line, raises))}.",
            "",
            "A few words, such as: seen today, leg settled since. They are kept with the plan in "
            "your record; the patient does not see them. Esc signs nothing.",
        ]
    )


def no_why(line: str) -> str:
    """The fault of an empty line."""
    return "" if line.strip() else f"{ASKED_WHY[:1].upper()}{ASKED_WHY[1:]}."


def all_the_same(terms: Terms, why: str) -> str:
    """What is asked before a plan is signed that may not be meant so, and `why`."""
    return (
        f"{why} It would hold from {terms.from_day} to {terms.valid_until}.\n\n"
        "Sign it all the same?  y / n"
    )


def written_text(
    plan: PlanDocument, where: str, own_key: str, *, lifted: Sequence[str], stays: str
) -> str:
    """That it was written; what it `lifted` of a lock, or `stays`: that the lock does."""
    lines = [
        f"Written: {where}",
        f"Version {plan.version}, from {plan.from_day} to {plan.valid_until}, "
        f"stage {plan.stage.value}.",
        *_lifted(plan, lifted, stays),
        f"Signed with your key: {own_key}",
        "The patient's coach shows these words. Read them aloud at the visit.",
        *_set_in(plan.changes),
    ]
    return "\n".join(lines)


def lock_stays(lifting: Lifting | None, version: int) -> str:
    """That a plan of this `version` leaves the lock, and what lifts it until it is opened."""
    if lifting is None:
        return STAYS
    return f"{STAYS} {replace(lifting, newer=(*lifting.newer, version)).words}"


def _lifted(plan: PlanDocument, lifted: Sequence[str], stays: str) -> Iterator[str]:
    if plan.clears:
        yield "It lifts the lock once the patient opens it."
        yield from _set_in([*lifted, f"You wrote: {plan.clears}"])
    elif stays:
        yield stays


def _set_in(lines: Sequence[str]) -> list[str]:
    return [f"  {clean_line(line)}" for line in lines]
