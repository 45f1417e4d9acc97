"""Something new that does not lock: nothing starts until the patient has talked to someone.

A locking answer has its own way out (the hold). Everything else that is new was answered with
"talk to your therapist before you go on", and that is kept to.
"""

from datetime import datetime

from coach.domain.events import AnswerGiven, PlanReceived, RedFlagAnswered, SafetyCleared, Stamped
from coach.domain.history import History
from coach.domain.safety_rhythm import OPENING_ITEM

TALKED = "talked"
"""Instrument under which it is logged that the patient has talked to someone; the item is
`therapist`, the value `yes`."""
THERAPIST = "therapist"
YES = "yes"

READS: tuple[type, ...] = (RedFlagAnswered, AnswerGiven, PlanReceived, SafetyCleared)
"""Kinds of facts that the rule looks at."""


def talk_first_since(history: History) -> datetime | None:
    """When the patient said that something is new and nothing settled it since; None for never.

    It is settled by the patient's own word that they have talked to their therapist, by a plan
    that a therapist signed since, and by a clearing.
    """
    since: datetime | None = None
    for stamped in history.among(*READS):
        if _is_something_new(stamped):
            since = stamped.at
        elif _settles(stamped):
            since = None
    return since


def _is_something_new(stamped: Stamped) -> bool:
    fact = stamped.fact
    if not (isinstance(fact, RedFlagAnswered) and fact.answer):
        return False
    return fact.item == OPENING_ITEM or not fact.tier.locks


def _settles(stamped: Stamped) -> bool:
    fact = stamped.fact
    if isinstance(fact, AnswerGiven):
        return fact.instrument == TALKED and fact.value == YES
    return isinstance(fact, SafetyCleared) or (
        isinstance(fact, PlanReceived) and bool(fact.therapist)
    )
