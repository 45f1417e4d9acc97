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


class QuietWhy(StrEnum):
    """Why the patient asked for quiet."""

    CALL = "call"
    OTHER = "other"


class AwayAnswer(StrEnum):
    """What to do with what fell due while the machine was asleep or off."""

    NOW = "now"
    LATER = "later"
    SKIP = "skip"


class TimerKind(StrEnum):
    """What runs by the clock while the patient does something else, or nothing."""

    COLD = "cold"
    HEAT = "heat"
    REST = "rest"
    BRACE = "brace"


class TimerOutcome(StrEnum):
    """How such a time ended."""

    DONE = "done"
    """As long as was meant."""
    EARLY = "early"
    STOPPED = "stopped"
    """The skin, or pain, asked for it."""
    NOT_SAID = "not_said"
    """Nobody said when: it is counted to its longest time and no further."""


class StillWhy(StrEnum):
    """Why the coach asks whether somebody still sits."""

    IDLE = "idle"
    """Keyboard and mouse rest: maybe up, maybe reading."""
    LONG = "long"
    """Nothing was heard of the bout for long."""
    AWAY = "away"
    """The machine slept or was off in the middle of the bout."""


class LimitRule(StrEnum):
    """Why a sitting limit was fitted (source: clinical 4.3 and 4.5, DESIGN)."""

    RISE = "rise"
    """The leg rose before the limit: 80 percent of the time to the rise."""
    NO_RISE = "no_rise"
    """No rise on three days running: five minutes more."""
    ASKED = "asked"
    """The patient said that the time is too short."""
    SAID = "said"
    """The patient took a fitted limit back to the plan's."""
