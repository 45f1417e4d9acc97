"""What the stage criteria read, made once from the facts, by day.

Everything is kept by its day, so that `as_of` answers for an earlier day without reading again.
Rehearsed sessions count for nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from coach.domain.check_ups import day_counted
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    RedFlagAnswered,
    SafetyCleared,
    SessionStarted,
    Stamped,
)
from coach.domain.history import F, History
from coach.domain.lights import Light
from coach.domain.pain import Moment, Reach, Site
from coach.domain.settled import SETTLED, Settled, empty_sessions, hurt_sessions
from coach.review.adherence import adherence_by_day
from coach.review.pain_trend import reaches_by_day, scores_counted

RESTING = (Moment.BEFORE, Moment.NOW)
"""Scores that are taken at rest."""
OPENING = "opening"
"""Item under which the one line of each session start is logged."""
WALKS = "walk-"
"""How the ids of walks begin."""
MINUTES_OF_DAY = 1440


class GateFacts(Struct, frozen=True):
    """The days before today and today, as far as they were recorded; a missing day is a gap."""

    today: date
    since: date
    """The stage's first day."""
    start: date
    """The plan's first day."""
    leg: Mapping[date, float] = field(default_factory=dict)
    """Leg pain of a day, 0 to 10: the mean at rest, else the mean of all scores."""
    leg_not_at_rest: frozenset[date] = frozenset()
    """Days on which no score was at rest, so that the mean is of all."""
    worst_leg: Mapping[date, int] = field(default_factory=dict)
    """The worst leg score of a day, at rest or not."""
    reach: Mapping[date, Reach] = field(default_factory=dict)
    """The furthest of a day."""
    walks: Mapping[date, float] = field(default_factory=dict)
    """Minutes of a day's longest walk, done or answered."""
    easy_sleep: Mapping[date, bool] = field(default_factory=dict)
    percents: Mapping[date, float | None] = field(default_factory=dict)
    """Adherence of days that asked for something; None is not recorded."""
    lights: tuple[tuple[date, Light], ...] = ()
    """Of whole sessions of this stage, oldest first."""
    settled: Mapping[date, str] = field(default_factory=dict)
    """The last answer of a day to whether the leg settled after the session before."""
    clear_on: tuple[tuple[date, date | None], ...] = ()
    """The day of each session, and from which on it was known whether the leg settled: the same
    day when that need not be asked, the day of the answer, or None without one."""
    totals: Mapping[str, tuple[tuple[date, float], ...]] = field(default_factory=dict)
    """Totals of each questionnaire, oldest first."""
    flag_open: bool = False
    """Whether a hold stands or a question about warning signs is open."""
    list_finished: bool = True
    """Whether the whole safety list was ever gone through."""
    flare: bool = False
    """Whether the plan for a bad day runs."""

    decided: date | None = None
    """The day of the therapist's last decision, where it is known: what was worse before it was
    weighed then.
    """

    @property
    def worse_since(self) -> date:
        """The first day on which getting worse counts."""
        if self.decided is None:
            return self.since
        return max(self.since, self.decided + timedelta(days=1))

    def as_of(self, day: date) -> "GateFacts":
        """The same as they stood at the end of `day`; locks, the list and flares are as now."""
        return replace(
            self,
            today=day,
            leg=_until(self.leg, day),
            worst_leg=_until(self.worst_leg, day),
            reach=_until(self.reach, day),
            walks=_until(self.walks, day),
            easy_sleep=_until(self.easy_sleep, day),
            percents=_until(self.percents, day),
            lights=tuple(pair for pair in self.lights if pair[0] <= day),
            settled=_until(self.settled, day),
            clear_on=tuple(pair for pair in self.clear_on if pair[0] <= day),
            totals={
                name: tuple(pair for pair in pairs if pair[0] <= day)
                for name, pairs in self.totals.items()
            },
        )


def gate_facts(
    history: History,
    *,
    today: date,
    since: datetime,
    start: date,
    flag_open: bool = False,
    list_finished: bool = True,
    flare: bool = False,
    decided: date | None = None,
) -> GateFacts:
    """The facts of `history` by day; `since` is when the stage began, `start` the plan's day."""
    real = _Real(history)
    hurt, empty = hurt_sessions(history), empty_sessions(history)
    at_rest, of_all = _legs(history)
    return GateFacts(
        today=today,
        since=since.date(),
        start=start,
        leg=_means(of_all) | _means(at_rest),
        leg_not_at_rest=frozenset(of_all.keys() - at_rest.keys()),
        worst_leg={day: max(scores) for day, scores in of_all.items()},
        reach=reaches_by_day(history),
        walks=_walks(real),
        easy_sleep={
            day_counted(stamped): fact.value == "yes"
            for stamped, fact in real.answers("evening", "easy_position")
        },
        percents={
            line.day: line.percent
            for line in adherence_by_day(history)
            if line.planned > line.excused
        },
        lights=tuple(
            (stamped.day, fact.light)
            for stamped, fact in real.of(LightGiven)
            if fact.item == "" and stamped.at >= since and _tells(fact, empty)
        ),
        settled={stamped.day: fact.value for stamped, fact in _settled(real)},
        clear_on=_clear_on(real, hurt, empty - hurt),
        totals=_totals(real),
        flag_open=flag_open,
        list_finished=list_finished,
        flare=flare,
        decided=decided,
    )


