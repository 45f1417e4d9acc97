"""A time that nobody sets: the wall clock, carried on by the clock that counts sleep."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from coach.domain.events import Stamped
from coach.workflows.records import Records


class Instant(Struct, frozen=True):
    """One moment by both clocks."""

    steady: datetime
    """For differences."""
    wall: datetime
    """What is written down."""


@dataclass
class ProcessClocks:
    """What a process knows by the clocks that nobody sets.

    Coaches that a watch opens one after the other share it: none of them misses a sleep between
    two, or takes the age of a timer or of a bout from a wall clock that was set.
    """

    looked_at: tuple[float, float] | None = None
    """Monotonic and boot clock when sitting was last looked at; None for never."""
    here_at: float | None = None
    """When a coach was last there, by the clock that counts sleep."""
    worked_at: datetime | None = None
    """When hands were first seen back at work under a question about sitting, by steady time."""
    timers: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Of each timer, by its id, a time of the boot clock and its seconds at that time."""
    anchor: tuple[datetime, float] | None = None
    """A moment of the wall clock and of the boot clock: the steady clock goes on from there."""
    known: dict[str, datetime] = field(default_factory=dict)
    """When facts happened, by their ids and the steady clock."""
    sat_since: date | None = None
    """From which day on the log is read of the bout under way; None while nobody sits."""
    woke_at: float | None = None
    """Boot clock at the end of the last sleep that was long enough to count; None for none."""
    was_off: bool = False
    """Whether that was no sleep: the machine was off."""


class SteadyTime:
    """Times that this process has seen hold whatever the wall clock is set to; a fact it has not
    seen yet counts by the wall clock as it is set now, and from now when that lies ahead."""

    def __init__(self, records: Records, clocks: ProcessClocks) -> None:
        self._records = records
        self._clocks = clocks
        self._opened = self.now()

    def now(self) -> datetime:
        """The present, by the steady clock."""
        wall, boot = self._anchor()
        return wall + timedelta(seconds=self._records.clock.boot() - boot)

    def instant(self, wall: datetime | None = None) -> Instant:
        """The present; or the moment that the wall clock showed as `wall`, as it is set now."""
        steady, shown = self.now(), self._records.now()
        if wall is None:
            return Instant(steady, shown)
        return Instant(steady - (shown.astimezone(UTC) - wall), wall)

    def at(self, steady: datetime) -> Instant:
        """A moment of the steady clock."""
        shown = self._records.now()
        # Through UTC: Python counts the hours of one zone as if its clocks never changed.
        wall = shown.astimezone(UTC) - (self.now() - steady)
        return Instant(steady, wall.astimezone(shown.tzinfo))

    def keep(self, facts: Iterable[Stamped], steady: datetime) -> None:
        """These facts happened at that moment."""
        self._clocks.known |= {one.id: steady for one in facts}

    def of(self, stamped: Stamped) -> datetime:
        """When a fact happened."""
        known = self._clocks.known.get(stamped.id)
        if known is None:
            ahead = stamped.at > self._records.now()
            known = self._opened if ahead else self.instant(stamped.at).steady
            self._clocks.known[stamped.id] = known
        return known

    def settle(self) -> None:
        """Nothing is being measured: take the wall clock as it is set now."""
        self._clocks.anchor = None
        self._clocks.known.clear()
        self._opened = self.now()

    def _anchor(self) -> tuple[datetime, float]:
        if self._clocks.anchor is None:
            self._clocks.anchor = self._records.now().astimezone(UTC), self._records.clock.boot()
        return self._clocks.anchor
