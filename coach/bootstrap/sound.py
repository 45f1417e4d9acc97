"""Voice and ear as a person set them."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from msgspec.structs import fields

from coach.bootstrap.wishes import Wishes
from coach.clock import Clock
from coach.config import Places, Settings
from coach.workflows.coach import Notices
from coach.workflows.ports import Listener, Speaker

if TYPE_CHECKING:
    from coach.session.plan import ScriptSettings
    from coach.session.voice_choice import VoiceChoice


def script_settings(settings: Settings) -> "ScriptSettings":
    """The times that the session's script allows for."""
    from coach.session.plan import ScriptSettings

    return ScriptSettings(
        words_per_minute=settings.rate_words_per_minute,
        get_down_seconds=settings.get_down_seconds,
        turn_seconds=settings.turn_seconds,
        get_up_seconds=settings.get_up_seconds,
    )


def make_speaker(
    places: Places, settings: Settings, wishes: Wishes, clock: Clock, notices: Notices
) -> Speaker:
    """The voice as set, or silence; starts in the background and returns at once."""
    if wishes.silent or not settings.speech:
        from coach.speech.silent import SilentSpeaker

        return SilentSpeaker()
    from coach.speech.speaker import VoiceSpeaker
    from coach.store.trouble_log import VOICE_LOG, TroubleLog

    log = TroubleLog(places.home / VOICE_LOG)

    def lost(how: str) -> None:
        log.add(clock.now(), how)

    speech = speech_settings(places, settings)
    return VoiceSpeaker(speech, clock.monotonic, notices.leave, on_lost=lost)


def speech_settings(places: Places, settings: Settings) -> Any:
    """The settings of the voice."""
    from coach.exchange.pronunciation_file import shipped_pronunciation
    from coach.speech.pronunciation import merged
    from coach.speech.settings import SpeechSettings

    return SpeechSettings(
        cache_folder=places.cache / "speech",
        choice=voice_choice(settings),
        language=settings.language,
        engine=settings.voice_engine,
        pronunciation=merged(shipped_pronunciation(places.shipped), dict(settings.pronunciation)),
        log_file=places.cache / "speech.log",
    )


def voice_choice(settings: Settings) -> "VoiceChoice":
    """What a person chose about the voice, of all that they chose."""
    from coach.session.voice_choice import VoiceChoice

    return VoiceChoice(
        **{field.name: getattr(settings, field.name) for field in fields(VoiceChoice)}
    )


def make_listener(
    places: Places, settings: Settings, wishes: Wishes, clock: Clock, notices: Notices
) -> Listener:
    """The ear as set, or none; the microphone opens with a session and not before."""
    if wishes.silent or settings.listen == "off":
        from coach.listening.silent import SilentListener

        return SilentListener()
    from coach.listening.listener import EarListener

    return EarListener(listen_settings(places, settings), clock.monotonic, notices.leave)


def listen_settings(places: Places, settings: Settings) -> Any:
    """The settings of the ear."""
    from coach.listening.settings import ListenSettings
    from coach.workflows.phrases import PHRASES

    return ListenSettings(
        microphone=settings.microphone,
        phrases=PHRASES if settings.listen == "phrases" else (),
        log_file=places.cache / "listening.log",
    )


def phrases_missing() -> bool:
    """Whether the extra that makes spoken phrases out is not installed; nothing is loaded."""
    from coach.listening.recogniser import MODEL_PACKAGE

    return find_spec(MODEL_PACKAGE) is None
