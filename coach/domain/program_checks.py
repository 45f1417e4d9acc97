"""What must hold in a program beyond the shape of its file: pure checks over loaded values."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import time
from itertools import pairwise

from coach.domain.exercise import Bias, Exercise
from coach.domain.exercise_checks import check_caps, check_id, check_pack_time
from coach.domain.findings import Finding, KeyPath, nearest
from coach.domain.gate_checks import check_gates
from coach.domain.pack_checks import check_packs
from coach.domain.program import (
    FlarePlan,
    Prescription,
    Program,
    SittingLimits,
    Stage,
    StageCode,
    Surface,
    Task,
    Thresholds,
)

MOST_EXERCISES = 4
"""Different exercises asked in one stage; people stop doing longer lists (source: S65)."""
SITTING_MINUTES = (1, 240)
FLARE_HOURS = (1, 72)
REASON_WORDS = 3
"""Fewer words are no reason that another therapist could weigh (source: DESIGN)."""
SITTING_FACTOR = (0.1, 1.0)
"""A bad day never lengthens a sitting limit."""


def check_program(
    program: Program, file_id: str, exercises: Mapping[str, Exercise], known: Collection[str]
) -> list[Finding]:
    """Findings about `program`.

    `file_id` is the name it is filed under, `exercises` those it names that could be read,
    `known` every exercise id there is.
    """
    findings = [
        *check_id(program.id, file_id),
        *_check_thresholds(program.thresholds),
        *_check_flare(program.flare),
        *_check_stage_order(program.stages),
        *_check_reason(program.direction_reason),
        *_check_tasks(program.tasks),
        *check_packs(program, exercises),
    ]
    for number, stage in enumerate(program.stages):
        path: KeyPath = ("stage", number)
        findings += [
            *_check_sitting(stage.sitting, (*path, "sitting")),
            *_check_amount(stage, path),
            *check_gates(stage, path),
        ]
    for path, prescription in _prescriptions(program):
        findings += _check_prescription(prescription, path)
        exercise = exercises.get(prescription.exercise)
        if exercise is None:
            findings.append(_unknown(prescription.exercise, path, known))
        else:
            findings += check_pack_time(exercise, prescription.dose, path)
            findings += _check_fit(program, exercise, path)
    return findings


def too_long(program: Program) -> Iterator[Finding]:
    """Stages that ask more than people keep up; a therapist weighs it, and it stops nothing."""
    for nth, stage in enumerate(program.stages):
        different = list(dict.fromkeys(one.exercise for one in stage.prescriptions))
        if len(different) > MOST_EXERCISES:
            asked = [one.exercise for one in stage.prescriptions]
            one_too_many = asked.index(different[MOST_EXERCISES])
            what = f"stage {stage.code.value} asks {len(different)} exercises"
            here = ("stage", nth, "prescription", one_too_many, "dose")
            yield Finding(here, what, f"choose the {MOST_EXERCISES} that matter most")


def _prescriptions(program: Program) -> Iterator[tuple[KeyPath, Prescription]]:
    """Every prescription with the path of its dose line."""
    for number, prescription in enumerate(program.flare.prescriptions):
        yield ("flare", "doses", number), prescription
    for stage_number, stage in enumerate(program.stages):
        for number, prescription in enumerate(stage.prescriptions):
            yield ("stage", stage_number, "prescription", number, "dose"), prescription


def _unknown(exercise_id: str, path: KeyPath, known: Collection[str]) -> Finding:
    if exercise_id in known:
        what = f"exercise {exercise_id} has a problem of its own"
        return Finding(path, what, f"mend {exercise_id}.toml first")
    near = nearest(exercise_id, known)
    mend = f"did you mean {near}?" if near else "choose one that `coach exercises` lists"
    return Finding(path, f"there is no exercise {exercise_id}", mend)


def _check_reason(reason: str) -> Iterator[Finding]:
    """A direction is let in for a reason that another therapist can read."""
    if reason and len(reason.split()) < REASON_WORDS:
        what = "allow_direction has less than three words"
        yield Finding(("allow_direction",), what, "say in a sentence why it is let in")


def _check_tasks(tasks: Sequence[Task]) -> Iterator[Finding]:
    """Each task is named once: by its id on the shell, by its name in a list."""
    for key in ("id", "name"):
        named = [getattr(task, key) for task in tasks]
        for number, one in enumerate(named):
            if one in named[:number]:
                what = f"two tasks have the {key} {one}"
                yield Finding(("task", number, key), what, f"give one of them another {key}")


def _check_fit(program: Program, exercise: Exercise, path: KeyPath) -> Iterator[Finding]:
    """An exercise may be neutral or go the program's way; others need the typed reason."""
    rests_on: tuple[KeyPath, ...] = (("direction",), ("presentation",), ("allow_direction",))
    if exercise.bias not in (Bias.NEUTRAL, program.direction):
        if not program.direction_reason:
            what = (
                f"{exercise.id} is {exercise.bias.value}, "
                f"the program's direction is {program.direction.value}"
            )
            mend = 'choose another exercise, or say why at the top: allow_direction = "reason"'
            yield Finding(path, what, mend, rests_on)
    elif program.presentation not in exercise.patterns:
        fitting = ", ".join(pattern.value for pattern in exercise.patterns)
        what = f"{exercise.id} is not meant for presentation {program.presentation.value}"
        yield Finding(path, what, f"choose another exercise; this one is for {fitting}", rests_on)


