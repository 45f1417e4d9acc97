"""`coach watch` as a process: one a home, ended cleanly, installed and taken back."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from coach.cli import watch as watch_command
from coach.cli.surroundings import Surroundings
from coach.cli.watch import (
    FAULT_SECONDS,
    MOST_FAULTS,
    ON_ELSEWHERE,
    Stop,
    look_until,
    wait_for_settings,
)
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import InputError
from coach.store.bounded_log import MOST_BYTES
from coach.store.home_lock import HomeLock
from coach.store.trouble_log import TroubleLog
from tests.cli.conftest import TIMEOUT_SECONDS, Patient, Run, Shell

Child = Callable[..., "subprocess.Popen[str]"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def until_there(file: Path, watch: "subprocess.Popen[str]") -> None:
    """Wait until the watch has left a file."""
    for _ in range(10 * TIMEOUT_SECONDS):
        if file.exists() or watch.poll() is not None:
            break
        with suppress(subprocess.TimeoutExpired):
            watch.wait(0.1)
    assert file.exists(), watch.poll()


def until_on(watch: "subprocess.Popen[str]", home: Path) -> None:
    """Wait until the watch has its lock and has looked once."""
    until_there(home / "alive", watch)


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_runs_until_it_is_stopped(
    set_up: Patient, child: Child, places: "object", tmp_path: Path, number: int, code: int
) -> None:
    set_up()
    home = tmp_path / "home"
    (home / "alive").unlink(missing_ok=True)
    watch = child("watch")
    until_on(watch, home)
    os.kill(watch.pid, number)
    out, err = watch.communicate(timeout=TIMEOUT_SECONDS)
    assert (watch.returncode, out, err) == (code, f"{ON_ELSEWHERE}\n", "")
    assert not (home / "watch.pid").exists()
    assert HomeLock(home).acquire()


@posix
def test_a_second_watch_says_so_and_ends_with_4(
    set_up: Patient, child: Child, shell: Shell, tmp_path: Path
) -> None:
    set_up()
    (tmp_path / "home" / "alive").unlink(missing_ok=True)
    watch = child("watch")
    until_on(watch, tmp_path / "home")
    second = shell("watch")
    assert second.returncode == 4
    assert second.stderr.decode().startswith("coach: A watch is on already (process ")
    assert shell("pain", "--back", "2", "--leg", "3").returncode == 0
    sits = shell("sit", "hard")
    assert "The watch calls you" in sits.stderr.decode()
    assert "A watch is on." in shell("watch", "--status").stdout.decode()
    watch.kill()
    watch.communicate(timeout=TIMEOUT_SECONDS)
    assert "Nobody is watching" in shell("sit", "soft").stderr.decode()


@posix
def test_a_watch_over_a_damaged_log_tells_whom_to_call(
    child: Child, set_up: Patient, places: Places
) -> None:
    set_up()
    places.config_file.write_text('emergency_number = "911"\n', encoding="utf-8")
    (places.home / "coach.db").write_bytes(b"\xff" * 5000)
    watch = child("watch")
    assert watch.stderr is not None
    told = watch.stderr.readline()
    assert "is not a database" in told
    assert "In an emergency call 911." in told
    watch.send_signal(signal.SIGINT)
    watch.wait(TIMEOUT_SECONDS)


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself signals there")
def test_a_watch_can_be_stopped_at_any_moment_of_its_wait() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT_EVERY_MOMENT],
        timeout=TIMEOUT_SECONDS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True\n"


STOPPED_AT_EVERY_MOMENT = """
import signal, sys
from coach.cli.watch import Stop

def signal_at(wanted):
    steps = 0
    def step(frame, event, argument):
        nonlocal steps
        steps += 1
        if steps == wanted:
            signal.raise_signal(signal.SIGTERM)
        return step
    return step

stopped = 0
for moment in range(1, 80):
    with Stop() as stop:
        sys.settrace(signal_at(moment))
        stop.wait(0.001)
        sys.settrace(None)
        stopped += stop.is_over()
