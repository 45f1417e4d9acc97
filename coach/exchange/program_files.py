"""Programs as TOML files, one folder a program, named by its id."""

import re
from collections.abc import Collection
from datetime import time
from pathlib import Path

from msgspec.structs import replace

from coach.domain.exercise import Exercise
from coach.domain.prescribing import FindExercise, prescribed
from coach.domain.program import (
    Criterion,
    Easing,
    FlarePlan,
    Prescription,
    Program,
    SittingLimits,
    Stage,
    Task,
    Thresholds,
)
from coach.domain.program_checks import check_program
from coach.exchange.problems import Loaded, Problem
from coach.exchange.program_tables import PROGRAM
from coach.exchange.shapes import AskedDose, Values
from coach.exchange.tables import read_table
from coach.exchange.toml_source import TomlSource, read_toml

PROGRAM_FILE = "program.toml"
_EARLIER_FILE = re.compile(r"program-v[0-9]{1,4}\.toml")


def load_program(path: Path, find: FindExercise, known: Collection[str]) -> Loaded[Program]:
    """The program in the file at `path`; `known` are all exercise ids there are."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_program(source, program_file_id(path), find, known)


def program_file_id(path: Path) -> str:
    """The id a program filed at `path` must have."""
    is_in_folder = path.name == PROGRAM_FILE or _EARLIER_FILE.fullmatch(path.name)
    return path.absolute().parent.name if is_in_folder else path.stem


def earlier_file(version: int) -> str:
    """The name under which an earlier version stays beside a program."""
    return f"program-v{version}.toml"


def decode_program(
    source: TomlSource, file_id: str, find: FindExercise, known: Collection[str]
) -> Loaded[Program]:
    """The program in `source`, or all that is wrong with it."""
    values, findings = read_table(PROGRAM, source.data)
    broken = {finding.path for finding in findings}
    found: dict[str, Exercise] = {}

    def find_and_keep(exercise_id: str) -> Exercise | None:
        exercise = find(exercise_id)
        if exercise:
            found[exercise_id] = exercise
        return exercise

    program = _program(values, find_and_keep)
    checked = check_program(program, file_id, found, known)
    findings += [finding for finding in checked if finding.stands(broken)]
    return Loaded(None if findings else program, source.problems(findings))


def _program(values: Values, find: FindExercise) -> Program:
    given = dict(values)
    flare, stages, thresholds = (
        dict(given.pop("flare")),
        given.pop("stage"),
        given.pop("thresholds"),
    )
    doses, reason = flare.pop("doses"), given.pop("allow_direction")
    easing, tasks = given.pop("easing"), given.pop("task")
    return Program(
        **given,
        tasks=tuple(Task(**task) for task in tasks),
        direction_reason=reason,
        thresholds=Thresholds(**thresholds) if thresholds else Thresholds(),
        easing=Easing(**easing) if easing else Easing(),
        flare=FlarePlan(
            **flare,
            prescriptions=tuple(_prescription(asked, {}, find) for asked in doses),
        ),
        stages=tuple(_stage(stage, find) for stage in stages),
    )


def _stage(values: Values, find: FindExercise) -> Stage:
    gates = {
        gate: tuple(Criterion(**criterion) for criterion in values[gate])
        for gate in ("enter", "leave", "fall_back")
    }
    asked = values["prescription"]
    return Stage(
        code=values["code"],
        name=values["name"],
        aim=values["aim"],
        window=values["window"],
        source=values["source"],
        sitting=SittingLimits(**values["sitting"]),
        prescriptions=tuple(_prescription(one["dose"], one, find) for one in asked),
        **gates,
    )


def _prescription(asked: AskedDose, values: Values, find: FindExercise) -> Prescription:
    made = prescribed(
        asked.exercise,
        asked.dose,
        find(asked.exercise),
        names_tempo=asked.names_tempo,
        gap_minutes=values.get("gap_minutes"),
    )
    times = tuple(time.fromisoformat(one) for one in values.get("times", ()) if one)
    return replace(made, times=times, note=values.get("note", ""))
