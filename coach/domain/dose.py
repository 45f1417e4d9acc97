"""How much: sets, reps, hold, rest, side, times a day, days a week; and the one-line form."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from coach.domain.errors import InputError
from coach.domain.text import clean_line

DAILY = "daily"
"""Every day of the week: takes named days and days a week away."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Day names of the dose line, in the order of `date.weekday()`."""


class Side(StrEnum):
    """Which side works."""

    NONE = "none"
    EACH = "each"
    """All repetitions of a set on the left, then all on the right."""
    LEFT = "left"
    RIGHT = "right"
    SORE = "sore"
    """The side the patient named as sore."""
    ALTERNATE = "alternate"
    """Sides swap every repetition."""


MOST_SETS = 10
MOST_REPS = 60
MOST_HOLD_SECONDS = 3600
MOST_REST_SECONDS = 600
MOST_TEMPO_SECONDS = 60
MOST_TIMES_A_DAY = 24
"""Hard caps in code: a typing slip in a program never asks for ten thousand repetitions."""

DEFAULT_REST_SECONDS = 30
"""Rest between sets when the line names none (source: DESIGN)."""
DEFAULT_TEMPO_SECONDS = 4
"""Seconds for one moving repetition when the line names none (source: DESIGN)."""


class Most(Struct, frozen=True):
    """The upper end of a usual range; None where there is none."""

    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    times_a_day: int | None = None
    days_a_week: int | None = None


class Dose(Struct, frozen=True, eq=False):
    """How much of an exercise is asked; two are equal when they ask for the same."""

    reps: tuple[int, ...] = (1,)
    """Repetitions of each set, one number a set; on side `each`, for each side."""
    hold_seconds: int = 0
    """Seconds each repetition is held; 0 for moving repetitions."""
    tempo_seconds: int = DEFAULT_TEMPO_SECONDS
    """Seconds for one moving repetition, out and back; used when nothing is held."""
    rest_seconds: int = DEFAULT_REST_SECONDS
    """Rest between sets."""
    side: Side = Side.NONE
    times_a_day: int = 1
    days_a_week: int = 7
    days: tuple[str, ...] = ()
    """Named days (`mon` ... `sun`); empty means any `days_a_week` days."""
    gap_minutes: int = 0
    """Smallest gap between two times on one day."""
    source: tuple[str, ...] = ()
    most: Most | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dose) and self._asked == other._asked

    def __hash__(self) -> int:
        return hash(self._asked)

    @property
    def _asked(self) -> tuple[object, ...]:
        """Every amount; where it is from and how far a range goes asks for nothing."""
        return (
            self.reps,
            self.hold_seconds,
            self.tempo_seconds,
            self.rest_seconds,
            self.side,
            self.times_a_day,
            self.days_a_week,
            self.days,
            self.gap_minutes,
        )

    @property
    def sets(self) -> int:
        """How many sets."""
        return len(self.reps)

    @property
    def timed(self) -> bool:
        """Whether seconds, not repetitions, measure it."""
        return self.hold_seconds > 0

    @property
    def sides(self) -> int:
        """2 when every set is done on both sides, else 1."""
        return 2 if self.side is Side.EACH else 1

    @property
    def total_reps(self) -> int:
        """All repetitions of one time, both sides counted."""
        return sum(self.reps) * self.sides

    @property
    def total_seconds(self) -> int:
        """Seconds of work in one time: held or moved, rests left out."""
        each = self.hold_seconds if self.timed else self.tempo_seconds
        return self.total_reps * each


_SETS = re.compile(r"^([0-9]{1,4})x([0-9]{1,6})$")
_PYRAMID = re.compile(r"^[0-9]{1,6}(-[0-9]{1,6})+$")
_TIME = re.compile(r"^([0-9]{1,6})(s|min)$")
_TIMES_A_DAY = re.compile(r"^([0-9]{1,3})/day$")
_DAYS_A_WEEK = re.compile(r"^([0-9]{1,3})/week$")
_EXAMPLE = "bird-dog 3x6 hold 8s rest 30s side each 2/day mon,wed,fri"


class DoseLine(Struct, frozen=True):
    """A parsed dose line: which exercise, and how much of it."""

    exercise: str
    dose: Dose


def parse_dose_line(line: str, *, tempo_seconds: int = DEFAULT_TEMPO_SECONDS) -> DoseLine:
    """Read `bird-dog 3x6 hold 8s rest 30s side each 2/day mon,wed,fri`.

    `tempo_seconds` is the exercise's own, used when the line names none. Raises InputError that
    names the word that cannot be read and what to write instead.
    """
    words = line.split()
    if len(words) < 2:
        raise _refusal(line, f"needs an exercise and a dose; write it like: {_EXAMPLE}")
    exercise, *rest = words
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", exercise):
        raise _refusal(exercise, "is no exercise id; write it like bird-dog")
    named = read_dose_words(rest)
    if "reps" not in named:
        raise InputError("Dose line", "it does not say how much; write 3x6, 6-4-2 or 10min")
    dose = Dose(**{"tempo_seconds": tempo_seconds, **named})
    check_caps(dose)
    return DoseLine(exercise, dose)


