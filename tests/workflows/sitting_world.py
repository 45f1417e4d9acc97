"""A person who sits, a machine that sleeps, and coaches one after the other over one log."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from operator import attrgetter
from typing import Any, cast

from msgspec.structs import replace

from coach.clock import ManualClock
from coach.desktop.silent import NoDesktop
from coach.domain.events import Fact, PlanReceived, Stamped
from coach.domain.program import Program, StageCode, Surface
from coach.session.cues import Cue
from coach.speech.silent import SilentSpeaker
from coach.workflows.records import Records
from coach.workflows.sit import SittingGuard
from tests.builders import a_program, a_stage, sitting_limits

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


class MemoryLog:
    """A log in memory, as far as the guard asks it."""

    device = "laptop"
    refusal = ""
    writable = True

    def __init__(self) -> None:
        self.facts: list[Stamped] = []

    def is_own(self, stamped: Stamped) -> bool:
        return True

    def as_recorded(self, facts: Iterable[Stamped]) -> list[Stamped]:
        return sorted(facts, key=attrgetter("seq"))

    def append(self, facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
        new = []
        for fact in facts:
            seq = len(self.facts) + 1
            one = Stamped(f"f{seq}", "sam", at, at.date(), self.device, seq, plan_version, fact)
            self.facts.append(one)
            new.append(one)
        return new

    @contextmanager
    def together(self) -> Iterator[None]:
        yield

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kinds: Sequence[type] | None = None,
    ) -> list[Stamped]:
        found = [
            one
            for one in self.facts
            if (since is None or one.day >= since)
            and (until is None or one.day <= until)
            and (kinds is None or isinstance(one.fact, tuple(kinds)))
        ]
        return sorted(found, key=attrgetter("at", "seq"))


@dataclass
class Shelf:
    """One program."""

    one: Program

    def program(self, name: str) -> Program:
        return self.one


@dataclass
class Heard:
    """One cue with when it came, by a clock that nobody sets."""

    boot: float
    cue: Cue
    by_clock: bool
    """Whether a tick said it, and not an answer to the person."""


@dataclass
class World:
    """Moves time by hand and keeps what was heard."""

    limits: dict[str, Any] = field(default_factory=dict)
    log: MemoryLog = field(default_factory=MemoryLog)
    clock: ManualClock = field(default_factory=lambda: ManualClock(MONDAY, mono=90000.0))
    desktop: NoDesktop = field(default_factory=NoDesktop)
    heard: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = count(1)
        limits = sitting_limits(**self.limits)
        stage = replace(a_stage(), sitting=limits)
        self._shelf = Shelf(a_program(stages=(stage,)))
        plan = PlanReceived(
            program="steady-back",
            version=1,
            therapist="",
            from_day=MONDAY.date(),
            stage=StageCode.CALM,
            sore_side="none",
        )
        self.log.append([plan], at=MONDAY - timedelta(days=30), plan_version="steady-back@1")
        self.restart()

    def restart(self, seen_at: datetime | None = None) -> None:
        """Another coach over the same log."""
        records = Records(cast(Any, self.log), cast(Any, self._shelf), self.clock)
        self.records = records
        self.guard = SittingGuard(
            records, SilentSpeaker(), lambda: f"bout-{next(self._ids)}", self.desktop, seen_at
        )

    def hear(self, cues: Sequence[Cue], *, by_clock: bool = False) -> None:
        self.heard += [Heard(self.clock.boot(), cue, by_clock) for cue in cues]

    def wait(self, seconds: int, step: int = 20) -> None:
        """Time passes, the hands rest on, and the coach looks every `step` seconds."""
        for _ in range(0, seconds, step):
            self.clock.advance(step)
            if self.desktop.idle is not None:
                self.desktop.idle += step
            self.hear(self.guard.tick(), by_clock=True)

    def sit(self, surface: Surface = Surface.FIRM) -> None:
        self.hear(self.guard.sit(surface))

    def texts(self) -> list[str]:
        return [one.cue.text for one in self.heard]
