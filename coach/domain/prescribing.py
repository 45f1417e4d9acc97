"""What an asked dose becomes for one patient: the exercise fills in what nobody named."""

from collections.abc import Callable

from msgspec.structs import replace

from coach.domain.dose import Dose
from coach.domain.exercise import Exercise
from coach.domain.program import Prescription

FindExercise = Callable[[str], Exercise | None]
"""The exercise with an id; None when there is none or its file is broken."""


def own_gap_minutes(exercise: Exercise) -> int:
    """The gap between two times that holds where a program names none; skin must rest too."""
    rest = exercise.pack.gap_minutes if exercise.pack else 0
    return max(exercise.dose.gap_minutes, rest)


def prescribed(
    exercise_id: str,
    dose: Dose,
    exercise: Exercise | None,
    *,
    names_tempo: bool,
    gap_minutes: int | None,
) -> Prescription:
    """The asked dose; tempo and gap are the exercise's own where the program names none.

    A held repetition has no tempo, so there the exercise's own always stands.
    """
    if exercise is not None:
        gap_minutes = own_gap_minutes(exercise) if gap_minutes is None else gap_minutes
        named = names_tempo and not dose.timed
        tempo = dose.tempo_seconds if named else exercise.dose.tempo_seconds
        dose = replace(dose, tempo_seconds=tempo, gap_minutes=gap_minutes)
    return Prescription(exercise_id, dose, gap_minutes=gap_minutes or 0)
