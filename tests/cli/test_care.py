"""Copies of the log, the voice, and the doctor."""

import sqlite3
import wave
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.events import PainScore
from coach.workflows.coach import Coach
from tests.cli.conftest import Facts, Patient, Run
from tests.conftest import BERLIN

CHECKS = {
    "settings",
    "database",
    "copies",
    "key",
    "clock",
    "disk",
    "privacy",
    "in use",
    "requests",
    "files",
    "leftovers",
    "faults",
    "voice log",
    "watch log",
    "ready sounds",
    "programs",
    "voice",
    "sound",
    "microphone",
    "notices",
    "do not disturb",
    "idle time",
    "watch",
    "terminal",
}


def test_a_copy_can_be_put_back_and_the_former_log_is_kept(
    run: Run, tmp_path: Path, facts: Facts
) -> None:
    copy = tmp_path / "copy.db"
    run("pain", "--back", "1", "--leg", "1")
    made = run("backup", "--out", str(copy))
    assert (made.code, made.lines) == (0, [str(copy)])
    run("pain", "--back", "9", "--leg", "9")
    put_back = run("restore", str(copy))
    assert put_back.code == 0
    assert any(line.startswith("The former log is kept as") for line in put_back.lines)
    assert [score.score for score in facts(PainScore)] == [1, 1]
    assert list((tmp_path / "home").glob("coach.before-restore-*.db"))


def test_what_is_there_and_is_no_file_is_told_from_what_is_not_there(
    run: Run, tmp_path: Path
) -> None:
    folder, gone = tmp_path / "copies", tmp_path / "gone.db"
    folder.mkdir()
    for named, told in ((folder, f"{folder} is no file;"), (gone, f"there is no file {gone};")):
        refused = run("restore", str(named))
        assert refused.code == ExitCode.INPUT
        assert f"{told} name a copy made by backup" in refused.err


def test_a_folder_that_bears_the_name_of_half_a_copy_stays_and_stops_no_copy(
    run: Run, tmp_path: Path
) -> None:
    run("pain", "--back", "1", "--leg", "1")
    folder = tmp_path / "home" / "backups" / "coach-x.db.part"
    (folder / "of somebody").mkdir(parents=True)
    assert run("backup").code == 0
    assert (folder / "of somebody").is_dir()
    assert any(line.startswith("leftovers: ok.") for line in run("doctor").lines)


def test_a_copy_goes_into_the_home_without_a_name(run: Run, tmp_path: Path) -> None:
    run("pain", "--back", "1", "--leg", "1")
    (made,) = run("backup").lines
    assert Path(made).parent == tmp_path / "home" / "backups"
    assert Path(made).is_file()


def test_a_file_of_somebody_else_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    run("pain", "--back", "1", "--leg", "1")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")
    assert run("backup", "--out", str(letter)).code == ExitCode.INPUT
    assert letter.read_text() == "Dear Ada"


def test_what_is_no_copy_is_refused(run: Run, tmp_path: Path, facts: Facts) -> None:
    run("pain", "--back", "1", "--leg", "1")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")
    result = run("restore", str(letter))
    assert result.code == ExitCode.INPUT
    assert len(result.err.splitlines()) == 1
    assert len(facts(PainScore)) == 2


def test_restoring_an_older_log_is_no_way_out_of_a_hold(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    copy = str(tmp_path / "before.db")
    assert run("backup", "--out", copy).code == 0
    run("session", "--line", answers=["y", "y"])
    refused = run("restore", copy)
    assert refused.code == ExitCode.HELD
    assert "locked" in refused.err
    assert run("today", "--json").json["hold"]["tier"] == 1


def test_nothing_is_restored_under_an_open_coach(
    run: Run, tmp_path: Path, open_coach: Callable[..., Coach]
) -> None:
    run("pain", "--back", "1", "--leg", "1")
    run("backup", "--out", str(tmp_path / "copy.db"))
    open_coach()
    result = run("restore", str(tmp_path / "copy.db"))
    assert result.code == ExitCode.INPUT
    assert "Another coach" in result.err


def test_the_doctor_finds_all_well(run: Run, set_up: Patient) -> None:
    set_up()
    result = run("doctor", "--json")
    assert result.code == 0
    told = result.json
    assert next(iter(told.items())) == ("schema", "coach/doctor/1")
    assert {check["name"] for check in told["checks"]} == CHECKS
    assert all(check["ok"] for check in told["checks"]), told
    assert told["ok"] is True
    assert {*told["checks"][0]} == {"name", "ok", "detail", "mend"}
    assert len(run("doctor").lines) == len(CHECKS)


def test_the_doctor_writes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("doctor").code == 0
    assert not (tmp_path / "home").exists()
    (tmp_path / "home").mkdir(mode=0o700)
    assert run("doctor").code == 0
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", b"SQLite format 3\0" + b"\0" * 600]
)
def test_the_doctor_finds_a_damaged_log(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "coach.db").write_bytes(content)
    result = run("doctor")
    assert result.code == ExitCode.INPUT
    assert any(line.startswith("database: NOT OK") for line in result.lines)
    assert "database" in result.err
    assert len(result.err.splitlines()) == 1


