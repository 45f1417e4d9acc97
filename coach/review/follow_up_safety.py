"""Safety events: every yes, every lock and every clearing; first in a follow-up, always."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from coach.domain.events import RedFlagAnswered, SafetyCleared, SafetyHold, Stamped
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import OPENING_ITEM
from coach.review.follow_up import SafetyEvent

TIERS = {
    Tier.EMERGENCY: "emergency",
    Tier.SAME_DAY: "to be seen the same day",
    Tier.THERAPIST: "for the therapist",
}
OPENING_YES = "Yes at a session's start: something new since the last time."


def safety_events(
    own: History, questions: Mapping[str, str], since: date, seen_until: datetime | None
) -> tuple[SafetyEvent, ...]:
    """What happened from `since` on, and what stands however old it is; newest first.

    `seen_until` is when the therapist last decided: a lock that the patient took off by their own
    word after it is shown whatever the window.
    """
    hold = own.hold()
    open_yes = {(at, fact.item) for at, fact in own.hold_answers()} if hold else set()
    events = []
    for stamped in own.facts:
        what = _what(stamped, questions)
        if not what:
            continue
        standing = _stands(stamped, own, open_yes)
        if standing or stamped.day >= since or _unseen(stamped, seen_until):
            events.append(SafetyEvent(stamped.at, what, standing))
    return tuple(reversed(events))


def _what(stamped: Stamped, questions: Mapping[str, str]) -> str:
    fact = stamped.fact
    if isinstance(fact, RedFlagAnswered) and fact.answer:
        if fact.item == OPENING_ITEM:
            return OPENING_YES
        return f"Yes to: {questions.get(fact.item, fact.item)} ({TIERS[fact.tier]})"
    if isinstance(fact, SafetyHold):
        return f"Coaching was locked: {TIERS[fact.tier]}."
    if isinstance(fact, SafetyCleared):
        who = "the therapist" if fact.by is ClearedBy.THERAPIST else "the patient's own statement"
        return f"The lock was taken off by {who}{f': {fact.note}' if fact.note else '.'}"
    return ""


def _stands(stamped: Stamped, own: History, open_yes: set[tuple[datetime, str]]) -> bool:
    fact = stamped.fact
    if isinstance(fact, RedFlagAnswered):
        return (stamped.at, fact.item) in open_yes
    if isinstance(fact, SafetyHold):
        return (stamped.at, None) in own.hold_periods()
    return False


def _unseen(stamped: Stamped, seen_until: datetime | None) -> bool:
    fact = stamped.fact
    by_patient = isinstance(fact, SafetyCleared) and fact.by is ClearedBy.SELF_ATTESTED
    return by_patient and (seen_until is None or stamped.at > seen_until)


def lock_words(own: History, events: tuple[SafetyEvent, ...]) -> str:
    """`LOCKED since 2027-03-14: yes to ...`, or that the patient took a lock off; else empty."""
    hold = own.hold()
    if hold is not None:
        since, fact = hold
        yes = [event.what for event in events if event.standing and event.what.startswith("Yes")]
        why = yes[-1] if yes else f"Coaching was locked: {TIERS[fact.tier]}."
        return f"LOCKED since {since.date().isoformat()}. {why}"
    return " ".join(_taken_off(own, events))


def _taken_off(own: History, events: tuple[SafetyEvent, ...]) -> Iterator[str]:
    """A patient's own clearing, which the therapist sees before anything else."""
    times = {
        stamped.at for stamped, fact in own.of(SafetyCleared) if fact.by is ClearedBy.SELF_ATTESTED
    }
    newest = next((event for event in events if event.at in times), None)
    if newest is not None:
        yield f"UNLOCKED by the patient on {newest.at.date().isoformat()}."
