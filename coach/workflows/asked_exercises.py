"""Which exercises a program needs: what it asks for, and what may come in the place of that."""

from collections.abc import Iterator, Mapping

from coach.domain.exercise import Exercise
from coach.domain.program import Program


def asked_exercises(program: Program, catalogue: Mapping[str, Exercise]) -> set[str]:
    """Every exercise of a program, with the forms that may come in its place."""
    found: set[str] = set()
    waiting = list(_named(program))
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        exercise = catalogue.get(one)
        if exercise is not None:
            forms = (exercise.easier.exercise, exercise.harder.exercise)
            waiting += [form for form in forms if form]
    return found


def _named(program: Program) -> Iterator[str]:
    for stage in program.stages:
        yield from (one.exercise for one in stage.prescriptions)
    yield from (one.exercise for one in program.flare.prescriptions)
