"""Sound files, tones and the cache on disk."""

import array
import os
import tempfile
import wave
from pathlib import Path

import pytest

from coach.session.cues import Cue, CueKind, Priority
from coach.session.voice_choice import VoiceChoice
from coach.speech.cache import STALE_SECONDS, SoundCache
from coach.speech.lines import line_of
from coach.speech.settings import SpeechSettings
from coach.speech.tonefiles import ToneFiles
from coach.speech.tones import SOFT, Tone, make_lead_in, make_tone, tone_for
from coach.speech.wavefile import (
    AUDIBLE_PEAK,
    BadSoundError,
    Sound,
    check_heard,
    read_any,
    read_wave,
    wave_seconds,
    write_wave,
)
from tests.speech.conftest import a_line
from tests.speech.engines import sine

LIMIT_BYTES = 100_000


def a_cache(folder: Path) -> SoundCache:
    return SoundCache(folder / "cache", LIMIT_BYTES)


def add(cache: SoundCache, key: str, folder: Path, seconds: float = 0.5) -> Path:
    """A half-second file is some 22 kB."""
    made = folder / "made.wav"
    sound = sine(440, seconds)
    write_wave(made, sound)
    return cache.add(key, made, sound.seconds).path


def test_a_file_reads_back_as_written(tmp_path: Path) -> None:
    sound = sine(440, 0.3)
    write_wave(tmp_path / "a.wav", sound)
    assert read_wave(tmp_path / "a.wav") == sound == read_any(tmp_path / "a.wav")
    assert wave_seconds(tmp_path / "a.wav") == pytest.approx(0.3)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize("kept_bytes", [0, 20, 44, 1000])
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "a.wav"
    write_wave(path, sine(440, 0.3))
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(BadSoundError):
        read_wave(path)
    with pytest.raises(BadSoundError):
        wave_seconds(path)


def test_other_kinds_of_sound_become_one_channel_of_sixteen_bits(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(1)
        file.setframerate(44100)
        file.writeframes(bytes([128, 128, 200, 200] * 22050))
    assert read_any(path).seconds == pytest.approx(1.0, abs=0.01)


def test_a_text_file_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("Audio saved to a.wav")
    with pytest.raises(BadSoundError):
        read_any(tmp_path / "a.wav")


def test_silence_is_not_believed() -> None:
    with pytest.raises(BadSoundError, match="silent"):
        check_heard(Sound(array.array("h", [AUDIBLE_PEAK - 1] * 22050), 22050), "Go", 150)


def test_a_sound_too_short_for_its_words_is_not_believed() -> None:
    with pytest.raises(BadSoundError, match="at least"):
        check_heard(sine(440, 0.2), "Lie on your back and bend your knees", 150)


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_is_audible_and_short(tone: Tone) -> None:
    sound = make_tone(tone)
    assert sound.peak > (4_000 if tone in SOFT else 10_000)
    assert sound.seconds < 1.5
    assert abs(sound.samples[0]) < AUDIBLE_PEAK


def test_tones_follow_the_volume() -> None:
    assert make_tone(Tone.GO, 0.5).peak == pytest.approx(make_tone(Tone.GO).peak / 2, abs=2)


def test_the_lead_in_is_not_digital_silence_and_hardly_audible() -> None:
    assert 1 < make_lead_in().peak < 150


def test_a_warning_sounds_like_one_whatever_its_kind() -> None:
    assert tone_for(Cue(CueKind.NOTICE, "Sit up.", Priority.WARNING)) is Tone.ALERT
    assert tone_for(Cue(CueKind.CHANGE_SIDE, "Change side.")) is Tone.CHANGE_SIDE
    assert tone_for(Cue(CueKind.SUMMARY, "Well done.")) is Tone.LOOK


def test_tones_are_made_once_and_again_when_they_are_gone(tmp_path: Path) -> None:
    tones = ToneFiles(a_cache(tmp_path))
    first = tones.tone(Tone.GO, 1.0)
    assert first is not None
    first.path.unlink()
    assert tones.tone(Tone.GO, 1.0) == first
    assert first.path.exists()
    assert not list((tmp_path / "cache").glob("making-*"))


def test_tones_cannot_be_had_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    tones = ToneFiles(a_cache(tmp_path))
    assert tones.tone(Tone.GO, 1.0) is None
    assert tones.lead_in() is None


def test_what_was_added_is_found_by_a_later_session(tmp_path: Path) -> None:
    path = add(a_cache(tmp_path), "ab", tmp_path)
    found = a_cache(tmp_path).find("ab")
    assert found is not None
    assert found.path == path
    assert found.seconds == pytest.approx(0.5)


def test_a_damaged_file_is_dropped(tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    path = add(cache, "ab", tmp_path)
    path.write_bytes(path.read_bytes()[:500])
    assert cache.find("ab") is None
    assert not path.exists()


def test_the_oldest_use_goes_first_when_the_cache_is_full(tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    for age, key in enumerate(["new", "mid", "old"]):
        os.utime(add(cache, key, tmp_path), (1_000_000 - age, 1_000_000 - age))
    assert cache.find("old") is not None  # used just now
    for key in ("more", "last"):
        add(cache, key, tmp_path)
    assert cache.find("mid") is None
    assert cache.find("old") is not None
    assert cache.find("last") is not None
    size = sum(path.stat().st_size for path in (tmp_path / "cache").rglob("*.wav"))
    assert size <= LIMIT_BYTES


def test_a_file_larger_than_the_limit_is_still_played(tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    add(cache, "big", tmp_path, seconds=3.0)
    assert cache.find("big") is not None


def test_every_setting_that_changes_the_sound_changes_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    variants = [
        SpeechSettings(folder),
        SpeechSettings(folder, VoiceChoice("one")),
        SpeechSettings(folder, language="de"),
        SpeechSettings(folder, VoiceChoice(rate_words_per_minute=120)),
        SpeechSettings(folder, VoiceChoice(volume_percent=50)),
        SpeechSettings(folder, VoiceChoice(pitch=60)),
        SpeechSettings(folder, engine="a:b"),
    ]
    keys = {line_of("Go", settings).key for settings in variants}
    assert len(keys | {line_of("Stop", variants[0]).key}) == 8
    assert a_line("Go", tmp_path).key == a_line("Go", tmp_path).key


def test_leavings_of_a_killed_process_are_swept_and_those_of_a_running_one_are_not(
    tmp_path: Path,
) -> None:
    cache = a_cache(tmp_path)
    dead, alive = cache.open_scratch(), cache.open_scratch()
    (dead / "half.wav").write_text("half")
    long_ago = alive.stat().st_mtime - STALE_SECONDS - 1
    os.utime(dead, (long_ago, long_ago))
    cache.open_scratch()
    assert not dead.exists()
    assert alive.exists()
