"""Pain as the patient gives it: back and leg are always two numbers, and how far down it goes."""

from enum import IntEnum, StrEnum
from typing import TypeVar

from msgspec import Struct

NumberT = TypeVar("NumberT", bound=int)


class Site(StrEnum):
    """Where a score belongs; back and leg are never added up."""

    BACK = "back"
    LEG = "leg"


class Moment(StrEnum):
    """When a score was taken."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    WORST_24H = "worst_24h"
    NOW = "now"


class Reach(IntEnum):
    """How far down the symptoms go; a larger number is further down the leg."""

    NONE = 0
    BACK = 1
    BUTTOCK = 2
    THIGH = 3
    KNEE = 4
    CALF = 5
    FOOT = 6

    @property
    def word(self) -> str:
        """The word people and files use."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> "Reach":
        """The reach named by `word`; ValueError for an unknown one."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            raise ValueError(word) from None


def further_down(before: Reach | None, now: Reach | None) -> bool:
    """Whether it goes further down the leg than before; False where either is not recorded.

    The leg begins at the buttock: pain that comes up in the back alone has not moved down the leg
    (source: S22c, clinical 2.2).
    """
    if before is None or now is None:
        return False
    return now >= Reach.BUTTOCK and now > before


class PainReport(Struct, frozen=True):
    """One check-in's answers; None is *not recorded*, never zero."""

    back: int | None = None
    leg: int | None = None
    reach: Reach | None = None

    @property
    def worst(self) -> int | None:
        """The higher of back and leg; None when neither was answered."""
        return max((one for one in (self.back, self.leg) if one is not None), default=None)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was answered."""
        return self.back is None and self.leg is None and self.reach is None


def lowest(first: PainReport, second: PainReport) -> PainReport:
    """Of each answer the lower one; where only one was answered, that."""
    return PainReport(
        back=_lower(first.back, second.back),
        leg=_lower(first.leg, second.leg),
        reach=_lower(first.reach, second.reach),
    )


def _lower(first: NumberT | None, second: NumberT | None) -> NumberT | None:
    return min((one for one in (first, second) if one is not None), default=None)
