"""Sitting, cold, heat and rest over a follow-up's window, as values."""

from datetime import date

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.outcomes import LimitRule
from coach.domain.program import Surface


class SurfaceLine(Struct, frozen=True):
    """Sitting on one surface."""

    surface: Surface
    limit_minutes: int | None
    bouts: int
    minutes: float
    longest_minutes: float
    over_limit: int
    """Bouts longer than their limit."""
    fitted_minutes: int | None = None
    """The limit as it was fitted to the patient; None while the plan's own holds."""


class LimitFit(Struct, frozen=True):
    """A sitting limit that was fitted to the patient within the plan's bounds."""

    day: date
    surface: Surface
    minutes: int
    rule: LimitRule
    evidence: str

    def words(self) -> str:
        """`3 Mar firm 11 min (rise: leg 2 before and 5 after 14 minutes, limit 20)`."""
        rule = self.rule.value.replace("_", " ")
        return (
            f"{self.day.day} {self.day:%b} {self.surface.value} {self.minutes} min "
            f"({rule}: {self.evidence})"
        )


class SittingLine(Struct, frozen=True):
    """Sitting over the window; empty surfaces are left out."""

    surfaces: tuple[SurfaceLine, ...]
    longest_minutes: float | None
    over_limit: int
    bouts: int
    hard_share: float | None
    """Minutes on hard seats in percent of all minutes; None without any bout."""
    warnings: int
    hard_over_limit: int = 0
    """Bouts on hard seats and the floor that were over their limit."""
    overdue_minutes: float = 0.0
    """Minutes past the limits, all bouts together."""
    fits: tuple[LimitFit, ...] = ()
    """Limits that were fitted in the window, oldest first."""
    put_off: int = 0
    """How often getting up was put off by the three minutes that a spell may have."""
    still_asked: int = 0
    """How often the coach asked whether they still sit: hands rested, nothing was heard, or the
    machine slept."""
    still_yes: int = 0
    still_no: int = 0

    def short_words(self) -> str:
        """`only under a minute at a time, 2 spells`: all there is where no spell was measured.

        Empty where one was, and without any: that is not recorded.
        """
        if not self.bouts or self.longest_minutes is not None:
            return ""
        return f"only under a minute at a time, {counted(self.bouts, 'spell')}"

    def answers_words(self) -> str:
        """`Getting up put off 2 times. "Still sitting?" asked 3 times: yes 2, not answered 1.`

        Empty where there is nothing to tell.
        """
        told = [f"Getting up put off {counted(self.put_off, 'time')}."] if self.put_off else []
        if self.still_asked:
            open_ones = max(0, self.still_asked - self.still_yes - self.still_no)
            answers = (("yes", self.still_yes), ("no", self.still_no), ("not answered", open_ones))
            counts = ", ".join(f"{answer} {count}" for answer, count in answers if count)
            asked = counted(self.still_asked, "time")
            told.append(f'"Still sitting?" asked {asked}: {counts}.')
        return " ".join(told)


class PassiveLine(Struct, frozen=True):
    """Cold, heat, or a position of rest against its dose."""

    exercise: str
    name: str
    kind: str
    """`cold`, `heat` or `rest`."""
    asked_minutes: float
    done_minutes: float
    times: int
