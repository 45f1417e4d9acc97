"""Where the lines of a program stand: their keys, and the lists among them.

A key says the place: `("title",)`, `("precaution", 0)`, `("flare", "dose", 0)`, `("B", "sitting")`,
`("B", "dose", 0)`, `("B", "leave", 1)`. The key of a list is that of its lines without the number.
"""

from typing import Any

from msgspec.structs import replace

from coach.domain.criterion_lines import GATES
from coach.domain.errors import InputError
from coach.domain.findings import KeyPath
from coach.domain.program import Program, Stage, StageCode
from coach.domain.program_limits import (
    MOST_CRITERIA,
    MOST_FLARE_DOSES,
    MOST_PRECAUTIONS,
    MOST_PRESCRIPTIONS,
)

FLARE = "flare"
DOSE = "dose"
STAGE = "stage"
PRECAUTION = "precaution"
PRECAUTIONS: KeyPath = (PRECAUTION,)
FLARE_DOSES: KeyPath = (FLARE, DOSE)

BEFORE_STAGES: tuple[KeyPath, ...] = (("title",), ("direction",), ("allow-direction",))
AFTER_STAGES: tuple[KeyPath, ...] = (
    ("thresholds",),
    ("easing",),
    ("confirms",),
    ("presentation",),
    ("summary",),
    ("for-therapist",),
    ("reviewed-by",),
)
IN_STAGE = ("aim", "window")
SITTING = ("sitting", "sitting-reason")
IN_FLARE = ("title", "text", "hours")


def keys_of(program: Program) -> tuple[KeyPath, ...]:
    """The key of every line in order: the stages first, then a bad day, then the rest."""
    keys: list[KeyPath] = [*BEFORE_STAGES]
    for stage in program.stages:
        keys += stage_keys(stage)
    keys += [(FLARE, name) for name in IN_FLARE]
    keys += _numbered(program, FLARE_DOSES)
    keys += AFTER_STAGES
    keys += _numbered(program, PRECAUTIONS)
    return tuple(keys)


def stage_keys(stage: Stage) -> list[KeyPath]:
    """The keys of one stage, its heading first."""
    code = stage.code.value
    doses: list[KeyPath] = [(code, DOSE, number) for number in range(len(stage.prescriptions))]
    gates: list[KeyPath] = [
        (code, gate, number)
        for gate, field in GATES.items()
        for number in range(len(getattr(stage, field)))
    ]
    heading: list[KeyPath] = [(code, STAGE), *((code, name) for name in IN_STAGE)]
    return [*heading, *doses, *((code, name) for name in SITTING), *gates]


def _numbered(program: Program, list_key: KeyPath) -> list[KeyPath]:
    return [(*list_key, number) for number in range(len(items_at(program, list_key)))]


def check_key(program: Program, key: KeyPath) -> None:
    """InputError when there is no such line."""
    if key not in keys_of(program):
        where = " ".join(str(part) for part in key)
        raise InputError("Plan line", f"there is no line '{where}'; choose one that is shown")


def stage_of(program: Program, code: object) -> Stage:
    """The stage a key begins with; InputError when the program has none."""
    for stage in program.stages:
        if stage.code.value == code:
            return stage
    codes = ", ".join(stage.code.value for stage in program.stages)
    raise InputError("Plan line", f"there is no stage '{code}'; write one of: {codes}")


def with_stage(program: Program, stage: Stage) -> Program:
    """The program with the stage of the same code replaced."""
    stages = tuple(stage if held.code is stage.code else held for held in program.stages)
    return replace(program, stages=stages)


def is_in_list(key: KeyPath) -> bool:
    """Whether the line is one of a list, so that it can be taken out and moved."""
    return isinstance(key[-1], int)


def items_at(program: Program, list_key: KeyPath) -> tuple[Any, ...]:
    """The prescriptions, criteria or precautions of a list."""
    if list_key == PRECAUTIONS:
        return program.precautions
    if list_key == FLARE_DOSES:
        return program.flare.prescriptions
    stage = stage_of(program, list_key[0])
    found: tuple[Any, ...] = getattr(stage, _stage_field(list_key))
    return found


def with_items(program: Program, list_key: KeyPath, items: tuple[Any, ...]) -> Program:
    """The program with a list replaced; InputError for too many or too few."""
    _check_length(list_key, len(items))
    if list_key == PRECAUTIONS:
        return replace(program, precautions=items)
    if list_key == FLARE_DOSES:
        return replace(program, flare=replace(program.flare, prescriptions=items))
    stage = stage_of(program, list_key[0])
    changed: dict[str, Any] = {_stage_field(list_key): items}
    return with_stage(program, replace(stage, **changed))


def _stage_field(list_key: KeyPath) -> str:
    return "prescriptions" if list_key[1] == DOSE else GATES[str(list_key[1])]


def _check_length(list_key: KeyPath, length: int) -> None:
    if list_key == PRECAUTIONS:
        least, most = 0, MOST_PRECAUTIONS
    elif list_key == FLARE_DOSES:
        least, most = 0, MOST_FLARE_DOSES
    elif list_key[1] == DOSE:
        least, most = 1, MOST_PRESCRIPTIONS
    else:
        least, most = 0, MOST_CRITERIA
    if length < least:
        mend = "add another one first, or take the whole stage out"
        raise InputError("Plan line", f"stage {list_key[0]} must ask for something; {mend}")
    if length > most:
        raise InputError("Plan line", f"there are {most} of these already; take one out first")


def code_of(word: str) -> StageCode | None:
    """The stage a word names, in capitals or not; None for another word."""
    found = [code for code in StageCode if code.value == word.strip().upper()]
    return found[0] if found else None
