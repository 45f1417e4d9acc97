"""Which voices speak a language, and which one is meant by a name."""

from collections.abc import Sequence

from coach.session.voice_choice import InstalledVoice
from coach.speech.wire import Voice


def speaking(voices: Sequence[Voice], language: str) -> list[InstalledVoice]:
    """The voices that speak a language, by name; where two share one, the id tells them apart."""
    able = [voice for voice in voices if _speaks(voice, language)]
    names = [voice.name for voice in able]
    told = [
        InstalledVoice(one.id, one.name if names.count(one.name) == 1 else f"{one.name} ({one.id})")
        for one in able
    ]
    return sorted(told, key=lambda voice: (voice.name.casefold(), voice.id))


def choose_voice(voices: Sequence[Voice], asked: str, language: str, default: str) -> str:
    """The voice asked for by id or name, else the default if it speaks the language, else one.

    A voice that is no longer installed must not take all speech away, so it counts as not asked.
    """
    for voice in voices:
        if voice.id == asked:
            return asked
    for voice in voices:
        if asked and voice.name.casefold() == asked.casefold():
            return voice.id
    able = [voice.id for voice in voices if _speaks(voice, language)]
    return default if default in able or not able else able[0]


def _speaks(voice: Voice, language: str) -> bool:
    wanted = language.split("-")[0].lower()
    return any(tag.split("-")[0] == wanted for tag in voice.languages)
