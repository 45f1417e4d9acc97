"""Encrypting that is killed, at any moment: a plain log or an encrypted one, and it opens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.builders import ROOT

KILLS = 20


@pytest.mark.parametrize("which", ["on", "off"])
def test_killed_at_a_moment_the_log_opens_with_what_is_asked_for(
    tmp_path: Path, which: str
) -> None:
    if os.name == "nt":
        pytest.skip("SIGKILL is a word of POSIX")
    command = [sys.executable, "-m", "tests.faults.encrypting", str(tmp_path), which, str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = done.stdout.split()
    assert len(found) >= KILLS
    assert set(found) == {"plain", "encrypted"}, "some kills before the change of kind, some after"
