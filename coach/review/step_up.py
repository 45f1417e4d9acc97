"""A small step up of one dose: one number at a time, within the exercise's usual range.

Repetitions first, then sets, then the harder form (source: DESIGN, clinical 2.4). A walk or
another bare time goes up by minutes. What rests, cools or warms is not stepped up.
"""

from msgspec.structs import replace

from coach.domain.dose import MOST_REPS, MOST_SETS, Dose, Most
from coach.domain.exercise import Exercise, Kind

MORE_REPS = 2
MORE_SETS = 1
MORE_SECONDS = 120
"""Two minutes more of a walk (source: S32, the notes of the shipped programs)."""
_STEPPED_KINDS = (Kind.MOVEMENT, Kind.WALK)


def stepped_up(dose: Dose, exercise: Exercise) -> Dose | None:
    """The dose with one number a little higher; None at the upper end, or where none may rise."""
    if exercise.kind not in _STEPPED_KINDS:
        return None
    if dose.timed and dose.total_reps == 1:
        return _longer(dose, exercise)
    return _more_reps(dose, exercise) or _more_sets(dose, exercise)


def _most(exercise: Exercise) -> Most:
    return exercise.dose.most or Most()


def _longer(dose: Dose, exercise: Exercise) -> Dose | None:
    most = _most(exercise).hold_seconds or exercise.dose.hold_seconds
    seconds = min(dose.hold_seconds + MORE_SECONDS, most)
    return replace(dose, hold_seconds=seconds) if seconds > dose.hold_seconds else None


def _more_reps(dose: Dose, exercise: Exercise) -> Dose | None:
    """Two more in every set; sets of different length keep their shape and stay."""
    if len(set(dose.reps)) > 1:
        return None
    most = min(MOST_REPS, _most(exercise).reps or max(exercise.dose.reps))
    reps = min(dose.reps[0] + MORE_REPS, most)
    return replace(dose, reps=(reps,) * dose.sets) if reps > dose.reps[0] else None


def _more_sets(dose: Dose, exercise: Exercise) -> Dose | None:
    most = min(MOST_SETS, _most(exercise).sets or exercise.dose.sets)
    if len(set(dose.reps)) > 1 or dose.sets + MORE_SETS > most:
        return None
    return replace(dose, reps=dose.reps + dose.reps[:1] * MORE_SETS)


def harder(exercise: Exercise) -> str:
    """What is left at the upper end of the usual range, in words; empty for nothing to say."""
    if exercise.kind not in _STEPPED_KINDS:
        return ""
    form = f" A harder form: {exercise.harder.text}" if exercise.harder.text else ""
    return f"{exercise.name} is at the upper end of its usual range, so it stays.{form}"
