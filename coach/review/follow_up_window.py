"""What a follow-up looks at: which days, and what is known beside the log to name things."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct, field

from coach.domain.exercise import Kind
from coach.domain.instrument import Instrument
from coach.domain.program import Program
from coach.review.caseload_rules import CaseloadRules


class Window(Struct, frozen=True):
    """The days of a follow-up, both ends included."""

    since: date
    until: date
    """The last day the log tells of; it may not have been over when the log was written."""

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day <= self.until


def ends_early(until: date | None, today: date) -> bool:
    """Whether a log ends before yesterday, so that later days are not known."""
    return until is not None and until < today - timedelta(days=1)


class Known(Struct, frozen=True):
    """What the shelf and the patient's plan add to the facts; all of it may be missing."""

    program: Program | None = None
    """The program as it holds at the patient; without it there are no gates and no doses."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Exercise id to name."""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """Exercise id to what sort of thing it is."""
    instruments: Sequence[Instrument] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    """Safety question id to its words."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Safety question id to what a yes is about, in a few words."""
    rules: CaseloadRules = field(default_factory=CaseloadRules)
    """From when on a leg counts as up, as in the caseload."""

    def name(self, exercise: str) -> str:
        """What an exercise is called; its id where nobody knows it."""
        return self.names.get(exercise, exercise)
