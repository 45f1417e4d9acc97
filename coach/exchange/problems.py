"""What is wrong with a file, where, and what to write instead."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

from coach.domain.text import clean_line

T = TypeVar("T")


class Problem(Struct, frozen=True):
    """One mistake in one file; its words are safe to print."""

    file: str
    line: int
    """Counted from 1; 0 when the whole file or folder is meant."""
    what: str
    mend: str

    def __post_init__(self) -> None:
        for name in ("file", "what", "mend"):
            force_setattr(self, name, clean_line(getattr(self, name), limit=1000))

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}; {self.mend}"


class Loaded(Struct, Generic[T], frozen=True):
    """A value read from a file, or every reason why there is none."""

    value: T | None
    problems: tuple[Problem, ...] = ()


def in_one_line(problems: Sequence[Problem]) -> str:
    """The first of `problems`, and how many more there are."""
    more = len(problems) - 1
    if not more:
        return str(problems[0])
    return f"{problems[0]} (and {more} more {'problem' if more == 1 else 'problems'})"
