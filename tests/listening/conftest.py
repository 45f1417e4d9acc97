"""What the listening tests share: a sound server whose own output is the microphone."""

import subprocess
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.listening import listener as listening
from coach.listening.levels import RATE_HERTZ
from coach.listening.listener import EarListener, Limits
from coach.listening.settings import ListenSettings
from coach.session.heard import Heard
from coach.speech.offline import VoiceFiles
from coach.speech.settings import SpeechSettings
from tests.listening.sounds import Samples, pcm
from tests.speech.conftest import sound_server

__all__ = ["sound_server"]

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05

MakeEar = Callable[..., EarListener]


@pytest.fixture
def make_ear(tmp_path: Path) -> Iterator[MakeEar]:
    """Builds listeners with notices kept in `notices` of the test; closes them afterwards."""
    ears: list[EarListener] = []

    def make(
        notices: list[str] | None = None,
        phrases: tuple[str, ...] = (),
        microphone: str = "",
        limits: Limits | None = None,
        now: Callable[[], float] | None = None,
    ) -> EarListener:
        told = notices if notices is not None else []
        settings = ListenSettings(microphone, phrases, tmp_path / "listening.log")
        ears.append(EarListener(settings, now or SystemClock().monotonic, told.append, limits))
        return ears[-1]

    yield make
    for ear in ears:
        ear.close()


@pytest.fixture
def scripted_ear(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts the scripted ear in the real one's place; the word says what it does."""

    def script(what: str) -> None:
        monkeypatch.setattr(listening, "EAR_MODULE", "tests.listening.fakeear")
        monkeypatch.setenv("COACH_TEST_EAR", what)

    return script


def until(ear: EarListener, ready: Callable[[], bool], *, attend: bool = True) -> None:
    """Look at the clock as a front end does, until something is so."""
    clock, never = SystemClock(), threading.Event()
    end = clock.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert clock.monotonic() < end, ear.health()
        if attend:
            ear.attend()
        else:
            ear.ignore()
        never.wait(LOOK_SECONDS)


def heard_by(ear: EarListener, count: int = 1) -> list[Heard]:
    """What the ear has heard once it has heard so much."""
    found: list[Heard] = []

    def enough() -> bool:
        found.extend(ear.take())
        return len(found) >= count

    until(ear, enough)
    return found


def spoken(folder: Path, *texts: str) -> list[Samples]:
    """Sentences by the voice of this machine, as a microphone has them."""
    import miniaudio

    said = []
    with VoiceFiles(SpeechSettings(cache_folder=folder)) as voice:
        for text in texts:
            data = voice.make(text).path.read_bytes()
            sound = miniaudio.decode(data, nchannels=1, sample_rate=RATE_HERTZ)
            said.append([sample / 32768 for sample in sound.samples])
    return said


def write_wav(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HERTZ)
        file.writeframes(pcm(samples).tobytes())
    return path


def start_playing(path: Path, server: str) -> "subprocess.Popen[bytes]":
    """Into the sink whose monitor is the microphone."""
    return subprocess.Popen(["paplay", "--server", server, str(path)])
