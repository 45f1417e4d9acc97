"""A decision at a follow-up: the next version filled in, and written down when it is signed."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.dose_changes import dose_over
from coach.domain.dose_words import listed
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.outcomes import Decision
from coach.domain.prescription_lines import OFF, prescription_line
from coach.domain.program import Stage, StageCode
from coach.domain.raised import raised
from coach.review.caseload_words import day_words
from coach.review.follow_up import FollowUp, Visit
from coach.review.next_version import FilledIn, NextVersion, next_version
from coach.workflows.assign import Before
from coach.workflows.clinic import Clinic
from coach.workflows.drafts import Draft

ASKS_LESS = "It asks less already than the rules would: choose what is to be less."


class NextDraft(Struct, frozen=True):
    """What the editor opens with after a decision."""

    draft: Draft
    """Begun as the plan that holds, so that its changes are against that one."""
    stage: StageCode
    filled: tuple[FilledIn, ...]
    worse: tuple[str, ...] = ()
    """Every sign that it got worse, or no better, a sentence each with what it is."""


def fill_in(clinic: Clinic, seen: FollowUp, decision: Decision) -> NextDraft:
    """The next version of the plan as a decision would have it; writes nothing.

    The decision is written down with the plan that is signed, or at once with `FollowUps.decide`
    to keep the plan as it is. Raises InputError when the plan cannot be read here.
    """
    begun = _begun(clinic, seen)
    program = begun.program
    if seen.stage is None:
        seen = replace(seen, stage=begun.stage)
    catalogue = {exercise.id: exercise for exercise in clinic.shelf.exercises()}
    made = next_version(program, seen, decision, catalogue)
    waiting = clinic.assigning.waiting(seen.patient)
    told = _not_opened(waiting, begun.version, seen.visits)
    signed = clinic.assigning.waiting_plan(seen.patient) if decision is Decision.EASE else None
    if signed is not None and _asks_more(signed, made, catalogue):
        made = _eased(signed, seen, catalogue)
        told = _less_already(signed, begun.version, seen.visits)
    draft = clinic.drafts.start(program)
    if made.program != program:
        draft = replace(draft, program=made.program, before=draft)
    return NextDraft(draft, made.stage, (*told, *made.filled), seen.against_more)


def _asks_more(signed: Before, made: NextVersion, catalogue: Mapping[str, Exercise]) -> bool:
    more = raised(
        signed.program, made.program, catalogue, stage_before=signed.stage, stage=made.stage
    )
    return bool(more)


def _eased(signed: Before, seen: FollowUp, catalogue: Mapping[str, Exercise]) -> NextVersion:
    """To ease asks for no more than what was signed last, which the patient may open yet."""
    here = replace(seen, stage=signed.stage)
    made = next_version(signed.program, here, Decision.EASE, catalogue)
    if not _asks_more(signed, made, catalogue):
        return made
    return NextVersion(signed.program, signed.stage, (FilledIn(ASKS_LESS, ""),))


def _begun(clinic: Clinic, seen: FollowUp) -> Before:
    """The plan that the figures are of; before any was opened the one that was given."""
    before = clinic.assigning.before(seen.patient)
    if before is None and not seen.plan_version:
        given = clinic.assigning.program(seen.patient)
        if given is not None:
            stage = clinic.assigning.stage(seen.patient, given)
            return Before(given, given.version, stage)
    if before is None:
        raise InputError(
            "Plan",
            "Nothing is written down yet: the patient's plan cannot be read here, so there is "
            "nothing to fill in. Choose a program for them in the list of patients.",
        )
    return before


def _not_opened(waiting: int | None, begun: int, visits: Sequence[Visit]) -> tuple[FilledIn, ...]:
    """That a plan is under way which no figure can be of."""
    if waiting is None:
        return ()
    what = f"Version {waiting} is not opened yet."
    if waiting != begun:
        what = f"{what} This starts from version {begun}, which the figures are of."
    return (FilledIn(f"{_decided_already(visits)}{what}", ""),)


def _less_already(signed: Before, begun: int, visits: Sequence[Visit]) -> tuple[FilledIn, ...]:
    """That it starts from the plan under way, since the one that the figures are of asks more."""
    what = (
        f"Version {signed.version} is not opened yet. This starts from it: version {begun}, which "
        "the figures are of, asks more."
    )
    return (FilledIn(f"{_decided_already(visits)}{what}", ""),)


def _decided_already(visits: Sequence[Visit]) -> str:
    """The newest decision on the same facts with which a plan was signed; ends with a space."""
    decided = [one for one in visits if one.decision and one.signed is not None]
    for visit in decided[-1:]:
        day = day_words(visit.day, visit.day)
        return f"You decided to {visit.decision} on these facts already, on {day}. "
    return ""


def on_their_way(clinic: Clinic, seen: FollowUp) -> str:
    """That plans were signed which the patient may open yet: to keep takes none of them back.

    Empty where none was. Raises LogError.
    """
    newest = clinic.assigning.waiting(seen.patient)
    if newest is None:
        return ""
    before = clinic.assigning.before(seen.patient)
    least = before.version if before is not None else 0
    signed = {one.signed.version for one in seen.visits if one.signed is not None}
    versions = sorted({newest, *(one for one in signed if one > least)})
    names = listed([str(one) for one in versions])
    which = f"Version {names} is" if len(versions) == 1 else f"Versions {names} are"
    return (
        f"{_decided_already(seen.visits)}{which} signed and not opened yet, as far as is known "
        "here. What you sent of that takes the place of the plan they have once they open it; to "
        "keep the plan takes nothing back."
    )


def set_lines(draft: Draft, stage: StageCode) -> tuple[str, ...]:
    """The doses of a draft that are other than in what it began as, as `coach assign --set` reads
    them when the plan begins in `stage`; an exercise that is new comes last in its stage.
    """
    lines: list[str] = []
    for before, now in zip(draft.base.stages, draft.program.stages, strict=True):
        where = "" if now.code is stage else f"{now.code.value}: "
        lines += [f"{where}{line}" for line in _dose_lines(before, now, draft.exercises)]
    return tuple(lines)


def _dose_lines(before: Stage, now: Stage, exercises: Mapping[str, Exercise]) -> Iterator[str]:
    """What is new comes before what goes: a stage is never without an exercise."""
    held = {asked.exercise: asked for asked in before.prescriptions}
    for asked in now.prescriptions:
        if asked.exercise not in held:
            exercise = exercises.get(asked.exercise)
            usual = exercise.dose if exercise is not None else None
            yield prescription_line(asked, exercise, over=usual)
        elif asked.dose != held[asked.exercise].dose:
            yield f"{asked.exercise} {dose_over(held[asked.exercise].dose, asked.dose)}"
    staying = {asked.exercise for asked in now.prescriptions}
    yield from (f"{name} {OFF}" for name in held if name not in staying)
