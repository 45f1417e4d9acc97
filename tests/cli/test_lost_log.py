"""A log that is gone is no new home: nobody is asked for a name over the copies of their log."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.store.files import backups_folder
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import Patient, Run
from tests.cli.test_doctor_finds import line_of


@pytest.fixture(name="log_file")
def _log_file(run: Run, set_up: Patient, tmp_path: Path, clock: ManualClock) -> Path:
    """The log of a patient; nothing else of them is in the home."""
    set_up()
    home = tmp_path / "home"
    for file in home.iterdir():
        if file.is_file() and file.name not in ("coach.db", "config.toml"):
            file.unlink()
    return home / "coach.db"


def _copies(log: Path) -> None:
    backups_folder(log).mkdir()
    log.rename(backups_folder(log) / "coach-2027-02-28T090000.db")


def _put_aside(log: Path) -> None:
    log.rename(log.with_name("coach.before-restore-2027-02-28T090000.db"))


def _key(log: Path) -> None:
    (log.parent / "keys").mkdir()
    (log.parent / "keys" / "patient").write_bytes(b"a key")
    log.unlink()


def _ballast(log: Path) -> None:
    log.with_name("coach.ballast").write_bytes(b"room")
    log.unlink()


def _reach(log: Path) -> None:
    log.with_name("coach.reach").write_text("[]")
    log.unlink()


def _spare(log: Path) -> None:
    log.with_name("coach.spare").write_bytes(b"room")
    log.unlink()


def _unplugged(log: Path) -> None:
    log.unlink()
    log.symlink_to(log.parent.parent / "disk" / "coach.db")


LOSSES = (_copies, _put_aside, _key, _ballast, _reach, _spare)


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_log_is_never_taken_for_a_new_home(run: Run, log_file: Path, lose: object) -> None:
    assert callable(lose)
    lose(log_file)
    before = sorted(log_file.parent.rglob("*"))
    for words in ([], ["today"], ["session", "--line"], ["pain", "--back", "1", "--leg", "1"]):
        told = run(*words)
        assert told.code == ExitCode.INPUT, words
        assert told.out == ""
        (line,) = told.err.splitlines()
        assert f"{log_file} is missing" in line
        assert "coach restore" in line
        assert "In an emergency call" in line
    assert [file for file in before if not file.exists() and not file.is_symlink()] == []
    assert not log_file.exists()
    line, do = line_of(run("doctor"), "database")
    assert ": NOT OK." in line
    assert f"{log_file} is missing" in line
    assert "coach restore" in do


def test_the_disk_of_a_lost_log_is_named(run: Run, log_file: Path) -> None:
    if os.name == "nt":
        pytest.skip("a link needs a right of its own there")
    _unplugged(log_file)
    told = run("today")
    assert told.code == ExitCode.INPUT
    assert str(log_file.parent.parent / "disk" / "coach.db") in told.err
    assert "In an emergency call" in told.err
    assert not log_file.exists()


def test_the_newest_copy_is_named_and_puts_it_right(run: Run, log_file: Path) -> None:
    _copies(log_file)
    (copy,) = backups_folder(log_file).iterdir()
    assert f"coach restore {copy}" in run("today").err
    assert run("restore", str(copy)).code == 0
    assert run("today").code == 0


def test_a_link_whose_disk_is_gone_is_kept_when_a_copy_takes_its_place(
    run: Run, log_file: Path, tmp_path: Path
) -> None:
    if os.name == "nt":
        pytest.skip("a link needs a right of its own there")
    copy = str(tmp_path / "copy.db")
    assert run("backup", "--out", copy).code == 0
    _unplugged(log_file)
    target = os.readlink(log_file)
    assert run("restore", copy).code == 0
    (aside,) = log_file.parent.glob("coach.before-restore-*.db")
    assert os.readlink(aside) == target
    assert not log_file.is_symlink()


def test_a_home_without_any_trace_is_a_new_one(run: Run, log_file: Path) -> None:
    log_file.unlink()
    assert run("pain", "--back", "1", "--leg", "1").code == 0
    assert log_file.exists()


@pytest.mark.parametrize("lose", [*LOSSES, _unplugged])
@pytest.mark.parametrize(
    "words",
    [
        ["audio", "steady-back", "--stage", "D", "--out", "x.wav"],
        ["export", "--format", "ics", "--out", "x.ics"],
    ],
    ids=lambda words: words[0],
)
def test_nothing_that_leads_through_exercises_is_made_while_a_lock_may_stand_in_a_lost_log(
    run: Run,
    log_file: Path,
    lose: Callable[[Path], None],
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if lose is _unplugged and os.name == "nt":
        pytest.skip("a link needs a right of its own there")
    monkeypatch.chdir(tmp_path)
    lose(log_file)
    told = run(*words)
    assert told.code == ExitCode.INPUT
    (line,) = told.err.splitlines()
    assert str(log_file) in line
    assert not list(tmp_path.glob("x.*"))
    read = run("rehearse", "steady-back")
    assert read.code == ExitCode.DONE
    assert "may be locked" in read.err


def test_a_yes_that_waits_for_a_new_log_locks(
    run: Run, tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inbox = make_inbox(tmp_path / "home")
    inbox.put(Request(what=RED_FLAG, at=clock.now(), item="saddle-numb"))
    made = run("audio", "steady-back", "--stage", "D", "--out", "x.wav")
    assert made.code == ExitCode.HELD
    assert not list(tmp_path.glob("x.*"))
