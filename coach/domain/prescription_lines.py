"""A prescription as a line: the dose line, and behind it times, gap and note."""

import re
from collections.abc import Mapping
from datetime import time

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.dose import Dose, format_dose, parse_dose_line
from coach.domain.dose_changes import changed_dose, dose_over
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.findings import nearest
from coach.domain.line_words import Words, quoted, refusal
from coach.domain.prescribing import own_gap_minutes, prescribed
from coach.domain.program import Prescription
from coach.domain.program_limits import GAP_MINUTES, MOST_SENTENCES
from coach.domain.text import clean_line

OFF = "off"
"""Behind an exercise: it is no longer asked for."""
ANY_TIME = "any"
"""Behind `at`: spread over the waking day."""

_BEHIND_THE_DOSE = ("at", "gap", "note")
_CLOCK_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_GAP = re.compile(r"([0-9]{1,4})(?:min)?")


class AskedLine(Struct, frozen=True):
    """A line as typed; None is what it does not name."""

    exercise: str
    dose_words: tuple[str, ...]
    times: tuple[time, ...] | None
    gap_minutes: int | None
    note: str | None

    @property
    def is_off(self) -> bool:
        """Whether it takes the exercise out."""
        return self.dose_words == (OFF,)


def prescription_line(
    asked: Prescription, exercise: Exercise | None, *, over: Dose | None = None
) -> str:
    """The prescription as one line; the gap is left out where it is the exercise's own.

    With `over`, the dose that stays where a line names nothing, it takes away what is not asked.
    """
    dose = dose_over(over, asked.dose) if over is not None else format_dose(asked.dose)
    parts = [f"{asked.exercise} {dose}"]
    if asked.times:
        parts.append("at " + " ".join(f"{one:%H:%M}" for one in asked.times))
    if exercise is None or asked.gap_minutes != own_gap_minutes(exercise):
        parts.append(f"gap {asked.gap_minutes}min")
    if asked.note:
        parts.append(f"note {quoted(asked.note)}")
    return " ".join(parts)


def read_prescription(line: str, exercises: Mapping[str, Exercise]) -> Prescription:
    """The prescription a whole line stands for: what it does not name is not asked.

    InputError names the word and the mend.
    """
    asked = read_asked(line)
    made = _made(asked, asked.gap_minutes, exercises)
    return replace(made, times=asked.times or (), note=asked.note or "")


def changed_prescription(
    before: Prescription | None, asked: AskedLine, exercises: Mapping[str, Exercise]
) -> Prescription:
    """`before` with what the line names; all else stays.

    Without one before, the catalogue's usual dose stands for what is not named. Times that are no
    longer as many as asked a day go: then it is spread over the waking day.
    """
    exercise = _of_line(asked, exercises)
    if before is None:
        usual = replace(exercise.dose, source=(), most=None)
        before = Prescription(asked.exercise, usual, gap_minutes=own_gap_minutes(exercise))
    dose = changed_dose(before.dose, asked.dose_words) if asked.dose_words else before.dose
    gap = before.gap_minutes if asked.gap_minutes is None else asked.gap_minutes
    made = prescribed(asked.exercise, dose, exercise, names_tempo=True, gap_minutes=gap)
    times = before.times if asked.times is None else asked.times
    if asked.times is None and len(times) != made.dose.times_a_day:
        times = ()
    return replace(made, times=times, note=before.note if asked.note is None else asked.note)


def _of_line(asked: AskedLine, exercises: Mapping[str, Exercise]) -> Exercise:
    """The exercise a short line is about; InputError when it names nothing of its dose."""
    named = (asked.dose_words, asked.times, asked.gap_minutes, asked.note)
    if all(one is None or one == () for one in named) and asked.times is None:
        shown = clean_line(asked.exercise, limit=60)
        raise InputError(
            "Dose line", f"'{shown}' needs an exercise and a dose; write it like: bird-dog 3x6"
        )
    return known_exercise(asked.exercise, exercises)


def read_asked(line: str) -> AskedLine:
    """The parts of a line; InputError for what cannot be one."""
    words = Words(line)
    exercise, *dose = words.until(_BEHIND_THE_DOSE) or [""]
    shown = " ".join([exercise, *dose])
    asked = AskedLine(exercise, tuple(dose), None, None, None)
    said: set[str] = set()
    while words.any_left:
        name = words.one_of(shown, _BEHIND_THE_DOSE)
        if name in said:
            raise refusal(name, "is said again; say it once")
        said.add(name)
        asked = _with_named(asked, name, words)
    return asked


def _with_named(asked: AskedLine, name: str, words: Words) -> AskedLine:
    if name == "at":
        return replace(asked, times=_times(words))
    if name == "gap":
        return replace(asked, gap_minutes=_gap_minutes(words))
    return replace(asked, note=words.text("note", MOST_SENTENCES, may_be_empty=True))


def _times(words: Words) -> tuple[time, ...]:
    if words.ahead == ANY_TIME:
        words.bare("at", "")
        return ()
    named = words.until(_BEHIND_THE_DOSE)
    if not named:
        raise refusal("at", f"names no time; write it like: at 09:00 18:00, or at {ANY_TIME}")
    return tuple(_time(word) for word in named)


def _time(word: str) -> time:
    found = _CLOCK_TIME.fullmatch(word)
    if found is None:
        raise refusal(word, "is no time of day; write it like 09:00")
    return time(int(found[1]), int(found[2]))


def _gap_minutes(words: Words) -> int:
    least, most = GAP_MINUTES
    mend = f"write it like gap 60min, from {least} to {most} minutes"
    word = words.bare("gap", mend)
    found = _GAP.fullmatch(word)
    if found is None or int(found[1]) > most:
        raise refusal(word, f"is no gap; {mend}")
    return int(found[1])


def _made(
    asked: AskedLine, gap_minutes: int | None, exercises: Mapping[str, Exercise]
) -> Prescription:
    read = parse_dose_line(" ".join([asked.exercise, *asked.dose_words]))
    exercise = known_exercise(read.exercise, exercises)
    names_tempo = "tempo" in asked.dose_words
    return prescribed(
        read.exercise, read.dose, exercise, names_tempo=names_tempo, gap_minutes=gap_minutes
    )


def known_exercise(exercise_id: str, exercises: Mapping[str, Exercise]) -> Exercise:
    """The exercise of the catalogue; InputError with the nearest id there is."""
    if exercise_id in exercises:
        return exercises[exercise_id]
    near = nearest(exercise_id, exercises)
    mend = f"did you mean {near}?" if near else "choose one that `coach exercises` lists"
    shown = clean_line(exercise_id, limit=60)
    raise InputError("Plan line", f"there is no exercise '{shown}'; {mend}")
