"""A dose with some of it typed anew: what a short line names changes, the rest stays."""

from collections.abc import Sequence

from msgspec.structs import replace

from coach.domain.dose import (
    DAILY,
    DEFAULT_REST_SECONDS,
    Dose,
    Side,
    check_caps,
    format_dose,
    is_bare_time,
    read_dose_words,
)
from coach.domain.errors import InputError


def changed_dose(before: Dose, words: Sequence[str]) -> Dose:
    """`before` with what the words of a dose line name.

    A part goes by its own word: `hold 0s`, `rest 0s`, `side none`, `1/day`, `daily`. A `tempo` is
    of moving repetitions, so it ends a hold; repetitions in the place of a plain time end that.
    Raises InputError that names the word and the mend.
    """
    named = read_dose_words(words)
    if not named:
        raise InputError("Dose line", "it names nothing to change; write 3x6, hold 8s or 2/day")
    if "days_a_week" in named:
        named.setdefault("days", ())
    if "tempo_seconds" in named:
        named.setdefault("hold_seconds", 0)
    if is_bare_time(before):
        if "reps" not in named and not named.get("hold_seconds", before.hold_seconds):
            mend = "its time is how much is asked; write repetitions with it, like 3x6"
            raise InputError("Dose line", f"without its {before.hold_seconds} seconds: {mend}")
        if "reps" in named:
            named = {"hold_seconds": 0, "rest_seconds": DEFAULT_REST_SECONDS, **named}
    changed = replace(before, **named)
    check_caps(changed)
    return changed


def dose_over(before: Dose, dose: Dose) -> str:
    """The words that make `dose` of `before`, all of it named."""
    parts = [format_dose(dose)]
    if dose.side is Side.NONE and before.side is not Side.NONE:
        parts.append("side none")
    if not dose.days and dose.days_a_week == 7 and (before.days or before.days_a_week != 7):
        parts.append(DAILY)
    return " ".join(parts)
