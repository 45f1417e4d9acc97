"""Editing a program from the shell: all that the editor can do, as lines."""

from pathlib import Path

from coach.cli.diagnostics import ExitCode
from tests.cli.conftest import Run
from tests.conftest import SHIPPED

EDIT = ("programs", "edit", "steady-back")


def test_a_program_is_shown_as_lines_that_can_be_set_again(run: Run) -> None:
    lines = run(*EDIT).lines
    assert 'title "Steady back"' in lines
    assert "  bridge 2x8 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00" in lines
    again = run(*EDIT, "--set", 'title "Steady back"', "--set", "thresholds green 3")
    assert again.lines == lines


def test_edits_are_told_weighed_and_kept_only_under_a_name(run: Run, tmp_path: Path) -> None:
    words = (*EDIT, "--set", "C: bridge 3x8 hold 3s", "--set", "B: calf off")
    told = run(*words)
    assert "  In “Get it moving”: wall calf stretch is no longer asked for." in told.lines
    assert any(line.startswith("To weigh, C: Bridge is asked for 3 sets") for line in told.lines)
    assert "Nothing is kept yet" in told.err
    assert not (tmp_path / "home" / "programs").exists()

    kept = run(*words, "--as", "my-back", "--title", "My back")
    assert kept.code == 0
    file = tmp_path / "home" / "programs" / "my-back" / "program.toml"
    assert str(file) in kept.err
    assert run("programs", "check", str(file)).code == 0
    assert any("My back, version 1" in line for line in run("programs", "list").lines)
    assert run("rehearse", "my-back", "--stage", "C").code == 0


def test_json_has_lines_changes_warnings_and_minutes(run: Run) -> None:
    shown = run(*EDIT, "--set", "C: bridge off", "--json").json
    assert next(iter(shown.items())) == ("schema", "coach/program-edit/1")
    assert shown["changes"] == ["In “Build it up”: bridge is no longer asked for."]
    assert {"key": ["title"], "text": 'title "Steady back"'} in shown["lines"]
    assert set(shown["minutes"]) == {"A", "B", "C", "D"}
    assert shown["kept"] is None


def test_a_line_that_cannot_be_read_is_one_sentence_and_nothing_is_kept(
    run: Run, tmp_path: Path
) -> None:
    result = run(*EDIT, "--set", "C: brige 3x8", "--as", "my-back")
    assert result.code == ExitCode.INPUT
    assert result.err.splitlines() == ["coach: there is no exercise 'brige'; did you mean bridge?"]
    assert not (tmp_path / "home" / "programs").exists()


def test_a_file_is_rehearsed_before_it_is_on_the_shelf(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gentle" / "program.toml"
    assert run("programs", "new", "--out", str(file)).code == 0
    by_file = run("rehearse", str(file), "--stage", "A")
    assert by_file.code == 0
    assert by_file.lines[-1].endswith("end")
    missing = run("rehearse", str(tmp_path / "none.toml"))
    assert missing.code == ExitCode.INPUT
    assert "none.toml" in missing.err


def test_a_file_is_rehearsed_with_the_exercises_beside_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    file = folder / "gentle" / "program.toml"
    assert run("programs", "new", "--out", str(file)).code == 0
    (folder / "exercises").mkdir()
    shipped = (SHIPPED / "exercises" / "side-lie.toml").read_text("utf-8")
    own = shipped.replace('id = "side-lie"', 'id = "my-side-lie"', 1)
    (folder / "exercises" / "my-side-lie.toml").write_text(own, encoding="utf-8")
    text = file.read_text("utf-8").replace('"side-lie ', '"my-side-lie ')
    file.write_text(text, encoding="utf-8")
    assert run("programs", "check", str(file)).code == 0
    heard = run("rehearse", str(file), "--stage", "A")
    assert (heard.code, heard.err) == (0, "")


def test_a_short_line_keeps_the_rest_and_says_what_came_of_it(run: Run) -> None:
    told = run(*EDIT, "--set", "C: bridge 3x10", "--set", "C: hip-flexor 3/week")
    assert (
        "Set C: bridge 3x10 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00 "
        "(it was C: bridge 2x8 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00)" in told.err
    )
    assert "side each 1/day 3/week at 17:00 (new)" in told.err
    assert "Set C: bridge 2x8" in run(*EDIT, "--set", "C: bridge off").err
    assert "Nothing new in: C: bridge 2x8" in run(*EDIT, "--set", "C: bridge 2x8").err


def test_the_words_that_take_a_part_away_stand_in_the_help(run: Run) -> None:
    helped = " ".join(run("programs", "edit", "--help").out.split())
    for words in ("hold 0s", "rest 0s", "side none", "1/day", "daily", "at any", 'note ""'):
        assert words in helped


def test_a_direction_is_let_in_by_what_this_command_takes(run: Run) -> None:
    told = run(*EDIT, "--set", "B: press-up 1x10").err
    assert "--set 'allow-direction" in told
