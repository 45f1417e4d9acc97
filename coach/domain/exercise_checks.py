"""What must hold in one exercise, and in any dose of it: caps, pack limits, links."""

from collections.abc import Collection, Iterator

from coach.domain.dose import Dose, beyond_caps
from coach.domain.exercise import HARD_LIMIT_SECONDS, Exercise, Kind, Variant
from coach.domain.findings import Finding, KeyPath, nearest


def check_exercise(exercise: Exercise, file_id: str, known: Collection[str]) -> list[Finding]:
    """Findings about one entry; `file_id` is its file's name, `known` every id there is."""
    return [
        *check_id(exercise.id, file_id),
        *_check_own_dose(exercise),
        *_check_pack(exercise),
        *_check_reach(exercise),
        *_check_link("easier", exercise.easier, exercise, known),
        *_check_link("harder", exercise.harder, exercise, known),
    ]


def check_id(own_id: str, file_id: str) -> Iterator[Finding]:
    """A finding when an id is not the name it is filed under."""
    if own_id != file_id:
        mend = f'write id = "{file_id}" or rename it to {own_id}'
        yield Finding(("id",), f"id is {own_id} and its name on disk is {file_id}", mend)


def check_caps(dose: Dose, path: KeyPath) -> Iterator[Finding]:
    """Findings about numbers beyond the hard caps, and days that do not add up."""
    for name, value, least, most in beyond_caps(dose):
        yield Finding(path, f"{name} is {value}", f"write a number from {least} to {most}")
    if dose.days and len(dose.days) != dose.days_a_week:
        what = f"{len(dose.days)} days are named for {dose.days_a_week} days a week"
        yield Finding(path, what, "name the days only, like mon,wed,fri")


def check_pack_time(exercise: Exercise, dose: Dose, path: KeyPath) -> Iterator[Finding]:
    """A finding when cold or heat has no time, or runs longer than it ever may."""
    limit = exercise.longest_seconds
    if exercise.kind not in HARD_LIMIT_SECONDS or limit is None:
        return
    if dose.timed and (dose.reps != (1,) or dose.sides != 1):
        what = f"{exercise.kind.value} is put on once a time, not {dose.total_reps} times"
        yield Finding(path, what, "write the minutes alone, like 10min")
    elif not dose.timed:
        what = f"{exercise.kind.value} needs a time"
        yield Finding(path, what, f"write {_minutes(limit)} or less, like 10min")
    elif dose.total_seconds > limit:
        what = f"{exercise.kind.value} for {_minutes(dose.total_seconds)} is too long"
        yield Finding(path, what, f"write {_minutes(limit)} or less")


def _check_own_dose(exercise: Exercise) -> Iterator[Finding]:
    dose = exercise.dose
    yield from check_caps(dose, ("dose",))
    yield from check_pack_time(exercise, dose, ("dose", "hold_seconds"))
    if not dose.most:
        return
    for name in ("sets", "hold_seconds", "times_a_day", "days_a_week"):
        usual, most = getattr(dose, name), getattr(dose.most, name)
        if most is not None and most < usual:
            what = f"most {name} {most} is below the usual {usual}"
            mend = f"write {usual} or more, or take the line out"
            yield Finding(("dose", "most", name), what, mend, (("dose", name),))
    longest = HARD_LIMIT_SECONDS.get(exercise.kind)
    if longest and dose.most.hold_seconds and dose.most.hold_seconds > longest:
        what = f"{exercise.kind.value} for {_minutes(dose.most.hold_seconds)} is too long"
        mend = f"write {longest} seconds or less"
        yield Finding(("dose", "most", "hold_seconds"), what, mend, (("kind",),))


def _check_pack(exercise: Exercise) -> Iterator[Finding]:
    pack, limit = exercise.pack, HARD_LIMIT_SECONDS.get(exercise.kind)
    if not pack or not limit:
        return
    if pack.longest_seconds > limit:
        what = f"a pack of {exercise.kind.value} may run {_minutes(pack.longest_seconds)}"
        mend = f"write longest_seconds = {limit} or less"
        yield Finding(("pack", "longest_seconds"), what, mend, (("kind",),))
    if pack.check_after_seconds >= pack.longest_seconds:
        what = "the skin is checked only after the pack is off"
        mend = "write check_after_seconds = 300"
        rests_on: tuple[KeyPath, ...] = (("pack", "longest_seconds"),)
        yield Finding(("pack", "check_after_seconds"), what, mend, rests_on)


def _check_reach(exercise: Exercise) -> Iterator[Finding]:
    """The leg is asked after what one does, not after a pack or a habit."""
    if exercise.check_reach and exercise.kind in (Kind.COLD, Kind.HEAT, Kind.HABIT):
        what = f"the leg is not asked after {exercise.kind.value}"
        yield Finding(("check_reach",), what, "write check_reach = false", (("kind",),))


def _check_link(
    name: str, variant: Variant, exercise: Exercise, known: Collection[str]
) -> Iterator[Finding]:
    path = (name, "exercise")
    if not variant.exercise:
        return
    if variant.exercise == exercise.id:
        mend = 'name another exercise, or write exercise = ""'
        yield Finding(path, f"the {name} form of {exercise.id} is itself", mend, (("id",),))
    elif variant.exercise not in known:
        mend = f'write exercise = "{nearest(variant.exercise, known)}"'
        yield Finding(path, f"there is no exercise {variant.exercise}", mend)


def _minutes(seconds: int) -> str:
    whole, rest = divmod(seconds, 60)
    return f"{whole}min" if not rest else f"{seconds}s"