def read_dose_words(words: Sequence[str]) -> dict[str, Any]:
    """The fields of a dose that the words name; InputError for one that contradicts another."""
    fields: dict[str, Any] = {}
    bare_time = False
    words_left = iter(words)
    for word in words_left:
        if word in ("hold", "rest", "tempo", "side"):
            found = _read_named(word, next(words_left, ""))
        else:
            found = _read_amount(word) or _read_days(word)
            bare_time = bare_time or _TIME.match(word) is not None
        for name, value in found.items():
            if fields.setdefault(name, value) != value:
                raise _refusal(word, f"says {name.replace('_', ' ')} again; say it once")
    if bare_time:
        fields.setdefault("rest_seconds", 0)
    return fields


def _read_amount(word: str) -> dict[str, Any]:
    if found := _SETS.match(word):
        sets, reps = int(found[1]), int(found[2])
        if not 1 <= sets <= MOST_SETS:
            raise _refusal(word, f"has {sets} sets; write 1 to {MOST_SETS}")
        return {"reps": (reps,) * sets}
    if _PYRAMID.match(word):
        return {"reps": tuple(int(part) for part in word.split("-"))}
    if _TIME.match(word):
        seconds = _seconds(word)
        if not seconds:
            raise _refusal(word, "is no time at all; write 10min")
        return {"reps": (1,), "hold_seconds": seconds}
    return {}


def _read_named(name: str, value: str) -> dict[str, Any]:
    if name != "side":
        return {f"{name}_seconds": _seconds(value)}
    if value not in set(Side):
        raise _refusal(value, f"is no side; write one of: {', '.join(Side)}")
    return {"side": Side(value)}


def _read_days(word: str) -> dict[str, Any]:
    if found := _TIMES_A_DAY.match(word):
        return {"times_a_day": int(found[1])}
    if found := _DAYS_A_WEEK.match(word):
        return {"days_a_week": int(found[1])}
    if word == DAILY:
        return {"days": (), "days_a_week": 7}
    named = word.split(",")
    if all(day in DAYS for day in named):
        days = tuple(day for day in DAYS if day in named)
        return {"days": days, "days_a_week": len(days)}
    raise _refusal(word, f"is not understood; write it like: {_EXAMPLE}")


def _seconds(word: str) -> int:
    found = _TIME.match(word)
    if not found:
        raise _refusal(word, "is no time; write 8s or 10min")
    return int(found[1]) * (60 if found[2] == "min" else 1)


def _refusal(word: str, why: str) -> InputError:
    return InputError("Dose line", f"'{clean_line(word, limit=80)}' {why}")


def check_caps(dose: Dose) -> None:
    """InputError for the first number outside its cap."""
    for name, value, least, most in beyond_caps(dose):
        raise InputError("Dose line", f"{name} is {value}; write {least} to {most}")


def beyond_caps(dose: Dose) -> list[tuple[str, int, int, int]]:
    """Numbers outside their caps, as (what it counts, the number, least, most)."""
    numbers = (
        ("sets", dose.sets, 1, MOST_SETS),
        ("reps", max(dose.reps, default=0), 1, MOST_REPS),
        ("fewest reps", min(dose.reps, default=0), 1, MOST_REPS),
        ("hold seconds", dose.hold_seconds, 0, MOST_HOLD_SECONDS),
        ("rest seconds", dose.rest_seconds, 0, MOST_REST_SECONDS),
        ("tempo seconds", dose.tempo_seconds, 0, MOST_TEMPO_SECONDS),
        ("times a day", dose.times_a_day, 1, MOST_TIMES_A_DAY),
        ("days a week", dose.days_a_week, 1, 7),
    )
    return [number for number in numbers if not number[2] <= number[1] <= number[3]]


def format_dose_line(exercise: str, dose: Dose) -> str:
    """The dose in the one-line form that `parse_dose_line` reads back."""
    return f"{exercise} {format_dose(dose)}"


def format_dose(dose: Dose) -> str:
    """The dose line without the exercise."""
    parts = [_format_amount(dose)]
    if dose.timed and not is_bare_time(dose):
        parts.append(f"hold {_format_time(dose.hold_seconds)}")
    if not dose.timed:
        parts.append(f"tempo {_format_time(dose.tempo_seconds)}")
    if not is_bare_time(dose):
        parts.append(f"rest {_format_time(dose.rest_seconds)}")
    if dose.side is not Side.NONE:
        parts.append(f"side {dose.side.value}")
    parts.append(f"{dose.times_a_day}/day")
    if dose.days:
        parts.append(",".join(dose.days))
    elif dose.days_a_week != 7:
        parts.append(f"{dose.days_a_week}/week")
    return " ".join(parts)


def is_bare_time(dose: Dose) -> bool:
    """Whether a plain time, like 10min, says all of how much."""
    return dose.timed and dose.reps == (1,) and dose.rest_seconds == 0


def _format_amount(dose: Dose) -> str:
    if is_bare_time(dose):
        return _format_time(dose.hold_seconds)
    if len(set(dose.reps)) == 1:
        return f"{dose.sets}x{dose.reps[0]}"
    return "-".join(str(reps) for reps in dose.reps)


def _format_time(seconds: int) -> str:
    if seconds and seconds % 60 == 0:
        return f"{seconds // 60}min"
    return f"{seconds}s"
