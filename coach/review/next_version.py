"""The next version of a plan, filled in after a therapist's decision: a start for editing.

Nothing here is given to anyone: the therapist sees every change with its reason, edits it and
signs. One thing is stepped up at a time, and never beyond an exercise's usual range.

Less after pain and red rests on S22 and DESIGN (clinical 2.1 and 2.4), stages and more on clinical
2.4, that nothing is raised under a lock on contract 6.3.
"""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.counts import counted
from coach.domain.dose import Dose, format_dose
from coach.domain.easier import lighter, may_swap
from coach.domain.easing import is_eased
from coach.domain.errors import SafetyHoldError
from coach.domain.exercise import Exercise
from coach.domain.lights import Light
from coach.domain.outcomes import Decision, Reason
from coach.domain.program import Easing, Prescription, Program, Stage, StageCode
from coach.domain.text import clean_line
from coach.review.follow_up import ExerciseLine, FollowUp, HurtLine
from coach.review.follow_up_hurt import hurt_words
from coach.review.outlook import HOLD, Kind, Proposal
from coach.review.step_up import harder, stepped_up
from coach.review.verdicts import State

GREENS_FOR_MORE = 2
"""Green sessions before a dose goes up (source: DESIGN, clinical 2.4)."""
LEAST_PERCENT_FOR_MORE = 70
"""Below it more of the same is not asked for (source: DESIGN, clinical 2.4)."""


LOCKED = (
    "Coaching is locked, and no plan goes on while it is; nothing is written down. When they were "
    "assessed, sign the plan they have so that it lifts the lock, with your reason, and decide "
    "then."
)


class FilledIn(Struct, frozen=True):
    """One thing that was filled in or left as it was, and why."""

    what: str
    why: str
    """The figures it rests on; may be empty."""


def filled_words(filled: FilledIn) -> str:
    """What was filled in and why, on one line."""
    return clean_line(f"{filled.what} {filled.why}")


class NextVersion(Struct, frozen=True):
    """What the editor opens with."""

    program: Program
    """With its old number: a new one is given when it is signed."""
    stage: StageCode
    """Where the plan would begin."""
    filled: tuple[FilledIn, ...]


def lock_refuses(seen: FollowUp, decision: Decision) -> str:
    """Why a lock that stands refuses a decision: to go on is never decided then; else empty."""
    return LOCKED if decision is Decision.PROGRESS and seen.locks else ""


def next_version(
    program: Program, seen: FollowUp, decision: Decision, exercises: Mapping[str, Exercise]
) -> NextVersion:
    """`program` as the decision would have it; `exercises` is the catalogue by id.

    Raises SafetyHoldError where a lock refuses it.
    """
    if refused := lock_refuses(seen, decision):
        raise SafetyHoldError("Hold", refused)
    stage = _stage(program, seen)
    if decision is Decision.KEEP:
        kept = FilledIn("Nothing is changed.", "You decided to keep it.")
        return NextVersion(program, stage.code, (kept,))
    if decision is Decision.PROGRESS and (held := _held(seen)) is not None:
        return NextVersion(program, stage.code, (held,))
    kind = Kind.STEP_BACK if decision is Decision.EASE else Kind.GO_ON
    proposal = _proposed(seen, kind)
    if proposal is not None and kind is Kind.STEP_BACK:
        before = program.stage(proposal.to_stage)
        return _back_to(program, before, "", proposal.evidence, seen, exercises)
    if proposal is not None:
        return _other_stage(program, proposal)
    if decision is Decision.EASE:
        return _eased(program, stage, seen, exercises)
    return _progressed(program, stage, seen, exercises)


def _stage(program: Program, seen: FollowUp) -> Stage:
    for stage in program.stages:
        if stage.code is seen.stage:
            return stage
    return program.stages[0]


def _proposed(seen: FollowUp, kind: Kind) -> Proposal | None:
    """The standing proposal of this kind."""
    judged = seen.outlook.proposals if seen.outlook is not None else ()
    standing = (seen.standing,) if seen.standing is not None else ()
    return next((one for one in (*standing, *judged) if one.kind is kind), None)


