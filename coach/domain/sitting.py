"""The sitting guard: when to warn someone who sits, as a pure function of the bout and now.

Order of words (source: clinical 4.5, DESIGN): a quiet line a minute before, the spoken warning at
the limit, one snooze, then once more with the leg score; after that it only counts.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from coach.domain.program import SittingLimits, Surface

QUIET_MINUTES_BEFORE = 1
SNOOZE_MINUTES = 3
"""One snooze a bout, this long (source: clinical 4.5)."""
SCORE_AFTER_MINUTES = 5
"""Minutes past the limit at which the leg score is asked for."""


class SittingAdvice(StrEnum):
    """What the guard asks to be said now."""

    SOON = "soon"
    STAND_UP = "stand_up"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Bout:
    """One continuous spell of sitting; a value, made anew at every change."""

    id: str
    surface: Surface
    started_at: datetime
    limit_minutes: int
    carried_minutes: float = 0.0
    """Minutes sat just before, on another surface or before a break too short to count."""
    snoozed: bool = False
    given: tuple[SittingAdvice, ...] = ()
    """What has been said in this bout, in order; never said twice."""

    def minutes(self, now: datetime) -> float:
        """Minutes sat in this bout."""
        return max(0.0, (now - self.started_at).total_seconds() / 60)

    def minutes_at_a_stretch(self, now: datetime) -> float:
        """Minutes sat without a break that counts: what the limit is held against."""
        return self.carried_minutes + self.minutes(now)

    def overdue_minutes(self, now: datetime) -> float:
        """Minutes of this bout past the limit."""
        over = self.minutes_at_a_stretch(now) - self.limit_minutes
        return max(0.0, min(over, self.minutes(now)))

    def reaches(self, minutes: float) -> datetime:
        """When sitting at a stretch comes to `minutes`."""
        return self.started_at + timedelta(minutes=minutes - self.carried_minutes)

    @property
    def warnings(self) -> int:
        """How many spoken warnings were given."""
        return sum(1 for advice in self.given if advice is not SittingAdvice.SOON)


def limit_minutes(limits: SittingLimits, surface: Surface, factor: float = 1.0) -> int:
    """The limit for one surface; `factor` shortens it on a flare day, never below five minutes."""
    return max(5, round(limits.minutes(surface) * factor))


def warn_at(bout: Bout) -> datetime:
    """When the spoken warning falls due, a snooze counted in."""
    return bout.reaches(bout.limit_minutes + (SNOOZE_MINUTES if bout.snoozed else 0))


def advice(bout: Bout, now: datetime) -> SittingAdvice | None:
    """What to say now; None when nothing is due or all has been said."""
    minutes = bout.minutes_at_a_stretch(now)
    score_from = bout.limit_minutes + SCORE_AFTER_MINUTES
    if SittingAdvice.SCORE not in bout.given and minutes >= score_from:
        return SittingAdvice.SCORE
    if SittingAdvice.STAND_UP not in bout.given and now >= warn_at(bout):
        return SittingAdvice.STAND_UP
    if bout.given or bout.snoozed:
        return None
    soon_from = bout.limit_minutes - QUIET_MINUTES_BEFORE
    return SittingAdvice.SOON if soon_from <= minutes < bout.limit_minutes else None


def said(bout: Bout, what: SittingAdvice) -> Bout:
    """The bout after `what` was said."""
    return replace(bout, given=(*bout.given, what))


def snooze(bout: Bout) -> Bout | None:
    """The bout with its one snooze taken; None when it was taken already.

    A snooze after the warning lets that warning come once more, three minutes later.
    """
    if bout.snoozed:
        return None
    given = tuple(advice for advice in bout.given if advice is not SittingAdvice.STAND_UP)
    return replace(bout, snoozed=True, given=given)


def next_at(bout: Bout) -> datetime | None:
    """When the guard next has something to say; None when all has been said."""
    times = []
    if not bout.given and not bout.snoozed:
        times.append(bout.reaches(bout.limit_minutes - QUIET_MINUTES_BEFORE))
    if SittingAdvice.STAND_UP not in bout.given:
        times.append(warn_at(bout))
    if SittingAdvice.SCORE not in bout.given:
        times.append(bout.reaches(bout.limit_minutes + SCORE_AFTER_MINUTES))
    return min(times, default=None)


def carried_minutes(before: Bout, ended_at: datetime, now: datetime, break_minutes: int) -> float:
    """Minutes that sitting again at `now` starts with: all of them after a break too short."""
    if (now - ended_at).total_seconds() >= break_minutes * 60:
        return 0.0
    return before.minutes_at_a_stretch(ended_at)
