"""The sitting of the log, read as rarely as it may be, with the times of a clock nobody sets."""

from datetime import datetime, timedelta

from coach.domain.events import Fact, SittingBout, SittingStarted, Stamped
from coach.domain.program import Surface
from coach.domain.sitting_spells import Sat, parts_on
from coach.domain.sitting_state import KINDS, SittingState, sitting_state
from coach.workflows.records import Records
from coach.workflows.sitting_fit import SittingFit
from coach.workflows.steady import Instant, ProcessClocks, SteadyTime

SETTLED_AFTER = timedelta(hours=1)


class SittingBook:
    """What the log says of sitting, kept until something is written."""

    def __init__(
        self, records: Records, seen_at: datetime | None = None, clocks: ProcessClocks | None = None
    ) -> None:
        """`seen_at` is when a coach was last there; None when nobody marked it. `clocks` is what
        the coach before this one in the process saw of the clocks."""
        self._seen_at = seen_at
        self._clocks = clocks or ProcessClocks()
        self.fit = SittingFit(records)
        self._records = records
        self._time = SteadyTime(records, self._clocks)
        self._state: SittingState | None = None
        self._facts: list[Stamped] = []
        self._read_at: object = None
        self._limits: dict[str, int] = {}

    # --- times

    def now(self) -> datetime:
        """The present by the steady clock."""
        return self._time.now()

    def instant(self, wall: datetime | None = None) -> Instant:
        """The present, or a moment of the wall clock."""
        return self._time.instant(wall)

    def at(self, steady: datetime) -> Instant:
        """A moment of the steady clock."""
        return self._time.at(steady)

    def time_of(self, stamped: Stamped) -> datetime:
        """When a fact happened, by the steady clock."""
        return self._time.of(stamped)

    # --- the log

    def record(self, *facts: Fact, at: Instant | None = None) -> None:
        """Write facts; they are on disk when this returns. Raises LogError."""
        when = at or self._time.instant()
        self._time.keep(self._records.record(*facts, at=when.wall), when.steady)

    def state(self) -> SittingState:
        """Where the person is."""
        version = self.fit.version()
        if self._state is None or version != self._read_at:
            self._state = self._read()
            self._read_at = self.fit.version()
        return self._state

    def spells(self) -> list[Sat]:
        """What of the bouts that ended was sat today."""
        self.state()
        bouts = (Sat.of(one.fact) for one in self._facts if isinstance(one.fact, SittingBout))
        return parts_on(bouts, self._records.today())

    def _read(self) -> SittingState:
        # While somebody sits the clock may be set to another day: their bout is still read, and
        # so is what is written under the other date.
        yesterday = self._records.today() - timedelta(days=1)
        since = min(self._clocks.sat_since or yesterday, yesterday)
        facts = self._records.log.read(since=since, kinds=KINDS)
        self._facts = self._records.log.as_recorded(facts)
        breaks = self.fit.break_minutes()
        state = sitting_state(self._facts, self._time.of, self._limit, breaks)
        self._clocks.sat_since = since if state.bout is not None else None
        if state.bout is None and self._is_settled(state):
            self._time.settle()
        return state

    def _is_settled(self, state: SittingState) -> bool:
        """Nobody sits, and nobody sat so lately that a break is being measured."""
        return state.stood is None or self.now() - state.stood[1] > SETTLED_AFTER

    def _limit(self, surface: Surface, stamped: Stamped) -> int:
        """The limit that held when a bout began; it stays what it was while the bout lasts."""
        fact = stamped.fact
        assert isinstance(fact, SittingStarted)
        if fact.bout not in self._limits:
            self._limits[fact.bout] = self.fit.limit_at(surface, stamped.at)
        return self._limits[fact.bout]

    # --- hands

    def works(self, state: SittingState, now: datetime) -> None:
        """Hands are back at work under the question that stands; the first time is kept."""
        if self.worked_at(state) is None:
            self._clocks.worked_at = now

    def worked_at(self, state: SittingState) -> datetime | None:
        """When they were first seen back since the question; None for not, and without one."""
        at, question = self._clocks.worked_at, state.question
        return at if at is not None and question is not None and at > question.asked_at else None

    # --- sleep

    @property
    def was_off(self) -> bool:
        """Whether the last gap was a machine that was off, and not one that slept."""
        return self._clocks.was_off

    def gap_since(self, state: SittingState) -> datetime | None:
        """Since when the machine slept or was off, if it did for as long as a break that counts.

        Looked at since `gap_seen` was last called; None for no such gap.
        """
        mono, boot = self._records.clock.monotonic(), self._records.clock.boot()
        now, looked_at = self.now(), self._clocks.looked_at
        if looked_at is None:
            begun_at = now - timedelta(seconds=boot)
            was_off = state.last_at is not None and state.last_at < begun_at
            since = self._last_sign(state, begun_at) if was_off else None
        else:
            asleep = (boot - looked_at[1]) - (mono - looked_at[0])
            since = now - timedelta(seconds=asleep)
        least = timedelta(minutes=self.fit.break_minutes())
        return None if since is None or now - since < least else since

    def meet_gap(self) -> None:
        """The gap that `gap_since` answered is the last one: words ask from now on what it was."""
        self._clocks.was_off = self._clocks.looked_at is None

    def unwatched_since(self) -> datetime | None:
        """Since when no coach looked, though the machine ran; None once this process did."""
        if self._clocks.looked_at is not None:
            return None
        return self._last_sign(self.state(), self.now())

    def _last_sign(self, state: SittingState, before: datetime) -> datetime | None:
        """When a coach is last known to have run before then."""
        marked = self._seen_at if self._seen_at and self._seen_at < before else None
        return max((at for at in (state.last_at, marked) if at is not None), default=None)

    def gap_seen(self, since: datetime | None) -> None:
        """What was looked at is written down; `since` is what `gap_since` answered."""
        clock = self._records.clock
        if since is not None:
            self._clocks.woke_at = clock.boot()
        self._clocks.looked_at = clock.monotonic(), clock.boot()

    def awake_since(self) -> datetime:
        """Since when the machine has been on without a sleep that counts."""
        boot = self._records.clock.boot()
        return self.now() - timedelta(seconds=boot - (self._clocks.woke_at or 0.0))
