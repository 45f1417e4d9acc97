"""A session as a sound file, read back: each line where the script has it, to 0.1 s."""

import array
import wave
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.session.cues import CueKind
from coach.session.plan import ScriptSettings
from coach.session.recording import FURTHER_DOWN, NO_ANSWERS, Recording, recording
from coach.session.spoken import spoken_seconds
from coach.session.voice_choice import VoiceChoice, is_said
from coach.speech.offline import VoiceFiles
from coach.speech.session_file import session_pieces
from coach.speech.settings import SpeechError, SpeechSettings
from coach.workflows.rehearse import Rehearsal
from tests.programs.test_shipped import SHELF
from tests.speech.conftest import some_settings

TENTH = 0.1
LOUD = 200
NOBODY = SHELF.red_flags().nobody


def recorded(program: str, stage: str, *, few_words: bool = False) -> Recording:
    rehearsal = Rehearsal(SHELF, ScriptSettings())
    if few_words:
        rehearsal = rehearsal.few_words()
    found = SHELF.program(program)
    return recording(rehearsal.plan(found, rehearsal.stage(found, stage)), NOBODY)


def written(made: Recording, settings: SpeechSettings, path: Path, rate: float = 150) -> Path:
    with path.open("wb") as file:
        for piece in session_pieces(made.script, settings, rate, lambda *_: None):
            assert len(piece) < 2_000_000  # Never the whole session in memory.
            file.write(piece)
    return path


def read_back(path: Path) -> tuple[int, "array.array[int]"]:
    """Samples a second, and all samples; by the standard library, not by what wrote it."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), array.array("h", file.readframes(file.getnframes()))


def onset(samples: "array.array[int]", hertz: int, from_seconds: float) -> float:
    """Seconds at which the next sound begins."""
    start = max(0, round(from_seconds * hertz))
    return next(at for at in range(start, len(samples)) if abs(samples[at]) > LOUD) / hertz


@pytest.mark.parametrize(
    ("program", "stage", "few_words"),
    [
        ("steady-back", "A", False),
        ("steady-back", "D", True),
        ("lean-ease", "B", False),
        ("rest-first", "A", False),
    ],
)
def test_every_line_begins_at_its_offset_and_the_file_ends_with_the_session(
    program: str, stage: str, few_words: bool, tmp_path: Path
) -> None:
    made = recorded(program, stage, few_words=few_words)
    rate = 120 if few_words else 150
    settings = some_settings(tmp_path, engine="")
    path = written(made, settings, tmp_path / "session.wav", rate)
    hertz, samples = read_back(path)
    assert len(samples) / hertz == pytest.approx(made.script.seconds, abs=TENTH)
    assert len(made.script.heard) > 30
    late = {}
    for line in made.script.heard:
        # A hundredth before the offset all is still: the line before has been said.
        begins = onset(samples, hertz, line.offset_seconds - 0.01)
        if abs(begins - line.offset_seconds) > TENTH:
            late[line.cue.text] = (line.offset_seconds, begins)
    assert not late
    choice = VoiceChoice(rate_words_per_minute=rate)
    with VoiceFiles(replace(settings, choice=choice)) as voice:
        for line in made.script.heard[:: len(made.script.heard) // 7]:
            with wave.open(str(voice.make(line.cue.text).path), "rb") as file:
                words = array.array("h", file.readframes(file.getnframes()))
            at = round(line.offset_seconds * hertz)
            assert samples[at : at + len(words)] == words, line.cue.text


def test_the_session_begins_when_all_is_said_that_a_file_cannot_ask() -> None:
    made = recorded("steady-back", "A")
    before = [line for line in made.script.lines if line.offset_seconds < made.session_at_seconds]
    said = " ".join(line.cue.text for line in before)
    assert said.startswith(NO_ANSWERS)
    assert NOBODY in said
    assert "Cold and heat are left out." in said
    last = before[-1]
    end = last.offset_seconds + spoken_seconds(last.cue.text)
    assert end <= made.session_at_seconds


@pytest.mark.parametrize("program", [one.id for one in SHELF.programs()])
def test_no_pack_and_no_question_is_ever_in_a_file(program: str) -> None:
    for stage in SHELF.program(program).stages:
        made = recorded(program, stage.code.value)
        kinds = {line.cue.kind for line in made.script.lines}
        assert not kinds & {CueKind.QUESTION, CueKind.SKIN_CHECK, CueKind.TAKE_OFF}
        assert not [line.cue.text for line in made.script.lines if "?" in line.cue.text]


def test_where_a_session_asks_how_the_leg_is_a_file_says_when_to_stop() -> None:
    made = recorded("ease-back", "B")
    assert FURTHER_DOWN.text in [line.cue.text for line in made.script.lines]


def test_what_is_muted_is_not_in_the_file(tmp_path: Path) -> None:
    made = recorded("steady-back", "C")
    muted = VoiceChoice(say_counts=False)
    settings = replace(some_settings(tmp_path), choice=muted)
    path = written(made, settings, tmp_path / "quiet.wav")
    hertz, samples = read_back(path)
    counts = [line for line in made.script.heard if not is_said(line.cue, muted)]
    assert counts
    for line in counts:
        at = round(line.offset_seconds * hertz)
        assert not any(samples[at : at + round(0.2 * hertz)])


def test_without_a_voice_it_is_a_plain_error(tmp_path: Path) -> None:
    settings = some_settings(tmp_path, "tests.speech.engines:unable")
    with pytest.raises(SpeechError, match="no engine on this machine"):
        written(recorded("steady-back", "A"), settings, tmp_path / "session.wav")
