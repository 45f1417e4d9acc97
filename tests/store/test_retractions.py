"""A wrong entry is taken back; what safety and plans rest on never is."""

from pathlib import Path

import pytest

from coach.domain.events import (
    Fact,
    FactRetracted,
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    Stamped,
    TherapistPaired,
)
from coach.domain.outcomes import ClearedBy, Decision
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.retractions import NEVER_RETRACTED, taken_back
from coach.review.care_course import standing_and_taken_back
from tests.store.builders import (
    MONDAY,
    TUESDAY,
    a_log,
    a_note,
    a_score,
    an_item,
    at,
    query,
    recorded,
)

FOR_GOOD: list[Fact] = [
    SafetyHold(tier=Tier.SAME_DAY),
    SafetyCleared(by=ClearedBy.THERAPIST, note="Seen.", clears=("a-hold",)),
    RedFlagAnswered(item="fever", answer=True, tier=Tier.SAME_DAY, text_version=1),
    PlanReceived(
        program="steady-back",
        version=1,
        therapist="Ada",
        from_day=MONDAY,
        stage=StageCode.CALM,
        sore_side="left",
    ),
    TherapistPaired(key="ab" * 32, name="Ada"),
    PlanIssued(
        program="steady-back",
        version=1,
        stage=StageCode.CALM,
        from_day=MONDAY,
        valid_until=MONDAY,
        document="cd" * 32,
        changes="",
    ),
    ReviewDecided(decision=Decision.KEEP, note=""),
]
ENTRIES: list[Fact] = [a_note(), a_score(), an_item()]


@pytest.fixture
def facts(tmp_path: Path) -> tuple[list[Stamped], list[Stamped]]:
    """Facts, each with a retraction that names it: what was written, and what is read."""
    with a_log(tmp_path) as log:
        written = recorded(log, *FOR_GOOD, *ENTRIES)
        recorded(log, *(FactRetracted(fact=one.id, reason="wrong") for one in written))
        return log.everything(), log.read()


def test_only_what_may_be_taken_back_is(facts: tuple[list[Stamped], list[Stamped]]) -> None:
    everything, standing = facts
    assert {type(fact) for fact in FOR_GOOD} == set(NEVER_RETRACTED)
    assert {type(one.fact) for one in standing} == {*NEVER_RETRACTED, FactRetracted}
    assert len(everything) == len(standing) + len(ENTRIES)


def test_it_is_the_same_in_the_log_and_in_what_is_sent_out(
    facts: tuple[list[Stamped], list[Stamped]],
) -> None:
    everything, standing = facts
    known, wrong = standing_and_taken_back(everything)
    assert {one.id for one in known} == {one.id for one in standing}
    assert {one.id for one in wrong} == taken_back(everything)


def test_a_day_with_a_hold_stays_recorded_whatever_was_retracted(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        (hold,) = recorded(log, SafetyHold(tier=Tier.SAME_DAY))
        # What the day asked is written on the next one: the day itself has the hold alone.
        recorded(log, an_item(), FactRetracted(fact=hold.id, reason="x"), when=at(TUESDAY))
    rows = query(tmp_path / "coach.db", "SELECT planned, not_recorded FROM adherence_by_day")
    assert rows == [(1, 0)]
