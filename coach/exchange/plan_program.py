"""The program of a plan: read by the same checks as any file, with its own exercises."""

from collections.abc import Mapping

from msgspec import Struct

from coach.domain.documents import PlanDocument
from coach.domain.exercise import Exercise
from coach.domain.program import Program
from coach.exchange.catalogue import Catalogue
from coach.exchange.exercise_files import decode_exercise
from coach.exchange.problems import Loaded, Problem
from coach.exchange.program_files import decode_program
from coach.exchange.toml_source import parse_toml

PROGRAM_NAME = "the plan's program"


class PlanProgram(Struct, frozen=True):
    """What a plan asks."""

    program: Program
    exercises: Mapping[str, Exercise]
    """Those that came with the plan, by id."""


def read_plan_program(plan: PlanDocument, catalogue: Catalogue) -> Loaded[PlanProgram]:
    """The program of `plan` with its own exercises, or all that is wrong with them."""
    known = sorted({*catalogue.ids, *plan.exercises})
    own: dict[str, Exercise] = {}
    problems: list[Problem] = []
    for exercise_id, text in plan.exercises.items():
        loaded = _exercise(exercise_id, text, known)
        problems += loaded.problems
        if loaded.value is not None:
            own[exercise_id] = loaded.value

    def find(exercise_id: str) -> Exercise | None:
        return own[exercise_id] if exercise_id in own else catalogue.find(exercise_id)

    source = parse_toml(PROGRAM_NAME, plan.program)
    if isinstance(source, Problem):
        return Loaded(None, (*problems, source))
    named = source.data.get("id")
    read = decode_program(source, named if isinstance(named, str) else "", find, known)
    problems += read.problems
    if read.value is not None:
        problems += _fits(plan, read.value)
    if problems or read.value is None:
        return Loaded(None, tuple(problems))
    return Loaded(PlanProgram(read.value, own))


def _exercise(exercise_id: str, text: str, known: list[str]) -> Loaded[Exercise]:
    source = parse_toml(f"the plan's exercise {exercise_id}", text)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_exercise(source, exercise_id, known)


def _fits(plan: PlanDocument, program: Program) -> list[Problem]:
    """What the plan says about its program and the program does not."""
    found = []
    if program.version != plan.version:
        what = f"it is version {program.version}, the plan is version {plan.version}"
        found.append(Problem(PROGRAM_NAME, 0, what, "ask for the plan again"))
    if plan.stage not in [stage.code for stage in program.stages]:
        what = f"it has no stage {plan.stage.value}, where the plan begins"
        found.append(Problem(PROGRAM_NAME, 0, what, "ask for the plan again"))
    return found