def test_the_doctor_finds_a_fact_that_was_changed(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    run("pain", "--back", "1", "--leg", "1")
    database = sqlite3.connect(tmp_path / "home" / "coach.db")
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'pain_score'"
    for (name,) in database.execute(names).fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute("UPDATE pain_score SET score = 9")
    database.commit()
    database.close()
    assert run("doctor").code == ExitCode.INPUT


def test_the_doctor_works_with_a_broken_settings_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("volume_percent = 'loud'")
    result = run("doctor")
    assert result.code == ExitCode.INPUT
    assert any(line.startswith("settings: NOT OK") for line in result.lines)
    assert any(line.startswith("  do: Mend the file") for line in result.lines)


@pytest.mark.parametrize(
    ("wall", "code"),
    [
        (datetime(1970, 1, 1, 0, 5, tzinfo=BERLIN), ExitCode.INPUT),
        (datetime(2026, 1, 1, 8, 0, tzinfo=BERLIN), ExitCode.DONE),
    ],
    ids=["no battery", "set back"],
)
def test_the_doctor_finds_a_clock_that_cannot_be_right(
    run: Run, set_up: Patient, clock: ManualClock, wall: datetime, code: ExitCode
) -> None:
    set_up()
    clock.set_wall(wall)
    result = run("doctor")
    assert result.code == code, "two is for what coaching cannot do without"
    assert any(line.startswith("clock: NOT OK") for line in result.lines)


def test_the_doctor_lists_every_setting_with_its_meaning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('emergency_number = "911"\n', encoding="utf-8")
    lines = run("doctor", "--settings").lines
    assert lines[0].endswith(str(tmp_path / "config.toml"))
    # What holds now, and what would hold otherwise.
    assert [line for line in lines if line.startswith('emergency_number = "911"')]
    assert 'Default: "112".' in run("doctor", "--settings").out
    assert all("  # " in line for line in lines[1:])
    told = run("doctor", "--settings", "--json").json
    assert next(iter(told.items())) == ("schema", "coach/settings/1")


def test_silence_is_obeyed_and_told(run: Run) -> None:
    result = run("say", "Hello")
    assert result.code == ExitCode.INPUT
    assert "COACH_SILENT" in result.err


def test_speech_goes_to_a_file_even_in_silence(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "hello.wav"
    result = run("say", "Hello", "--out", str(out))
    if result.code:
        pytest.skip(f"this machine has no voice: {result.err}")
    with wave.open(str(out)) as sound:
        assert sound.getnframes() > 0
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_a_voice_that_does_not_work_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.speech import offline
    from coach.speech.settings import SpeechError

    def no_voice(*given: object) -> float:
        raise SpeechError("There is no voice on this machine", "Install espeak-ng.")

    monkeypatch.setattr(offline, "render_to_file", no_voice)
    result = run("say", "Hello", "--out", str(tmp_path / "hello.wav"))
    assert result.code == ExitCode.INPUT
    assert result.err.strip() == "coach: There is no voice on this machine. Install espeak-ng."


def test_speech_is_never_written_over_another_file(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "clinic.wav"
    log.write_bytes(b"SQLite format 3, the whole clinic")
    result = run("say", "Hello", "--out", str(log))
    assert result.code == ExitCode.INPUT
    assert "name a new file" in result.err
    assert log.read_bytes() == b"SQLite format 3, the whole clinic"
