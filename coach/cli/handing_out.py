"""A plan handed out in the shell: signed, written into its file, and told with what to weigh."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.cli import diagnostics, output
from coach.cli.weighing import cautions_before, weighed_lines

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.workflows.assign import Issued
    from coach.workflows.clinic import Clinic
    from coach.workflows.decided import Decided
    from coach.workflows.drafts import Draft


class Terms(Struct, frozen=True):
    """What a plan is given with, besides its program; None and empty are the usual."""

    from_day: date | None = None
    weeks: int | None = None
    sore_side: str = ""
    clears: str = ""
    """Why coaching may go on after a safety hold."""
    may_raise: bool = False
    """Whether more may be asked than before although a hold is lifted."""
    out: str | None = None
    """Where its file is written."""
    above: int = 0
    """A version that the patient has and that is not known of here."""
    decided: "Decided | None" = None
    """What was decided with it."""
    why_more: str = ""
    """Why more is asked for although they got worse or answered yes."""


def hand_out(
    clinic: "Clinic",
    patient: "Enrolled",
    draft: "Draft",
    stage: "StageCode",
    terms: Terms,
    told: Sequence[str] = (),
) -> None:
    """Sign a draft and write its file: the path first, then what was given, then what to weigh.

    What was `told` already is not said again. Raises InputError and LogError.
    """
    from coach.workflows.patients import plan_file_name
    from coach.workflows.plan_days import far_off

    known = cautions_before(clinic, patient).union(told)
    seen = clinic.follow_ups.follow_up(patient.patient)
    version = clinic.assigning.next_version(patient.patient, draft.program, terms.above)
    clinic.check_plan_place(patient, terms.out or plan_file_name(patient, version))
    locks = seen.locks if terms.clears else ()
    raises = clinic.assigning.raised(patient.patient, draft.program, stage)
    is_first = clinic.assigning.program(patient.patient) is None
    issued = _issue(clinic, patient, draft, stage, terms)
    output.line(write_file(terms.out, clinic, patient, issued))
    for line in issued_lines(patient, draft, issued, locks, is_first=is_first):
        output.line(line)
    if late := far_off(issued.plan.from_day, clinic.today()):
        diagnostics.tell(late)
    for line in weighed_lines(
        seen, patient, draft, stage, raises, known, clears=issued.plan.clears
    ):
        diagnostics.tell(line)
    diagnostics.tell(
        "Hand this file over by any way you like: nothing was sent, and only their coach opens it."
    )


def _issue(
    clinic: "Clinic", patient: "Enrolled", draft: "Draft", stage: "StageCode", terms: Terms
) -> "Issued":
    from coach.workflows.plan_days import USUAL_WEEKS, last_day

    first = terms.from_day or clinic.today()
    return clinic.assigning.issue(
        patient,
        draft.program,
        stage,
        from_day=first,
        valid_until=last_day(first, terms.weeks or USUAL_WEEKS),
        sore_side=terms.sore_side,
        clears=terms.clears,
        decided=terms.decided,
        may_raise=terms.may_raise,
        above=terms.above,
        why_more=terms.why_more,
    )


def write_file(out: str | None, clinic: "Clinic", patient: "Enrolled", issued: "Issued") -> str:
    """Write the file of a plan; where it went. Raises InputError."""
    from coach.workflows.patients import plan_file_name

    name = out or plan_file_name(patient, issued.plan.version)
    return clinic.write_plan(patient, name, issued.sealed)


def issued_lines(
    patient: "Enrolled",
    draft: "Draft",
    issued: "Issued",
    locks: Sequence[str] = (),
    *,
    is_first: bool = False,
) -> Iterator[str]:
    """What was given: version, days, what it lifts of the `locks`, changes, minutes."""
    plan, own = issued.plan, draft.program.version
    # Numbers go on from the program's: without a word a first plan looks like a second.
    first = f" (their first plan; the program itself is version {own})" if is_first else ""
    yield (
        f"Version {plan.version} of {draft.program.id} for {patient.name}{first}, stage "
        f"{plan.stage.value}, {plan.from_day:%d %B %Y} to {plan.valid_until:%d %B %Y}."
    )
    if plan.clears:
        yield f"It lifts the safety hold: {plan.clears}"
        yield from (f"  {lock}" for lock in locks)
    yield from (f"  {change}" for change in plan.changes)
    minutes = draft.minutes(plan.stage)
    yield (
        f"About {minutes.total:.0f} minutes on its fullest day: exercises {minutes.exercises:.0f}, "
        f"walking {minutes.walks:.0f}, rest, cold and heat {minutes.rests:.0f}."
    )
