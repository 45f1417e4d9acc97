"""What a step down makes of a prescription: the easier form, half the dose, or both.

What may be made easier is the program's to say; where it allows nothing, the exercise rests.
"""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from coach.domain.dose import Dose, Side
from coach.domain.easing import Standing, is_eased
from coach.domain.exercise import Bias, Exercise, Kind
from coach.domain.program import Eased, Easier, Easing, Prescription, Program

SWAPPED_KINDS = (Kind.MOVEMENT, Kind.REST)
"""What may come in the place of another: something that is led and needs no pack."""


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
        if standing.level and exercise is not None and is_eased(exercise):
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
    if form is None or form.id in taken:
        return None
    return form if may_swap(exercise, form, program) else None


def may_swap(exercise: Exercise, form: Exercise, program: Program) -> bool:
    """Whether the form may be done in the exercise's place; a walk is only made shorter."""
    allowed = program.easing.may_swap and exercise.kind is not Kind.WALK
    return allowed and may_replace(form, program)


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
    swapped = easier_dose(prescription.dose, form.dose) if form is not None else None
    if form is not None and swapped is not None:
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


def lighter(
    asked: Dose, form: Exercise | None, easing: Easing
) -> tuple[Exercise | None, Dose] | None:
    """What is done in place of `asked` at once: the form at its dose, or half of the same.

    The form is one that may come (`may_swap`), None when there is none; None in the answer stands
    for the exercise itself. No answer where nothing may be made easier: then it is left out.
    """
    swapped = easier_dose(asked, form.dose) if form is not None else None
    if swapped is not None:
        return form, swapped
    half = halved(asked) if easing.may_halve else None
    return (None, half) if half is not None else None


def easier_dose(asked: Dose, form: Dose) -> Dose | None:
    """The easier form's own dose, as often as asked and never above what is asked.

    No more sets and repetitions, both sides counted, no longer held, on no other side. None when
    the form works both sides and the repetitions asked do not go round.
    """
    one_sided = asked.side in (Side.LEFT, Side.RIGHT, Side.SORE)
    sided = asked.side not in (Side.NONE, Side.ALTERNATE) and form.side not in (
        Side.NONE,
        Side.ALTERNATE,
    )
    swaps = one_sided and form.side is Side.ALTERNATE
    side = asked.side if sided or swaps else form.side
    share = 2 if side is Side.EACH and asked.side is not Side.EACH else 1
    pairs = zip(form.reps, asked.reps, strict=False)
    capped = (min(reps, most // share) for reps, most in pairs)
    reps = tuple(count for count in capped if count)
    if not reps:
        return None
    both_held = asked.timed and form.timed
    return replace(
        form,
        reps=reps,
        hold_seconds=min(form.hold_seconds, asked.hold_seconds) if both_held else form.hold_seconds,
        side=side,
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
