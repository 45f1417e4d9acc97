"""What a person is told about voice and sound: each step down once, in plain words."""

from coach.speech.offline import no_voice_message
from coach.speech.player import SoundState
from coach.speech.renderer import RendererState
from coach.speech.settings import SpeechHealth, SpeechSettings

NO_DEVICE = "No sound device was found, so everything is shown on the screen only."
NO_SOUND = f"{NO_DEVICE} Switch on or plug in a speaker."
SOUND_AGAIN = "Sound is back."
NO_VOLUME = "The loudness is set to 0, so everything is shown on the screen only."
NO_VOICE = "The voice does not work, so short tones stand in for it. The words are on the screen."
NO_LINE = "A line could not be spoken, so a tone stood in for it. The words are on the screen."
NO_TONES = "The tones cannot be played either, so everything is shown on the screen only."


class OnceNotices:
    """Notices on their way out; the same one never goes twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._waiting: list[str] = []

    def add(self, notice: str) -> None:
        """Have it told, unless it was told before."""
        if notice not in self._given:
            self._given.add(notice)
            self._waiting.append(notice)

    def was_told(self, notice: str) -> bool:
        """Whether it was added before."""
        return notice in self._given

    def take(self) -> list[str]:
        """Those that wait, oldest first; they are gone from here afterwards."""
        waiting, self._waiting = self._waiting, []
        return waiting


def describe(settings: SpeechSettings, voice: RendererState, sound: SoundState) -> SpeechHealth:
    """The health that follows from the states of the two processes."""
    choice = settings.choice
    told_voice = "off" if choice.tones_only or not choice.volume_percent else voice.voice
    details = []
    if not choice.volume_percent:
        details.append(NO_VOLUME)
    if sound.sound == "none":
        details.append(f"{NO_SOUND} ({sound.reason})" if sound.reason else NO_SOUND)
    if told_voice == "failed":
        details.append(no_voice_message(voice.reason, settings.engine))
    if sound.sound == "none" or not choice.volume_percent:
        mode = "text"
    else:
        mode = "tones" if told_voice in {"off", "failed"} else "voice"
    engine = voice.engine or settings.engine_name
    return SpeechHealth(
        voice=told_voice,
        sound=sound.sound,
        mode=mode,
        engine=f"{engine}, heard through {sound.through}" if sound.through else engine,
        detail=" ".join(details),
    )
