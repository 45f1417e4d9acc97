"""What speech is told and what it tells: settings, health, errors."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.domain.errors import CoachError

Notice = Callable[[str], None]
"""Receives one plain sentence for the screen; called on a thread of speech's own."""


class SpeechError(CoachError):
    """Speech was asked for as a file or a list and cannot be had."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How the coach speaks."""

    cache_folder: Path
    """Where ready sound files are kept between sessions."""
    log_file: Path | None = None
    """Takes what the speech libraries print; None throws it away."""
    voice: str = ""
    """An id from `list_voices`; empty means the platform's default for `language`."""
    language: str = "en"
    """Language tag that a default voice must have."""
    rate_words_per_minute: int = 150
    volume: float = 1.0
    """Loudness of the voice, above 0.0 to 1.0."""
    tones_only: bool = False
    """Short tones in place of words."""
    engine: str = ""
    """Another engine as `module:factory` (see `coach.speech.engine`); empty means pyttsx3."""
    cache_limit_bytes: int = 64 * 1024 * 1024

    @property
    def engine_name(self) -> str:
        """The engine as people read it."""
        return self.engine or "pyttsx3"


@dataclass(frozen=True, slots=True)
class SpeechHealth:
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
