"""When no screen can open, what is told has the number that this patient would call."""

from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from tests.cli.conftest import Run

NUMBER = 'emergency_number = "911"\n'
WRONG = {
    "a time that is none": 'quiet_from = "25:99"\n',
    "an unknown name": "nmae = 'Sam'\n",
    "a number out of range": "pitch = 101\n",
    "a key that means nothing": '[keys]\nright = "dance"\n',
    "a key that keeps its meaning": '[keys]\nh = "pause"\n',
    "a line that is no TOML": "pitch = [\n",
    "a quote that is missing": 'name = "Sam\n',
    "a setting twice": "speech = true\nspeech = false\n",
    "a table that is none": "keys = 3\n",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings file of this test's home."""
    return tmp_path / "config.toml"


@pytest.mark.parametrize("command", ["today", "session", "pain --back 1 --leg 1", "sit soft", ""])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_line_that_is_wrong_leaves_the_patients_own_number(
    run: Run, config: Path, wrong: str, command: str
) -> None:
    config.write_text(NUMBER + wrong, encoding="utf-8")
    told = run(*command.split())
    assert told.code == ExitCode.INPUT
    assert told.err.endswith(" In an emergency call 911.\n")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_number_may_stand_below_the_line_that_is_wrong(
    run: Run, config: Path, wrong: str
) -> None:
    config.write_text(wrong + NUMBER, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize(
    "text",
    [
        "emergency_number = 911",
        "emergency_number = “911”",
        'emergency_number = "911',
        "emergency_number: '911'  # here\npitch = [",
        '"emergency_number" = "911"\npitch = 101',
        '[keys]\nright = "dance"\nemergency_number = "911"',
        'emergency_number = "112"\nemergency_number = "911"',
    ],
)
def test_a_number_that_can_only_mean_one_thing_is_told(run: Run, config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "latin-1"])
def test_a_file_that_an_editor_wrote_in_another_way_has_its_number(
    run: Run, config: Path, encoding: str
) -> None:
    config.write_text('name = "Zoë"\n' + NUMBER, encoding=encoding)
    assert run("today").err.endswith(" In an emergency call 911.\n")


def test_a_file_that_is_too_long_has_its_number(run: Run, config: Path) -> None:
    config.write_text(NUMBER + "# Nothing.\n" * 10_000, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize(
    "text", ['emergency_number = "call mum"', "emergency_number = 1", "# 911\npitch = [", ""]
)
def test_without_a_number_to_believe_the_usual_one_is_told(
    run: Run, config: Path, text: str
) -> None:
    config.write_text(text + "\npitch = 101\n", encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 112 or your local number.\n")


def test_a_long_sentence_never_pushes_the_number_out(run: Run, config: Path) -> None:
    config.write_text(f"{NUMBER}{'x' * 2000} = 1\n", encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")
