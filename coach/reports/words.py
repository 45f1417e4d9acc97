"""How a report writes days, numbers and lists; what is missing is *not recorded*, never zero."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from coach.domain.counts import counted
from coach.domain.text import clean_line
from coach.review.verdicts import NOT_RECORDED

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_WORD = 24
"""A longer word is given places where a line may end."""


def day_words(day: date) -> str:
    """`1 Mar`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def full_day(day: date) -> str:
    """`1 Mar 2027`."""
    return f"{day_words(day)} {day.year}"


def moment_words(at: datetime) -> str:
    """`1 Mar 2027, 09:30`, by the clock of where it was."""
    return f"{full_day(at.date())}, {at:%H:%M}"


def number(value: float | None) -> str:
    """`4`, `4.5` or *not recorded*."""
    return NOT_RECORDED if value is None else f"{round(value, 1):g}"


def percent(value: float | None) -> str:
    """`64 %`, whole, or *not recorded*; halves go up."""
    return NOT_RECORDED if value is None else f"{int(value + 0.5)} %"


def minutes(value: float | None) -> str:
    """`45 min`, whole, or *not recorded*."""
    return NOT_RECORDED if value is None else f"{int(value + 0.5)} min"


def tally(counts: Mapping[str, int]) -> str:
    """`pain 5, time 1`; empty without any."""
    return ", ".join(f"{what} {count}" for what, count in counts.items() if count)


def text(words: str, longest: int) -> str:
    """What a person wrote, on one line, harmless and cut to so many characters."""
    line = clean_line(words, limit=2 * longest + 1)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def sentence(words: str, longest: int) -> str:
    """`words`, cut, with a full stop where it has no end of its own."""
    shown = text(words, longest)
    return shown if not shown or shown[-1] in ".!?…:" else f"{shown}."


def first_of(lines: Sequence[str], most: int, what: str) -> tuple[str, ...]:
    """The first `most` lines, and in words how many more there are in the review."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], more(len(lines) - most, what))


def more(count: int, what: str) -> str:
    """What stands in place of lines that had no room."""
    return f"And {counted(count, f'more {what}')} in coach review."


def joined(parts: Iterable[str], between: str = ", ") -> str:
    """The parts that are not empty."""
    return between.join(part for part in parts if part)
