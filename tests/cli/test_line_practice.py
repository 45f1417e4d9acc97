"""Practice moving by letters: Enter when it is done, `q` at any time."""

from pathlib import Path

from coach.config import load_settings
from tests.cli.conftest import After, Patient, Run

LEARNED = "Getting down: 40 seconds."
"""Thirty seconds and a fifth more; a line is looked for every five seconds."""


def test_a_practice_is_led_through_and_kept(run: Run, set_up: Patient, tmp_path: Path) -> None:
    set_up()
    moves = [After(32, "down"), After(6, ""), After(7, ""), After(31, "")]
    result = run(answers=["o", *moves, "y", "q"], live=True)
    assert result.code == 0
    assert "Get down now. Take your time. (Enter when you are down, q to leave)" in result.lines
    assert LEARNED in result.lines
    kept = load_settings(tmp_path / "config.toml")
    assert (kept.get_down_seconds, kept.turn_seconds, kept.get_up_seconds) == (40, 15, 45)


def test_what_was_measured_is_not_kept_after_a_no(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    moves = [After(32, "down"), After(6, ""), After(7, ""), After(31, "")]
    result = run(answers=["o", *moves, "n", "q"], live=True)
    assert result.lines.index(LEARNED) < result.lines.index("Nothing was changed.")
    assert "Nothing was changed." in result.lines
    assert load_settings(tmp_path / "config.toml").get_down_seconds == 20


def test_a_practice_can_be_left_in_the_middle(run: Run, set_up: Patient, tmp_path: Path) -> None:
    set_up()
    result = run(answers=["o", After(11, ""), After(3, "q"), "q"], live=True)
    assert "Nothing was changed." in result.lines
    assert load_settings(tmp_path / "config.toml").get_down_seconds == 20


def test_the_letter_stands_under_more(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["m", "q"], live=True)
    assert [line for line in result.lines if line.startswith("o  Practice moving:")]