def flag_is_open(history: History, questions: Collection[str]) -> bool:
    """Whether a hold stands, or a warning sign is named that nobody has looked into.

    A yes to the opening line is open until every one of `questions` was answered after it, or
    until coaching was cleared.
    """
    if history.hold() is not None or history.hold_answers():
        return True
    waiting: set[str] = set()
    for stamped in history.among(SafetyCleared, RedFlagAnswered):
        fact = stamped.fact
        if isinstance(fact, SafetyCleared):
            waiting = set()
        elif isinstance(fact, RedFlagAnswered):
            if fact.item == OPENING and fact.answer:
                waiting = set(questions)
            waiting.discard(fact.item)
    return bool(waiting)


def list_was_finished(history: History, questions: Collection[str]) -> bool:
    """Whether every one of `questions` was answered, whenever that was."""
    return {fact.item for _, fact in history.of(RedFlagAnswered)}.issuperset(questions)


class _Real:
    """Facts without those of rehearsed sessions."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._rehearsed = history.rehearsed_sessions()

    def of(self, kind: type[F]) -> Iterator[tuple[Stamped, F]]:
        for stamped, fact in self._history.of(kind):
            if getattr(fact, "session", None) not in self._rehearsed:
                yield stamped, fact

    def answers(self, instrument: str, item: str = "") -> Iterator[tuple[Stamped, AnswerGiven]]:
        """Answers of one instrument; without an item those to every item."""
        for stamped, fact in self._history.of(AnswerGiven):
            if fact.instrument == instrument and item in ("", fact.item):
                rehearsed = instrument == SETTLED and fact.item in self._rehearsed
                if not rehearsed:
                    yield stamped, fact


def _until(values: Mapping[date, F], day: date) -> dict[date, F]:
    return {at: value for at, value in values.items() if at <= day}


_Scores = Mapping[date, Sequence[int]]


def _legs(history: History) -> tuple[_Scores, _Scores]:
    """The leg scores of each day: those at rest, and all."""
    at_rest: dict[date, list[int]] = defaultdict(list)
    of_all: dict[date, list[int]] = defaultdict(list)
    for day, fact in scores_counted(history):
        if fact.site is Site.LEG:
            of_all[day].append(fact.score)
            if fact.moment in RESTING:
                at_rest[day].append(fact.score)
    return at_rest, of_all


def _means(by_day: _Scores) -> dict[date, float]:
    return {day: sum(scores) / len(scores) for day, scores in by_day.items()}


def _walks(real: _Real) -> dict[date, float]:
    longest: dict[date, float] = {}

    def keep(day: date, minutes: float) -> None:
        longest[day] = max(minutes, longest.get(day, 0.0))

    for stamped, done in real.of(ExerciseDone):
        if done.exercise.startswith(WALKS) and done.seconds > 0:  # Not walked is not 0 minutes.
            keep(stamped.day, done.seconds / 60)
    for stamped, answer in real.answers("walk", "minutes"):
        minutes = _number(answer.value)
        if minutes is not None:
            keep(stamped.day, minutes)
    return longest


def _tells(light: LightGiven, empty: Collection[str]) -> bool:
    """Whether a session's light counts: where nothing was done only red does (older logs)."""
    return light.light is Light.RED or light.session not in empty


def _settled(real: _Real) -> Iterator[tuple[Stamped, AnswerGiven]]:
    """Answers to whether the leg settled; a word that says nothing of it is none."""
    known = set(Settled)
    return (pair for pair in real.answers(SETTLED) if pair[1].value in known)


def _clear_on(
    real: _Real, hurt: Collection[str], uncounted: Collection[str]
) -> tuple[tuple[date, date | None], ...]:
    answered: dict[str, date] = {}
    for stamped, fact in _settled(real):
        answered.setdefault(fact.item, stamped.day)
    return tuple(
        (stamped.day, answered.get(fact.session) if fact.session in hurt else stamped.day)
        for stamped, fact in real.of(SessionStarted)
        if fact.session not in uncounted
    )


def _totals(real: _Real) -> dict[str, tuple[tuple[date, float], ...]]:
    found: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for stamped, fact in real.of(AnswerGiven):
        if fact.item == "total" and fact.total is not None:
            found[fact.instrument].append((stamped.day, fact.total))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _number(text: str) -> float | None:
    """A number of minutes of a day; None for what is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= MINUTES_OF_DAY else None
