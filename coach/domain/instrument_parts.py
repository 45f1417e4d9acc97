"""What an instrument is made of: answers, items, subscales, bands, and what change matters."""

from enum import StrEnum

from msgspec import Struct

_ALMOST = 1e-9
"""Less than this is rounding of the machine, not a change."""


class Scoring(StrEnum):
    """How a total comes about; with an answer missing there is none."""

    SUM = "sum"
    """All answers added up."""
    MEAN = "mean"
    """The mean of the answers; of own activities, of all that were named."""
    COUNT = "count"
    """How many are not 0. A sentence left blank is answered; one put off is not."""
    SINGLE = "single"
    """The one answer."""
    TYPED = "typed"
    """A total that was worked out elsewhere."""


class Better(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"


class Together(StrEnum):
    """How points and percent join in the smallest important change."""

    EITHER = "either"
    BOTH = "both"


class AnswerChoice(Struct, frozen=True):
    """One answer of a list."""

    value: int
    label: str


class InstrumentItem(Struct, frozen=True):
    """One question or sentence."""

    id: str
    text: str
    code: str = ""
    """LOINC code; empty when none is confirmed."""


class Subscale(Struct, frozen=True):
    """Some items added up, or a second score that is typed in beside the total."""

    id: str
    title: str
    items: tuple[str, ...]
    """Empty when it is typed in."""
    least: float
    most: float
    at_least: float
    """From this score on the patient is told something."""
    told: str
    """What the patient is told then; may be empty."""


class Band(Struct, frozen=True):
    """What a range of totals is called; for the therapist alone."""

    least: float
    most: float
    words: str


class Change(Struct, frozen=True):
    """The smallest change of the total that matters to people."""

    points: float | None = None
    percent: float | None = None
    """Of the first total."""
    together: Together = Together.EITHER

    def met_by(self, moved: float, first: float) -> bool:
        """Whether a total that was `first` and has moved by `moved`, either way, matters.

        Percent of a first total of 0 say nothing; points alone count then.
        """
        met: list[bool] = []
        if self.points is not None:
            met.append(moved >= self.points - _ALMOST)
        if self.percent is not None and first > 0:
            met.append(moved >= first * self.percent / 100 - _ALMOST)
        joined = any if self.together is Together.EITHER else all
        return moved > 0 and bool(met) and joined(met)
