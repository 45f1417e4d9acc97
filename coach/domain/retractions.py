"""What may be taken back: an entry that was wrong, never what someone's safety or plan rests on."""

from collections.abc import Iterable

from coach.domain.events import (
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

NEVER_RETRACTED = (
    SafetyHold,
    SafetyCleared,
    RedFlagAnswered,
    PlanReceived,
    TherapistPaired,
    PlanIssued,
    ReviewDecided,
)
"""Kinds of facts that stand for good: a retraction that names one of them does nothing."""


def taken_back(facts: Iterable[Stamped]) -> frozenset[str]:
    """Ids of those of these facts that a retraction among them takes back."""
    known = list(facts)
    named = {one.fact.fact for one in known if isinstance(one.fact, FactRetracted)}
    return frozenset(
        one.id for one in known if one.id in named and not isinstance(one.fact, NEVER_RETRACTED)
    )
