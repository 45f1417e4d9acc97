"""Settings from the shell, and the voices there are."""

from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.config import Settings, load_settings
from tests.cli.conftest import Run


def test_every_setting_is_shown_as_the_file_would_hold_it(run: Run, tmp_path: Path) -> None:
    lines = run("settings").lines
    assert str(tmp_path / "config.toml") in lines[0]
    (tmp_path / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    assert load_settings(tmp_path / "config.toml") == Settings()


def test_one_setting_is_shown_with_its_meaning(run: Run) -> None:
    [line] = run("settings", "pitch").lines
    assert line.startswith("pitch = 50  # ")
    [row] = run("settings", "pitch", "--json").json["settings"]
    assert (row["name"], row["value"], row["default"]) == ("pitch", "50", "50")


@pytest.mark.parametrize(
    ("name", "typed", "held"),
    [
        ("rate_words_per_minute", "130", 130),
        ("say_counts", "no", False),
        ("tone_first", "true", True),
        ("voice", "English (America)", "English (America)"),
        ("name", "7", "7"),
    ],
)
def test_a_setting_is_set_and_shown(
    name: str, typed: str, held: object, run: Run, tmp_path: Path
) -> None:
    result = run("settings", name, typed)
    assert result.code == 0
    assert result.lines[0].startswith(f"{name} = ")
    assert getattr(load_settings(tmp_path / "config.toml"), name) == held


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pich", "3"), "did you mean pitch"),
        (("pich",), "did you mean pitch? See them all with: coach settings"),
        (("pitch", "101"), "pitch goes from 0 to 100"),
        (("pitch", "high"), "pitch must be a whole number"),
        (("pitch", "-1"), "pitch goes from 0 to 100"),
        (("say_counts", "maybe"), "say_counts must be true or false"),
        (("emergency_number", "help"), "needs 2 to 15 digits"),
        (("emergency_number", "1121121121121121"), "needs 2 to 15 digits"),
        (("pronunciation", "x"), "is a table"),
    ],
)
def test_what_no_file_may_hold_is_one_line_and_changes_nothing(
    words: tuple[str, ...], told: str, run: Run, tmp_path: Path
) -> None:
    result = run("settings", *words)
    assert result.code == ExitCode.INPUT
    assert told in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert not (tmp_path / "config.toml").exists()


def test_the_voices_that_speak_the_language_are_listed(run: Run) -> None:
    result = run("say", "--voices")
    if result.code:
        pytest.skip(f"this machine has no voice: {result.err}")
    assert result.lines
    chosen = result.lines[0].split("  ")[0]
    assert run("settings", "voice", chosen).code == 0


def test_nothing_to_say_is_told_in_one_line(run: Run) -> None:
    result = run("say")
    assert result.code == ExitCode.INPUT
    assert "nothing to say" in result.err


def test_a_refused_setting_is_one_sentence_and_no_emergency(run: Run) -> None:
    """Nothing bars the start: the number of an emergency stands on the screens as ever."""
    unknown = run("settings", "foo", "7")
    assert unknown.err == "coach: there is no setting 'foo'; see them all with: coach settings\n"
    assert "emergency" not in run("settings", "pitch", "101").err


def test_a_broken_file_still_tells_where_to_call(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("pitch = [", encoding="utf-8")
    assert "In an emergency call 112" in run("settings", "pitch", "50").err
    assert "In an emergency call 112" in run("today").err


KEYS = {
    "a word that means nothing": ('right = "dance"', "keys: 'right' cannot do 'dance'"),
    "a key that keeps its meaning": ('h = "pause"', "keys: 'h' keeps its meaning"),
}


@pytest.mark.parametrize(("line", "told"), KEYS.values(), ids=KEYS)
def test_a_table_of_keys_that_bars_the_screens_is_told_by_name(
    run: Run, tmp_path: Path, line: str, told: str
) -> None:
    config = tmp_path / "config.toml"
    text = f'emergency_number = "911"\n[keys]\n{line}\n'
    config.write_text(text, encoding="utf-8")
    for words in ([], ["pitch"], ["pitch", "60"], ["--json"]):
        shown = run("settings", *words)
        assert shown.code == ExitCode.INPUT
        assert f"{config}:3: {told}" in shown.err
        assert shown.err.endswith(" In an emergency call 911.\n")
        assert shown.out == ""
    doctor = run("doctor")
    assert doctor.code == ExitCode.INPUT
    assert f"settings: NOT OK. {config}:3: {told}" in doctor.out
    assert config.read_text(encoding="utf-8") == text


def test_a_table_of_keys_can_be_mended_from_the_shell(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\nright = "dance"\n', encoding="utf-8")
    assert run("settings", "keys", "right = pause").code == 0
    assert "settings: ok" in run("doctor").out


def test_an_engine_that_is_not_there_is_refused(run: Run) -> None:
    refused = run("settings", "voice_engine", "foo")
    assert refused.code == ExitCode.INPUT
    assert "there is no speech engine 'foo'" in refused.err
    assert run("settings", "voice_engine", "espeak").code == 0


@pytest.mark.parametrize("missing", [True, False])
def test_phrases_without_the_extra_are_told_when_they_are_set(
    missing: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.bootstrap.phrases_missing", lambda: missing)
    set_now = run("settings", "listen", "phrases")
    assert set_now.code == 0
    assert ("a clap still pauses" in set_now.err) is missing


def test_a_voice_that_is_set_tells_where_the_list_is(run: Run) -> None:
    assert "coach say --voices" in run("settings", "voice", "klingon").err