print(stopped > 3)
"""


def test_a_fault_of_ours_is_kept_and_the_watch_goes_on(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    places.home.mkdir()
    stop, waited = Stop(), list[float]()
    stop.wait = waited.append  # type: ignore[method-assign,assignment]
    answers: list[float | Exception] = [
        5.0,
        KeyError("what"),
        5.0,
        *[KeyError("what")] * MOST_FAULTS,
    ]

    def look() -> float:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(KeyError):
        look_until(stop, look, places)
    assert waited == [5.0, FAULT_SECONDS, 5.0, *[FAULT_SECONDS] * (MOST_FAULTS - 1)]
    assert "KeyError" in (places.home / "fault.log").read_text()
    assert "Traceback" not in capsys.readouterr().err


def test_a_settings_file_that_cannot_be_read_ends_nothing_that_was_started_by_itself(
    tmp_path: Path, clock: ManualClock
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("nonsense = 3\n")
    stop, troubles = Stop(), list[str]()

    def mended(seconds: float) -> None:
        config.write_text('name = "Sam"\n')

    stop.wait = mended  # type: ignore[method-assign]
    wait_for_settings(Surroundings(dict(os.environ), clock), stop, troubles.append)
    assert len(troubles) == 1
    assert "nonsense" in troubles[0]


def test_on_a_terminal_it_is_told_at_once(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "config.toml").write_text("nonsense = 3\n")

    class Terminal(Surroundings, frozen=True):
        @property
        def on_terminal(self) -> bool:
            return True

    with pytest.raises(InputError, match="nonsense"):
        wait_for_settings(Terminal(dict(os.environ), clock), Stop(), lambda _: None)


def test_the_log_of_troubles_is_private_and_bounded(tmp_path: Path, clock: ManualClock) -> None:
    log = TroubleLog(tmp_path / "watch.log")
    for number in range(2 * MOST_BYTES // 50):
        log.add(clock.now(), f"Trouble {number} that fills a line of the log.")
    text = (tmp_path / "watch.log").read_text()
    assert len(text) <= MOST_BYTES + 200
    assert text.startswith("2027-03-01T09:30:00+01:00 Trouble")
    assert f"Trouble {2 * MOST_BYTES // 50 - 1} " in text
    assert (tmp_path / "watch.log").stat().st_mode & 0o777 == 0o600


def test_a_disk_that_refuses_the_log_takes_nothing_down(clock: ManualClock) -> None:
    TroubleLog(Path("/proc/nowhere/watch.log")).add(clock.now(), "Trouble.")


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="systemd")
def test_install_status_and_uninstall(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    control = tmp_path / "bin" / "systemctl"
    control.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/ran\n[ "$2" != is-active ]\n')
    control.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(watch_command, "pause", lambda _: None)
    unit = tmp_path / "config/systemd/user/coach-watch.service"
    first = run("watch", "--install")
    assert (first.code, first.lines[0]) == (0, f"Written: {unit}")
    assert "It is not on yet." in first.err  # What says that it started is no watch.
    assert run("watch", "--install").code == 0
    assert f"COACH_HOME={tmp_path}/home" in unit.read_text()
    assert "restart coach-watch.service" in (tmp_path / "ran").read_text()
    assert f"Installed: {unit}" in run("watch", "--status").lines
    assert run("watch", "--uninstall").code == 0
    assert not unit.exists()
    assert run("watch", "--uninstall").out == "Nothing is installed.\n"


def test_an_encrypted_home_is_not_installed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "coach.encrypted").touch()
    result = run("watch", "--install")
    assert result.code == 2
    assert "start it in a terminal with: coach watch" in result.err


@posix
def test_an_encrypted_home_without_its_passphrase_is_a_trouble_and_no_end(
    set_up: Patient, child: Child, shell: Shell, tmp_path: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    set_up()
    assert shell("encrypt", COACH_PASSPHRASE="four small green boats").returncode == 0
    watch = child("watch")
    log = tmp_path / "home" / "watch.log"
    until_there(log, watch)
    watch.terminate()
    _, err = watch.communicate(timeout=TIMEOUT_SECONDS)
    assert watch.returncode == 0
    assert len(log.read_text().splitlines()) == 1
    assert "assphrase" in err
