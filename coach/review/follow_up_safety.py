"""Safety events: every yes, every lock and every clearing; first in a follow-up, always."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from coach.domain.events import (
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    Stamped,
)
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import OPENING_ITEM
from coach.review.follow_up import SafetyEvent

if TYPE_CHECKING:  # It knows the caseload's rules, which rest on this.
    from coach.review.follow_up_window import Known

TIERS = {
    Tier.EMERGENCY: "emergency",
    Tier.SAME_DAY: "to be seen the same day",
    Tier.THERAPIST: "for the therapist",
}
LOCKED = "Coaching was locked"
UNKNOWN_PLAN = "The log says the lock was lifted by a plan that is not known here"
BY_UNKNOWN = "a plan that is not known here"
SOMETHING_NEW = "something new"
"""What a yes at a session's start is about."""
OPENING_YES = "Yes at a session's start: something new since the last time."


class Lift(NamedTuple):
    """What a plan was signed to lift."""

    facts: frozenset[str]
    """Ids of the holds and yes answers."""
    why: str = ""


Lifts = Mapping[str, Lift]
"""For each plan that was signed here and lifts a lock, by its document, what it lifts."""


def clearings_of_unknown_plans(history: History, lifts: Lifts) -> frozenset[str]:
    """Ids of clearings in a therapist's name that no plan of this therapist's lifts.

    `history` is the patient's log; a clearing is written right behind the plan that brings it, and
    names what that plan was signed for.
    """
    opened = list(history.of(PlanReceived))
    unknown = set()
    for stamped, fact in history.of(SafetyCleared):
        if fact.by is not ClearedBy.THERAPIST:
            continue
        before = [
            (plan.seq, received.document or "")
            for plan, received in opened
            if plan.device == stamped.device and plan.seq < stamped.seq
        ]
        lift = lifts.get(max(before)[1]) if before else None
        if not fact.clears or lift is None or not lift.facts.issuperset(fact.clears):
            unknown.add(stamped.id)
    return frozenset(unknown)


def safety_events(
    own: History,
    known: "Known",
    since: date,
    seen_until: datetime | None,
    unknown: frozenset[str] = frozenset(),
) -> tuple[SafetyEvent, ...]:
    """What happened from `since` on, and what stands however old it is; newest first.

    `seen_until` is when the therapist last decided: a lock that the patient took off by their own
    word after it is shown whatever the window, and so is one of the `unknown` clearings.
    """
    standing_ids = {one.id for one in own.standing_locks()}
    events = []
    for stamped in own.among(RedFlagAnswered, SafetyHold, SafetyCleared):
        what = (
            _of_unknown_plan(stamped) if stamped.id in unknown else _what(stamped, known.questions)
        )
        if not what:
            continue
        standing = stamped.id in standing_ids
        by_patient = _is_own_word(stamped) or stamped.id in unknown
        unseen = by_patient and (seen_until is None or stamped.at > seen_until)
        if standing or stamped.day >= since or unseen:
            events.append(SafetyEvent(stamped.at, what, standing, _sign(stamped, known)))
    return tuple(reversed(events))


def _what(stamped: Stamped, questions: Mapping[str, str]) -> str:
    fact = stamped.fact
    if isinstance(fact, RedFlagAnswered) and fact.answer:
        if fact.item == OPENING_ITEM:
            return OPENING_YES
        return f"Yes to: {questions.get(fact.item, fact.item)} ({TIERS[fact.tier]})"
    if isinstance(fact, SafetyHold):
        return f"{LOCKED}: {TIERS[fact.tier]}."
    if isinstance(fact, SafetyCleared):
        who = "the therapist" if fact.by is ClearedBy.THERAPIST else "the patient's own statement"
        return f"The lock was taken off by {who}{f': {fact.note}' if fact.note else '.'}"
    return ""


def _sign(stamped: Stamped, known: "Known") -> str:
    fact = stamped.fact
    return sign_words(fact, known) if isinstance(fact, RedFlagAnswered) and fact.answer else ""


def sign_words(fact: RedFlagAnswered, known: "Known") -> str:
    """What a yes was about, in a few words."""
    if fact.item == OPENING_ITEM:
        return SOMETHING_NEW
    return known.signs.get(fact.item) or known.questions.get(fact.item, fact.item)


def _of_unknown_plan(stamped: Stamped) -> str:
    note = stamped.fact.note if isinstance(stamped.fact, SafetyCleared) else ""
    return f"{UNKNOWN_PLAN}{f': {note}' if note else '.'}"


def _is_own_word(stamped: Stamped) -> bool:
    fact = stamped.fact
    return isinstance(fact, SafetyCleared) and fact.by is ClearedBy.SELF_ATTESTED


def told_once(events: Sequence[SafetyEvent]) -> tuple[SafetyEvent, ...]:
    """Without a lock that a yes of the same minute says as well, and says better."""
    yes = {(one.at.replace(second=0, microsecond=0), one.standing) for one in events if _yes(one)}
    return tuple(
        one
        for one in events
        if not one.what.startswith(LOCKED)
        or (one.at.replace(second=0, microsecond=0), one.standing) not in yes
    )


def _yes(event: SafetyEvent) -> bool:
    return event.what.startswith("Yes to")
