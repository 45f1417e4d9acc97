"""What is different in one stage, or in a bad day's plan, in the patient's words."""

from collections.abc import Iterator, Mapping, Sequence

from coach.domain.counts import counted
from coach.domain.criterion_words import criterion_sentence
from coach.domain.dose_words import asked_words, dose_differences, listed
from coach.domain.exercise import Exercise
from coach.domain.program import Criterion, FlarePlan, Prescription, SittingLimits, Stage, Surface

SEATS = {
    Surface.SOFT: "On soft seats",
    Surface.FIRM: "On firm seats",
    Surface.HARD: "On hard seats",
    Surface.FLOOR: "On the floor",
    Surface.CAR: "In the car",
}
_GATES = {
    "enter": "To come to this stage",
    "leave": "To go on from this stage",
    "fall_back": "To go a step back",
}


def stage_changes(
    old: Stage, new: Stage, exercises: Mapping[str, Exercise], *, today: Stage | None = None
) -> Iterator[str]:
    """Every difference of one stage as a sentence; its name is not said.

    `today` is the stage the patient is in, where that is another one: what they do and how they
    sit is held against it, for of the other they have done nothing.
    """
    done = today or old
    yield from asked_changes(done.prescriptions, new.prescriptions, exercises)
    yield from _sitting_changes(done.sitting, new.sitting)
    for gate, what in _GATES.items():
        yield from _gate_changes(what, getattr(old, gate), getattr(new, gate))
    if old.name != new.name:
        yield f"This stage is called “{new.name}” now, “{old.name}” before."
    if old.aim != new.aim:
        yield f"What it is for now reads: {_ended(new.aim)}"
    if old.window != new.window:
        yield f"It usually takes {new.window or 'as long as it needs'}."


def flare_changes(
    old: FlarePlan, new: FlarePlan, exercises: Mapping[str, Exercise]
) -> Iterator[str]:
    """Every difference of a bad day's plan; that it is about a bad day is said before each."""
    yield from asked_changes(old.prescriptions, new.prescriptions, exercises)
    if old.hours != new.hours:
        yield f"This plan lasts {counted(new.hours, 'hour')}, {old.hours} before."
    if old.sitting_factor != new.sitting_factor:
        now, before = round(new.sitting_factor * 100), round(old.sitting_factor * 100)
        yield f"Sit {now} percent as long as on other days, {before} percent before."
    if old.title != new.title:
        yield f"The plan is called “{new.title}” now."
    if old.text != new.text:
        yield f"What to do now reads: {_ended(new.text)}"


def asked_changes(
    old: Sequence[Prescription], new: Sequence[Prescription], exercises: Mapping[str, Exercise]
) -> Iterator[str]:
    """What is new, gone, or asked otherwise, in the order of the new plan."""
    before = {asked.exercise: asked for asked in old}
    after = {asked.exercise for asked in new}
    for asked in new:
        exercise = exercises.get(asked.exercise)
        if asked.exercise not in before:
            yield _new_sentence(asked, exercise)
        elif asked != before[asked.exercise]:
            yield from _changed(before[asked.exercise], asked, exercise)
    names = [name_of(asked.exercise, exercises.get(asked.exercise)) for asked in old]
    gone = [name for asked, name in zip(old, names, strict=True) if asked.exercise not in after]
    if gone:
        said = listed([gone[0], *(lowered(name) for name in gone[1:])])
        yield f"{said} {'is' if len(gone) == 1 else 'are'} no longer asked for."
    kept_before = [asked.exercise for asked in old if asked.exercise in after]
    kept_now = [asked.exercise for asked in new if asked.exercise in before]
    if kept_before != kept_now:
        yield "The exercises come in another order now."


def _new_sentence(asked: Prescription, exercise: Exercise | None) -> str:
    name = lowered(name_of(asked.exercise, exercise))
    words = asked_words(asked, exercise)
    sentence = f"New: {name}, {words}." if words else f"New: {name}."
    return f"{sentence} {_ended(asked.note)}" if asked.note else sentence


def _changed(old: Prescription, new: Prescription, exercise: Exercise | None) -> Iterator[str]:
    name = name_of(new.exercise, exercise)
    found = dose_differences(old, new)
    if found:
        yield f"{name}: {'; '.join(found)}."
    if new.note and new.note != old.note:
        yield f"{name} has a new note: {_ended(new.note)}"
    elif old.note and not new.note:
        yield f"The note at {lowered(name)} is gone."
    elif not found:
        yield f"{name} is written in another way; what you do stays the same."


def _sitting_changes(old: SittingLimits, new: SittingLimits) -> Iterator[str]:
    seats: dict[tuple[int, int], list[str]] = {}
    for surface, where in SEATS.items():
        now, before = new.minutes(surface), old.minutes(surface)
        if now != before:
            seats.setdefault((now, before), []).append(where)
    for (now, before), found in seats.items():
        said = listed([found[0], *(lowered(where) for where in found[1:])])
        yield f"{said} sit at most {counted(now, 'minute')} in one go, {before} before."
    if old.break_minutes != new.break_minutes:
        minutes = counted(new.break_minutes, "minute")
        yield f"After sitting stand or walk for {minutes}, {old.break_minutes} before."
    if old.standing_cap != new.standing_cap:
        yield f"Stand or walk {_cap(new.standing_cap)}, {_cap(old.standing_cap)} before."
    if (old.adapts, old.most_minutes) != (new.adapts, new.most_minutes):
        yield _fit_words(new)
    if old.reason != new.reason:
        yield f"Why sitting ends now reads: {_ended(new.reason)}"


def _fit_words(limits: SittingLimits) -> str:
    if not limits.adapts:
        return "Sitting times stay as written, whatever your leg does."
    if limits.most_minutes is None:
        return "Sitting times follow your leg, and get no longer than written."
    return f"Sitting times follow your leg, up to {counted(limits.most_minutes, 'minute')}."


def _cap(minutes: int) -> str:
    return f"at most {counted(minutes, 'minute')} in one go" if minutes else "as long as you like"


def _gate_changes(what: str, old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[str]:
    gone = [one for one in old if one not in new]
    for criterion in new:
        if criterion in old:
            continue
        before = next((one for one in gone if _same_subject(one, criterion)), None)
        if before is None:
            yield f"{what}, there is a new rule: {_ended(criterion.text)}"
            continue
        gone.remove(before)
        text = criterion.text
        if text == before.text:
            text = criterion_sentence(criterion)
        yield f"{what}, a rule is different now: {_ended(text)}"
    for criterion in gone:
        yield f"{what}, this is no longer needed: {_ended(criterion.text)}"
    if list(old) != list(new) and set(old) == set(new):
        yield f"{what}, the rules come in another order now."


def _same_subject(one: Criterion, other: Criterion) -> bool:
    return one.rule is other.rule and one.instrument == other.instrument


def name_of(exercise_id: str, exercise: Exercise | None) -> str:
    """The exercise as a patient knows it; its id where it is not in the catalogue any more."""
    return exercise.name if exercise is not None else exercise_id.replace("-", " ").capitalize()


def lowered(text: str) -> str:
    """`text` as it stands inside a sentence; names like `Z-lie` stay as they are."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _ended(text: str) -> str:
    """`text` on one line, with a full stop where it has no end."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?", "”", '"')) else f"{line}."
