"""Programs, exercises and rehearsals from the shell: no patient, no log."""

import re
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from tests.cli.conftest import Run, shipped


def test_the_shelf_as_text_and_as_json(run: Run) -> None:
    lines = run("programs", "list").lines
    assert any(re.fullmatch(r"steady-back +Steady back, version 1", line) for line in lines)
    place = next(nth for nth, line in enumerate(lines) if line.startswith("forward-ease"))
    assert lines[place + 1].strip() == (
        "Back pain worse with standing, walking or arching, eased by sitting or bending."
    )
    assert len(lines) == 14
    listed = run("programs", "list", "--json").json
    assert next(iter(listed.items())) == ("schema", "coach/programs/1")
    assert {"id": "steady-back", "title": "Steady back", "version": 1} in listed["programs"]


def test_one_program_is_shown_stage_by_stage(run: Run) -> None:
    lines = run("programs", "show", "steady-back").lines
    assert lines[0] == "Steady back (steady-back@1)"
    for words in ("Stage A, Calm it down", "Stage D, Keep it going", "  Sitting, minutes in one"):
        assert any(line.startswith(words) for line in lines), words


def test_what_is_shipped_has_no_problem(run: Run) -> None:
    result = run("programs", "check", str(shipped()))
    assert (result.code, result.err) == (0, "")


def test_every_problem_is_named_with_file_line_and_mend(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    text = shipped("steady-back", "program.toml").read_text("utf-8")
    file.write_text(
        text.replace('id = "steady-back"', 'id = "broken"').replace("hours = 48", "hours = -1")
    )
    result = run("programs", "check", str(file))
    assert result.code == ExitCode.INPUT
    assert all(re.match(rf"{re.escape(str(file))}:\d+: .+; .+", line) for line in result.lines)
    assert result.lines
    assert len(result.err.splitlines()) == 1
    assert str(file) in result.err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00garbage", b"a = ", b"", b"[" * 5000], ids=repr)
def test_garbage_gives_problems_not_a_traceback(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "garbage.toml"
    file.write_bytes(content)
    result = run("programs", "check", str(file))
    assert result.code == ExitCode.INPUT
    assert str(file) in result.err
    assert "Traceback" not in result.err


def test_a_new_program_is_a_template_without_problems(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "gentle-start" / "program.toml"
    assert run("programs", "new", "--out", str(file)).code == 0
    assert 'id = "gentle-start"' in file.read_text("utf-8")
    assert run("programs", "check", str(file)).code == 0
    again = run("programs", "new", "--out", str(file))
    assert again.code == ExitCode.INPUT
    assert "exists" in again.err


def test_a_new_program_is_shown_without_a_file(run: Run, tmp_path: Path) -> None:
    result = run("programs", "new")
    file = tmp_path / "my-program.toml"
    file.write_text(result.out, "utf-8")
    assert run("programs", "check", str(file)).code == 0


def test_own_programs_with_problems_are_counted_on_the_side(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "home" / "programs" / "mine"
    own.mkdir(parents=True)
    (own / "program.toml").write_text("id = 5")
    result = run("programs", "list")
    assert result.code == 0
    assert "on the shelf" in result.err
    assert str(own.parent) in result.err


def test_exercises_are_found_by_words(run: Run) -> None:
    assert any("bird-dog" in line for line in run("exercises", "bird").lines)
    found = run("exercises", "bird", "dog", "--json").json
    assert next(iter(found.items())) == ("schema", "coach/exercises/1")
    assert [one["id"] for one in found["exercises"]] == ["bird-dog"]
    assert len(run("exercises", "--json").json["exercises"]) > 30


def test_nothing_found_is_said_and_is_no_error(run: Run) -> None:
    result = run("exercises", "trampoline")
    assert (result.code, result.out) == (0, "")
    assert "Nothing found" in result.err


def test_a_rehearsal_tells_what_is_heard_and_when(run: Run) -> None:
    lines = run("rehearse", "steady-back", "--stage", "b").lines
    assert lines[0] == "00:00  Have ready: a mat, shoes, a chair."
    assert lines[1].endswith("Get down now, onto your back.")
    assert re.fullmatch(r"\d\d:\d\d  end", lines[-1])


def test_a_rehearsal_in_few_words_has_fewer_of_them(run: Run) -> None:
    usual = run("rehearse", "steady-back", "--stage", "B").out
    few = run("rehearse", "steady-back", "--stage", "B", "--few-words").out
    assert "It should be an easy, small movement." in usual
    assert "It should be an easy, small movement." not in few
    assert len(few.split()) < 0.95 * len(usual.split())


def test_a_rehearsal_as_json_has_every_cue_in_order(run: Run) -> None:
    told = run("rehearse", "steady-back", "--json").json
    assert next(iter(told.items())) == ("schema", "coach/rehearse/1")
    assert (told["program"], told["stage"]) == ("steady-back", "A")
    offsets = [cue["offset_seconds"] for cue in told["cues"]]
    assert offsets == sorted(offsets)
    assert told["seconds"] >= offsets[-1]
    assert {*told["cues"][0]} == {"offset_seconds", "kind", "text", "priority"}
    assert {cue["priority"] for cue in told["cues"]} <= {
        "safety",
        "warning",
        "guide",
        "count",
        "extra",
    }


def test_no_home_is_made_by_reading_the_shelf(run: Run, tmp_path: Path) -> None:
    run("programs", "list")
    run("rehearse", "steady-back")
    run("exercises", "bird")
    assert not (tmp_path / "home").exists()
