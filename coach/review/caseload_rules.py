"""What the rules of the caseload look at, their thresholds, and what they find."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum

from msgspec import Struct, field

from coach.domain.caseload import Enrolled
from coach.review import caseload_words as words
from coach.review.caseload_signs import Signs

HOUR_SECONDS = 3600


class Level(IntEnum):
    """How soon a patient needs a person."""

    CALM = 0
    LOOK = 1
    SOON = 2
    NOW = 3


class CaseloadRules(Struct, frozen=True):
    """The thresholds; every one is a setting."""

    leg_up_points: int = 2
    """Leg points above the week before, or above the start (source: peers J, pain +2)."""
    silent_hours: int = 49
    """Hours without a sign of the patient (source: peers J)."""
    silent_days: int = 14
    """Days of the same that are pressing (source: peers J)."""
    first_weeks: int = 2
    """From when on the leg should be down by a point (source: clinical 7.3)."""
    later_weeks: int = 6
    """From when on it should be down by what counts: two points and 30 percent (source: S49)."""
    adherence_drop_percent: int = 20
    """Points of adherence below the two weeks before (source: DESIGN)."""


class Rule(IntEnum):
    """Every rule, the most pressing first: their order within one level."""

    LOCKED = 0
    UNLOCKED = 1
    LIFTED = 2
    SOMETHING_NEW = 3
    LEG_UP = 4
    LOWER = 5
    SILENT = 6
    NO_BETTER = 7
    FALLING = 8
    PROPOSED = 9
    NOT_IN_USE = 10
    ENDED = 11
    NO_PLAN = 12
    NOT_ASKED = 13


class Reason(Struct, frozen=True):
    """One reason, in words."""

    rule: Rule
    level: Level
    words: str


class Case(Struct, frozen=True):
    """What a rule looks at."""

    enrolled: Enrolled
    signs: Signs
    rules: CaseloadRules
    now: datetime
    about: Mapping[str, str] = field(default_factory=dict)
    """Safety question id to what a yes is about, in a few words."""

    @property
    def today(self) -> date:
        """The therapist's local date."""
        return self.now.date()

    def hours_since(self, at: datetime) -> float:
        """Hours from `at` to now."""
        return (self.now - at).total_seconds() / HOUR_SECONDS

    def found(self, rule: Rule, level: Level, text: str, since: datetime, down: int = 1) -> Reason:
        """A reason; `down` levels lower, and said so, when a decision came after `since`."""
        decided = self.signs.decided_at
        if decided is None or decided < since:
            return Reason(rule, level, text)
        day = decided.astimezone(self.now.tzinfo).date()
        seen = words.last_visit(day, self.today, only_signed=self.signs.only_signed)
        return Reason(rule, Level(level - down), f"{text} {seen[:1].upper()}{seen[1:]}.")
