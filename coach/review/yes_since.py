"""Signs that were answered yes since the last visit, and that no plan of this desk lifted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from coach.domain.events import RedFlagAnswered, SafetyCleared, Stamped
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy
from coach.review.caseload_words import day_words
from coach.review.follow_up_safety import SOMETHING_NEW, sign_words

if TYPE_CHECKING:  # It knows the caseload's rules, which rest on this.
    from coach.review.follow_up_window import Known


class YesSince(NamedTuple):
    """A sign that was answered yes."""

    sign: str
    """In a few words."""
    day: date

    def words(self, today: date) -> str:
        """`numb between the legs, on 29 Nov`."""
        return f"{self.sign}, on {day_words(self.day, today)}"


def yes_since(
    own: History,
    known: "Known",
    since: date,
    seen_until: datetime | None,
    unknown: frozenset[str] = frozenset(),
) -> tuple[YesSince, ...]:
    """Every yes that the therapist may not have answered yet, the newest of each sign.

    It was given, or its lock was taken off by the patient, from `since` on, or after
    `seen_until`, when the therapist last decided. What locks now stands elsewhere; what a plan of
    this desk lifted a lock after was looked at. The `unknown` clearings are none of theirs.
    """
    named: dict[str, date] = {}
    for stamped, sign in _open(own, known, since, seen_until, unknown):
        named[sign] = stamped.day
    told = {day for sign, day in named.items() if sign != SOMETHING_NEW}
    return tuple(
        YesSince(sign, day)
        for sign, day in named.items()
        if sign != SOMETHING_NEW or day not in told  # The list says what the new thing was.
    )


def _open(
    own: History,
    known: "Known",
    since: date,
    seen_until: datetime | None,
    unknown: frozenset[str],
) -> Iterator[tuple[Stamped, str]]:
    looked_at = _looked_at(own, unknown)
    locks = {one.id: until for one, until in own.locks()}
    for stamped, fact in own.of(RedFlagAnswered):
        until = locks.get(stamped.id)
        stands = stamped.id in locks and until is None
        if not fact.answer or stands or stamped.at <= looked_at:
            continue
        last = max(stamped.at, until or stamped.at)
        if last.date() >= since or seen_until is None or last > seen_until:
            yield stamped, sign_words(fact, known)


def _looked_at(own: History, unknown: frozenset[str]) -> datetime:
    """When a plan of this desk last lifted a lock; before everything where none did."""
    lifted = [
        stamped.at
        for stamped, fact in own.of(SafetyCleared)
        if fact.by is ClearedBy.THERAPIST and stamped.id not in unknown
    ]
    return max(lifted) if lifted else datetime.min.replace(tzinfo=UTC)
