"""Speech as files, and the list of voices, for the shell."""

import tempfile
from pathlib import Path

import pytest

from coach.speech.offline import list_voices, render_to_file
from coach.speech.settings import SpeechError
from coach.speech.wavefile import wave_seconds
from tests.speech.conftest import some_settings


def test_a_line_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    seconds = render_to_file("pitch 400 for 1500", path, some_settings(tmp_path))
    assert seconds == pytest.approx(1.5, abs=0.01)
    assert wave_seconds(path) == pytest.approx(seconds)
    assert not list((tmp_path / "cache").glob("making-*"))


def test_silence_around_the_words_of_a_line_is_taken_away(tmp_path: Path) -> None:
    seconds = render_to_file("padded", tmp_path / "out.wav", some_settings(tmp_path))
    assert seconds == pytest.approx(0.54, abs=0.005)


def test_a_file_that_cannot_be_made_is_a_plain_error(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    with pytest.raises(SpeechError, match="no letter"):
        render_to_file("...", tmp_path / "out.wav", settings)
    with pytest.raises(SpeechError, match="folder"):
        render_to_file("Go", tmp_path / "no folder" / "out.wav", settings)
    with pytest.raises(SpeechError, match="silent file"):
        render_to_file("silent", tmp_path / "out.wav", settings)
    unable = some_settings(tmp_path, "tests.speech.engines:unable")
    with pytest.raises(SpeechError, match=r"no engine on this machine.*voice_engine names"):
        list_voices(unable)
    assert not (tmp_path / "out.wav").exists()


def test_voices_are_listed_for_the_shell(tmp_path: Path) -> None:
    assert [voice.id for voice in list_voices(some_settings(tmp_path))] == ["one", "two"]


def test_the_folder_that_stands_in_for_a_cache_without_room_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    settings = some_settings(tmp_path)
    settings.cache_folder.write_text("a file in the way")
    assert render_to_file("Go", tmp_path / "go.wav", settings) > 0
    assert list(spare.iterdir()) == []
