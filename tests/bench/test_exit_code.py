"""What a run of the bench ends with when a part of it could not be measured."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SMALL_FILES = 16 * 1024
"""Bytes a file may have: enough for the figures, too few for a log."""


@dataclass(frozen=True)
class Ran:
    """What somebody who ran it has in hand."""

    exit_code: int
    shown: str
    parts: dict[str, Any]


def run(folder: Path, letters: str, *, files_at_most: int | None = None) -> Ran:
    """Where no program of the system is found, and no file may grow beyond some bytes."""
    figures = folder / "figures.json"
    resource = pytest.importorskip("resource")

    def limit() -> None:
        if files_at_most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (files_at_most, files_at_most))

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", letters, "--json", str(figures)],
        cwd=ROOT,
        # No compiled module is written: one cut short would break every run after this.
        env={"PATH": str(folder), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    parts = json.loads(figures.read_text(encoding="utf-8"))["parts"]
    return Ran(done.returncode, done.stdout, {part["name"]: part for part in parts})


def test_a_part_whose_tools_are_not_here_says_which_and_is_no_failure(tmp_path: Path) -> None:
    ran = run(tmp_path, "g")
    assert ran.exit_code == 0
    assert "not measured: " in ran.shown
    assert "pulseaudio" in ran.shown
    assert ran.parts["g"]["faults"] == []


def test_a_part_that_fails_is_said_and_fails_the_run_after_the_others(tmp_path: Path) -> None:
    ran = run(tmp_path, "d,g", files_at_most=SMALL_FILES)
    assert ran.exit_code == 1
    assert "could not be measured: " in ran.shown
    assert ran.parts["d"]["faults"]
    assert "pulseaudio" in " ".join(ran.parts["g"]["notes"])
