"""`coach review --decide`: the decision, then the next version of the plan already filled in."""

import shlex
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.cli import output
from coach.cli.diagnostics import tell
from coach.cli.handing_out import Terms, hand_out
from coach.cli.weighing import cautions_before, weighed_lines
from coach.domain.errors import InputError
from coach.domain.outcomes import Decision

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.review.follow_up import FollowUp
    from coach.workflows.clinic import Clinic
    from coach.workflows.deciding import NextDraft


def decide(given: Namespace, clinic: "Clinic", patient: "Enrolled") -> None:
    """Show the next version filled in; with `--out` it is signed and written.

    The decision is written down with it. To keep the plan as it is asks for no signature: that is
    written down at once. Raises InputError and LogError.
    """
    decision = Decision(given.decide)
    _check_stage(given, clinic, patient)
    seen = clinic.follow_ups.follow_up(patient.patient, given.since)
    at_once = decision is Decision.KEEP and given.out is None
    if at_once and (given.stage or given.weeks):
        raise InputError(
            "Usage", "to keep the plan needs no --stage and no --weeks; --out FILE signs it anew"
        )
    if not at_once:
        _next_version(given, clinic, patient, seen)
    if at_once:
        clinic.follow_ups.decide(patient.patient, decision, given.note)
    if at_once or given.out is not None:
        _say_decided(given, clinic, patient, seen)
    else:
        tell("Nothing is written down yet: your decision is, once the plan is signed.")


def _say_decided(given: Namespace, clinic: "Clinic", patient: "Enrolled", seen: "FollowUp") -> None:
    """`seen` is what was decided on."""
    from coach.review.record_paragraph import record_paragraph

    output.line(record_paragraph(clinic.follow_ups.follow_up(patient.patient, given.since)))
    signed = "" if given.out is not None else f" {_kept(given, clinic, patient, seen)}"
    tell(f"Your decision is written down.{signed}")


def _kept(given: Namespace, clinic: "Clinic", patient: "Enrolled", seen: "FollowUp") -> str:
    """What a plan that is kept comes to: under a hold, or with another under way, it may not go on.

    The lock is said before a plan that waits: a plan lifts it.
    """
    from coach.workflows.deciding import on_their_way

    if not clinic.assigning.held(patient.patient):
        return on_their_way(clinic, seen) or "The plan they have goes on: nothing to sign."
    lift = shlex.join(["coach", "assign", given.patient, "--clear-hold", "WHY"])
    return (
        "Coaching stays locked: to keep the plan lifts nothing. When they were assessed, a signed "
        f"plan lifts it: {lift}"
    )


def _check_stage(given: Namespace, clinic: "Clinic", patient: "Enrolled") -> None:
    """A stage that the plan does not have is refused before anything is written."""
    program = clinic.assigning.program(patient.patient)
    if program is not None:
        clinic.assigning.stage(patient.patient, program, given.stage)


def _next_version(
    given: Namespace, clinic: "Clinic", patient: "Enrolled", seen: "FollowUp"
) -> None:
    from coach.workflows.decided import Decided
    from coach.workflows.deciding import fill_in

    opened = fill_in(clinic, seen, Decision(given.decide))
    program = opened.draft.program
    stage = opened.stage
    if given.stage:
        stage = clinic.assigning.stage(patient.patient, program, given.stage)
    _say(*seen.against_more)
    _say(f"The next version, filled in; it begins in stage {stage.value}:")
    _say(*(f"  {line}" for line in _filled(opened)))
    if given.out is not None:
        decided = Decided(Decision(given.decide), given.note)
        why = given.note.strip() if clinic.assigning.raised(patient.patient, program, stage) else ""
        terms = Terms(weeks=given.weeks, out=given.out, decided=decided, why_more=why)
        hand_out(clinic, patient, opened.draft, stage, terms, seen.against_more)
        return
    _say(*_changes(clinic, patient, seen, opened, stage))
    _say(*_how_to_give_it(given, clinic, patient, opened, stage))


def _filled(opened: "NextDraft") -> Iterator[str]:
    from coach.review.next_version import filled_words

    yield from (filled_words(one) for one in opened.filled)


def _changes(
    clinic: "Clinic",
    patient: "Enrolled",
    seen: "FollowUp",
    opened: "NextDraft",
    stage: "StageCode",
) -> Iterator[str]:
    """What the patient would be told, and what to weigh before that was not said yet."""
    told = clinic.assigning.changes(patient.patient, opened.draft.program, stage)
    if told:
        yield "The patient would be told:"
        yield from (f"  {line}" for line in told)
    known = cautions_before(clinic, patient).union(seen.against_more)
    raises = clinic.assigning.raised(patient.patient, opened.draft.program, stage)
    weighed = list(weighed_lines(seen, patient, opened.draft, stage, raises, known))
    if weighed:
        yield "To weigh:"
        yield from (f"  {line}" for line in weighed)


def _how_to_give_it(
    given: Namespace,
    clinic: "Clinic",
    patient: "Enrolled",
    opened: "NextDraft",
    stage: "StageCode",
) -> Iterator[str]:
    from coach.workflows.deciding import set_lines

    before = clinic.assigning.before(patient.patient)
    if not opened.draft.changed and before is not None and stage is before.stage:
        yield "Nothing is changed, so there is nothing to sign. To keep the plan they have:"
        yield f"  {shlex.join(_again(given, Decision.KEEP))}"
        return
    terms = ["--stage", stage.value]
    if given.weeks is not None:
        terms += ["--weeks", str(given.weeks)]
    again = _again(given, Decision(given.decide))
    yield "Nothing was signed yet. To sign it as it is, with your decision:"
    yield f"  {shlex.join([*again, *terms, '--out', 'FILE.coachplan'])}"
    if clinic.assigning.waiting(patient.patient) is not None:
        yield "To give it with other doses, sign it first: coach assign begins as what is signed."
        return
    yield "To give it with other doses:"
    doses = [word for line in set_lines(opened.draft, stage) for word in ("--set", line)]
    yield f"  {shlex.join(['coach', 'assign', given.patient, *doses, *terms])}"


def _again(given: Namespace, decision: Decision) -> list[str]:
    """The command for a decision with the note that was given."""
    note = ["--note", given.note] if given.note else []
    return ["coach", "review", given.patient, "--decide", decision.value, *note]


def _say(*lines: str) -> None:
    for line in lines:
        output.line(line)
