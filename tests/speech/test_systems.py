"""Every system's voice through the same path, with the faults its driver is known for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.session.voice_choice import VoiceChoice
from coach.speech.lines import Line, line_of
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.wavefile import wave_seconds
from tests.speech.conftest import QUICK, some_settings

LINES = ("One.", "Lie on your back and bend your knees.", "Two.")
Link = Callable[..., WorkerLink]


@pytest.fixture
def link(tmp_path: Path) -> Iterator[Link]:
    """Makes links to workers over a system, and closes them."""
    links: list[WorkerLink] = []

    def make(system: str, limits: Limits | None = None) -> WorkerLink:
        engine = system if system == "espeak" else f"tests.speech.systems:{system}"
        settings = some_settings(tmp_path, engine)
        links.append(WorkerLink(settings, limits or Limits()))
        return links[-1]

    yield make
    for one in links:
        one.close()


def a_line(text: str, folder: Path, choice: VoiceChoice | None = None) -> Line:
    return line_of(text, replace(some_settings(folder), choice=choice or VoiceChoice()))


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_line_after_line_is_made_whole(system: str, link: Link, tmp_path: Path) -> None:
    worker = link(system)
    for text in LINES * 2:
        path = tmp_path / "line.wav"
        seconds = worker.render(a_line(text, tmp_path), path)
        assert seconds == pytest.approx(max(0.2, len(text) / 15), abs=0.01)
        assert wave_seconds(path) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("system", "complaint"),
    [
        ("plain_windows", "did not answer"),
        ("plain_macos", "ends before its last sample"),
    ],
)
def test_without_the_cures_the_second_line_is_lost(
    system: str, complaint: str, link: Link, tmp_path: Path
) -> None:
    """The scripted systems have the faults of the real ones, and the watch sees them."""
    worker = link(system, QUICK)
    assert worker.render(a_line(LINES[0], tmp_path), tmp_path / "one.wav") > 0
    with pytest.raises(WorkerError, match=complaint):
        worker.render(a_line(LINES[1], tmp_path), tmp_path / "two.wav")
    assert not (tmp_path / "two.wav").exists()


def test_the_first_line_of_espeak_is_as_long_as_the_same_line_later(
    link: Link, tmp_path: Path
) -> None:
    """The driver says that it has ended ten milliseconds after it began, the first time."""
    worker = link("espeak")
    line = a_line(" ".join(LINES * 8), tmp_path)
    seconds = [worker.render(line, tmp_path / f"{n}.wav") for n in range(2)]
    assert seconds[0] == pytest.approx(seconds[1], rel=0.001)
    assert seconds[0] > 30.0


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_a_voice_of_the_language_is_taken_where_the_system_speaks_another(
    system: str, link: Link
) -> None:
    voices = link(system).voices()
    assert [voice.languages for voice in voices] == [["de-de"], ["en-us"]]


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_a_pitch_that_a_system_does_not_know_changes_nothing(
    system: str, link: Link, tmp_path: Path
) -> None:
    worker = link(system)
    for pitch in (80, 20):
        line = a_line("Bird dog", tmp_path, VoiceChoice(pitch=pitch))
        assert worker.render(line, tmp_path / "line.wav") > 0
    assert "not supported" in (tmp_path / "speech.log").read_text()
