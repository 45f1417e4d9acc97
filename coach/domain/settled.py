"""The 24-hour answer: when the leg settled after the last session, and which session to ask of.

(source: DESIGN, clinical 2.3)
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    PainScore,
    SessionEnded,
    SessionStarted,
)
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Site

SETTLED = "settled"
"""Instrument of the answers; the item is the session that is asked about."""
ASKED_FOR = timedelta(days=7)
"""How long after a session it is asked (source: DESIGN)."""
TELL_AFTER = timedelta(hours=48)
"""From when "not yet" is for the therapist (source: DESIGN, clinical 2.3)."""

WAITS = timedelta(hours=24)
"""So long a leg that has not settled is waited for; after that what hurt comes easier (source:
DESIGN, clinical 2.3)."""


class Settled(StrEnum):
    """When the leg was back to where it had been."""

    HOUR = "hour"
    MORNING = "morning"
    NOT_YET = "not_yet"
    WORSE = "worse"


WORDS = {
    Settled.HOUR: "Within an hour",
    Settled.MORNING: "By the next morning",
    Settled.NOT_YET: "Not yet",
    Settled.WORSE: "It got worse",
}


class Unsettled(Struct, frozen=True):
    """A session that is asked about."""

    session: str
    day: date
    began_at: datetime
    choices: tuple[Settled, ...]
    """What may be answered; on the session's own day there was no next morning yet."""


def unsettled(history: History, now: datetime) -> Unsettled | None:
    """The session whose leg is asked after now; None when there is nothing to ask.

    That is the last one, when it hurt more afterwards, was not green, or had something stopped for
    pain; or an earlier one that on its own day had "not yet" settled. While nothing was started
    since, that one is asked after again on the same day: waiting ends with an answer.
    """
    real = [(stamped, fact) for stamped, fact in history.of(SessionStarted) if fact.pace == 1]
    answers = {
        fact.item: (stamped.day, fact.value)
        for stamped, fact in history.of(AnswerGiven)
        if fact.instrument == SETTLED
    }
    for nth, (stamped, fact) in enumerate(reversed(real)):
        if now - stamped.at > ASKED_FOR:
            return None
        answered = answers.get(fact.session)
        open_still = (
            nth == 0 and follow_up_needed(history, fact.session)
            if answered is None
            else answered == (stamped.day, Settled.NOT_YET)
            and (nth == 0 or now.date() > stamped.day)
        )
        if open_still:
            choices = tuple(
                choice
                for choice in Settled
                if choice is not Settled.MORNING or now.date() > stamped.day
            )
            return Unsettled(fact.session, stamped.day, stamped.at, choices)
    return None


def follow_up_needed(history: History, session: str) -> bool:
    """Whether a session is asked after the next time."""
    return session in hurt_sessions(history)


def hurt_sessions(history: History) -> frozenset[str]:
    """The sessions that are asked after: not all green, stopped for pain, or the leg rose."""
    lights = (fact for _, fact in history.of(LightGiven) if fact.light is not Light.GREEN)
    ends = (
        fact for _, fact in history.of(SessionEnded) if fact.outcome is SessionOutcome.STOPPED_PAIN
    )
    sets = (fact.session for _, fact in history.of(ExerciseDone) if _stopped_for_pain(fact))
    return frozenset(
        {
            *(fact.session for fact in lights),
            *(fact.session for fact in ends),
            *(session for session in sets if session is not None),
            *_legs_rose(history),
        }
    )


def empty_sessions(history: History) -> frozenset[str]:
    """The sessions that ended without anything done in them: no repetition, no second of work."""
    worked = {fact.session for _, fact in history.of(ExerciseDone) if fact.reps or fact.seconds > 0}
    ended = {fact.session for _, fact in history.of(SessionEnded)}
    return frozenset(ended - worked)


def _stopped_for_pain(fact: ExerciseDone) -> bool:
    """Whether "that hurts" stopped a set, or it was left in the middle because it hurt."""
    broken_off = fact.outcome in (SetOutcome.STOPPED, SetOutcome.PARTIAL)
    return broken_off and fact.reason is Reason.PAIN


def _legs_rose(history: History) -> set[str]:
    """Sessions after which the leg was stronger than before them and what they went on from."""
    legs: dict[str, dict[Moment, int]] = {}
    for _, fact in history.of(PainScore):
        if fact.session is not None and fact.site is Site.LEG:
            legs.setdefault(fact.session, {})[fact.moment] = fact.score
    before = {session: legs[session].get(Moment.BEFORE) for session in legs}
    rose = set()
    for session, scores in legs.items():
        known = [
            score for one in history.line_of(session) if (score := before.get(one)) is not None
        ]
        if known and scores.get(Moment.AFTER, 0) > min(known):
            rose.add(session)
    return rose


def for_the_therapist(answer: Settled, began_at: datetime, now: datetime) -> bool:
    """Whether the patient is told to tell the therapist."""
    if answer is Settled.WORSE:
        return True
    return answer is Settled.NOT_YET and now - began_at >= TELL_AFTER


def waits_first(answer: Settled, began_at: datetime, now: datetime) -> bool:
    """Whether the next session waits: the leg has not settled, and it is not 24 hours yet."""
    return answer in (Settled.NOT_YET, Settled.WORSE) and now - began_at < WAITS
