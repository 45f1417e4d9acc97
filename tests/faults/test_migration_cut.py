"""A change of schema cut in two: the old version or the new one, never between; a copy before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.store.database import SCHEMA_VERSION
from tests.faults.migrating import STEPS
from tests.store.builders import ROOT


def test_every_change_of_schema_is_cut() -> None:
    assert len(STEPS) == SCHEMA_VERSION


@pytest.mark.parametrize(("version", "stride"), [(SCHEMA_VERSION - 1, 1), (1, 7)])
def test_killed_at_a_statement_it_is_the_old_version_or_the_new(
    tmp_path: Path, version: int, stride: int
) -> None:
    if os.name == "nt":
        pytest.skip("SIGKILL is a word of POSIX")
    command = [sys.executable, "-m", "tests.faults.migrating", str(tmp_path)]
    done = subprocess.run(
        [*command, str(version), str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kills = done.stdout.split()
    assert len(kills) > 20
    assert set(kills) <= {str(version), str(SCHEMA_VERSION)}
    assert str(version) in kills
