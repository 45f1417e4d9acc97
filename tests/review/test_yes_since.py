"""Which signs that were answered yes the therapist may not have answered yet, at each boundary."""

from datetime import datetime, timedelta

import pytest

from coach.domain.events import RedFlagAnswered, SafetyCleared, Stamped
from coach.domain.outcomes import ClearedBy
from coach.domain.red_flags import Tier
from coach.review.follow_up_window import Known
from coach.review.yes_since import YesSince, yes_since
from tests.builders import a_history
from tests.review.courses import at, day, on

YES = RedFlagAnswered(item="b1", answer=True, tier=Tier.THERAPIST, text_version=1)
LIFTED = SafetyCleared(by=ClearedBy.THERAPIST, note="Seen.", clears=())
MOMENT = timedelta(seconds=1)


def told(*facts: Stamped, since: int, seen_until: datetime | None) -> tuple[YesSince, ...]:
    return yes_since(a_history(*facts), Known(), day(since), seen_until)


@pytest.mark.parametrize(
    ("since", "seen_until", "is_told"),
    [
        (5, at(6), True),  # On the window's first day, though they decided after it.
        (6, at(5, 10), False),
        (6, at(5, 9), False),  # Decided at that very moment: with the yes before them.
        (6, at(5, 9) - MOMENT, True),
        (6, None, True),  # Nobody decided anything so far.
        (4, None, True),
    ],
)
def test_a_yes_is_told_of_the_window_or_since_they_last_decided(
    since: int, seen_until: datetime | None, is_told: bool
) -> None:
    found = told(on(5, YES, 9), since=since, seen_until=seen_until)
    assert found == ((YesSince("b1", day(5)),) if is_told else ())


@pytest.mark.parametrize(("hour", "is_told"), [(8, True), (9, False), (10, False)])
def test_what_a_plan_of_this_desk_lifted_after_a_yes_was_looked_at(
    hour: int, is_told: bool
) -> None:
    found = told(on(5, YES, 9), on(5, LIFTED, hour), since=5, seen_until=None)
    assert bool(found) is is_told