def _check_prescription(prescription: Prescription, path: KeyPath) -> Iterator[Finding]:
    yield from check_caps(prescription.dose, path)
    times, asked = prescription.times, prescription.dose.times_a_day
    if not times:
        return
    here = (*path[:-1], "times")
    if len(times) != asked:
        what = f"{len(times)} times are named for {asked}/day"
        yield Finding(here, what, f"name {asked} times, or write {len(times)}/day", (path,))
    minutes = [_minute_of_day(one) for one in times]
    if any(later <= earlier for earlier, later in pairwise(minutes)):
        in_order = ", ".join(f'"{one:%H:%M}"' for one in sorted(set(times)))
        yield Finding(here, "times are not in order", f"write times = [{in_order}]")
        return
    closest = min(
        (later - earlier for earlier, later in pairwise(minutes)),
        default=prescription.gap_minutes,
    )
    if closest < prescription.gap_minutes:
        what = f"times are {closest} minutes apart, the gap is {prescription.gap_minutes}"
        yield Finding(here, what, "move the times apart", ((*path[:-1], "gap_minutes"), path))


def _minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute


def _check_amount(stage: Stage, path: KeyPath) -> Iterator[Finding]:
    asked = [prescription.exercise for prescription in stage.prescriptions]
    for number, exercise_id in enumerate(asked):
        if exercise_id in asked[:number]:
            here = (*path, "prescription", number, "dose")
            what = f"{exercise_id} is asked twice in stage {stage.code.value}"
            yield Finding(here, what, "keep one of them and write how often, like 2/day")


def _check_sitting(limits: SittingLimits, path: KeyPath) -> Iterator[Finding]:
    least, most = SITTING_MINUTES
    for surface in Surface:
        minutes = limits.minutes(surface)
        if not least <= minutes <= most:
            what = f"{surface.value} is {minutes} minutes"
            mend = f"write a number from {least} to {most}"
            yield Finding((*path, surface.value), what, mend)
    longest = max(limits.minutes(surface) for surface in Surface)
    if limits.most_minutes is not None and not longest <= limits.most_minutes <= most:
        what = f"most_minutes is {limits.most_minutes}, and the longest limit is {longest}"
        mend = f"write a number from {longest} to {most}, or leave it out"
        yield Finding((*path, "most_minutes"), what, mend)
    if limits.hard > limits.firm:
        what = f"hard ({limits.hard}) is longer than firm ({limits.firm})"
        mend = f"write hard = {limits.firm} or less"
        yield Finding((*path, "hard"), what, mend, ((*path, "firm"),))


def _check_stage_order(stages: Sequence[Stage]) -> Iterator[Finding]:
    if not stages:
        yield Finding(("stage",), "the program has no stage", 'add [[stage]] with code = "A"')
    order = list(StageCode)
    for number in range(1, len(stages)):
        before, code = stages[number - 1].code, stages[number].code
        rests_on: tuple[KeyPath, ...] = (("stage", number - 1, "code"),)
        if order.index(code) <= order.index(before):
            what = f"stage {code.value} comes after stage {before.value}"
            mend = "write each stage once, in the order A, B, C, D"
            yield Finding(("stage", number, "code"), what, mend, rests_on)


def _check_flare(flare: FlarePlan) -> Iterator[Finding]:
    for name, value, (least, most) in (
        ("hours", flare.hours, FLARE_HOURS),
        ("sitting_factor", flare.sitting_factor, SITTING_FACTOR),
    ):
        if not least <= value <= most:
            what = f"{name} is {value}"
            yield Finding(("flare", name), what, f"write a number from {least} to {most}")
    asked = [prescription.exercise for prescription in flare.prescriptions]
    for number, exercise_id in enumerate(asked):
        if exercise_id in asked[:number]:
            what = f"{exercise_id} is asked twice on a bad day"
            yield Finding(("flare", "doses", number), what, "keep one of them")


def _check_thresholds(thresholds: Thresholds) -> Iterator[Finding]:
    for lower, higher in (
        ("green_up_to", "amber_up_to"),
        ("amber_up_to", "severe_from"),
        ("rise_amber", "rise_red"),
    ):
        low, high = getattr(thresholds, lower), getattr(thresholds, higher)
        if low >= high:
            what = f"{higher} ({high}) is not above {lower} ({low})"
            rests_on: tuple[KeyPath, ...] = (("thresholds", lower),)
            yield Finding(("thresholds", higher), what, f"write {low + 1} or more", rests_on)
