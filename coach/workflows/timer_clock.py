"""How long a timer has run: by the clock that counts sleep, from the log after a restart."""

from datetime import datetime, timedelta

from coach.domain import timers as rule
from coach.domain.time_events import TimerStarted
from coach.domain.timers import Running
from coach.workflows.records import Records
from coach.workflows.steady import ProcessClocks

SKIN = "skin"
"""Under this: when the last pack came off, and the minutes that its skin rests."""
UNKNOWN_SECONDS = 30 * 60.0
"""Added to the longest time of a timer whose age nobody knows: it is over."""


class TimerClock:
    """Knows of every timer since when it runs; whoever sets the wall clock changes nothing."""

    def __init__(self, records: Records, clocks: ProcessClocks | None = None) -> None:
        """`clocks` outlives this coach in a watch, which opens many, one after the other."""
        self._records = records
        self._known_at = (clocks or ProcessClocks()).timers

    def begin(self, timer: str, passed: float) -> None:
        """A timer has run for `passed` seconds now."""
        self._known_at[timer] = (self._records.clock.boot(), passed)

    def came_off(self, seconds_ago: float, gap_minutes: int) -> None:
        """A pack came off the skin, which rests for `gap_minutes` from then."""
        self._known_at[SKIN] = (self._records.clock.boot() - seconds_ago, float(gap_minutes))

    def skin_rests_seconds(self, gap_minutes: int) -> float:
        """How long the skin rests still before a pack of this gap; 0 where nothing is known.

        The longer of the two gaps counts (source: S21).
        """
        if SKIN not in self._known_at:
            return 0.0
        off, before = self._known_at[SKIN]
        return max(0.0, off + max(before, gap_minutes) * 60 - self._records.clock.boot())

    def elapsed(self, one: Running) -> float:
        """Seconds since it began. Raises LogError."""
        timer = one.started.timer
        if timer not in self._known_at:
            self.begin(timer, self._by_log(one))
        at, seconds = self._known_at[timer]
        return seconds + self._records.clock.boot() - at

    def _by_log(self, one: Running) -> float:
        """What the log knows; where the wall clock was set back nothing is, so it is over."""
        log, found = self._records.log, False
        later: list[datetime] = []
        since = one.at.date() - timedelta(days=1)
        for stamped in sorted(log.read(since=since), key=lambda stamped: stamped.seq):
            if found and log.is_own(stamped):
                later.append(stamped.at)
            fact = stamped.fact
            found = found or (isinstance(fact, TimerStarted) and fact.timer == one.started.timer)
        known = rule.elapsed_by_log(one, later, self._records.now())
        return one.longest_seconds + UNKNOWN_SECONDS if known is None else known
