"""Easing after a red: a pure fold of lights and "has it settled?" answers into steps down and up.

Every red takes an exercise one step down, two greens in a row bring it one step up again, and a
new plan or another stage starts as written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from coach.domain.agenda import item_exercise
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    PlanReceived,
    StageChanged,
    Stamped,
)
from coach.domain.exercise import Kind
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.program import Because
from coach.domain.settled import SETTLED, Settled

MOST_LEVEL = 2
"""Steps down there are: the easier form or half; then both (source: S22; DESIGN, clinical 2.3)."""
GREENS_FOR_A_STEP_UP = 2
"""Greens in a row that bring one step back (source: DESIGN, clinical 2.4)."""
EASED_KINDS = (Kind.MOVEMENT, Kind.WALK)
"""What is made easier; rests, packs, massage and habits never are (source: DESIGN)."""

_SEVERITY = {Light.GREEN: 0, Light.AMBER: 1, Light.RED: 2}


class Verdict(StrEnum):
    """What one session said about one exercise."""

    GREEN = "green"
    HOLD = "hold"
    """The dose stays, and greens in a row begin anew."""
    RED = "red"


@dataclass(frozen=True, slots=True)
class Standing:
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
    light: Light | None = None
    light_at: datetime | None = None
    settled: Settled | None = None

    def add_own(self, exercise: str, light: Light, at: datetime) -> None:
        known = self.own.get(exercise)
        if known is None or _SEVERITY[light] > _SEVERITY[known]:
            self.own[exercise] = light
        if light is Light.RED:
            self.red_at.setdefault(exercise, at)

    def verdict(self, exercise: str, *, movement: bool) -> Verdict | None:
        """What the session says about an exercise; None when nothing."""
        own = self.own.get(exercise)
        worked = exercise in self.worked
        if own is Light.RED or self._red_as_a_whole(exercise, movement=movement):
            return Verdict.RED
        light = own or (self.light if worked else None)
        if light is None:
            return None
        went_well = light is Light.GREEN and exercise not in self.stopped
        return Verdict.GREEN if went_well and self._settled_soon else Verdict.HOLD

    def _red_as_a_whole(self, exercise: str, *, movement: bool) -> bool:
        """A red session counts for every movement in it that had no green of its own."""
        own_green = self.own.get(exercise) is Light.GREEN
        return self.light is Light.RED and movement and exercise in self.worked and not own_green

    @property
    def _settled_soon(self) -> bool:
        """By the next morning the dose holds; within the hour, or not asked, it may go on."""
        return self.settled in (None, Settled.HOUR)


def standings(history: History, kinds: Mapping[str, Kind], day: date) -> dict[str, Standing]:
    """How easy each exercise is asked on `day`, by the id of the exercise the plan asks.

    `kinds` are those of the exercises asked. Lights of earlier days count, so nothing shifts in
    the middle of a day; but an answer on how an earlier day's session settled counts at once,
    since it comes before that day's first exercise.
    """
    found: dict[str, Standing] = defaultdict(Standing)
    rehearsed = history.rehearsed_sessions()
    for session in _sessions(_that_count(history, day), rehearsed).values():
        for exercise in sorted(session.worked | session.own.keys()):
            kind = kinds.get(exercise)
            if kind not in EASED_KINDS:
                continue
            movement = kind is Kind.MOVEMENT
            verdict = session.verdict(exercise, movement=movement)
            if verdict is not None:
                found[exercise] = found[exercise].after(verdict)
            if movement and session.settled in (Settled.NOT_YET, Settled.WORSE):
                found[exercise] = found[exercise].down(Because.NOT_SETTLED)
    return dict(found)


def _that_count(history: History, day: date) -> list[Stamped]:
    """The facts since the plan or the stage began that `day` rests on."""
    counted: list[Stamped] = []
    for stamped in history.facts:
        if stamped.day > day:
            continue
        if isinstance(stamped.fact, PlanReceived | StageChanged):
            counted = []
        elif stamped.day < day or isinstance(stamped.fact, AnswerGiven):
            counted.append(stamped)
    return counted


def _sessions(facts: Iterable[Stamped], rehearsed: Collection[str]) -> dict[str, _Session]:
    """What each session said, in the order they were begun."""
    sessions: dict[str, _Session] = {}
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, AnswerGiven):
            if fact.instrument == SETTLED and fact.item in sessions:
                _settle(sessions[fact.item], stamped.day, fact.value)
        elif isinstance(fact, ExerciseDone | LightGiven) and fact.session not in rehearsed:
            _add(sessions.setdefault(fact.session or "", _Session(stamped.day)), stamped.at, fact)
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


def asked_exercise(item: str) -> str | None:
    """The exercise an item asks for; None for text that is no item id."""
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


def red_on(history: History, kinds: Mapping[str, Kind], day: date) -> dict[str, datetime]:
    """Exercises that were red on `day`, each with when: the rest of that day leaves them out.

    Any kind that was red itself, and after a red session its movements without a green.
    """
    facts = [stamped for stamped in history.facts if stamped.day == day]
    found: dict[str, datetime] = {}
    for session in _sessions(facts, history.rehearsed_sessions()).values():
        for exercise in session.worked | session.own.keys():
            movement = kinds.get(exercise) is Kind.MOVEMENT
            at = session.red_at.get(exercise, session.light_at)
            if session.verdict(exercise, movement=movement) is Verdict.RED and at is not None:
                found[exercise] = min(at, found.get(exercise, at))
    return found


def red_in(history: History, kinds: Mapping[str, Kind], session: str) -> frozenset[str]:
    """The exercises that one session was red for."""
    found = _sessions(history.facts, history.rehearsed_sessions()).get(session)
    if found is None:
        return frozenset()
    return frozenset(
        exercise
        for exercise in found.worked | found.own.keys()
        if found.verdict(exercise, movement=kinds.get(exercise) is Kind.MOVEMENT) is Verdict.RED
    )
