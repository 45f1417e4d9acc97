"""Easing after a red: a pure fold of lights and "has it settled?" answers into steps down and up.

Every red takes an exercise one step down, and so does a stop for pain without a score; two greens
in a row bring it one step up again. A new plan starts as written; another stage keeps the steps of
what it asks as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from coach.domain.agenda import item_exercise
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    PlanReceived,
    Stamped,
)
from coach.domain.exercise import Bias, Exercise, Kind
from coach.domain.history import History, once_a_history
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.program import Because
from coach.domain.settled import SETTLED, Settled

MOST_LEVEL = 2
"""Steps down there are: the easier form or half; then both (source: S22; DESIGN, clinical 2.3)."""
GREENS_FOR_A_STEP_UP = 2
"""Greens in a row that bring one step back (source: DESIGN, clinical 2.4)."""

_SEVERITY = {Light.GREEN: 0, Light.AMBER: 1, Light.RED: 2}


def is_eased(exercise: Exercise) -> bool:
    """Whether a red makes it easier: movements, walks, and rests that move the back one way.

    Other rests, packs, massage and habits never are (source: DESIGN).
    """
    if exercise.kind is Kind.REST:
        return exercise.bias is not Bias.NEUTRAL
    return exercise.kind in (Kind.MOVEMENT, Kind.WALK)


class Verdict(StrEnum):
    """What one session said about one exercise."""

    GREEN = "green"
    HOLD = "hold"
    """The dose stays, and greens in a row begin anew."""
    HURT = "hurt"
    """It was stopped for pain, and no score said how much."""
    RED = "red"


class Standing(Struct, frozen=True):
    """How easy an exercise is asked at present."""

    level: int = 0
    """0 as written, 1 easier, 2 easier still."""
    greens: int = 0
    """Greens in a row since the last step."""
    because: Because = Because.RED
    """What the last session said."""

    def after(self, verdict: Verdict) -> "Standing":
        """The standing after one more session."""
        if verdict is Verdict.RED:
            return self.down(Because.RED)
        if verdict is Verdict.HURT:
            return self.down(Because.HURT)
        if verdict is Verdict.HOLD:
            return Standing(self.level, 0, Because.COMING_BACK)
        greens = self.greens + 1
        if greens < GREENS_FOR_A_STEP_UP:
            return Standing(self.level, greens, Because.COMING_BACK)
        return Standing(max(0, self.level - 1), 0, Because.COMING_BACK)

    def down(self, because: Because) -> "Standing":
        """One step easier."""
        return Standing(min(MOST_LEVEL, self.level + 1), 0, because)


@dataclass(slots=True)
class _Session:
    """What is known of one session, while its facts are gathered."""

    day: date
    own: dict[str, Light] = field(default_factory=dict)
    """The worst light that each exercise got itself."""
    red_at: dict[str, datetime] = field(default_factory=dict)
    worked: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    hurt: set[str] = field(default_factory=set)
    """Stopped for pain; without a light of its own, no score said how much."""
    light: Light | None = None
    light_at: datetime | None = None
    settled: Settled | None = None

    def add_own(self, exercise: str, light: Light, at: datetime) -> None:
        known = self.own.get(exercise)
        if known is None or _SEVERITY[light] > _SEVERITY[known]:
            self.own[exercise] = light
        if light is Light.RED:
            self.red_at.setdefault(exercise, at)

    @property
    def exercises(self) -> list[str]:
        """The exercises it says something about."""
        return sorted(self.worked | self.own.keys() | self.hurt)

    def verdict(self, exercise: str, *, eased: bool) -> Verdict | None:
        """What the session says about an exercise; None when nothing."""
        own = self.own.get(exercise)
        if own is Light.RED or (eased and self._red_as_a_whole(exercise)):
            return Verdict.RED
        if own is None and exercise in self.hurt:
            return Verdict.HURT
        light = own or self.light
        if light is None:
            return None
        went_well = light is Light.GREEN and exercise not in self.stopped
        return Verdict.GREEN if went_well and self._settled_soon else Verdict.HOLD

    def _red_as_a_whole(self, exercise: str) -> bool:
        """A red session counts for everything in it that is eased and had no green of its own."""
        own_green = self.own.get(exercise) is Light.GREEN
        return self.light is Light.RED and exercise in self.worked and not own_green

    @property
    def _settled_soon(self) -> bool:
        """By the next morning the dose holds; within the hour, or not asked, it may go on."""
        return self.settled in (None, Settled.HOUR)


def standings(history: History, easeable: Collection[str], day: date) -> dict[str, Standing]:
    """How easy each exercise is asked on `day`, by the id of the exercise the plan asks.

    `easeable` are the ids of what is eased at all (`is_eased`). Lights of earlier days count, so
    nothing shifts in the middle of a day; but an answer on how an earlier day's session settled
    counts at once, since it comes before that day's first exercise.
    """
    found: dict[str, Standing] = defaultdict(Standing)
    rehearsed = history.rehearsed_sessions()
    for session in _sessions(_that_count(history, day), rehearsed).values():
        for exercise in session.exercises:
            if exercise not in easeable:
                continue
            verdict = session.verdict(exercise, eased=True)
            if verdict is not None:
                found[exercise] = found[exercise].after(verdict)
            if session.settled in (Settled.NOT_YET, Settled.WORSE):
                found[exercise] = found[exercise].down(Because.NOT_SETTLED)
    return dict(found)


def _that_count(history: History, day: date) -> list[Stamped]:
    """The facts since the plan began that `day` rests on."""
    counted: list[Stamped] = []
    for stamped in history.facts:
        if stamped.day > day:
            continue
        if isinstance(stamped.fact, PlanReceived):
            counted = []
        elif stamped.day < day or isinstance(stamped.fact, AnswerGiven):
            counted.append(stamped)
    return counted


def _sessions(facts: Iterable[Stamped], rehearsed: Collection[str]) -> dict[str | None, _Session]:
    """What each session said, in the order they were begun."""
    sessions: dict[str | None, _Session] = {}
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, AnswerGiven):
            if fact.instrument == SETTLED and fact.item in sessions:
                _settle(sessions[fact.item], stamped.day, fact.value)
        elif isinstance(fact, ExerciseDone | LightGiven) and fact.session not in rehearsed:
            if fact.session not in sessions:
                sessions[fact.session] = _Session(stamped.day)
            _add(sessions[fact.session], stamped.at, fact)
    return sessions


def _add(session: _Session, at: datetime, fact: ExerciseDone | LightGiven) -> None:
    if isinstance(fact, LightGiven) and not fact.item:
        session.light, session.light_at = fact.light, at
        return
    exercise = asked_exercise(fact.item)
    if exercise is None:
        return
    if fact.light is not None:
        session.add_own(exercise, fact.light, at)
    if isinstance(fact, ExerciseDone):
        if fact.reps > 0 or fact.seconds > 0:
            session.worked.add(exercise)
        if fact.outcome is SetOutcome.STOPPED or fact.reason is Reason.PAIN:
            session.stopped.add(exercise)
        if _hurt_unscored(fact):
            session.hurt.add(exercise)


def _hurt_unscored(fact: ExerciseDone) -> bool:
    stopped = fact.outcome is SetOutcome.STOPPED and fact.reason is Reason.PAIN
    return stopped and fact.light is None


@lru_cache(maxsize=4096)
def asked_exercise(item: str) -> str | None:
    """The exercise an item asks for; None for text that is no item id.

    Of a year's facts several are of one item, and several rules ask of each.
    """
    try:
        return item_exercise(item)
    except ValueError:
        return None


def _settle(session: _Session, day: date, value: str) -> None:
    """The latest answer holds; "not yet" on the very day is no answer to the 24 hours yet."""
    if value not in set(Settled):
        return
    settled = Settled(value)
    too_soon = settled is Settled.NOT_YET and day <= session.day
    session.settled = Settled.MORNING if too_soon else settled


@once_a_history
def lights_by_exercise(history: History) -> tuple[tuple[date, str, Light], ...]:
    """The light of each exercise in each session, oldest first: day, exercise the plan asks, light.

    Its own worst light of the session, else that of the session as a whole where some of it was
    done. Rehearsed sessions give none.
    """
    found = []
    facts = history.among(AnswerGiven, ExerciseDone, LightGiven)
    for session in _sessions(facts, history.rehearsed_sessions()).values():
        for exercise in session.exercises:
            light = session.own.get(exercise)
            if light is None and exercise in session.worked:
                light = session.light
            if light is not None:
                found.append((session.day, exercise, light))
    return tuple(found)


def red_on(history: History, easeable: Collection[str], day: date) -> dict[str, datetime]:
    """Exercises that were red on `day`, each with when: the rest of that day leaves them out.

    Any that was red itself, and after a red session what is eased and had no green.
    """
    facts = [stamped for stamped in history.facts if stamped.day == day]
    found: dict[str, datetime] = {}
    for session in _sessions(facts, history.rehearsed_sessions()).values():
        for exercise in session.exercises:
            eased = exercise in easeable
            at = session.red_at.get(exercise, session.light_at)
            if session.verdict(exercise, eased=eased) is Verdict.RED and at is not None:
                found[exercise] = min(at, found.get(exercise, at))
    return found


def red_in(history: History, easeable: Collection[str], session: str) -> frozenset[str]:
    """The exercises that one session was red for."""
    found = _sessions(history.facts, history.rehearsed_sessions()).get(session)
    if found is None:
        return frozenset()
    return frozenset(
        exercise
        for exercise in found.exercises
        if found.verdict(exercise, eased=exercise in easeable) is Verdict.RED
    )
