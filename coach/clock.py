"""The only door to time: wall clock, monotonic clock, and a clock that counts sleep."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from msgspec import Struct


class Clock(Protocol):
    """Three ways to ask what time it is; nothing else in the program asks."""

    def now(self) -> datetime:
        """Local wall-clock time, with its offset: for appointments and facts."""

    def monotonic(self) -> float:
        """Seconds that never jump; stops while the machine sleeps on Linux: for holds."""

    def boot(self) -> float:
        """Seconds that never jump and count sleep where the system can: for packs and bouts."""


MACHINES_OWN_ZONE = (":/etc/localtime", "/etc/localtime")
ZONE_SECONDS = 5.0
"""How often the machine's zone is looked at again."""


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._zone_read_at: float | None = None

    def now(self) -> datetime:
        self._follow_zone()
        return datetime.now().astimezone()

    def _follow_zone(self) -> None:
        """A traveller's machine changes its zone under a coach that runs for weeks.

        The C library reads the zone once; it is asked to look again. Windows looks by itself.
        """
        tzset = getattr(time, "tzset", None)
        at = time.monotonic()
        if tzset is None or (
            self._zone_read_at is not None and at - self._zone_read_at < ZONE_SECONDS
        ):
            return
        self._zone_read_at = at
        if os.environ.get("TZ") in MACHINES_OWN_ZONE:
            # Without it the same file is meant; a name that does not change is not read again.
            del os.environ["TZ"]
        tzset()

    def monotonic(self) -> float:
        return time.monotonic()

    def boot(self) -> float:
        if sys.platform == "darwin":  # Python's own monotonic clock stands still in sleep there.
            return time.clock_gettime(time.CLOCK_MONOTONIC)
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.clock_gettime(boottime) if boottime is not None else time.monotonic()


def machine_start() -> str:
    """A name for this start of the machine, from which `boot` counts; empty where none is known."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read(64).strip()
    except (OSError, ValueError):
        return ""


@dataclass
class ManualClock:
    """A clock moved by hand: for tests, rehearsals and the demo."""

    wall: datetime
    mono: float = 1000.0
    asleep_seconds: float = field(default=0.0)

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.mono

    def boot(self) -> float:
        return self.mono + self.asleep_seconds

    def advance(self, seconds: float) -> None:
        """Let time pass for an awake machine."""
        self.mono += seconds
        self.wall = _later(self.wall, seconds)

    def sleep_machine(self, seconds: float) -> None:
        """Let time pass while the machine is suspended: the monotonic clock stands still."""
        self.asleep_seconds += seconds
        self.wall = _later(self.wall, seconds)

    def set_wall(self, wall: datetime) -> None:
        """Somebody sets the clock: only the wall clock moves."""
        self.wall = wall


@dataclass
class FastClock:
    """A clock that runs `pace` times as fast as `base`: for rehearsal only."""

    base: Clock
    pace: float
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.base.monotonic()

    def now(self) -> datetime:
        """The real time: what a rehearsal logs is never dated ahead of the day."""
        return self.base.now()

    def monotonic(self) -> float:
        return self._started + (self.base.monotonic() - self._started) * self.pace

    def boot(self) -> float:
        return self.monotonic()


def _later(at: datetime, seconds: float) -> datetime:
    """Real seconds later, also over a clock change: Python adds to the wall time of a zone."""
    return (at.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(at.tzinfo)


class Gap(Struct, frozen=True):
    """Time that passed without the program running as usual."""

    kind: str
    """`suspended` (the machine slept), `stalled` (the program stood still) or `clock-set`."""
    seconds: float


GAP_SECONDS = 2.0
"""Anything longer than this between two polls is a gap (source: measured, DESIGN)."""


class GapWatch:
    """Tells suspended, stalled and clock-set apart by comparing three clocks at every poll."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mono, self._boot, self._wall = self._read()

    def poll(self, expected_seconds: float) -> list[Gap]:
        """The gaps since the last poll, which was meant to be `expected_seconds` ago."""
        mono, boot, wall = self._read()
        ran = mono - self._mono
        passed = boot - self._boot
        shown = wall - self._wall
        self._mono, self._boot, self._wall = mono, boot, wall
        gaps = []
        if passed - ran > GAP_SECONDS:
            gaps.append(Gap("suspended", passed - ran))
        if ran > expected_seconds + GAP_SECONDS:
            gaps.append(Gap("stalled", ran - expected_seconds))
        if abs(shown - passed) > GAP_SECONDS:
            gaps.append(Gap("clock-set", shown - passed))
        return gaps

    def _read(self) -> tuple[float, float, float]:
        clock = self._clock
        return clock.monotonic(), clock.boot(), clock.now().timestamp()


Monotonic = Callable[[], float]
"""What adapters that need elapsed time are given instead of a clock."""
