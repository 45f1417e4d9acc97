"""How the coach sounds, as a person chooses it, and which cues they want to hear."""

from msgspec import Struct

from coach.session.cues import Cue, CueKind, Priority

RATE_WORDS_PER_MINUTE = (80, 300)
"""Slowest and fastest speech."""

PITCH = (0, 100)
VOICES_OWN_PITCH = 50


class VoiceChoice(Struct, frozen=True):
    """What a person may choose about the voice; the words themselves stay the same."""

    voice: str = ""
    """Id or name of a voice; empty is the system's own for the language."""
    rate_words_per_minute: int = 150
    volume_percent: int = 100
    """Loudness of words and tones; 0 is silence."""
    pitch: int = VOICES_OWN_PITCH
    """0 low to 100 high; voices without a pitch keep theirs."""
    tones_only: bool = False
    """Short tones in place of words."""
    say_counts: bool = True
    say_half_way: bool = True
    say_encouragement: bool = True
    tone_first: bool = False
    """A soft tone before words that follow a pause."""


class InstalledVoice(Struct, frozen=True):
    """A voice of this machine that speaks the language."""

    id: str
    name: str


_COUNTS = frozenset({CueKind.COUNT_IN, CueKind.COUNT, CueKind.REP})


def is_said(cue: Cue, choice: VoiceChoice) -> bool:
    """Whether a cue is heard at all; a muted one still stands on the screen.

    Nothing as urgent as a warning is ever muted, whatever its kind.
    """
    if not cue.spoken or cue.priority <= Priority.WARNING:
        return cue.spoken
    if cue.kind in _COUNTS:
        return choice.say_counts
    if cue.kind is CueKind.HALF_WAY:
        return choice.say_half_way
    return choice.say_encouragement or cue.kind is not CueKind.ENCOURAGEMENT


def has_tone_first(cue: Cue, choice: VoiceChoice) -> bool:
    """Whether a soft tone goes before the words of a cue that follows a pause.

    A count, a go-word or a warning would come too late behind it.
    """
    return choice.tone_first and cue.priority in (Priority.GUIDE, Priority.EXTRA)


def within(value: int, bounds: tuple[int, int]) -> int:
    """`value`, or the nearer end of its range."""
    least, most = bounds
    return min(max(value, least), most)
