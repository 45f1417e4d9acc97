"""The therapist's demo without a terminal: a sample caseload, and who needs it most."""

import os
import sqlite3
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.workflows import demo_stories
from coach.workflows.demo_story import Story
from tests.cli.conftest import Run

ONE = Story(name="Finn Grove", program="stand-ease", seed=16, days=3, flare_day=None, notes={})


@pytest.fixture(autouse=True)
def _one_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """One patient of three days in place of six of six weeks."""
    monkeypatch.setattr(demo_stories, "STORIES", (ONE,))


def test_it_shows_the_caseload_and_a_follow_up_and_ends(run: Run, tmp_path: Path) -> None:
    shown = run("demo", "--clinic")
    assert shown.code == ExitCode.DONE
    assert "Making up 1 patient;" in shown.err
    assert shown.lines[0].lstrip().startswith("Finn Grove")
    assert any(line.startswith("Finn Grove (") for line in shown.lines[1:])
    assert "Exercises" in shown.out
    assert not (tmp_path / "home" / "clinic.db").exists()


def test_a_home_that_is_named_is_kept_and_shows_the_same_again(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "sample"
    first = run("demo", "--clinic", "--home", str(home))
    again = run("demo", "--clinic", "--home", str(home))
    assert (first.code, again.code) == (ExitCode.DONE, ExitCode.DONE)
    assert again.out == first.out
    assert again.err == ""
    if os.name == "posix":
        files = [path for path in home.rglob("*") if path.is_file()]
        assert {path.name for path in files} > {"demo-home", "config.toml", "clinic.db"}
        assert {path.name for path in files if path.stat().st_mode & 0o077} == set()
    database = sqlite3.connect(home / "clinic.db")
    (patients,) = database.execute("SELECT count(*) FROM caseload").fetchone()
    (plans,) = database.execute("SELECT count(*) FROM plan_issued").fetchone()
    database.close()
    assert (patients, plans) == (1, 1)
    assert not (home / "backups").exists()


def test_a_home_of_somebody_is_never_filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "clinic.db").write_text("mine")
    assert run("demo", "--clinic", "--home", str(tmp_path / "mine")).code == ExitCode.INPUT
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["clinic.db"]
