"""History: the fold of facts that rules read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, wraps
from itertools import takewhile
from typing import TypeVar, cast

from coach.domain.events import (
    ExerciseDone,
    Fact,
    FlareStarted,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    StageChanged,
    Stamped,
)
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import Site
from coach.domain.program import StageCode

F = TypeVar("F")
R = TypeVar("R")


def once_a_history(rule: Callable[["History"], R]) -> Callable[["History"], R]:
    """A rule that looks at nothing but a history, worked out once for each.

    The facts of a history never change, so neither does what follows from them. All who ask share
    what is handed back: it is a tuple, a frozenset, or a Mapping to read.
    """

    @wraps(rule)
    def found_once(history: "History") -> R:
        found = history._found
        if rule not in found:
            found[rule] = rule(history)
        return cast(R, found[rule])

    return found_once


@dataclass(frozen=True)
class History:
    """Standing facts in the order they were recorded."""

    facts: tuple[Stamped, ...]

    @cached_property
    def _places(self) -> dict[type, list[int]]:
        """Where the facts of each kind stand: most rules ask for a few kinds of many facts."""
        places: dict[type, list[int]] = defaultdict(list)
        for place, stamped in enumerate(self.facts):
            places[type(stamped.fact)].append(place)
        return dict(places)

    @cached_property
    def _found(self) -> dict[object, object]:
        """What was found here: the facts of a kind, and by each rule of `once_a_history`."""
        return {}

    @cached_property
    def first_day(self) -> date | None:
        """The earliest day of a fact; None without one."""
        return min((stamped.day for stamped in self.facts), default=None)

    @cached_property
    def last_day(self) -> date | None:
        """The latest day of a fact; None without one."""
        return max((stamped.day for stamped in self.facts), default=None)

    @cached_property
    def last_at(self) -> datetime | None:
        """When the newest fact was recorded; None without one."""
        return max((stamped.at for stamped in self.facts), default=None)

    def of(self, kind: type[F]) -> Iterator[tuple[Stamped, F]]:
        """Every fact of one kind with its stamp."""
        return iter(self._of(kind))

    def _of(self, kind: type[F]) -> list[tuple[Stamped, F]]:
        if kind not in self._found:
            self._found[kind] = [(stamped, stamped.fact) for stamped in self.among(kind)]
        return cast(list[tuple[Stamped, F]], self._found[kind])

    def among(self, *kinds: type) -> list[Stamped]:
        """Every fact of some kinds, in the order of all."""
        places = [place for kind in kinds for place in self._places.get(kind, ())]
        return [self.facts[place] for place in sorted(places)]

    def without(self, *kinds: type) -> list[Stamped]:
        """Every fact but those of some kinds, in the order of all."""
        others = frozenset(kinds)
        return [stamped for stamped in self.facts if type(stamped.fact) not in others]

    def last(self, kind: type[F]) -> tuple[Stamped, F] | None:
        """The newest fact of one kind."""
        found = self._of(kind)
        return found[-1] if found else None

    def plan(self) -> PlanReceived | None:
        """The plan that holds now."""
        found = self.last(PlanReceived)
        return found[1] if found else None

    def stage(self) -> StageCode | None:
        """The stage that holds now: of the last plan, or of the last change since."""
        for stamped in reversed(self.among(StageChanged, PlanReceived)):
            if isinstance(stamped.fact, StageChanged):
                return stamped.fact.to_stage
            if isinstance(stamped.fact, PlanReceived):
                return stamped.fact.stage
        return None

    def hold(self) -> tuple[datetime, SafetyHold] | None:
        """The safety hold that stands, with the time it began; None when coaching is free.

        Of several the most urgent stands, from when the first of them began.
        """
        standing = [
            (one.at, one.fact) for one in self.standing_locks() if isinstance(one.fact, SafetyHold)
        ]
        if not standing:
            return None
        since = min(at for at, _ in standing)
        return since, min((fact for _, fact in standing), key=lambda fact: fact.tier)

    def hold_answers(self) -> list[tuple[datetime, RedFlagAnswered]]:
        """The locking yes answers that nothing has cleared."""
        return [
            (one.at, one.fact)
            for one in self.standing_locks()
            if isinstance(one.fact, RedFlagAnswered)
        ]

    def hold_periods(self) -> list[tuple[datetime, datetime | None]]:
        """From when to when coaching was locked; None while it still is."""
        return [(one.at, until) for one, until in self.locks() if isinstance(one.fact, SafetyHold)]

    def locks(self) -> list[tuple[Stamped, datetime | None]]:
        """Every hold and every locking yes with when it was cleared; None while it stands.

        It is never cleared before it began, whatever the clock said.
        """
        clearings = list(self.of(SafetyCleared))
        found: list[tuple[Stamped, datetime | None]] = []
        for one in self.among(SafetyHold, RedFlagAnswered):
            if _locks(one.fact):
                ends = [at.at for at, fact in clearings if _clears(at, fact, one)]
                found.append((one, max(one.at, min(ends)) if ends else None))
        return found

    def standing_locks(self) -> tuple[Stamped, ...]:
        """The holds and locking yes answers that nothing has cleared: what a clearing names."""
        return tuple(one for one, until in self.locks() if until is None)

    def flare_until(self) -> datetime | None:
        """When the flare that was begun last ends by itself; None when none was begun."""
        found = self.last(FlareStarted)
        return found[0].at + timedelta(hours=found[1].hours) if found else None

    def open_session(self) -> tuple[Stamped, SessionStarted] | None:
        """A session that was started and never ended: the program was killed in it.

        The newest by its number: after a clock was set back an ended one may have a later time.
        """
        newest: dict[str, tuple[Stamped, SessionStarted]] = {}
        for one in self.of(SessionStarted):
            known = newest.get(one[0].device)
            if known is None or one[0].seq >= known[0].seq:
                newest[one[0].device] = one
        started = max(newest.values(), key=lambda one: one[0].at, default=None)
        if started is None:
            return None
        over = {fact.session for _, fact in self.of(SessionEnded)}
        return None if started[1].session in over else started

    def broken_sessions(self, before: date) -> list[SessionEnded]:
        """How sessions of earlier days ended that a kill cut off and nobody went on with."""
        over = {fact.session for _, fact in self.of(SessionEnded)}
        return [
            self._cut_off(stamped, fact)
            for stamped, fact in self.of(SessionStarted)
            if fact.session not in over and stamped.day < before
        ]

    def cut_off(self, session: str) -> SessionEnded | None:
        """How a session that a kill cut off ended: with its last set. None when it has an end."""
        if any(fact.session == session for _, fact in self.of(SessionEnded)):
            return None
        for stamped, fact in self.of(SessionStarted):
            if fact.session == session:
                return self._cut_off(stamped, fact)
        return None

    def _cut_off(self, started: Stamped, fact: SessionStarted) -> SessionEnded:
        last = self.last_sign(fact.session) or started.at
        return SessionEnded(
            session=fact.session,
            stage=fact.stage,
            outcome=SessionOutcome.INTERRUPTED,
            minutes=round(max(0.0, (last - started.at).total_seconds() / 60), 2),
        )

    def last_sign(self, session: str) -> datetime | None:
        """When a session was last heard of: at its start or its last set."""
        times = [
            stamped.at
            for stamped in self.among(SessionStarted, ExerciseDone)
            if isinstance(stamped.fact, SessionStarted | ExerciseDone)
            and stamped.fact.session == session
        ]
        return max(times, default=None)

    def sets_so_far(self, session: str, pace: float) -> list[ExerciseDone]:
        """Sets of a session and of those it went on from, as far back as all ran at this pace."""
        starts = self._starts
        line = frozenset(
            takewhile(lambda one: one in starts and starts[one].pace == pace, self.line_of(session))
        )
        return [fact for _, fact in self.of(ExerciseDone) if fact.session in line]

    @cached_property
    def _starts(self) -> dict[str, SessionStarted]:
        return {fact.session: fact for _, fact in self.of(SessionStarted)}

    def line_of(self, session: str) -> tuple[str, ...]:
        """A session and those it went on from, the newest first."""
        line: list[str] = []
        at: str | None = session
        while at is not None and at not in line:
            line.append(at)
            at = self._starts[at].resumed_from if at in self._starts else None
        return tuple(line)

    def sessions_of_exercises(self, plan_version: str = "") -> Counter[str]:
        """In how many sessions each exercise was done at least once, rehearsals left out.

        With `plan_version` only those under that version of the plan.
        """
        rehearsed = self.rehearsed_sessions()
        done = {
            (fact.exercise, fact.session)
            for stamped, fact in self.of(ExerciseDone)
            if fact.reps > 0
            and fact.session not in rehearsed
            and plan_version in ("", stamped.plan_version)
        }
        return Counter(exercise for exercise, _ in done)

    @once_a_history
    def rehearsed_sessions(self) -> frozenset[str]:
        """Sessions that ran at another pace than real time and count for nothing."""
        return frozenset(fact.session for _, fact in self.of(SessionStarted) if fact.pace != 1.0)

    def worst(self, site: Site, day: date) -> int | None:
        """The worst score of a day; None when none was given."""
        scores = [
            fact.score
            for stamped, fact in self.of(PainScore)
            if fact.site is site and stamped.day == day
        ]
        return max(scores, default=None)


def _locks(fact: Fact) -> bool:
    """Whether coaching is locked from this fact on."""
    if isinstance(fact, RedFlagAnswered):
        return fact.answer and fact.tier.locks
    return isinstance(fact, SafetyHold)


def _clears(clearing: Stamped, fact: SafetyCleared, locked: Stamped) -> bool:
    """Whether a clearing is for this hold or yes.

    It names what it clears. An older coach named nothing: there the numbers of one device tell
    what came before it. No clock tells the order of two devices, so what another one wrote stands.
    """
    if clearing.device == locked.device and clearing.seq < locked.seq:
        return False
    if fact.clears is not None:
        return locked.id in fact.clears
    return clearing.device == locked.device


def history_of(facts: Iterable[Stamped]) -> History:
    """A history of `facts`, put into the order they were recorded in."""
    return History(tuple(facts))
