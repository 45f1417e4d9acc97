"""What stands first in a follow-up: a lock, who took it off, and what was answered yes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.domain.events import RedFlagAnswered, SafetyCleared
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy
from coach.review.caseload_words import day_words
from coach.review.follow_up import SafetyEvent
from coach.review.follow_up_safety import BY_UNKNOWN, TIERS, sign_words
from coach.review.lifting import Lifting
from coach.review.yes_since import YesSince

if TYPE_CHECKING:  # It knows the caseload's rules, which rest on this.
    from coach.review.follow_up_window import Known

MOST_SIGNS = 3
"""So many are named; the others are counted, and stand under safety."""


def first_words(
    own: History,
    events: tuple[SafetyEvent, ...],
    known: "Known",
    yes: Sequence[YesSince],
    today: date,
    seen_until: datetime | None,
    unknown: frozenset[str] = frozenset(),
    lifting: Lifting | None = None,
) -> str:
    """`LOCKED since 14 Mar (emergency): yes to ...`, or who took a lock off; then each other yes.

    What a therapist's plan lifted is said until the next decision, which `seen_until` is the last;
    one of the `unknown` clearings is none of theirs. `lifting` is the plan that lifts the lock once
    it is opened. Empty where nothing of it is.
    """
    hold = own.hold()
    if hold is not None:
        since, fact = hold
        signs = [event.sign for event in reversed(events) if event.standing]
        head = f"LOCKED since {day_words(since.date(), today)} ({TIERS[fact.tier]})"
        lifted = f" {lifting.words}" if lifting is not None else ""
        return f"{head}{f': yes to {signs_words(signs)}' if any(signs) else ''}.{lifted}"
    off = _taken_off(own, events, today, unknown)
    parts = [*([off] if off else ()), *_lifted(own, known, today, seen_until, unknown)]
    by_day: dict[date, list[str]] = {}
    for one in yes:
        by_day.setdefault(one.day, []).append(one.sign)
    for day, named in by_day.items():
        when = day_words(day, today)
        if off.endswith(f" on {when}"):
            parts[0] = f"{off}, after yes to {signs_words(named)}"
        else:
            parts.append(f"Yes to {signs_words(named)} on {when}")
    return " ".join(f"{part}." for part in parts)


def signs_words(signs: Sequence[str]) -> str:
    """The first of them, each once, and how many more."""
    named = list(dict.fromkeys(filter(None, signs)))
    more = len(named) - MOST_SIGNS
    shown = ", ".join(sign.rstrip(".?") for sign in named[:MOST_SIGNS])
    return f"{shown} and {more} more" if more > 0 else shown


def _lifted(
    own: History,
    known: "Known",
    today: date,
    seen_until: datetime | None,
    unknown: frozenset[str],
) -> Iterator[str]:
    """What the therapist lifted since the last decision."""
    found = own.last(SafetyCleared)
    if found is None or found[1].by is not ClearedBy.THERAPIST or found[0].id in unknown:
        return
    at = found[0].at
    ended = [one for one, until in own.locks() if until is not None and until >= at]
    if not ended or (seen_until is not None and at <= seen_until):
        return
    signs = [sign_words(one.fact, known) for one in ended if isinstance(one.fact, RedFlagAnswered)]
    since = day_words(min(one.at for one in ended).date(), today)
    why = f"yes to {signs_words(signs)}" if signs else "nothing more is known of it"
    yield f"Lock of {since} lifted by your plan: {why}"


def _taken_off(
    own: History, events: tuple[SafetyEvent, ...], today: date, unknown: frozenset[str]
) -> str:
    """A clearing that is not the therapist's, which they see before anything else."""
    who = {
        stamped.at: BY_UNKNOWN if stamped.id in unknown else "the patient"
        for stamped, fact in own.of(SafetyCleared)
        if _is_own_word(fact) or stamped.id in unknown
    }
    newest = next((event for event in events if event.at in who), None)
    if newest is None:
        return ""
    return f"UNLOCKED by {who[newest.at]} on {day_words(newest.at.date(), today)}"


def _is_own_word(fact: SafetyCleared) -> bool:
    return fact.by is ClearedBy.SELF_ATTESTED
