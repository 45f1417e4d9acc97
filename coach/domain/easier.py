"""What a step down makes of a prescription: the easier form, half the dose, or both.

What may be made easier is the program's to say; where it allows nothing, the exercise rests.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from coach.domain.dose import Dose, Side
from coach.domain.easing import EASED_KINDS, Standing
from coach.domain.exercise import Bias, Exercise, Kind
from coach.domain.program import Eased, Easier, Prescription, Program

SWAPPED_KINDS = (Kind.MOVEMENT, Kind.REST)
"""What may come in the place of a movement: something that is led and needs no pack."""


def eased(
    prescriptions: tuple[Prescription, ...],
    program: Program,
    found: Mapping[str, Standing],
    exercises: Mapping[str, Exercise],
) -> tuple[Prescription, ...]:
    """The prescriptions as they are asked at present: never more than the plan has, never nothing.

    `exercises` are those asked and their easier forms.
    """
    taken = {prescription.exercise for prescription in prescriptions}
    made = []
    for asked in prescriptions:
        standing = found.get(asked.exercise, Standing())
        exercise = exercises.get(asked.exercise)
        if standing.level and exercise is not None and exercise.kind in EASED_KINDS:
            form = _easier_form(exercise, program, exercises, taken)
            taken |= {form.id} if form is not None else set()
            made.append(_eased(asked, program, standing, form))
        else:
            made.append(asked)
    return tuple(made)


def _easier_form(
    exercise: Exercise,
    program: Program,
    exercises: Mapping[str, Exercise],
    taken: Collection[str],
) -> Exercise | None:
    """The easier form if it may come in the exercise's place; a walk is only made shorter."""
    form = exercises.get(exercise.easier.exercise)
    if form is None or not program.easing.may_swap or exercise.kind is not Kind.MOVEMENT:
        return None
    return form if form.id not in taken and may_replace(form, program) else None


def may_replace(form: Exercise, program: Program) -> bool:
    """Whether an easier form may come without a word of the therapist.

    It must be led by voice, not be for therapists to give, suit how the symptoms behave, and not
    go against the program's direction.
    """
    fits = form.bias in (Bias.NEUTRAL, program.direction)
    suits = program.presentation in form.patterns
    return form.kind in SWAPPED_KINDS and not form.therapist_only and fits and suits


def _eased(
    prescription: Prescription, program: Program, standing: Standing, form: Exercise | None
) -> Prescription:
    if form is not None:
        swapped = easier_dose(prescription.dose, form.dose)
        half = halved(swapped) if standing.level > 1 and program.easing.may_halve else None
        how = Easier.FORM if half is None else Easier.FORM_AND_HALF
        return replace(
            prescription,
            dose=half or swapped,
            instead=form.id,
            note="",
            eased=Eased(how, standing.because),
        )
    half = halved(prescription.dose) if program.easing.may_halve else None
    if half is None:
        return replace(prescription, eased=Eased(Easier.LEFT_OUT, standing.because))
    return replace(prescription, dose=half, eased=Eased(Easier.HALF, standing.because))


def easier_dose(asked: Dose, form: Dose) -> Dose:
    """The easier form's own dose, as often as asked and with no more sets or repetitions."""
    most = max(asked.reps)
    sided = asked.side not in (Side.NONE, Side.ALTERNATE) and form.side not in (
        Side.NONE,
        Side.ALTERNATE,
    )
    return replace(
        form,
        reps=tuple(min(reps, most) for reps in form.reps[: asked.sets]),
        side=asked.side if sided else form.side,
        times_a_day=asked.times_a_day,
        days_a_week=asked.days_a_week,
        days=asked.days,
        gap_minutes=asked.gap_minutes,
    )


def halved(dose: Dose) -> Dose | None:
    """Half the repetitions, seconds or sets, rounded up; None when there is nothing to halve.

    (source: DESIGN, clinical 2.4: step down by half after a red)
    """
    if max(dose.reps) > 1:
        return replace(dose, reps=tuple(_half(reps) for reps in dose.reps))
    if dose.hold_seconds > 1:
        return replace(dose, hold_seconds=_half(dose.hold_seconds))
    if dose.sets > 1:
        return replace(dose, reps=dose.reps[: _half(dose.sets)])
    return None


def _half(amount: int) -> int:
    return (amount + 1) // 2