def _other_stage(program: Program, proposal: Proposal) -> NextVersion:
    to_stage = program.stage(proposal.to_stage)
    what = f"It begins in stage {to_stage.code.value}, {to_stage.name}; the doses are as written."
    return NextVersion(program, to_stage.code, (FilledIn(what, proposal.evidence),))


def _with(program: Program, stage: Stage, prescriptions: list[Prescription]) -> Program:
    changed = replace(stage, prescriptions=tuple(prescriptions))
    return replace(
        program, stages=tuple(changed if one is stage else one for one in program.stages)
    )


# --- ease


def _eased(
    program: Program, stage: Stage, seen: FollowUp, exercises: Mapping[str, Exercise]
) -> NextVersion:
    """What hurt or was red becomes its easier form, or half of it; the rest stays."""
    why = {line.exercise: _why_less(line) for line in seen.exercises if _hurt(line)}
    made, filled = _lessened(program, stage, why, exercises)
    if not filled:
        return _eased_as_a_whole(program, stage, seen, exercises)
    return NextVersion(_with(program, stage, made), stage.code, tuple(filled))


def _lessened(
    program: Program, stage: Stage, why: Mapping[str, str], exercises: Mapping[str, Exercise]
) -> tuple[list[Prescription], list[FilledIn]]:
    """The stage with these exercises made less, and what was done to each."""
    taken = {one.exercise for one in stage.prescriptions}
    made, filled = [], []
    for asked in stage.prescriptions:
        exercise = exercises.get(asked.exercise)
        if asked.exercise not in why or exercise is None:
            made.append(asked)
            continue
        less, what = _less(asked, exercise, program, exercises, taken)
        taken.add(less.exercise)
        made.append(less)
        filled.append(FilledIn(what, why[asked.exercise]))
    return made, filled


def _eased_as_a_whole(
    program: Program, stage: Stage, seen: FollowUp, exercises: Mapping[str, Exercise]
) -> NextVersion:
    """No single exercise stands out: the stage before for whoever got worse, else as it is."""
    nothing = "No exercise of this stage hurt or was red, so no dose was changed."
    if not (seen.worse or seen.no_better):
        return NextVersion(program, stage.code, (FilledIn(nothing, ""),))
    before, worse = program.neighbour(stage.code, -1), " ".join(seen.worse or seen.no_better)
    if before is None:
        what = f"{nothing} It is the first stage: choose what is to be less."
        return NextVersion(program, stage.code, (FilledIn(what, worse),))
    why = f"It was in {stage.code.value}. No exercise of that stage hurt or was red."
    return _back_to(program, before, why, worse, seen, exercises)


def _back_to(
    program: Program,
    stage: Stage,
    why_back: str,
    evidence: str,
    seen: FollowUp,
    exercises: Mapping[str, Exercise],
) -> NextVersion:
    """A stage before: what hurt in it, however long ago, does not come back as it was."""
    why = {line.exercise: hurt_words(line) for line in seen.hurt if _still_hurts(line, stage)}
    made, filled = _lessened(program, stage, why, exercises)
    doses = "what hurt there is made less" if filled else "the doses are as written"
    what = f"It begins in stage {stage.code.value}, {stage.name}; {doses}. {why_back}".rstrip()
    first = FilledIn(what, evidence)
    return NextVersion(_with(program, stage, made), stage.code, (first, *filled))


def _still_hurts(line: HurtLine, stage: Stage) -> bool:
    """Whether it has not gone well since, and is not asked less already than when it hurt."""
    doses = [one.dose for one in stage.prescriptions if one.exercise == line.exercise]
    is_less = any(0 < dose.total_seconds < line.asked_seconds for dose in doses)
    return line.green_since < GREENS_FOR_MORE and not is_less


