"""The run at each check-in tries every fault, or fails and says which it cannot try."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.ids import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is a script of a POSIX shell")
WENT_ON = 7
"""What the stand-in for make ends with, as the first thing that is run."""


def checked_in(tools: Path, *, may_mount: bool, **surroundings: str) -> tuple[int, str, str]:
    """How the run ends for root on Linux, among stand-ins for what it calls; what it says."""
    lines = {
        "uname": "echo Linux",
        "id": "echo 0",
        "unshare": "true" if may_mount else "false",
        "make": f'echo "all faults: $COACH_ALL_FAULTS."; exit {WENT_ON}',
        "dirname": f"echo {ROOT / '.ci'}",
    }
    for name, line in lines.items():
        (tools / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (tools / name).chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    ended = subprocess.run(
        [bash, str(ROOT / ".ci" / "run")],
        env={"PATH": str(tools), **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_root_tries_every_fault(tmp_path: Path) -> None:
    code, told, _ = checked_in(tmp_path, may_mount=True)
    assert code == WENT_ON
    assert "all faults: 1." in told


def test_root_that_may_not_mount_fails_before_anything_is_run(tmp_path: Path) -> None:
    code, told, why = checked_in(tmp_path, may_mount=False)
    assert code == 1
    assert "all faults" not in told
    assert "full and frozen disks cannot be tried" in why
    assert "COACH_FEWER_FAULTS=1" in why


def test_where_fewer_faults_are_enough_it_says_so_and_goes_on(tmp_path: Path) -> None:
    code, told, why = checked_in(tmp_path, may_mount=False, COACH_FEWER_FAULTS="1")
    assert code == WENT_ON
    assert "all faults: ." in told
    assert "full and frozen disks cannot be tried" in why
