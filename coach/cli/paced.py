"""The clock of a rehearsal: fast, and never ahead of a machine that is held up."""

from datetime import datetime

from coach.clock import Clock, FastClock

MOST_SECONDS_AT_ONCE = 0.5
"""Below what a count may be late and a stall may last, so that neither is ever seen."""


class RehearsalClock:
    """Runs `pace` times as fast as `base`; where the program stands still it stands still too."""

    def __init__(self, base: Clock, pace: float) -> None:
        self._fast = FastClock(base, pace)
        self._seen = self._fast.monotonic()
        self._passed = 0.0
        self._started = self._seen

    def monotonic(self) -> float:
        seen = self._fast.monotonic()
        self._passed += min(seen - self._seen, MOST_SECONDS_AT_ONCE)
        self._seen = seen
        return self._started + self._passed

    def boot(self) -> float:
        return self.monotonic()

    def now(self) -> datetime:
        return self._fast.now()


def clock_for(base: Clock, pace: int) -> Clock:
    """The clock of a session at this pace: the very clock at 1."""
    return base if pace == 1 else RehearsalClock(base, pace)
