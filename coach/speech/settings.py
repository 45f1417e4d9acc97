"""What speech is told and what it tells: settings, health, errors."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from coach.domain.errors import CoachError
from coach.session.voice_choice import VoiceChoice
from coach.speech.pronunciation import Pronunciation

Notice = Callable[[str], None]
"""Receives one plain sentence for the screen; called on a thread of speech's own."""


class SpeechError(CoachError):
    """Speech was asked for as a file or a list and cannot be had."""


class SpeechSettings(Struct, frozen=True):
    """How the coach speaks."""

    cache_folder: Path
    """Where ready sound files are kept between sessions."""
    choice: VoiceChoice = field(default_factory=VoiceChoice)
    """What may change while the coach runs."""
    log_file: Path | None = None
    """Takes what the speech libraries print; None throws it away."""
    language: str = "en"
    """Language tag that a default voice must have."""
    engine: str = ""
    """A driver of pyttsx3 by name, or another engine as `module:factory`; see
    `coach.speech.engine`. Empty is the system's own through pyttsx3."""
    pronunciation: Pronunciation = ()
    """What is spoken in place of words that an engine says wrongly."""
    cache_limit_bytes: int = 64 * 1024 * 1024

    @property
    def engine_name(self) -> str:
        """The engine as people read it."""
        return self.engine or "pyttsx3"

    @property
    def volume(self) -> float:
        """Loudness, 0.0 to 1.0."""
        return self.choice.volume_percent / 100


class SpeechHealth(Struct, frozen=True):
    """How voice and sound are doing, in words for a person."""

    voice: str
    """`ok`, `starting`, `failed` or `off`."""
    sound: str
    """`ok`, `none` or `unknown`."""
    mode: str
    """`voice`, `tones`, `text` or `off`."""
    engine: str
    """Which engine speaks, and through what it is heard."""
    detail: str
    """What to do; empty when all is well."""
