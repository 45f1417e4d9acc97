"""What a plan asks more of than the one before: said apart where more needs a reason."""

from collections.abc import Iterator, Mapping

from coach.domain.dose import Dose, format_dose
from coach.domain.easier import easier_dose
from coach.domain.exercise import Exercise
from coach.domain.program import Prescription, Program, SittingLimits, Stage, StageCode
from coach.domain.stage_changes import SEATS, name_of

ALL_DAY = 24 * 60
"""Minutes of standing where no limit is set."""


def raised(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    *,
    stage_before: StageCode,
    stage: StageCode,
) -> tuple[str, ...]:
    """Every dose that goes up, and longer sitting, in any stage; a stage further on; what is new.

    An easier form that comes in the place of an exercise is new only where it asks for more.
    """
    return tuple(_raised(old, new, exercises, stage_before, stage))


def _raised(
    old: Program,
    new: Program,
    exercises: Mapping[str, Exercise],
    stage_before: StageCode,
    stage: StageCode,
) -> Iterator[str]:
    order = list(StageCode)
    if order.index(stage) > order.index(stage_before):
        yield f"it begins in stage {stage.value}, they are in {stage_before.value}"
    before = {one.code: one for one in old.stages}
    for held in new.stages:
        if held.code in before:
            yield from _in_stage(before[held.code], held, exercises)
            yield from _sitting(held.code, before[held.code].sitting, held.sitting)


def _in_stage(old: Stage, new: Stage, exercises: Mapping[str, Exercise]) -> Iterator[str]:
    doses = {one.exercise: one.dose for one in old.prescriptions}
    staying = {one.exercise for one in new.prescriptions}
    # An easier form in the place of what goes is held against that.
    instead = {
        exercises[name].easier.exercise: dose
        for name, dose in doses.items()
        if name in exercises and name not in staying
    }
    for asked in new.prescriptions:
        name = f"{new.code.value}: {name_of(asked.exercise, exercises.get(asked.exercise))}"
        was = doses.get(asked.exercise) or instead.get(asked.exercise)
        if was is None:
            yield f"{name} is new, {format_dose(asked.dose)}"
        elif all(is_more(one, asked.dose) for one in _held_against(asked, was, doses, exercises)):
            yield f"{name} {format_dose(asked.dose)}, it was {format_dose(was)}"


def _held_against(
    asked: Prescription,
    was: Dose,
    doses: Mapping[str, Dose],
    exercises: Mapping[str, Exercise],
) -> tuple[Dose, ...]:
    """What there was; of an easier form also what the rule would ask in its place, for what is
    held and what is counted in repetitions are not the same measure.
    """
    form = exercises.get(asked.exercise)
    if asked.exercise in doses or form is None:
        return (was,)
    swapped = easier_dose(was, form.dose)
    return (was,) if swapped is None else (was, swapped)


def _sitting(code: StageCode, old: SittingLimits, new: SittingLimits) -> Iterator[str]:
    """Longer sitting on each seat, or as it may be fitted by itself; longer standing."""
    for surface, where in SEATS.items():
        now, was = new.minutes(surface), old.minutes(surface)
        if now > was:
            yield f"{code.value}: {where.lower()} sitting for {now} minutes, it was {was}"
    if _longest(new) > _longest(old):
        yield f"{code.value}: sitting may be fitted up to {_longest(new)} minutes by itself"
    if (new.standing_cap or ALL_DAY) > (old.standing_cap or ALL_DAY):
        now, was = new.standing_cap, old.standing_cap
        told = f"for {now} minutes" if now else "without a limit"
        yield f"{code.value}: standing or walking {told}, it was {was} minutes"


def _longest(limits: SittingLimits) -> int:
    """What a limit may be fitted up to by itself beyond what is written; 0 for no further."""
    return limits.most_minutes or 0 if limits.adapts else 0


def is_more(before: Dose, now: Dose) -> bool:
    """Whether more is asked in a week, at one time, or in one repetition.

    What is held is measured in seconds; where one of the two is not, both in repetitions.
    """
    in_seconds = before.timed and now.timed
    was, is_now = (one.total_seconds if in_seconds else one.total_reps for one in (before, now))
    weekly_was = was * before.times_a_day * before.days_a_week
    weekly_now = is_now * now.times_a_day * now.days_a_week
    return (
        weekly_now > weekly_was
        or is_now > was
        or now.total_reps > before.total_reps
        or now.hold_seconds > before.hold_seconds
    )
