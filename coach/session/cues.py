"""Cues: what the session wants said or shown, how much it matters, and until when."""

from enum import IntEnum, StrEnum

from msgspec import Struct


class Priority(IntEnum):
    """How a cue stands against others; the smaller number wins."""

    SAFETY = 0
    """Interrupts whatever is being said, a warning too."""
    WARNING = 1
    """Interrupts everything but safety: sitting warnings, skin checks, "take it off"."""
    GUIDE = 2
    """Names, positions and instructions; never cut off by a count."""
    COUNT = 3
    """Counts and go-words; useless when late, so they expire at once."""
    EXTRA = 4
    """Half-way words and the like; the first to be left out."""


class CueKind(StrEnum):
    """What a cue is for; front ends choose looks by it, settings mute by it."""

    MOVE = "move"
    NAME = "name"
    START_POSITION = "start_position"
    INSTRUCTION = "instruction"
    FEEL = "feel"
    STOP_RULE = "stop_rule"
    QUESTION = "question"
    COUNT_IN = "count_in"
    GO = "go"
    REP = "rep"
    HOLD = "hold"
    RELAX = "relax"
    HALF_WAY = "half_way"
    ENCOURAGEMENT = "encouragement"
    """A calm word near the end of a long hold; it tells nothing."""
    COUNT = "count"
    CHANGE_SIDE = "change_side"
    REST = "rest"
    NEXT = "next"
    SKIN_CHECK = "skin_check"
    TAKE_OFF = "take_off"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"
    SAFETY = "safety"
    SITTING = "sitting"
    SITTING_COUNTED = "sitting_counted"
    """A bout was ended where the machine fell asleep or went off."""
    LEG_SCORE = "leg_score"
    """Asks for the leg score: the second sitting warning."""
    REMINDER = "reminder"
    HEARD = "heard"
    """Says back what an ear made out."""
    NOTICE = "notice"
    SUMMARY = "summary"


class Cue(Struct, frozen=True):
    """One thing to say and show."""

    kind: CueKind
    text: str
    """Plain words, spoken as they stand; the screen shows the same words."""
    priority: Priority = Priority.GUIDE
    expires_seconds: float | None = None
    """How long after it was asked for the cue still helps; None means it never expires."""
    spoken: bool = True
    """False: shown only, for words that other people in the room need not hear."""
    loudness: float = 1.0
    """Share of the loudness that is set, above 0: a reminder that comes again is softer."""
