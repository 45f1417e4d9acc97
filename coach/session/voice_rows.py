"""The choices about the voice as a person reads and turns them, one row each. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from coach.session.voice_choice import (
    PITCH,
    RATE_WORDS_PER_MINUTE,
    VOICES_OWN_PITCH,
    InstalledVoice,
    VoiceChoice,
    within,
)

STEP = 10
"""How far one turn moves a number."""

VOLUME_PERCENT = (0, 100)
SYSTEMS_OWN = InstalledVoice("", "the system's own")


class Row(StrEnum):
    """What can be chosen, by the name of its setting."""

    VOICE = "voice"
    RATE = "rate_words_per_minute"
    VOLUME = "volume_percent"
    PITCH = "pitch"
    TONES_ONLY = "tones_only"
    SAY_COUNTS = "say_counts"
    SAY_HALF_WAY = "say_half_way"
    SAY_ENCOURAGEMENT = "say_encouragement"
    TONE_FIRST = "tone_first"


LABELS = {
    Row.VOICE: "Voice",
    Row.RATE: "Speed",
    Row.VOLUME: "Loudness",
    Row.PITCH: "Pitch",
    Row.TONES_ONLY: "Words or tones",
    Row.SAY_COUNTS: "Counts",
    Row.SAY_HALF_WAY: "Half-way words",
    Row.SAY_ENCOURAGEMENT: "Encouragement",
    Row.TONE_FIRST: "Tone first",
}
HELP = {
    Row.VOICE: "Who speaks, of the voices on this machine.",
    Row.RATE: "How fast. A session takes the time its words need.",
    Row.VOLUME: "How loud words and tones are. 0 is silence.",
    Row.PITCH: "How high. Some systems' voices keep their own.",
    Row.TONES_ONLY: "Tones say when to begin and stop; the words stand on the screen.",
    Row.SAY_COUNTS: "The numbers before a movement, of repetitions and of seconds.",
    Row.SAY_HALF_WAY: "That half is over, or how long is left.",
    Row.SAY_ENCOURAGEMENT: "Words like: Nearly there.",
    Row.TONE_FIRST: "A soft tone before words after a pause, so that music turns down in time.",
}
_RANGES = {
    Row.RATE: RATE_WORDS_PER_MINUTE,
    Row.VOLUME: VOLUME_PERCENT,
    Row.PITCH: PITCH,
}
_YES_AND_NO = {
    Row.TONES_ONLY: ("tones only", "words"),
    Row.TONE_FIRST: ("a soft tone, then the words", "off"),
}
SPOKEN = ("spoken", "on the screen only")


def value_words(row: Row, choice: VoiceChoice, voices: Sequence[InstalledVoice]) -> str:
    """What is chosen, in words."""
    value: Any = getattr(choice, row.value)
    if row is Row.VOICE:
        return _voice_words(choice, voices)
    if row is Row.RATE:
        usual = ", usual" if value == VoiceChoice().rate_words_per_minute else ""
        return f"{value} words a minute{usual}"
    if row in _RANGES:
        own = ", the voice's own" if row is Row.PITCH and value == VOICES_OWN_PITCH else ""
        return f"{value} of {_RANGES[row][1]}{own}"
    yes, no = _YES_AND_NO.get(row, SPOKEN)
    return yes if value else no


def turned(
    row: Row, choice: VoiceChoice, direction: int, voices: Sequence[InstalledVoice]
) -> VoiceChoice:
    """The choice one step down (-1) or up (1) in one row; at its end it stays as it is."""
    value: Any = getattr(choice, row.value)
    if row is Row.VOICE:
        value = _next_voice(choice, direction, voices)
    elif row in _RANGES:
        below, above = (value - 1) // STEP * STEP, (value // STEP + 1) * STEP
        value = within(above if direction > 0 else below, _RANGES[row])
    else:
        value = not value
    changes: dict[str, Any] = {row.value: value}
    return replace(choice, **changes)


def is_chosen(voice: InstalledVoice, choice: VoiceChoice) -> bool:
    """Whether a voice is the one chosen, by its id or its name."""
    return bool(choice.voice) and choice.voice.casefold() in (
        voice.id.casefold(),
        voice.name.casefold(),
    )


def _voice_words(choice: VoiceChoice, voices: Sequence[InstalledVoice]) -> str:
    if not choice.voice:
        return SYSTEMS_OWN.name
    named = next((voice.name for voice in voices if is_chosen(voice, choice)), "")
    if named or not voices:
        return named or choice.voice
    return f"{choice.voice}, which is not installed here"


def _next_voice(choice: VoiceChoice, direction: int, voices: Sequence[InstalledVoice]) -> str:
    """The neighbour in the list, which begins with the system's own."""
    if not voices:
        return choice.voice
    known = [SYSTEMS_OWN, *voices]
    at = next((n for n, voice in enumerate(known) if is_chosen(voice, choice)), 0)
    return known[within(at + direction, (0, len(known) - 1))].id
