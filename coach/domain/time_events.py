"""Facts about time: reminders, quiet, absence, sitting, and packs that run by a clock.

They are facts as in `coach.domain.events`, one class a table. What the coach has already said
stands here and nowhere else, so that the screen, the watch and the next start never say it twice.
"""

from dataclasses import dataclass
from datetime import datetime

from coach.domain.outcomes import (
    AwayAnswer,
    LimitRule,
    QuietWhy,
    StillWhy,
    TimerKind,
    TimerOutcome,
)
from coach.domain.program import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderGiven:
    """The coach reminded of one thing; several that were told in one line are a fact each."""

    item: str
    """An item of the agenda, or what else was offered: `morning/2027-03-01`, `evening/...`."""
    text: str
    spoken: bool
    shown: bool
    """Whether a notice of the desktop showed it."""
    nth: int
    """1 for the first time, 2 for once more; counted anew after it was put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPutOff:
    """The patient wants to be reminded of an item again, so many minutes after this fact."""

    item: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietBegun:
    """The patient asked for quiet: it ends by itself, so many minutes after this fact."""

    minutes: int
    why: QuietWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietEnded:
    """The patient ended the quiet before its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayAnswered:
    """The one question about what fell due while the machine was asleep or off was answered."""

    since: datetime
    """When the coach was last there before it."""
    answer: AwayAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerEnded:
    """What ran by the clock is over."""

    timer: str
    seconds: float
    """How long it lasted, as far as is known; never more than the longest."""
    outcome: TimerOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StillAsked:
    """The coach asked whether the patient still sits."""

    bout: str
    why: StillWhy
    since: datetime | None = None
    """Since when keyboard and mouse rested, where that is why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillAnswered:
    """The patient said whether they still sat; a no ends the bout by a fact of its own."""

    bout: str
    sitting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingLimitSet:
    """A limit was fitted to the patient, within the bounds of the plan."""

    surface: Surface
    minutes: int
    rule: LimitRule
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAnnounced:
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
