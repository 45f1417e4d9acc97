"""What stops no plan and deserves a look before it is given, as lines for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.domain.text import clean_line

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.workflows.clinic import Clinic
    from coach.workflows.drafts import Draft


def to_weigh(
    clinic: "Clinic",
    patient: "Enrolled",
    draft: "Draft",
    stage: "StageCode",
    known: frozenset[str],
    *,
    clears: str = "",
) -> Iterator[str]:
    """What stops nothing and deserves a look: a hold that stands, and what is long or contrary.

    Cautions that are `known` are not said again.
    """
    if not clears and clinic.assigning.held(patient.patient):
        yield (
            "A safety hold stands: their coach stays locked. When they were assessed, go on with "
            f'the plan they have: coach assign "{clean_line(patient.name)}" --clear-hold "WHY"'
        )
    yield from _hurt_before(clinic, patient, draft, stage)
    for one in draft.warnings():
        if one.stage == stage.value and not (one.is_caution and one.text in known):
            yield f"{one.text} {one.reason}".rstrip()


def _hurt_before(
    clinic: "Clinic", patient: "Enrolled", draft: "Draft", stage: "StageCode"
) -> Iterator[str]:
    """What the stage asks and hurt at any time, in whichever stage that was."""
    from coach.review.follow_up_hurt import hurt_in, hurt_words

    hurt = clinic.follow_ups.follow_up(patient.patient).hurt
    yield from (hurt_words(one) for one in hurt_in(draft.program.stage(stage), hurt))


def cautions_before(clinic: "Clinic", patient: "Enrolled") -> frozenset[str]:
    """Cautions of exercises the patient has already: they were weighed when these were given."""
    before = clinic.assigning.program(patient.patient)
    if before is None:
        return frozenset()
    return frozenset(one.text for one in clinic.drafts.start(before).warnings() if one.is_caution)
