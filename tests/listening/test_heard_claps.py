"""A clap into a real microphone, as the sound server has it: the monitor of a null sink."""

from pathlib import Path

import pytest

from coach.session.heard import Knock
from tests.listening.conftest import MakeEar, heard_by, start_playing, until, write_wav
from tests.listening.sounds import clap, noise, over

pytestmark = pytest.mark.heard


def test_a_clap_is_heard_through_the_sound_server(
    sound_server: str, make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", sound_server)
    notices: list[str] = []
    ear = make_ear(notices)
    ear.begin()
    until(ear, lambda: ear.health().state == "ok")
    sound = over(noise(4.0, -60), (2.0, clap(-10)))
    playing = start_playing(write_wav(tmp_path / "clap.wav", sound), sound_server)
    assert heard_by(ear) == [Knock()]
    playing.wait()
    assert notices == []


def test_a_clap_while_the_ear_is_closed_is_thrown_away(
    sound_server: str, make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", sound_server)
    ear = make_ear()
    ear.begin()
    until(ear, lambda: ear.health().state == "ok")
    path = write_wav(tmp_path / "clap.wav", over(noise(3.0, -60), (1.5, clap(-10))))
    unheard = start_playing(path, sound_server)
    until(ear, lambda: unheard.poll() is not None, attend=False)
    heard = start_playing(path, sound_server)
    until(ear, lambda: heard.poll() is not None)
    assert heard_by(ear) == [Knock()]


def test_a_microphone_that_goes_away_is_told_once(
    sound_server: str, make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    notices: list[str] = []
    ear = make_ear(notices)
    ear.begin()
    until(ear, lambda: ear.health().state == "none")
    assert [notice.split(",")[0] for notice in notices] == ["No microphone was found"]