def _hurt(line: ExerciseLine) -> bool:
    return line.lights.get(Light.RED, 0) > 0 or line.skipped.get(Reason.PAIN.value, 0) > 0


def _why_less(line: ExerciseLine) -> str:
    parts = []
    if left_out := line.skipped.get(Reason.PAIN.value, 0):
        parts.append(f"left out or stopped {counted(left_out, 'time')} for pain")
    if red := line.lights.get(Light.RED, 0):
        parts.append(f"red {counted(red, 'time')}")
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _less(
    asked: Prescription,
    exercise: Exercise,
    program: Program,
    exercises: Mapping[str, Exercise],
    taken: set[str],
) -> tuple[Prescription, str]:
    """The easier form in its place, or half the dose; and what that is in words."""
    if not is_eased(exercise):
        return asked, f"{exercise.name} is never made less by rule; it stays as it was."
    form = exercises.get(exercise.easier.exercise)
    if form is not None and (form.id in taken or not may_swap(exercise, form, program)):
        form = None
    # The program's easing binds what the coach does by itself, not what a therapist signs.
    found = lighter(asked.dose, form, Easing())
    if found is None:
        return asked, f"{exercise.name} cannot be made less; take it out if it is to rest."
    instead, dose = found
    if instead is None:
        return replace(asked, dose=dose), _changed(exercise.name, dose, asked.dose)
    what = f"{instead.name}, {format_dose(dose)}, in the place of {exercise.name}."
    return replace(asked, exercise=instead.id, dose=dose, note=""), what


def _changed(name: str, now: Dose, before: Dose) -> str:
    return f"{name}: {format_dose(now)}; it was {format_dose(before)}."


# --- progress


def _progressed(
    program: Program, stage: Stage, seen: FollowUp, exercises: Mapping[str, Exercise]
) -> NextVersion:
    """A small step up for what was done and green; the rest stays, each with its reason."""
    lines = {line.exercise: line for line in seen.exercises}
    made, filled = [], []
    for asked in stage.prescriptions:
        line, exercise = lines.get(asked.exercise), exercises.get(asked.exercise)
        if line is None or exercise is None or not _went_well(line):
            made.append(asked)
            continue
        dose = stepped_up(asked.dose, exercise)
        made.append(asked if dose is None else replace(asked, dose=dose))
        if dose is not None:
            filled.append(FilledIn(_changed(exercise.name, dose, asked.dose), _why_more(line)))
        elif top := harder(exercise):
            filled.append(FilledIn(top, _why_more(line)))
    if not filled:
        nothing = "No exercise of this stage was green twice and done well enough for more."
        filled = [FilledIn(nothing, "")]
    return NextVersion(_with(program, stage, made), stage.code, tuple(filled))


def _held(seen: FollowUp) -> FilledIn | None:
    """Why nothing is raised by rule at all; None when it may be.

    Each yes and each sign that it got worse stands beside what was filled in: it is not said again.
    """
    if seen.yes_since:
        return FilledIn("Nothing was raised: a safety question was answered yes since.", "")
    if seen.against_more:
        how = "it got worse" if seen.worse else "it is no better"
        return FilledIn(f"Nothing was raised, for {how}.", "")
    forward = seen.outlook.forward if seen.outlook is not None else ()
    for verdict in forward:
        if verdict.criterion.rule is HOLD.rule and verdict.state is State.NOT_MET:
            what = "Nothing was raised: three amber days in a week hold it where it is."
            return FilledIn(what, verdict.evidence)
    return None


def _went_well(line: ExerciseLine) -> bool:
    enough = line.percent is not None and line.percent >= LEAST_PERCENT_FOR_MORE
    greens = line.lights.get(Light.GREEN, 0)
    return (
        enough
        and not _hurt(line)
        and line.last_light is Light.GREEN
        and greens >= (GREENS_FOR_MORE)
    )


def _why_more(line: ExerciseLine) -> str:
    greens = counted(line.lights.get(Light.GREEN, 0), "time")
    return f"Green {greens}, never red, {line.percent:g} percent done."
