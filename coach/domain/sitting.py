"""The sitting guard: when to warn someone who sits, as a pure function of the bout and now.

Order of words (source: clinical 4.5, DESIGN): a quiet line a minute before, the spoken warning at
the limit, one snooze, then once more with the leg score; after that it only counts.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.program import Surface

QUIET_MINUTES_BEFORE = 1
SNOOZE_MINUTES = 3
"""One snooze a bout, this long (source: clinical 4.5)."""
SCORE_AFTER_MINUTES = 5
"""Minutes past the limit at which the leg score is asked for."""
WARNING_GAP_MINUTES = 2
"""Two spoken warnings are at least so far apart, whoever asks late (source: DESIGN)."""
FORGOTTEN_AFTER_MINUTES = 6 * 60
"""A bout as long as this was forgotten: nobody knows when it ended (source: DESIGN)."""


_WARNING_GAP = timedelta(minutes=WARNING_GAP_MINUTES)


class SittingAdvice(StrEnum):
    """What the guard asks to be said now."""

    SOON = "soon"
    STAND_UP = "stand_up"
    SCORE = "score"


class Bout(Struct, frozen=True):
    """One continuous spell of sitting; a value, made anew at every change."""

    id: str
    surface: Surface
    started_at: datetime
    limit_minutes: int
    carried_minutes: float = 0.0
    """Minutes sat just before, on another surface or before a break too short to count."""
    snoozed_until: datetime | None = None
    """When the one snooze is over; None while it has not been taken."""
    given: tuple[SittingAdvice, ...] = ()
    """What has been said in this bout since its snooze, in order; never said twice."""
    held: tuple[SittingAdvice, ...] = ()
    """What was only shown, while it was quiet: it is still to be said."""
    warnings_before_snooze: int = 0
    warned_at: datetime | None = None
    """When the last spoken warning was given; None before the first."""

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

    def reaches_alone(self, minutes: float) -> datetime:
        """When this bout alone, without what it carries, comes to `minutes`."""
        return self.started_at + timedelta(minutes=minutes)

    @property
    def can_snooze(self) -> bool:
        """Whether the one snooze of the bout is left, and something is left to be put off."""
        return self.snoozed_until is None and SittingAdvice.SCORE not in self.given

    def forgotten(self, now: datetime) -> bool:
        """Whether it has gone on so long that its length is no longer believed."""
        return self.minutes(now) >= FORGOTTEN_AFTER_MINUTES

    @property
    def warnings(self) -> int:
        """How many spoken warnings were given."""
        since = sum(1 for advice in self.given if advice is not SittingAdvice.SOON)
        return self.warnings_before_snooze + since


def shortened(minutes: int, factor: float) -> int:
    """A limit on a flare day: `factor` of it, not below five minutes, and never longer than it."""
    return min(minutes, max(5, round(minutes * factor)))


def soon_at(bout: Bout) -> datetime:
    """When the quiet line falls due."""
    return bout.reaches(bout.limit_minutes - QUIET_MINUTES_BEFORE)


def warn_at(bout: Bout) -> datetime:
    """When the spoken warning falls due, a snooze counted in; never on another one's heels."""
    at = bout.snoozed_until or bout.reaches(bout.limit_minutes)
    return at if bout.warned_at is None else max(at, bout.warned_at + _WARNING_GAP)


def score_at(bout: Bout) -> datetime:
    """When the leg score is asked for; never before a snooze is over or on a warning's heels."""
    at = max(bout.reaches(bout.limit_minutes + SCORE_AFTER_MINUTES), warn_at(bout))
    return at if bout.warned_at is None else max(at, bout.warned_at + _WARNING_GAP)


def advice(bout: Bout, now: datetime) -> SittingAdvice | None:
    """What to say now; None when nothing is due or all has been said.

    Whoever asks late gets the latest word only: after the score nothing more is said.
    """
    if SittingAdvice.SCORE in bout.given:
        return None
    if now >= score_at(bout):
        return SittingAdvice.SCORE
    if SittingAdvice.STAND_UP in bout.given:
        return None
    if now >= warn_at(bout):
        return SittingAdvice.STAND_UP
    return SittingAdvice.SOON if _is_soon_open(bout) and now >= soon_at(bout) else None


def said(bout: Bout, what: SittingAdvice, at: datetime | None = None) -> Bout:
    """The bout after `what` was said, at a time that sets the next warning apart."""
    warned = bout.warned_at if at is None or what is SittingAdvice.SOON else at
    return replace(bout, given=(*bout.given, what), warned_at=warned)


def shown(bout: Bout, what: SittingAdvice) -> Bout:
    """The bout after `what` was shown and not said, while it was quiet: it counts as no warning."""
    return replace(bout, held=(*bout.held, what))


def snooze(bout: Bout, now: datetime) -> Bout | None:
    """The bout with its one snooze taken at `now`; None when none is left.

    The warning comes three minutes later: after the limit, or after `now` when that is past.
    """
    if not bout.can_snooze:
        return None
    given = tuple(advice for advice in bout.given if advice is not SittingAdvice.STAND_UP)
    until = max(bout.reaches(bout.limit_minutes), now) + timedelta(minutes=SNOOZE_MINUTES)
    return replace(
        bout, snoozed_until=until, given=given, held=(), warnings_before_snooze=bout.warnings
    )


def next_at(bout: Bout) -> datetime | None:
    """When the guard next has something to say; None when all has been said."""
    if SittingAdvice.SCORE in bout.given:
        return None
    if SittingAdvice.STAND_UP in bout.given:
        return score_at(bout)
    return min(soon_at(bout), warn_at(bout)) if _is_soon_open(bout) else warn_at(bout)


def _is_soon_open(bout: Bout) -> bool:
    """Whether the quiet line is still to come: who sat down that late was told so then."""
    in_time = bout.carried_minutes < bout.limit_minutes - QUIET_MINUTES_BEFORE
    return in_time and not bout.given and bout.snoozed_until is None


def carried_minutes(before: Bout, ended_at: datetime, now: datetime, break_minutes: int) -> float:
    """Minutes that sitting again at `now` starts with: all of them after a break too short."""
    if (now - ended_at).total_seconds() >= break_minutes * 60:
        return 0.0
    return before.minutes_at_a_stretch(ended_at)
