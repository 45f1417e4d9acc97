"""How things ended and why: the words that facts use for it."""

from enum import StrEnum


class SessionOutcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"
    STOPPED_PAIN = "stopped_pain"
    HELD = "held"
    INTERRUPTED = "interrupted"


class SetOutcome(StrEnum):
    """How one set ended."""

    DONE = "done"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    STOPPED = "stopped"


class Reason(StrEnum):
    """Why something was not done as asked."""

    NONE = "none"
    PAIN = "pain"
    FATIGUE = "fatigue"
    TIME = "time"
    OTHER = "other"


class Excuse(StrEnum):
    """Why an item leaves both sides of the adherence sum."""

    FLARE = "flare"
    THERAPIST = "therapist"
    SAFETY = "safety"
    ASLEEP = "asleep"


class WarningKind(StrEnum):
    """What a spoken or shown warning was about."""

    SITTING = "sitting"
    LIFTING = "lifting"
    COLD = "cold"
    HEAT = "heat"
    REST = "rest"


class ClearedBy(StrEnum):
    """Who cleared a safety hold."""

    THERAPIST = "therapist"
    SELF_ATTESTED = "self_attested"


class Decision(StrEnum):
    """What a therapist decides at a follow-up."""

    KEEP = "keep"
    EASE = "ease"
    PROGRESS = "progress"
