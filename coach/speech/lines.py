"""One line of speech: the words as an engine gets them, and everything that shapes its sound."""

import hashlib
import sys

from msgspec import Struct

from coach.speech.pronunciation import as_spoken
from coach.speech.settings import SpeechSettings
from coach.speech.utterances import speakable

FORMAT_VERSION = 4
"""Part of every key: raised when files of older versions must not be played any more."""


class Line(Struct, frozen=True):
    """What a worker is asked to make, and the name of the file that comes of it."""

    text: str
    settings: SpeechSettings
    key: str


def spoken(text: str, settings: SpeechSettings) -> str:
    """The words that are really spoken for `text`; empty when there is nothing to pronounce."""
    return speakable(as_spoken(text, settings.pronunciation))


def line_of(text: str, settings: SpeechSettings, maker: str = "") -> Line:
    """The line of words that `spoken` gave, as `maker` says it (see `coach.speech.makers`)."""
    choice = settings.choice
    parts = (
        str(FORMAT_VERSION),
        sys.platform,
        settings.engine_name,
        maker,
        choice.voice,
        settings.language,
        str(choice.rate_words_per_minute),
        str(choice.volume_percent),
        str(choice.pitch),
        text,
    )
    name = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
    return Line(text, settings, name)
