"""How long a timer has run: by the clock that counts sleep, else by the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from coach.domain import timers as rule
from coach.domain.time_events import TimerStarted
from coach.domain.timers import Running
from coach.workflows.records import Records
from coach.workflows.steady import ProcessClocks

SKIN = "skin"
"""Under this: when the last pack came off, and the minutes that its skin rests."""
UNKNOWN_SECONDS = 30 * 60.0
"""Added to the longest time of a timer whose age nobody knows: it is over."""


class TimerTimes(Protocol):
    """What coaches of this start of the machine know of timers, over restarts of the program."""

    def recall(self) -> Mapping[str, tuple[float, float]]:
        """Of each timer, by its id, a time of the boot clock and its seconds at that time."""

    def keep(self, times: Mapping[str, tuple[float, float]]) -> None:
        """Write these down beside what is known; never raises."""


class TimerClock:
    """Knows of every timer since when it runs; whoever sets the wall clock changes nothing."""

    def __init__(
        self, records: Records, times: TimerTimes, clocks: ProcessClocks | None = None
    ) -> None:
        """`clocks` outlives this coach in a watch, which opens many, one after the other; `times`
        outlives the process."""
        self._records = records
        self._times = times
        self._known_at = (clocks or ProcessClocks()).timers

    def begin(self, timer: str, passed: float) -> None:
        """A timer has run for `passed` seconds now."""
        self._known_at[timer] = (self._records.clock.boot(), passed)
        self._times.keep(self._known_at)

    def came_off(self, seconds_ago: float, gap_minutes: int) -> None:
        """A pack came off the skin, which rests for `gap_minutes` from then."""
        self._known_at[SKIN] = (self._records.clock.boot() - seconds_ago, float(gap_minutes))
        self._times.keep(self._known_at)

    def begun_within(self, seconds: float) -> set[str]:
        """Ids of what began so short a time ago, whatever day the wall clock shows by now."""
        boot = self._records.clock.boot()
        known = {**self._times.recall(), **self._known_at}
        ages = {name: boot - at + passed for name, (at, passed) in known.items() if at <= boot}
        return {name for name, age in ages.items() if name != SKIN and age <= seconds}

    def _recalled(self, name: str) -> tuple[float, float] | None:
        """What another coach knew; a time that lies ahead is of no clock of this start."""
        found = self._times.recall().get(name)
        return found if found is not None and found[0] <= self._records.clock.boot() else None

    def skin_rests_seconds(self, gap_minutes: int) -> float:
        """How long the skin rests still before a pack of this gap; 0 where nothing is known.

        The longer of the two gaps counts (source: S21).
        """
        known = [one for one in (self._known_at.get(SKIN), self._recalled(SKIN)) if one]
        ends = [off + max(before, gap_minutes) * 60 for off, before in known]
        return max((0.0, *(end - self._records.clock.boot() for end in ends)))

    def elapsed(self, one: Running) -> float:
        """Seconds since it began. Raises LogError."""
        timer = one.started.timer
        if timer not in self._known_at:
            known = self._recalled(timer)
            if known is None:
                self.begin(timer, self._by_log(one))
            else:
                self._known_at[timer] = known
        at, seconds = self._known_at[timer]
        return seconds + self._records.clock.boot() - at

    def _by_log(self, one: Running) -> float:
        """What the log knows; where the wall clock was set back nothing is, so it is over."""
        log, found = self._records.log, False
        later: list[datetime] = []
        since = one.at.date() - timedelta(days=1)
        for stamped in log.as_recorded(log.read(since=since)):
            if found and log.is_own(stamped):
                later.append(stamped.at)
            fact = stamped.fact
            found = found or (isinstance(fact, TimerStarted) and fact.timer == one.started.timer)
        known = rule.elapsed_by_log(one, later, self._records.now())
        return one.longest_seconds + UNKNOWN_SECONDS if known is None else known
