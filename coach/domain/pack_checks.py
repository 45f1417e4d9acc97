"""How often a program may ask cold and heat: skin that rested, and not all day long."""

from collections.abc import Iterator, Mapping, Sequence

from coach.domain.exercise import Exercise, Kind
from coach.domain.findings import Finding, KeyPath
from coach.domain.program import Prescription, Program

MOST_PACKS_A_DAY = 4
"""Of cold, and of heat, in one day (source: DESIGN)."""


def check_packs(program: Program, exercises: Mapping[str, Exercise]) -> Iterator[Finding]:
    """Findings about the packs of each stage and of a bad day; `exercises` could be read."""
    flare = [
        (("flare", "doses", number), one) for number, one in enumerate(program.flare.prescriptions)
    ]
    yield from _check_day("a bad day", flare, exercises)
    for nth, stage in enumerate(program.stages):
        asked: list[tuple[KeyPath, Prescription]] = [
            (("stage", nth, "prescription", number, "dose"), one)
            for number, one in enumerate(stage.prescriptions)
        ]
        yield from _check_day(f"stage {stage.code.value}", asked, exercises)


def _check_day(
    name: str,
    asked: Sequence[tuple[KeyPath, Prescription]],
    exercises: Mapping[str, Exercise],
) -> Iterator[Finding]:
    times: dict[Kind, int] = {}
    for path, prescription in asked:
        exercise = exercises.get(prescription.exercise)
        if exercise is None or exercise.pack is None:
            continue
        kind, a_day = exercise.kind, prescription.dose.times_a_day
        before = times.get(kind, 0)
        times[kind] = before + a_day
        if before <= MOST_PACKS_A_DAY < times[kind]:
            what = f"{name} asks {kind.value} {times[kind]} times a day, {MOST_PACKS_A_DAY} is"
            yield Finding(path, f"{what} the most", f"write {MOST_PACKS_A_DAY}/day or less in all")
        rest = exercise.pack.gap_minutes
        if a_day > 1 and prescription.gap_minutes < rest:
            what = f"the gap of {exercise.id} is {prescription.gap_minutes} minutes"
            here = (*path[:-1], "gap_minutes") if path[-1] == "dose" else path
            mend = f"write gap_minutes = {rest} or more, or leave it out"
            yield Finding(here, f"{what}, its skin rests {rest}", mend, (path,))
