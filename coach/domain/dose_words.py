"""A dose in plain words for a person to read, and what is different between two of them."""

from collections.abc import Sequence
from datetime import time

from coach.domain.dose import DAYS, Dose, Side
from coach.domain.exercise import Exercise, Kind
from coach.domain.program import Prescription

HALF_MINUTE = 30
MOST_SECONDS_TOLD = 90
"""A longer time is told in minutes where it can be (source: DESIGN)."""
EVERY_DAY = "every day"

_DAY_NAMES = dict(
    zip(
        DAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
_SIDES = {
    Side.EACH: "each side",
    Side.LEFT: "left side",
    Side.RIGHT: "right side",
    Side.SORE: "sore side",
    Side.ALTERNATE: "sides in turn",
    Side.NONE: "no side named",
}


def asked_words(asked: Prescription, exercise: Exercise | None) -> str:
    """The whole prescription: `3 sets of 6, each side, 2 times a day`."""
    dose = asked.dose
    parts = [] if _is_habit(exercise) else [amount_words(dose)]
    if dose.side is not Side.NONE:
        parts.append(_SIDES[dose.side])
    if often := often_words(dose):
        parts.append(often)
    if asked.times:
        parts.append(f"at {_clock_words(asked.times)}")
    return ", ".join(parts)


def amount_words(dose: Dose) -> str:
    """Sets and repetitions, or the time: `2 sets of 8, held for 3 seconds`."""
    return ", ".join(part for part in (_sets_words(dose), _hold_words(dose)) if part)


def _sets_words(dose: Dose) -> str:
    if _is_bare_time(dose):
        return time_words(dose.hold_seconds)
    if len(set(dose.reps)) == 1:
        return f"{_counted(dose.sets, 'set')} of {dose.reps[0]}"
    return f"sets of {listed([str(reps) for reps in dose.reps])}"


def _hold_words(dose: Dose) -> str:
    held = dose.timed and not _is_bare_time(dose)
    return f"held for {time_words(dose.hold_seconds)}" if held else ""


def _is_bare_time(dose: Dose) -> bool:
    return dose.timed and dose.reps == (1,)


def often_words(dose: Dose) -> str:
    """How often: `2 times a day on Monday and Friday`; empty for once every day."""
    a_day = f"{dose.times_a_day} times a day" if dose.times_a_day > 1 else ""
    if dose.days:
        on = f"on {listed([_DAY_NAMES[day] for day in dose.days])}"
    else:
        on = f"{_counted(dose.days_a_week, 'day')} a week" if dose.days_a_week != 7 else ""
    return " ".join(part for part in (a_day, on) if part)


def _clock_words(times: Sequence[time]) -> str:
    """`9:00 and 18:00`; `any time of day` for none."""
    return listed([f"{one.hour}:{one.minute:02d}" for one in times]) or "any time of day"


def time_words(seconds: int) -> str:
    """`90` as `90 seconds`, `600` as `10 minutes`."""
    if seconds and seconds % 60 == 0:
        return _counted(seconds // 60, "minute")
    return _counted(seconds, "second")


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def dose_differences(old: Prescription, new: Prescription) -> list[str]:
    """Each thing that is asked otherwise, as `2 sets of 8 instead of 1 set of 8`."""
    was, now = old.dose, new.dose
    return [
        *_sets_difference(was, now),
        *_hold_difference(was, now),
        *_instead("{}", _SIDES[was.side], _SIDES[now.side]),
        *_instead("{}", often_words(was) or EVERY_DAY, often_words(now) or EVERY_DAY),
        *_instead("at {}", _clock_words(old.times), _clock_words(new.times)),
        *_times_instead("{} of rest between sets", _rest(was), _rest(now)),
        *_times_instead("{} for each one", _tempo(was), _tempo(now)),
        *_instead("{} apart", _gap_words(old.gap_minutes), _gap_words(new.gap_minutes)),
    ]


def _instead(form: str, before: str, now: str) -> list[str]:
    """What is different, in its form; nothing where it is the same or not asked any more."""
    if not now or now == before:
        return []
    said = form.format(now)
    return [f"{said} instead of {before}" if before else said]


def _times_instead(form: str, before: int, now: int) -> list[str]:
    """`_instead` for two times in seconds, both told in one unit; 0 is not asked."""
    in_minutes = all(seconds % HALF_MINUTE == 0 for seconds in (before, now))
    in_minutes = in_minutes and max(before, now) > MOST_SECONDS_TOLD

    def told(seconds: int) -> str:
        if not seconds:
            return ""
        if not in_minutes:
            return _counted(seconds, "second")
        minutes, rest = divmod(seconds, 60)
        if not rest:
            return time_words(seconds)
        return f"{minutes} and a half minutes" if minutes else "half a minute"

    return _instead(form, told(before), told(now))


def _hold_difference(was: Dose, now: Dose) -> list[str]:
    if _is_bare_time(was) or _is_bare_time(now):
        return []
    if was.timed and not now.timed:
        return ["not held any more"]
    before = was.hold_seconds if was.timed else 0
    return _times_instead("held for {}", before, now.hold_seconds if now.timed else 0)


def _sets_difference(was: Dose, now: Dose) -> list[str]:
    if _is_bare_time(was) and _is_bare_time(now):
        return _times_instead("{}", was.hold_seconds, now.hold_seconds)
    return _instead("{}", _sets_words(was), _sets_words(now))


def _rest(dose: Dose) -> int:
    """Rest counts where there is more than one set."""
    return dose.rest_seconds if dose.sets > 1 else 0


def _tempo(dose: Dose) -> int:
    return 0 if dose.timed else dose.tempo_seconds


def _gap_words(minutes: int) -> str:
    return f"at least {_counted(minutes, 'minute')}" if minutes else "any time"


def _is_habit(exercise: Exercise | None) -> bool:
    return exercise is not None and exercise.kind is Kind.HABIT


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
