"""When to ask `Still sitting?`: rest of the hands asks, it never decides (source: clinical 4.5).

Reading, a film and a call are sitting too, so the clock of the bout goes on while nobody answers.
Only what a machine slept through is left open: nobody was there to count it. Whoever is at the
machine again sits on or sits anew: the rest of the bout is counted, and they are warned.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.outcomes import StillWhy
from coach.domain.sitting import (
    WARNING_GAP_MINUTES,
    Bout,
    SittingAdvice,
    advice,
    score_at,
    warn_at,
)
from coach.domain.sitting_state import SittingState

LEAST_IDLE_MINUTES = 5
MORE_THAN_A_BREAK_MINUTES = 3
"""Hands must rest this much longer than a break that counts (source: DESIGN)."""
LONG_MORE_MINUTES = 20
"""Beyond twice the limit, and after the last warning, when nothing was heard (source: DESIGN)."""
ANSWER_WITHIN_MINUTES = 15
"""After this an unanswered question about a sleep counts as "not there" (source: DESIGN)."""
BACK_AFTER_MINUTES = 1
"""Hands are at work again when they move so long after the question: what wakes a machine, and
its password, are no sign that somebody stays (source: DESIGN)."""


class Ask(Struct, frozen=True):
    """A question that is due, and until when the person is known to have sat."""

    why: StillWhy
    since: datetime


def idle_minutes(break_minutes: int) -> int:
    """Minutes that keyboard and mouse must rest before it is asked."""
    return max(LEAST_IDLE_MINUTES, break_minutes + MORE_THAN_A_BREAK_MINUTES)


def still_due(
    state: SittingState, now: datetime, idle_seconds: float | None, break_minutes: int
) -> Ask | None:
    """What is to be asked now; None while a question stands, or none is due."""
    bout = state.bout
    if bout is None or state.question is not None or bout.forgotten(now):
        return None
    heard = state.heard_at or bout.started_at
    if idle_seconds is not None and StillWhy.IDLE not in state.asked:
        since = max(now - timedelta(seconds=idle_seconds), heard)
        rested = now - since >= timedelta(minutes=idle_minutes(break_minutes))
        if rested and not _agreed_lately(state, now) and not _near_a_warning(bout, now):
            return Ask(StillWhy.IDLE, since)
    long = long_at(state)
    return Ask(StillWhy.LONG, heard) if long is not None and now >= long else None


def long_at(state: SittingState) -> datetime | None:
    """When a bout that nothing was heard of is asked about; None before all else has been said."""
    bout = state.bout
    if bout is None or state.question is not None or state.asked:
        return None
    if SittingAdvice.SCORE not in bout.given:
        return None
    quiet = timedelta(minutes=2 * bout.limit_minutes + LONG_MORE_MINUTES)
    begun = bout.reaches(0)
    words = (bout.warned_at or begun) + timedelta(minutes=LONG_MORE_MINUTES)
    return max((state.heard_at or begun) + quiet, words)


def unwatched_due(
    state: SittingState, now: datetime, since: datetime, break_minutes: int
) -> Ask | None:
    """What is asked before a warning that fell due while no coach looked, from `since` until now.

    Nobody was reminded meanwhile, so nobody knows whether they got up. None for nothing to ask.
    """
    bout = state.bout
    if bout is None or state.question is not None or bout.forgotten(now):
        return None
    if advice(bout, now) not in (SittingAdvice.STAND_UP, SittingAdvice.SCORE):
        return None
    if now - since < timedelta(minutes=idle_minutes(break_minutes)):
        return None
    return Ask(StillWhy.LONG, state.heard_at or bout.started_at)


def is_away(state: SittingState) -> bool:
    """Whether the question stands what was while the machine slept or was off."""
    return state.question is not None and state.question.why is StillWhy.AWAY


def closes_at(state: SittingState) -> datetime | None:
    """When a bout that the machine slept in is closed, if nobody answers and no hand moves."""
    question = state.question
    if question is None or not is_away(state):
        return None
    return question.asked_at + timedelta(minutes=ANSWER_WITHIN_MINUTES)


def are_hands_back(state: SittingState, now: datetime, idle_seconds: float | None) -> bool:
    """Whether keyboard or mouse were used since it was asked; False where nobody can tell."""
    if state.question is None or idle_seconds is None:
        return False
    used = now - timedelta(seconds=idle_seconds)
    return used >= state.question.asked_at + timedelta(minutes=BACK_AFTER_MINUTES)


def sat_on(state: SittingState, now: datetime, worked_at: datetime | None) -> bool:
    """Whether the person sat on after rest or sleep was asked about, though they did not say so.

    Hands were back at work at `worked_at`, some time before now: whoever gets up gets up now, and
    not when the hands first rested. Who comes back only to say that they are up was up.
    """
    question = state.question
    if question is None or question.why is StillWhy.LONG or worked_at is None:
        return False
    return question.asked_at < worked_at <= now - timedelta(minutes=BACK_AFTER_MINUTES)


def known_bout(state: SittingState) -> Bout | None:
    """The bout without what the machine slept through, as long as the question of that stands."""
    bout, question = state.bout, state.question
    if bout is None or question is None:
        return bout
    return replace(bout, started_at=bout.started_at + question.slept)


def known_until(state: SittingState, since: datetime) -> datetime:
    """Until when the person is known to have sat, when the machine slept or was off `since` then.

    From before that where hands rested and it was asked; mere silence is no sign of getting up.
    """
    if state.question is None or state.question.why is StillWhy.LONG:
        return since
    return min(since, state.question.since)


def word_from(state: SittingState) -> datetime | None:
    """Until when no warning is given, because something was just asked; None for at any time."""
    if state.question is None:
        return None
    return state.question.asked_at + timedelta(minutes=WARNING_GAP_MINUTES)


def next_idle_look(idle_seconds: float, now: datetime, break_minutes: int) -> datetime:
    """When hands that rest since now are at rest for long enough: nobody need look before."""
    left = idle_minutes(break_minutes) * 60 - idle_seconds
    return now + timedelta(seconds=max(left, 1.0) if left > 0 else 60.0)


def _near_a_warning(bout: Bout, now: datetime) -> bool:
    """Whether a spoken warning was just given, or is due in a moment: one thing at a time."""
    gap = timedelta(minutes=WARNING_GAP_MINUTES)
    if bout.warned_at is not None and now < bout.warned_at + gap:
        return True
    if SittingAdvice.SCORE in bout.given:
        return False
    due = score_at(bout) if SittingAdvice.STAND_UP in bout.given else warn_at(bout)
    return now > due - gap


def _agreed_lately(state: SittingState, now: datetime) -> bool:
    """After a yes nobody is asked again for idleness within the length of the limit."""
    if state.agreed_at is None or state.bout is None:
        return False
    return now < state.agreed_at + timedelta(minutes=state.bout.limit_minutes)
