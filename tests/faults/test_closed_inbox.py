"""A yes waits where its owner may not read: it is asked about, named, and locks once it can be."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.cli.diagnostics import ExitCode
from coach.clock import SystemClock
from coach.domain.safety_rhythm import UNREADABLE
from coach.store.spare import Spare
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import Result
from tests.cli.test_doctor_finds import line_of
from tests.conftest import receive_yesterday
from tests.faults.modes import obeying_modes

pytestmark = pytest.mark.usefixtures("by_day")


def obeying(*words: str) -> Result:
    """A command of the coach that the modes of files bind."""
    command = [*obeying_modes(), sys.executable, "-m", "coach", *words]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return Result(ExitCode(done.returncode), done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("closed", "mode"),
    [("file", 0), ("inbox", 0), ("inbox", 0o400), ("inbox", 0o500), ("coach.spare", 0)],
)
def test_what_may_not_be_read_is_asked_about_and_named_and_locks_once_it_may(
    tmp_path: Path, closed: str, mode: int
) -> None:
    obeying_modes()
    receive_yesterday(tmp_path)
    home = tmp_path / "home"
    make_inbox(home).put(Request(RED_FLAG, SystemClock().now().astimezone(), item="saddle-numb"))
    (file,) = (home / "inbox").iterdir()
    if closed == "coach.spare":
        Spare(home / "coach.spare").put(file.read_bytes())
        file.unlink()
    path = file if closed == "file" else home / closed
    path.chmod(mode)
    try:
        started = obeying("session", "--line")
        doctor, mend = line_of(obeying("doctor"), "requests")
    finally:
        path.chmod(0o700)
    if mode == 0o500:  # It can be read: it locks.
        assert started.code == ExitCode.HELD, started
    else:
        assert UNREADABLE in started.out, started
    assert path.name in doctor
    assert f"chmod -R u+rwX {path}" in mend
    again = obeying("session", "--line")
    assert again.code == ExitCode.HELD, again
    assert "COACHING IS LOCKED" in again.out
