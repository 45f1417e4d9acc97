"""Lines beside the day's program, the same on the screen and in line mode: what is ready to do.

Each line ends with the key that opens what it speaks of.
"""

import re

from coach.domain.outcomes import Reason
from coach.workflows.coach import Coach

LEFT_OUT = {
    Reason.PAIN: "left out: pain",
    Reason.FATIGUE: "left out: tired",
    Reason.TIME: "left out: no time",
    Reason.OTHER: "left out",
    Reason.NONE: "left out",
}
"""Why the patient left an item out, as they said it."""
LEFT_OUT_NUMB = "left out: numb skin"
"""Of a pack, after a no to the question about the skin."""
KEYS_OF_LOCK = ("l", "t", "")
"""Keys of the day that do the same while coaching is locked; a line may end with none."""
_KEY = re.compile(r"Press (\w)\.$")


def left_out(declined: Reason, *, numb: bool) -> str:
    """Why an item is not done today, as the patient said it."""
    return LEFT_OUT_NUMB if numb else LEFT_OUT[declined]


def day_lines(coach: Coach) -> tuple[str, ...]:
    """What is ready, in the order in which it is shown. Raises LogError.

    While a hold stands its screen covers the day: what its keys do not open is left out.
    """
    lines = _ready(coach)
    if coach.safety.hold() is None:
        return lines
    return tuple(line for line in lines if _opens(line) in KEYS_OF_LOCK)


def ready_keys(coach: Coach) -> frozenset[str]:
    """The keys that open what is ready. Raises LogError."""
    return frozenset(map(_opens, day_lines(coach))) - {""}


def _opens(line: str) -> str:
    """The key that a line ends with; empty for none."""
    found = _KEY.search(line)
    return found[1] if found is not None else ""


def _ready(coach: Coach) -> tuple[str, ...]:
    return (
        *coach.answers.lines(),
        *coach.check_in.morning_lines(),
        *coach.opening.lines(),
        *coach.week.notices(),
        *coach.check_ups.lines(),
        *coach.lessons.notices(),
        *coach.body.notices(),
        *coach.moving.lines(),
    )


def shell_lines(coach: Coach) -> tuple[str, ...]:
    """The same where no key can be pressed: the command first, then its key. Raises LogError."""
    return tuple(for_shell(line) for line in day_lines(coach))


def for_shell(line: str) -> str:
    """A line that ends with a key, where none can be pressed."""
    return _KEY.sub(r"Start `coach`, then \1.", line)
