"""What stops no plan and deserves a look before it is given, as lines for a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coach.domain.text import clean_line

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.review.follow_up import FollowUp
    from coach.workflows.clinic import Clinic
    from coach.workflows.drafts import Draft


def weighed_lines(
    seen: "FollowUp",
    patient: "Enrolled",
    draft: "Draft",
    stage: "StageCode",
    raises: Sequence[str],
    known: frozenset[str],
    *,
    clears: str = "",
) -> Iterator[str]:
    """A hold that stands, what the page that signs shows too, and what an exercise asks for.

    `seen` is the patient before the plan; what is `known` is not said again.
    """
    from coach.workflows.weighing import to_weigh

    if not clears and seen.locks:
        if seen.lifting is not None:
            yield seen.lifting.ended_by_this
        yield (
            "A safety hold stands: their coach stays locked. When they were assessed, go on with "
            f'the plan they have: coach assign "{clean_line(patient.name)}" --clear-hold "WHY"'
        )
    found = to_weigh(seen, draft, stage, raises)
    yield from (one for one in (*found.against, *found.dose) if one not in known)
    for one in draft.warnings():
        if one.stage == stage.value and one.is_caution and one.text not in known:
            yield f"{one.text} {one.reason}".rstrip()


def cautions_before(clinic: "Clinic", patient: "Enrolled") -> frozenset[str]:
    """Cautions of exercises the patient has already: they were weighed when these were given."""
    before = clinic.assigning.program(patient.patient)
    if before is None:
        return frozenset()
    return frozenset(one.text for one in clinic.drafts.start(before).warnings() if one.is_caution)
