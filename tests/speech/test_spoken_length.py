"""The script allows each line the time that a real voice takes for it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.session.plan import ScriptSettings
from coach.session.script import texts_ahead
from coach.session.spoken import spoken_seconds
from coach.session.voice_choice import VoiceChoice
from coach.speech.offline import VoiceFiles
from coach.workflows.rehearse import Rehearsal
from tests.programs.test_shipped import PROGRAMS, SHELF
from tests.speech.conftest import some_settings

EACH = 7
"""Every so many lines: the figures beside `spoken_seconds` are from all of them."""
TENTH = 0.1
COUNTS = ("Three.", "Two.", "One.")


def shipped_lines() -> Iterator[str]:
    """What is heard in every program at every stage."""
    rehearsal = Rehearsal(SHELF, ScriptSettings())
    for program in PROGRAMS:
        for stage in program.stages:
            yield from texts_ahead(rehearsal.plan(program, stage.code))


@pytest.fixture(scope="module", params=[80, 120, 150, 300])
def rendered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, dict[str, float]]:
    """The rate, and lines with the seconds they take at it."""
    folder: Path = tmp_path_factory.mktemp("voice")
    settings = some_settings(folder, engine="")
    settings = replace(settings, choice=VoiceChoice(rate_words_per_minute=request.param))
    lines = [*COUNTS, *sorted(dict.fromkeys(shipped_lines()))[::EACH]]
    with VoiceFiles(settings) as voice:
        return request.param, {line: voice.make(line).seconds for line in lines}


def test_no_line_takes_longer_than_the_script_allows(
    rendered: tuple[int, dict[str, float]],
) -> None:
    rate, seconds = rendered
    assert len(seconds) > 50
    over = {
        line: (taken, spoken_seconds(line, rate))
        for line, taken in seconds.items()
        if taken > spoken_seconds(line, rate) + TENTH
    }
    assert not over


def test_three_counts_have_room_in_three_seconds(rendered: tuple[int, dict[str, float]]) -> None:
    _, seconds = rendered
    assert all(seconds[count] < 1.0 for count in COUNTS)


@pytest.mark.skipif(sys.platform != "linux", reason="espeak speaks on Linux")
def test_a_rate_that_the_engine_loses_is_set_again(tmp_path: Path) -> None:
    """What was made at the engine's own rate would be kept on disk, and heard so for ever."""
    choice = VoiceChoice(rate_words_per_minute=100)
    line = "Stop if leg pain rises, or the feeling moves further down."
    seconds = []
    for engine in ("", "tests.speech.engines:forgetful"):
        settings = some_settings(tmp_path / (engine or "own").replace(":", "."), engine=engine)
        with VoiceFiles(replace(settings, choice=choice)) as voice:
            seconds.append(voice.make(line).seconds)
    assert seconds[0] == pytest.approx(seconds[1], abs=0.05)
