"""What the speech tests share: settings, speakers that are closed for sure, and an ear."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.session.cues import Cue, CueKind, Priority
from coach.session.voice_choice import VoiceChoice
from coach.speech import player
from coach.speech.lines import Line, line_of
from coach.speech.link import Limits
from coach.speech.pronunciation import Pronunciation
from coach.speech.settings import SpeechSettings
from coach.speech.speaker import VoiceSpeaker
from tests.speech import hearing

SCRIPTED = "tests.speech.engines:scripted"
QUICK = Limits(start_seconds=20.0, base_seconds=0.3)
"""A watchdog that a test can wait for."""


def a_cue(
    text: str = "Bird dog.",
    priority: Priority = Priority.GUIDE,
    kind: CueKind = CueKind.NAME,
    expires_seconds: float | None = None,
    spoken: bool = True,
) -> Cue:
    return Cue(kind, text, priority, expires_seconds, spoken)


def some_settings(
    folder: Path,
    engine: str = SCRIPTED,
    tones_only: bool = False,
    pronunciation: Pronunciation = (),
) -> SpeechSettings:
    return SpeechSettings(
        cache_folder=folder / "cache",
        log_file=folder / "speech.log",
        engine=engine,
        choice=VoiceChoice(tones_only=tones_only),
        pronunciation=pronunciation,
    )


def a_line(text: str, folder: Path, engine: str = SCRIPTED) -> Line:
    return line_of(text, some_settings(folder, engine))


MakeSpeaker = Callable[..., VoiceSpeaker]


@pytest.fixture
def make_speaker(tmp_path: Path) -> Iterator[MakeSpeaker]:
    """Builds speakers with notices kept in `notices` of the test; closes them afterwards."""
    speakers: list[VoiceSpeaker] = []

    def make(
        notices: list[str] | None = None,
        engine: str = SCRIPTED,
        limits: Limits | None = None,
        tones_only: bool = False,
        pronunciation: Pronunciation = (),
        now: Callable[[], float] | None = None,
        lost: list[str] | None = None,
    ) -> VoiceSpeaker:
        told, gone = (one if one is not None else [] for one in (notices, lost))
        settings = some_settings(tmp_path, engine, tones_only, pronunciation)
        speaker = VoiceSpeaker(
            settings, now or SystemClock().monotonic, told.append, limits, gone.append
        )
        speakers.append(speaker)
        return speaker

    yield make
    for speaker in speakers:
        speaker.close()


@pytest.fixture
def fake_player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts the scripted player in the device's place; gives the file that logs what it plays."""

    def set_mode(mode: str) -> Path:
        log = tmp_path / "played"
        log.touch()
        monkeypatch.setattr(player, "PLAYING_MODULE", "tests.speech.fakeplaying")
        monkeypatch.setenv("COACH_TEST_PLAYER", mode)
        monkeypatch.setenv("COACH_TEST_PLAYED", str(log))
        return log

    return set_mode


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a sound server that plays into nothing."""
    package = hearing.missing_package()
    if package:
        pytest.skip(f"the system package {package} is not installed")
    folder = tmp_path_factory.mktemp("pulse")
    server = hearing.start_server(folder)
    yield f"unix:{folder / 'native'}"
    server.kill()
    server.wait()


@pytest.fixture
def ear(sound_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[hearing.Ear]:
    """Hears all that is played through the default device during a test."""
    monkeypatch.setenv("PULSE_SERVER", sound_server)
    ear = hearing.Ear(sound_server)
    yield ear
    ear.close()


@pytest.fixture
def no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without sound: no server, no card, no program that plays."""
    if os.name != "posix" or not Path("/proc").exists():
        pytest.skip("only Linux can hide its sound device from a process")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("PATH", str(tmp_path))
