"""What the review points rest on, taken from the log once: days, nights, forms, contacts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from coach.domain.check_ups import day_counted
from coach.domain.events import (
    AnswerGiven,
    LightGiven,
    PainScore,
    PlanReceived,
    SafetyCleared,
    StageChanged,
)
from coach.domain.history import History, once_a_history
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import Moment, Reach, further_down
from coach.domain.program import StageCode
from coach.review.pain_trend import reaches_by_day
from coach.review.recovery import Recovery, recovery_of, worst_legs
from coach.review.verdicts import by_number

LOWER_THAN_DAYS = 7
LOWER_LEAST_DAYS = 3
"""A day's reach is lower when it is further down than on all noted days of the seven before, of
which at least three were noted (source: DESIGN)."""
_REACHES = re.compile("|".join(sorted((reach.word for reach in Reach), key=len, reverse=True)))


class ReviewFacts(Struct, frozen=True):
    """The facts of one plan up to today; a day that was not noted is in no mapping."""

    first_day: date
    today: date
    legs: Mapping[date, int]
    """Worst leg score of each noted day."""
    recovery: Recovery
    nights: Mapping[date, int]
    """How well one slept, 0 to 10, by the day whose evening was answered."""
    lower: Sequence[date]
    """Each time symptoms went further down the leg: in a session, or over a whole day."""
    disability: Sequence[tuple[date, float]]
    """Totals of the RMDQ-24 since the plan began, oldest first."""
    mood: Mapping[str, int]
    """The newest PHQ-4: item to 0 to 3."""
    mood_day: date | None
    calm_since: date | None
    """Since when stage A holds without a sign of the therapist; None in another stage."""

    @property
    def day(self) -> int:
        """Days since the first one of the plan."""
        return (self.today - self.first_day).days


def review_facts(history: History, first_day: date, today: date) -> ReviewFacts:
    """The facts of the plan that began on `first_day`, up to `today`."""
    legs = {day: leg for day, leg in worst_legs(history).items() if first_day <= day <= today}
    mood_day, mood = _mood(history, today)
    return ReviewFacts(
        first_day=first_day,
        today=today,
        legs=legs,
        recovery=recovery_of(legs, first_day, today),
        nights=nights(history),
        lower=[day for day in times_lower(history) if first_day <= day <= today],
        disability=[
            (day, total) for day, total in _totals(history, "rmdq-24") if first_day <= day <= today
        ],
        mood=mood,
        mood_day=mood_day,
        calm_since=_calm_since(history),
    )


def nights(history: History) -> dict[date, int]:
    """How well one slept in the night before each day, 0 to 10; the last answer of a day holds."""
    found = {}
    for stamped, fact in history.of(AnswerGiven):
        if (fact.instrument, fact.item) == ("evening", "sleep"):
            score = _score(fact.value, 10)
            if score is not None:
                found[day_counted(stamped)] = score
    return found


def _score(text: str, most: int) -> int | None:
    """A whole number from 0 to `most`; None for what another program may have put there."""
    if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= most:
        return int(text)
    return None


def _totals(history: History, instrument: str) -> Iterator[tuple[date, float]]:
    for stamped, fact in history.of(AnswerGiven):
        if fact.instrument == instrument and fact.item == "total" and fact.total is not None:
            yield stamped.day, fact.total


def _mood(history: History, today: date) -> tuple[date | None, dict[str, int]]:
    """The answers of the newest day with any."""
    by_day: dict[date, dict[str, int]] = {}
    for stamped, fact in history.of(AnswerGiven):
        if fact.instrument == "phq-4" and fact.item != "total" and stamped.day <= today:
            score = _score(fact.value, 3)
            if score is not None:
                by_day.setdefault(stamped.day, {})[fact.item] = score
    if not by_day:
        return None, {}
    newest = max(by_day)
    return newest, by_day[newest]


@once_a_history
def times_lower(history: History) -> tuple[date, ...]:
    """Once for each session that did, and for each day that did without such a session."""
    sessions = _sessions_lower(history)
    in_sessions = sorted(sessions.values())
    days = [day for day in _days_lower(history) if day not in in_sessions]
    return tuple(sorted([*in_sessions, *days]))


def _sessions_lower(history: History) -> dict[str, date]:
    """Sessions in which it reached further down than before them, or an exercise was red for it.

    Before one that goes on from another counts what was said before that as well.
    """
    rehearsed = history.rehearsed_sessions()
    before: dict[str, Reach] = {}
    found: dict[str, date] = {}
    for stamped, fact in history.of(PainScore):
        if fact.session is None or fact.reach is None or fact.session in rehearsed:
            continue
        if fact.moment is Moment.BEFORE:
            before[fact.session] = fact.reach
            continue
        known = [before[one] for one in history.line_of(fact.session) if one in before]
        if further_down(min(known, default=None), fact.reach):
            found.setdefault(fact.session, stamped.day)
    for stamped, light in history.of(LightGiven):
        told = light.light is Light.RED and _tells_lower(light.why)
        if told and light.session not in rehearsed:
            found.setdefault(light.session, stamped.day)
    return found


def _tells_lower(why: str) -> bool:
    """Whether the words of a light are of two places, the later one further down."""
    places = [Reach.from_word(word) for word in _REACHES.findall(why.lower())]
    return len(places) == 2 and " after " in why and further_down(places[1], places[0])


def _days_lower(history: History) -> list[date]:
    reaches = reaches_by_day(history)
    known_on = by_number(reaches)
    found = []
    for day, reach in reaches.items():
        number = day.toordinal()
        earlier = range(number - LOWER_THAN_DAYS, number)
        known = [known_on[one] for one in earlier if one in known_on]
        if len(known) >= LOWER_LEAST_DAYS and further_down(max(known), reach):
            found.append(day)
    return found


def _calm_since(history: History) -> date | None:
    """Stage A's first day, or the therapist's last sign in it."""
    since: tuple[datetime, date] | None = None
    for stamped in history.among(StageChanged, PlanReceived, SafetyCleared):
        fact = stamped.fact
        if isinstance(fact, StageChanged):
            since = (stamped.at, stamped.day) if fact.to_stage is StageCode.CALM else None
        elif isinstance(fact, PlanReceived):
            calm, sign = fact.stage is StageCode.CALM, bool(fact.therapist)
            begun = (stamped.at, max(stamped.day, fact.from_day))
            since = (begun if since is None or sign else since) if calm else None
        elif isinstance(fact, SafetyCleared) and fact.by is ClearedBy.THERAPIST and since:
            since = (stamped.at, stamped.day)
    return since[1] if since is not None else None
