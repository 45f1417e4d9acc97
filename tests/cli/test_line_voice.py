"""The voice in line mode: numbered choices, turned with + and -."""

import pytest

from coach.cli.line_voice import read_turn
from coach.config import Places, load_settings
from coach.session.voice_choice import InstalledVoice
from coach.session.voice_rows import Row
from coach.speech.silent import SilentSpeaker
from coach.workflows.voice import SENTENCE
from tests.cli.conftest import Patient, Run

VOICES = (InstalledVoice("gmw/en-us", "American"), InstalledVoice("gmw/en", "British"))


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two voices."""
    monkeypatch.setattr(SilentSpeaker, "voices", lambda *_: VOICES)


def test_a_choice_is_turned_told_and_kept(
    run: Run, set_up: Patient, places: Places, voices: None
) -> None:
    set_up()
    result = run(answers=["v", "2-", "1+", "6 +", "q", "q"])
    assert result.code == 0
    assert "Voices here: American, British." in result.lines
    assert "2  Speed: 150 words a minute, usual" in result.lines
    told = ["2  Speed: 140 words a minute", "1  Voice: American", "6  Counts: on the screen only"]
    assert [line for line in result.lines if line in told] == told
    kept = load_settings(places.config_file)
    assert (kept.rate_words_per_minute, kept.voice, kept.say_counts) == (140, "gmw/en-us", False)


def test_an_empty_answer_says_the_sentence(
    run: Run, set_up: Patient, voices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(SilentSpeaker, "say", lambda _, cue: said.append(cue.text))
    set_up()
    said.clear()
    assert "Listen." in run(answers=["v", "", "q", "q"]).lines
    assert SENTENCE in said


def test_what_is_no_answer_is_asked_again(
    run: Run, set_up: Patient, places: Places, voices: None
) -> None:
    set_up()
    before = load_settings(places.config_file)
    result = run(answers=["v", "99+", "2", "+", "?", "q", "q"])
    assert result.out.count("Please answer: a number from 1 to 9") == 3
    assert any(line.startswith("2  Speed: How fast") for line in result.lines)
    assert load_settings(places.config_file) == before


@pytest.mark.parametrize(
    ("text", "turn"),
    [("", (None, 0)), ("1+", (Row.VOICE, 1)), (" 9 - ", (Row.TONE_FIRST, -1))],
)
def test_a_turn_is_read(text: str, turn: tuple[Row | None, int]) -> None:
    assert read_turn(text) == turn


@pytest.mark.parametrize("text", ["0+", "10+", "+", "2", "two+", "2++", "²+", "-2"])
def test_anything_else_is_no_turn(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        read_turn(text)
