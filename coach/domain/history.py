"""History: the fold of facts that rules read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from coach.domain.events import (
    ExerciseDone,
    FlareStarted,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    SittingBout,
    SittingStarted,
    StageChanged,
    Stamped,
)
from coach.domain.pain import Site
from coach.domain.program import StageCode

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class History:
    """Standing facts in the order they were recorded."""

    facts: tuple[Stamped, ...]

    def of(self, kind: type[F]) -> Iterator[tuple[Stamped, F]]:
        """Every fact of one kind with its stamp."""
        for stamped in self.facts:
            if isinstance(stamped.fact, kind):
                yield stamped, stamped.fact

    def last(self, kind: type[F]) -> tuple[Stamped, F] | None:
        """The newest fact of one kind."""
        for stamped in reversed(self.facts):
            if isinstance(stamped.fact, kind):
                return stamped, stamped.fact
        return None

    def plan(self) -> PlanReceived | None:
        """The plan that holds now."""
        found = self.last(PlanReceived)
        return found[1] if found else None

    def stage(self) -> StageCode | None:
        """The stage that holds now: of the last plan, or of the last change since."""
        for stamped in reversed(self.facts):
            if isinstance(stamped.fact, StageChanged):
                return stamped.fact.to_stage
            if isinstance(stamped.fact, PlanReceived):
                return stamped.fact.stage
        return None

    def hold(self) -> tuple[datetime, SafetyHold] | None:
        """The safety hold that stands, with the time it began; None when coaching is free."""
        for stamped in reversed(self.facts):
            if isinstance(stamped.fact, SafetyCleared):
                return None
            if isinstance(stamped.fact, SafetyHold):
                return stamped.at, stamped.fact
        return None

    def hold_answers(self) -> list[tuple[datetime, RedFlagAnswered]]:
        """The yes answers since coaching was last free."""
        yes: list[tuple[datetime, RedFlagAnswered]] = []
        for stamped in self.facts:
            if isinstance(stamped.fact, SafetyCleared):
                yes = []
            elif isinstance(stamped.fact, RedFlagAnswered) and stamped.fact.answer:
                yes.append((stamped.at, stamped.fact))
        return yes

    def flare_until(self) -> datetime | None:
        """When the flare that was begun last ends by itself; None when none was begun."""
        found = self.last(FlareStarted)
        return found[0].at + timedelta(hours=found[1].hours) if found else None

    def open_session(self) -> tuple[Stamped, SessionStarted] | None:
        """A session that was started and never ended: the program was killed in it."""
        started = self.last(SessionStarted)
        if started is None:
            return None
        over = {fact.session for _, fact in self.of(SessionEnded)}
        return None if started[1].session in over else started

    def open_bout(self) -> tuple[Stamped, SittingStarted] | None:
        """A spell of sitting that was begun and not ended."""
        started = self.last(SittingStarted)
        if started is None:
            return None
        over = {fact.bout for _, fact in self.of(SittingBout)}
        return None if started[1].bout in over else started

    def exercises_known(self) -> frozenset[str]:
        """Exercises of which at least one set was done: their steps need not be said again."""
        return frozenset(fact.exercise for _, fact in self.of(ExerciseDone) if fact.reps > 0)

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


def history_of(facts: Iterable[Stamped]) -> History:
    """A history of `facts`, put into the order they were recorded in."""
    return History(tuple(facts))
