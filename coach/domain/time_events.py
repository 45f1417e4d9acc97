"""Facts about time: reminders, quiet, absence, sitting, and packs that run by a clock.

They are facts as in `coach.domain.events`, one class a table. What the coach has already said
stands here and nowhere else, so that the screen, the watch and the next start never say it twice.
"""

from datetime import datetime

from msgspec import Struct

from coach.domain.outcomes import (
    AwayAnswer,
    LimitRule,
    QuietWhy,
    StillWhy,
    TimerKind,
    TimerOutcome,
)
from coach.domain.program import Surface


class ReminderGiven(Struct, frozen=True, kw_only=True):
    """The coach reminded of one thing; several that were told in one line are a fact each."""

    item: str
    """An item of the agenda, or what else was offered: `morning/2027-03-01`, `evening/...`."""
    text: str
    spoken: bool
    shown: bool
    """Whether a notice of the desktop showed it."""
    nth: int
    """1 for the first time, 2 for once more; counted anew after it was put off."""


class ReminderPutOff(Struct, frozen=True, kw_only=True):
    """The patient wants to be reminded of an item again, so many minutes after this fact."""

    item: str
    minutes: int


class QuietBegun(Struct, frozen=True, kw_only=True):
    """The patient asked for quiet: it ends by itself, so many minutes after this fact."""

    minutes: int
    why: QuietWhy


class QuietEnded(Struct, frozen=True, kw_only=True):
    """The patient ended the quiet before its time."""


class AwayAnswered(Struct, frozen=True, kw_only=True):
    """The one question about what fell due while the machine was asleep or off was answered."""

    since: datetime
    """When the coach was last there before it."""
    answer: AwayAnswer


class TimerStarted(Struct, frozen=True, kw_only=True):
    """Cold, heat, a rest or a belt began to run by the clock."""

    timer: str
    """Id that the end shares."""
    kind: TimerKind
    item: str
    """The item of the agenda it is done for; empty when the plan did not ask for it now."""
    exercise: str
    seconds: int
    """How long it is meant to last."""
    longest_seconds: int
    """After this it is over whatever happens (contract section 6, rule 7)."""


class TimerEnded(Struct, frozen=True, kw_only=True):
    """What ran by the clock is over."""

    timer: str
    seconds: float
    """How long it lasted, as far as is known; never more than the longest."""
    outcome: TimerOutcome


class StillAsked(Struct, frozen=True, kw_only=True):
    """The coach asked whether the patient still sits."""

    bout: str
    why: StillWhy
    since: datetime | None = None
    """Since when keyboard and mouse rested, where that is why."""


class StillAnswered(Struct, frozen=True, kw_only=True):
    """The patient said whether they still sat; a no ends the bout by a fact of its own."""

    bout: str
    sitting: bool


class SittingLimitSet(Struct, frozen=True, kw_only=True):
    """A limit was fitted to the patient, within the bounds of the plan."""

    surface: Surface
    minutes: int
    rule: LimitRule
    evidence: str


class TaskAnnounced(Struct, frozen=True, kw_only=True):
    """The patient said that a task comes: a drive, lifting, or one that the plan names."""

    task: str
    starts_at: datetime


TimeFact = (
    ReminderGiven
    | ReminderPutOff
    | QuietBegun
    | QuietEnded
    | AwayAnswered
    | TimerStarted
    | TimerEnded
    | StillAsked
    | StillAnswered
    | SittingLimitSet
    | TaskAnnounced
)
"""Every kind of fact about time."""
