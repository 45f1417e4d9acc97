"""A time that nobody sets: the wall clock, carried on by the clock that counts sleep."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coach.domain.events import Stamped
from coach.workflows.records import Records


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment by both clocks."""

    steady: datetime
    """For differences."""
    wall: datetime
    """What is written down."""


@dataclass
class ProcessClocks:
    """What a process knows by the clocks that nobody sets.

    Coaches that a watch opens one after the other share it: none of them misses a sleep between
    two, or takes the age of a timer from a wall clock that was set.
    """

    looked_at: tuple[float, float] | None = None
    """Monotonic and boot clock when sitting was last looked at; None for never."""
    here: tuple[datetime, float] | None = None
    """When a coach was last there, by the wall clock and by the one that counts sleep."""
    timers: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Of each timer, by its id, a time of the boot clock and its seconds at that time."""


class SteadyTime:
    """Times of this process's facts hold whatever the wall clock is set to; older ones are as
    they were written, and what then lies ahead counts from when this process began."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._anchor = self._read()
        self._known: dict[str, datetime] = {}

    def now(self) -> datetime:
        """The present, by the steady clock."""
        wall, boot = self._anchor
        return wall + timedelta(seconds=self._records.clock.boot() - boot)

    def instant(self, wall: datetime | None = None) -> Instant:
        """The present; or the moment that the wall clock showed as `wall`, as it is set now."""
        steady, shown = self.now(), self._records.now()
        return Instant(steady, shown) if wall is None else Instant(steady - (shown - wall), wall)

    def at(self, steady: datetime) -> Instant:
        """A moment of the steady clock."""
        return Instant(steady, self._records.now() - (self.now() - steady))

    def keep(self, facts: Iterable[Stamped], steady: datetime) -> None:
        """These facts happened at that moment."""
        self._known |= {one.id: steady for one in facts}

    def of(self, stamped: Stamped) -> datetime:
        """When a fact happened."""
        known = self._known.get(stamped.id)
        if known is None:
            begun, _ = self._anchor
            known = stamped.at if stamped.at <= self.now() else begun
            self._known[stamped.id] = known
        return known

    def settle(self) -> None:
        """Nothing is being measured: take the wall clock as it is set now."""
        self._anchor = self._read()
        self._known.clear()

    def _read(self) -> tuple[datetime, float]:
        return self._records.now(), self._records.clock.boot()
