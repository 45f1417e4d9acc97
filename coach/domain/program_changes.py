"""What is different between two programs, in the patient's words."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from coach.domain.counts import counted
from coach.domain.dose_words import listed
from coach.domain.exercise import Exercise
from coach.domain.program import Confirms, Easing, Program, Stage, StageCode, Thresholds
from coach.domain.stage_changes import flare_changes, lowered, name_of, stage_changes

SAME_SHARE = 0.5
"""With fewer of its exercises in the same stages it is another program (source: DESIGN)."""


def program_changes(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    *,
    stage_before: StageCode | None = None,
    stage: StageCode | None = None,
) -> tuple[str, ...]:
    """Every difference as one plain sentence; nothing when nothing changed. Versions are not told.

    `stage` is where the patient goes on, `stage_before` where they were: a move is said first, and
    what changes in `stage` is said without naming it, against what was asked where they were.
    """
    if _is_other(old, new):
        return tuple(dict.fromkeys(_other_program(new, exercises, stage)))
    moved = _moved(new, stage_before, stage, exercises)
    today = _left(old, stage_before, stage)
    return tuple(dict.fromkeys([*moved, *_differences(old, new, exercises, stage, today)]))


def changes_at_once(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    *,
    stage_before: StageCode,
    stage: StageCode,
) -> tuple[str, ...]:
    """Of `program_changes` what is of the stage where the patient goes on, or of all of them.

    What is of another stage or of a bad day is left out.
    """
    quiet = replace(new.flare, prescriptions=())
    before, now = (
        replace(one, flare=quiet, stages=tuple(held for held in one.stages if held.code is stage))
        for one in (old, new)
    )
    if _is_other(old, new):
        return tuple(_other_program(now, exercises, stage))
    moved = _moved(new, stage_before, stage, exercises)
    today = _left(old, stage_before, stage)
    return tuple(dict.fromkeys([*moved, *_differences(before, now, exercises, stage, today)]))


def _left(old: Program, before: StageCode | None, now: StageCode | None) -> Stage | None:
    """The stage that a move leaves; None where nobody moves."""
    if now is None or before is now:
        return None
    return next((stage for stage in old.stages if stage.code is before), None)


def _moved(
    new: Program,
    before: StageCode | None,
    now: StageCode | None,
    exercises: Mapping[str, Exercise],
) -> Iterator[str]:
    codes = [held.code for held in new.stages]
    if before is None or now is None or before is now or now not in codes:
        return
    order = list(StageCode)
    stage = new.stage(now)
    if order.index(now) > order.index(before):
        yield f"You go on to “{stage.name}” now."
    else:
        yield f"You go back to “{stage.name}” for now."
    yield _asks(stage, exercises)


def _asks(stage: Stage, exercises: Mapping[str, Exercise]) -> str:
    names = [
        lowered(name_of(asked.exercise, exercises.get(asked.exercise)))
        for asked in stage.prescriptions
    ]
    return f"“{stage.name}” asks for {listed(names)}."


def _is_other(old: Program, new: Program) -> bool:
    if old.id == new.id:
        return False
    before, after = _places(old), _places(new)
    return len(before & after) < SAME_SHARE * len(after)


def _places(program: Program) -> set[tuple[StageCode, str]]:
    return {
        (stage.code, asked.exercise) for stage in program.stages for asked in stage.prescriptions
    }


def _other_program(
    new: Program, exercises: Mapping[str, Exercise], here: StageCode | None
) -> Iterator[str]:
    yield f"You have another program now: “{new.title}”."
    if here in [stage.code for stage in new.stages] and here is not None:
        yield f"You begin with “{new.stage(here).name}”."
    for stage in new.stages:
        yield _asks(stage, exercises)
    names = [
        lowered(name_of(asked.exercise, exercises.get(asked.exercise)))
        for asked in new.flare.prescriptions
    ]
    if names:
        yield f"On a bad day it asks for {listed(names)}."


def _differences(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    here: StageCode | None,
    today: Stage | None,
) -> Iterator[str]:
    if old.title != new.title:
        yield f"Your program is called “{new.title}” now."
    yield from _in_stages(old, new, exercises, here, today)
    for sentence in flare_changes(old.flare, new.flare, exercises):
        yield f"On a bad day: {lowered(sentence)}"
    yield from _light_changes(old.thresholds, new.thresholds)
    yield from _easing_changes(old.easing, new.easing)
    yield from _confirms_changes(old, new)
    yield from _task_changes(old, new)
    yield from _precaution_changes(old, new)
    if old.direction is not new.direction:
        yield "Your therapist changed which way your exercises move your back."
    if old.summary != new.summary:
        yield f"What the program is about now reads: {' '.join(new.summary.split())}"


def _in_stages(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    here: StageCode | None,
    today: Stage | None,
) -> Iterator[str]:
    """The stage one goes on in first, then the others by name."""
    before = {stage.code: stage for stage in old.stages}
    after = {stage.code for stage in new.stages}
    for stage in sorted(new.stages, key=lambda stage: stage.code is not here):
        if stage.code not in before:
            yield f"There is a new stage: “{stage.name}”."
            yield _asks(stage, exercises)
            continue
        left = today if stage.code is here else None
        for sentence in stage_changes(before[stage.code], stage, exercises, today=left):
            is_plain = stage.code is here or len(new.stages) == 1
            yield sentence if is_plain else f"In “{stage.name}”: {lowered(sentence)}"
    for stage in old.stages:
        if stage.code not in after:
            yield f"The stage “{stage.name}” is left out now."


def _light_changes(old: Thresholds, new: Thresholds) -> Iterator[str]:
    if old.green_up_to != new.green_up_to:
        yield f"The light is green up to leg pain {new.green_up_to}, {old.green_up_to} before."
    if old.amber_up_to != new.amber_up_to:
        yield f"The light is amber up to leg pain {new.amber_up_to}, {old.amber_up_to} before."
    if old.rise_amber != new.rise_amber:
        points = counted(new.rise_amber, "point")
        yield f"The light turns amber when leg pain rises by {points}, {old.rise_amber} before."
    if old.rise_red != new.rise_red:
        points = counted(new.rise_red, "point")
        yield f"The light turns red when leg pain rises by {points}, {old.rise_red} before."
    if old.severe_from != new.severe_from:
        now, before = new.severe_from, old.severe_from
        yield f"The light is always red from leg pain {now} on, {before} before."


def _easing_changes(old: Easing, new: Easing) -> Iterator[str]:
    if old.may_halve != new.may_halve:
        yield f"After a red light half the dose may {_now(new.may_halve)} be asked."
    if old.may_swap != new.may_swap:
        yield f"After a red light an easier form may {_now(new.may_swap)} take its place."


def _now(allowed: bool) -> str:
    return "now" if allowed else "no longer"


def _confirms_changes(old: Program, new: Program) -> Iterator[str]:
    for back, what in ((False, "go on"), (True, "go a step back")):
        if old.confirms(back=back) is not new.confirms(back=back):
            is_own = new.confirms(back=back) is Confirms.PATIENT
            says = "you say" if is_own else "your therapist says"
            yield f"From now on {says} when you {what}."


def _task_changes(old: Program, new: Program) -> Iterator[str]:
    before = {task.id: task for task in old.tasks}
    for task in new.tasks:
        known = before.pop(task.id, None)
        if known is None:
            yield f"There is a word before a task now, “{task.name}”: {task.text}"
        elif (known.name, known.kind, known.text) != (task.name, task.kind, task.text):
            yield f"The word before “{task.name}” is now: {task.text}"
    for task in before.values():
        yield f"The word before “{task.name}” is left out now."
    if old.morning_minutes != new.morning_minutes:
        if new.morning_minutes:
            minutes = counted(new.morning_minutes, "minute")
            yield f"Leave bending and lifting alone for {minutes} after you get up."
        else:
            yield "The word about bending after you get up is left out now."


def _precaution_changes(old: Program, new: Program) -> Iterator[str]:
    for text in new.precautions:
        if text not in old.precautions:
            yield f"Take care, this is new: {text}"
    for text in old.precautions:
        if text not in new.precautions:
            yield f"This is no longer on the list of things to take care of: {text}"
    if old.precautions != new.precautions and set(old.precautions) == set(new.precautions):
        yield "The things to take care of come in another order now."


def notes_changed(old: Program, new: Program) -> bool:
    """Whether something is different that a patient never sees: notes that are for therapists."""
    return _notes(old) != _notes(new)


def _notes(program: Program) -> tuple[object, ...]:
    """What a patient never sees of a program."""
    return (
        program.id,
        program.presentation,
        program.direction_reason,
        program.for_therapist,
        program.reviewed_by,
        program.source,
        program.confirms_step_back is None,
    )
