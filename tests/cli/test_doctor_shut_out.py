"""What nobody may open or write: the doctor lives on, tells it, and all the rest beside it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.cli import doctor_copies
from coach.cli.checks import Check, guarded
from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock, SystemClock
from coach.domain.errors import LogError
from tests.cli.conftest import TIMEOUT_SECONDS, Patient, Result, Run
from tests.cli.test_doctor_finds import line_of, not_ok
from tests.faults.modes import obeying_modes

DONE, INPUT = ExitCode.DONE, ExitCode.INPUT
Doctor = Callable[..., Result]


@pytest.fixture
def home(run: Run, set_up: Patient, tmp_path: Path, clock: ManualClock) -> Iterator[Path]:
    """A patient's home of the real today with a copy of two days ago; opened up at the end."""
    clock.set_wall(SystemClock().now() - timedelta(days=2))
    set_up()
    assert run("pain", "--back", "3", "--leg", "4", "--reach", "calf").code == 0
    assert run("backup").code == 0
    place = tmp_path / "home"
    yield place
    for folder in (place, *place.rglob("*")):
        if folder.is_dir():
            folder.chmod(0o700)


@pytest.fixture
def real() -> Doctor:
    """Runs a command as a process that permissions hold for."""
    before = obeying_modes()

    def _real(*words: str) -> Result:
        done = subprocess.run(
            [*before, sys.executable, "-m", "coach", *words],
            capture_output=True,
            text=True,
            input="",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return _real


def _closed_keys(home: Path) -> None:
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys").chmod(0)


def _closed_settings(home: Path) -> None:
    (home.parent / "config.toml").write_text('name = "Sam"\n')
    (home.parent / "config.toml").chmod(0)


def _copy_unplugged(home: Path) -> None:
    (home / "backups" / "coach-2026-11-30T101010.db").symlink_to("/nowhere")


def _closed_copy(home: Path) -> None:
    next((home / "backups").iterdir()).chmod(0)


def _closed_backups(home: Path) -> None:
    (home / "backups").chmod(0)


def _folder_as_copy(home: Path) -> None:
    (home / "backups" / "coach-2026-11-30T101010.db").mkdir()


def _closed_home(home: Path) -> None:
    home.chmod(0)


def _home_that_lists_only(home: Path) -> None:
    home.chmod(0o400)


def _closed_journal(home: Path) -> None:
    (home / "coach.db-journal").touch()
    (home / "coach.db-journal").chmod(0)


def _closed_lock(home: Path) -> None:
    (home / "coach.lock").chmod(0)


def _folder_as_lock(home: Path) -> None:
    (home / "coach.lock").unlink()
    (home / "coach.lock").mkdir(mode=0o700)


def _closed_programs(home: Path) -> None:
    (home / "programs").mkdir(mode=0)


def _closed_letters(home: Path) -> None:
    (home / "out").mkdir(mode=0)


def _closed_copies(home: Path) -> None:
    (home / "backups").chmod(0)


def _copies_that_take_none(home: Path) -> None:
    (home / "backups").chmod(0o500)


def _closed_lock_of_copies(home: Path) -> None:
    (home / "coach.backup.lock").chmod(0)


def _folder_as_journal(home: Path) -> None:
    (home / "coach.db-journal").unlink(missing_ok=True)
    (home / "coach.db-journal").mkdir(mode=0o700)


@pytest.mark.parametrize(
    ("inject", "check", "says", "do", "code"),
    [
        (_closed_keys, "key", "{home}/keys/patient cannot be", "Check the folder", DONE),
        (_closed_settings, "settings", "config.toml cannot be", "permission to read", INPUT),
        (_copy_unplugged, "copies", "1 of 2 could not be looked at", "is a link to /nowhere", DONE),
        (
            _closed_copy,
            "copies",
            "could not be looked at",
            "permission to read it. Keep what",
            DONE,
        ),
        (_closed_backups, "copies", "{home}/backups cannot be looked into", "{home}/backups", DONE),
        (_folder_as_copy, "copies", "is a folder that bears", "another name", DONE),
        (_closed_home, "database", "{home} cannot be looked into", "write {home}.", INPUT),
        (_home_that_lists_only, "database", "{home} cannot be looked into", "{home}.", INPUT),
        (_closed_journal, "database", "coach.db-journal cannot be written", "permission", INPUT),
        (_folder_as_journal, "database", "coach.db-journal is no file", "Move it", INPUT),
        (_closed_lock, "in use", "coach.lock cannot be written", "permission", INPUT),
        (_folder_as_lock, "in use", "coach.lock is a folder", "Move it", INPUT),
        (_closed_programs, "programs", "{home}/programs cannot", "{home}/programs.", DONE),
        (_closed_letters, "files", "{home}/out cannot be looked", "{home}/out.", DONE),
        (_closed_copies, "copies", "{home}/backups cannot be looked", "{home}/backups.", DONE),
        (_copies_that_take_none, "copies", "{home}/backups takes none", "{home}/backups.", DONE),
        (_closed_lock_of_copies, "copies", "coach.backup.lock cannot be", "permission", DONE),
    ],
)
def test_what_is_closed_is_named_with_what_to_do(
    real: Doctor,
    home: Path,
    inject: Callable[[Path], None],
    check: str,
    says: str,
    do: str,
    code: ExitCode,
) -> None:
    inject(home)
    result = real("doctor")
    assert check in not_ok(result), result
    line, to_do = line_of(result, check)
    assert says.format(home=home) in line
    assert do.format(home=home) in to_do
    assert result.code == code, result
    for other in ("settings", "clock", "disk", "programs", "voice", "watch", "terminal"):
        assert line_of(result, other), "whatever is closed, the rest is looked at"
    told = real("doctor", "--json")
    assert told.code == code
    assert [one["name"] for one in told.json["checks"] if not one["ok"]] == not_ok(result)


def test_what_a_check_meets_becomes_its_own_finding() -> None:
    def _meets(error: Exception) -> Check:
        raise error

    closed = PermissionError(13, "Permission denied", "/the/log")
    met = guarded("copies", lambda: _meets(closed))
    assert (met.ok, met.needed) == (False, False)
    assert met.detail == "/the/log cannot be used (Permission denied)."
    assert met.mend
    met = guarded("database", lambda: _meets(LogError("Log", "It is held.", "Wait.")), needed=True)
    assert (met.detail, met.mend, met.needed) == ("It is held.", "Wait.", True)
    met = guarded("copies", lambda: _meets(LogError("The log is held", "Wait until it is free.")))
    assert (met.detail, met.mend) == ("The log is held.", "Wait until it is free.")
    with pytest.raises(ZeroDivisionError):  # A fault of ours is no finding about a home.
        guarded("copies", lambda: _meets(ZeroDivisionError()))


def test_a_folder_in_the_place_of_a_note_ends_no_command(run: Run, home: Path) -> None:
    (home / "coach.pid").mkdir(mode=0o700)
    assert run("pain", "--back", "1", "--leg", "1").code == DONE
    assert run("doctor").out


@pytest.mark.parametrize("inject", [_closed_lock, _folder_as_lock])
def test_who_may_not_take_the_lock_is_told_its_name(
    real: Doctor, home: Path, inject: Callable[[Path], None]
) -> None:
    inject(home)
    copy = next((home / "backups").iterdir())
    for told in (real("pain", "--back", "1", "--leg", "1"), real("restore", str(copy))):
        assert told.code == INPUT
        assert str(home / "coach.lock") in told.err
        assert "Errno" not in told.err


def test_a_folder_that_takes_no_new_file_is_told_and_is_no_end_of_coaching(
    real: Doctor, home: Path
) -> None:
    (home / "coach.db-journal").touch()
    home.chmod(0o500)
    result = real("doctor")
    assert f"{home} cannot be written" in line_of(result, "disk")[0]
    assert real("pain", "--back", "1", "--leg", "1").code == DONE
    assert result.code == DONE, "two is for what coaching cannot do without"


@pytest.mark.parametrize("beside", [False, True])
def test_looking_whether_the_log_can_be_written_leaves_nothing(
    run: Run, home: Path, beside: bool
) -> None:
    journal = home / "coach.db-journal"
    if beside:
        journal.touch(mode=0o600)
    else:
        journal.unlink(missing_ok=True)
    files = sorted(home.rglob("*"))
    log = (home / "coach.db").read_bytes()
    assert run("doctor").code == DONE
    assert sorted(home.rglob("*")) == files
    assert (home / "coach.db").read_bytes() == log


@pytest.mark.parametrize("inject", [_closed_copies, _copies_that_take_none, _closed_lock_of_copies])
def test_where_the_doctor_says_that_no_copy_can_be_made_none_is(
    real: Doctor, home: Path, inject: Callable[[Path], None]
) -> None:
    inject(home)
    told = real("pain", "--back", "1", "--leg", "1")
    assert told.code == DONE
    assert "backup was not made" in told.err
    line, _ = line_of(real("doctor"), "copies")
    named = "coach.backup.lock" if inject is _closed_lock_of_copies else "backups"
    assert str(home / named) in told.err
    assert str(home / named) in line


@pytest.mark.parametrize("is_lost", [False, True])
def test_nobody_is_told_to_begin_anew_over_copies_that_cannot_be_seen(
    real: Doctor, home: Path, is_lost: bool
) -> None:
    for file in home.glob("coach.*"):
        file.unlink()
    if not is_lost:
        (home / "coach.db").write_bytes(b"broken")
    _closed_copies(home)
    for told in (real("today").err, "".join(line_of(real("doctor"), "database"))):
        assert f"{home / 'backups'} cannot be looked into (Permission denied)" in told
        assert "begin a new log" not in told
    assert (home / "coach.db").exists() is not is_lost


def test_a_place_without_room_for_a_copy_is_named(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (home / "coach.db").stat().st_size
    monkeypatch.setattr(doctor_copies, "free_bytes", lambda _: size - 1)
    line, do = line_of(run("doctor"), "copies")
    assert f"NOT OK. {home / 'backups'} takes none: " in line
    assert do.startswith("Free some space")
    monkeypatch.setattr(doctor_copies, "free_bytes", lambda _: size)
    assert not_ok(run("doctor")) == []


@pytest.mark.parametrize("name", ["coach.db", "keys/patient", "coach.pid", "alive", "timer-times"])
def test_a_pipe_in_the_place_of_a_file_of_ours_is_never_waited_for(
    real: Doctor, home: Path, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(home / "coach.db", copy)
    place = home / name
    place.unlink(missing_ok=True)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    os.mkfifo(place, 0o600)
    is_log = name == "coach.db"
    result = real("doctor")
    assert result.code == (INPUT if is_log else DONE), result
    if is_log:
        assert f"{place} is no file, where coach keeps one" in line_of(result, "database")[0]
    told = real("today")
    assert told.code == (INPUT if is_log else DONE)
    if name == "keys/patient":
        assert f"{place} cannot be read or made (it is no file)" in line_of(result, "key")[0]
    told = real("restore", str(copy))
    assert told.code == (INPUT if is_log else DONE), told
    assert not is_log or f"{place} is no file" in told.err


@pytest.mark.parametrize(
    ("name", "check", "code"),
    [
        ("coach.reach", "files", DONE),
        ("coach.spare", "files", DONE),
        ("inbox/a.json", "requests", DONE),
        ("backups/coach-2026-11-01T000000.db", "copies", DONE),
        ("backups/coach-2026-11-01T000000.db-journal", "", DONE),
        ("coach.db-journal", "database", INPUT),
        ("coach.db-wal", "database", INPUT),
        ("coach.db-shm", "database", INPUT),
    ],
)
def test_a_pipe_is_named_and_nothing_waits_for_it(
    real: Doctor, home: Path, name: str, check: str, code: ExitCode
) -> None:
    place = home / name
    place.unlink(missing_ok=True)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    os.mkfifo(place, 0o600)
    result = real("doctor")
    assert result.code == code, result
    if check:
        line, do = line_of(result, check)
        assert "NOT OK" in line
        assert place.name in line
        assert "ove it away" in line + do
    assert real("pain", "--back", "3", "--leg", "2").code == code


def test_a_pipe_in_the_place_of_a_caseload_is_put_aside_by_a_copy(
    real: Doctor, run: Run, home: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert run("patient", "card").code == DONE
    shutil.copy(home / "clinic.db", copy)
    (home / "clinic.db").unlink()
    os.mkfifo(home / "clinic.db")
    told = real("restore", str(copy), "--clinic")
    assert told.code == DONE, told
    assert (home / "clinic.db").read_bytes()[:6] == b"SQLite"
    (aside,) = home.glob("clinic.before-restore-*.db")
    assert aside.is_fifo()


def test_a_home_whose_name_is_no_text_is_looked_at_to_the_end(
    real: Doctor, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("every name is text there")
    named = os.fsdecode(os.fsencode(home) + b"\xff")
    home.rename(named)
    monkeypatch.setenv("COACH_HOME", named)
    result = real("doctor")
    assert result.code == DONE, result
    assert not_ok(result) == ["watch"]
    assert "bytes in its name that are no letters" in line_of(result, "watch")[0]
    assert len(real("doctor", "--json").json["checks"]) > len(not_ok(result))
    told = real("watch", "--install")
    assert told.code == INPUT
    assert "Give it another name" in told.err


def test_the_lock_of_a_caseload_counts_where_there_is_one(
    real: Doctor, run: Run, home: Path
) -> None:
    (home / "clinic.lock").touch(mode=0)
    assert not_ok(real("doctor")) == []
    (home / "clinic.lock").unlink()
    assert run("patient", "card").code == DONE
    (home / "clinic.lock").chmod(0)
    result = real("doctor")
    assert f"{home / 'clinic.lock'} cannot be written" in line_of(result, "in use")[0]
    assert result.code == INPUT


@pytest.mark.parametrize(("name", "mode"), [("coach.spare", 0o400), ("coach.reach", 0)])
def test_a_note_beside_the_log_that_is_closed_is_named(
    real: Doctor, home: Path, name: str, mode: int
) -> None:
    file = home / name
    file.chmod(mode)
    result = real("doctor")
    line, do = line_of(result, "files")
    assert f"NOT OK. Closed to coach: {name}." in line
    assert f"chmod u+rw {file}" in do
    assert result.code == DONE
