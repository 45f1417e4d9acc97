"""Bad input at every door: one line with the mend and the right code, never a traceback."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from coach.bootstrap import Wishes
from coach.cli.diagnostics import ExitCode
from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.workflows.coach import Coach
from tests.cli.conftest import TIMEOUT_SECONDS, Patient, Run, Shell
from tests.conftest import BERLIN
from tests.store.builders import made_by_newer_coach, of_another_program

READING = [["today"], ["pain", "--back", "1", "--leg", "1"], ["session", "--line"], []]
"""Commands that need the log."""


def assert_one_line(result: "subprocess.CompletedProcess[bytes]", code: int) -> str:
    """The one line on standard error."""
    text = result.stderr.decode("utf-8", "replace")
    assert "Traceback" not in text
    assert len(text.splitlines()) == 1, text
    assert result.returncode == code, text
    return text


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_home_that_is_a_file(shell: Shell, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("")
    told = assert_one_line(shell(*words, COACH_HOME=str(tmp_path / "file")), ExitCode.INPUT)
    assert str(tmp_path / "file") in told


def test_a_home_that_cannot_be_made(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    assert str(home) in assert_one_line(shell("today", COACH_HOME=str(home)), ExitCode.INPUT)


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\1" * 4000], ids=len)
def test_a_log_that_is_no_database(
    run: Run, tmp_path: Path, words: list[str], content: bytes
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "coach.db").write_bytes(content)
    result = run(*words)
    assert result.code == ExitCode.INPUT
    assert "coach.db" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("change", [made_by_newer_coach, of_another_program])
def test_a_log_of_a_newer_coach_or_of_another_program_is_refused(
    run: Run, set_up: Patient, tmp_path: Path, words: list[str], change: Callable[[Path], None]
) -> None:
    set_up()
    change(tmp_path / "home" / "coach.db")
    result = run(*words)
    assert result.code == ExitCode.REFUSED
    assert len(result.err.splitlines()) == 1


SETTINGS = [
    b"\xff\xfe\x00\x00",
    b"volume = 5",
    b"volume_percent = 101",
    b"speech = 'yes'",
    b"= = =",
    b"[" * 4000,
    b"quiet_from = 'late'",
    b"x" * 100_000,
]


@pytest.mark.parametrize("content", SETTINGS, ids=range(len(SETTINGS)))
def test_settings_that_cannot_be_used(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    result = run("pain", "--back", "1", "--leg", "1")
    assert result.code == ExitCode.INPUT
    assert len(result.err.splitlines()) == 1


def test_settings_that_are_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert run("today").code == ExitCode.INPUT


@pytest.mark.parametrize("words", [["--out", "{}/no/such/copy.db"], ["--out", "{}"]])
def test_a_copy_that_has_no_place(
    run: Run, set_up: Patient, tmp_path: Path, words: list[str]
) -> None:
    set_up()
    result = run("backup", *(word.format(tmp_path) for word in words))
    assert result.code == ExitCode.INPUT
    assert len(result.err.splitlines()) == 1


def test_a_sound_file_that_has_no_place(run: Run, tmp_path: Path) -> None:
    result = run("say", "Hello", "--out", str(tmp_path / "no" / "such" / "hello.wav"))
    assert result.code == ExitCode.INPUT
    assert len(result.err.splitlines()) == 1


@pytest.fixture
def read_only_shell(
    tmp_path: Path, set_up: Patient
) -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    """Runs a command over a home that nobody, not even root, can write."""
    set_up()
    home = tmp_path / "home"

    def _run(*words: str) -> "subprocess.CompletedProcess[bytes]":
        command = [sys.executable, "-m", "coach", *words]
        if os.geteuid() == 0:
            mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
            command = ["unshare", "-m", "sh", "-c", mount, str(home), *command]
        else:
            home.chmod(0o500)
        try:
            return subprocess.run(
                command, capture_output=True, input=b"", timeout=TIMEOUT_SECONDS, check=False
            )
        finally:
            home.chmod(0o700)

    if os.geteuid() == 0 and not _may_mount(home):
        pytest.skip(
            "needs the privilege to mount (CAP_SYS_ADMIN) to make a home read-only for root"
        )
    return _run


def _may_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" "$0"', str(folder)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    "words", [["pain", "--back", "1", "--leg", "1"], ["sit", "soft"], ["session", "--line"]]
)
def test_a_home_that_is_read_only_takes_nothing_in(
    read_only_shell: Callable[..., "subprocess.CompletedProcess[bytes]"], words: list[str]
) -> None:
    told = assert_one_line(read_only_shell(*words), ExitCode.INPUT)
    assert "cannot be written" in told


def test_a_home_that_is_read_only_still_shows_the_day(
    read_only_shell: Callable[..., "subprocess.CompletedProcess[bytes]"],
) -> None:
    done = read_only_shell("today")
    assert done.returncode == 0, done.stderr
    assert b"Steady back" in done.stdout


def test_a_fault_of_ours_is_one_sentence_and_a_file_with_the_details(
    run: Run, set_up: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.workflows.today import TodayWorkflow

    note = "my left toes are numb"

    def break_down(self: TodayWorkflow) -> None:
        raise ZeroDivisionError(note)

    set_up()
    monkeypatch.setattr(TodayWorkflow, "look", break_down)
    result = run("today")
    assert result.code == ExitCode.FAULT
    assert len(result.err.splitlines()) == 1
    file = tmp_path / "home" / "fault.log"
    assert str(file) in result.err
    kept = file.read_text("utf-8")
    assert "in break_down" in kept
    assert "ZeroDivisionError" in kept
    assert "left toes" not in kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Traceback" not in result.err


def test_a_fault_without_a_home_is_written_to_the_temporary_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.exchange.shelf import FolderShelf

    def break_down(self: FolderShelf) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(FolderShelf, "programs", break_down)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run("programs", "list")
    assert result.code == ExitCode.FAULT
    (file,) = tmp_path.glob("coach-*fault.log")
    assert str(file) in result.err


def test_screens_come_up_where_there_is_a_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: ManualClock
) -> None:
    from coach.tui import app

    opened: list[tuple[bool, bool]] = []

    def run_app(coach: Coach, *, mouse: bool, start: Sequence[str] | None) -> int:
        assert start is None
        opened.append((coach.demo, mouse))
        return 7

    monkeypatch.setattr(app, "run_app", run_app)
    (tmp_path / "config.toml").write_text("mouse = true")
    around = _at_a_terminal(monkeypatch, clock)
    assert main([], around) == 7
    assert main(["demo", "--home", str(tmp_path / "demo")], around) == 7
    assert opened == [(False, True), (True, False)]


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> Surroundings:
    monkeypatch.setattr("coach.cli.surroundings.is_terminal", lambda stream: True)
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    return Surroundings({**environment, "TERM": "xterm-256color"}, clock, BERLIN)


def test_a_session_on_a_terminal_opens_the_screens_into_it(
    monkeypatch: pytest.MonkeyPatch, set_up: Patient, run: Run, clock: ManualClock
) -> None:
    from coach import bootstrap
    from coach.tui import app

    set_up()
    started: list[Sequence[str] | None] = []
    wishes: list[bool] = []
    build = bootstrap.build

    def run_app(coach: Coach, *, mouse: bool, start: Sequence[str] | None) -> int:
        started.append(start)
        return 0

    def _build(places: object, settings: object, asked: Wishes, **more: Any) -> Coach:
        wishes.append(asked.silent)
        return build(places, settings, asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(app, "run_app", run_app)
    monkeypatch.setattr(bootstrap, "build", _build)
    monkeypatch.delenv("COACH_SILENT", raising=False)
    around = _at_a_terminal(monkeypatch, clock)
    assert main(["session", "belly-breath"], around) == 0
    assert main(["session", "--silent"], around) == 0
    assert started == [["belly-breath"], []]
    assert wishes == [False, True]
    assert main(["session", "juggling"], around) == ExitCode.INPUT
    run("session", "--line", answers=["y", "y"])
    assert main(["session"], around) == ExitCode.HELD
    assert len(started) == 2


def test_a_session_on_a_terminal_before_set_up_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: ManualClock
) -> None:
    assert main(["session"], _at_a_terminal(monkeypatch, clock)) == ExitCode.INPUT
    assert "Run `coach` once to choose a program." in capsys.readouterr().err


@pytest.mark.parametrize("silent", [{"COACH_SILENT": "1"}, {}])
def test_silence_reaches_the_speaker(silent: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "COACH_SILENT"}
    assert Surroundings({**environment, **silent}).silent is bool(silent)
