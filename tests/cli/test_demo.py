"""The demo: a sample patient in a throw-away home, alone or watched."""

import os
import re
import sqlite3
from pathlib import Path

import pytest

from coach.cli.demo import MARK, THROWN_AWAY
from coach.cli.diagnostics import ExitCode
from coach.store.home_lock import HomeLock
from tests.cli.conftest import Run, Shell

ROW = re.compile(r"^[a-z_]+ +\d\d:\d\d:\d\d  ")


def test_without_a_terminal_it_plays_a_session_prints_the_rows_and_ends(
    shell: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    done = shell("demo", TMPDIR=str(folder))
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr
    tables = [line.split()[0] for line in text.splitlines() if ROW.match(line)]
    assert tables.count("pain_score") == 4
    for table in ("session_started", "exercise_done", "session_ended"):
        assert table in tables
    assert "pace 60.0" in text
    assert "outcome completed" in text
    assert not list(folder.iterdir())
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "config.toml").exists()


def test_what_a_demo_that_was_killed_left_behind_is_swept_by_the_next(
    shell: Shell, tmp_path: Path
) -> None:
    homes = {name: tmp_path / f"coach-demo-{name}" for name in ("killed", "runs", "new", "other")}
    for name, home in homes.items():
        home.mkdir()
        if name != "other":
            (home / THROWN_AWAY).write_text("")
        if name != "new":
            os.utime(home / THROWN_AWAY if name != "other" else home, (0, 0))
    lock = HomeLock(homes["runs"])
    assert lock.acquire()
    assert shell("demo", TMPDIR=str(tmp_path)).returncode == 0
    lock.release()
    assert sorted(tmp_path.glob("coach-demo-*")) == sorted(
        homes[name] for name in ("runs", "new", "other")
    )


@pytest.mark.parametrize("left_over", [False, True])
@pytest.mark.parametrize("side", [[], ["--clinic"]], ids=["patient", "clinic"])
def test_a_home_that_is_named_is_never_swept_whatever_its_name(
    shell: Shell, tmp_path: Path, left_over: bool, side: list[str]
) -> None:
    home = tmp_path / "coach-demo-kept"
    if left_over:
        home.mkdir()
        (home / THROWN_AWAY).write_text("")
    assert shell("demo", *side, "--home", str(home), TMPDIR=str(tmp_path)).returncode == 0
    there = sorted(home.iterdir())
    for file in (home, *there):
        os.utime(file, (0, 0))
    assert shell("demo", TMPDIR=str(tmp_path)).returncode == 0
    assert sorted(home.iterdir()) == there
    assert home / MARK in there
    assert home / THROWN_AWAY not in there


def test_a_home_that_is_named_is_kept_and_goes_on(shell: Shell, tmp_path: Path) -> None:
    home = tmp_path / "sample"
    for _ in range(2):
        assert shell("demo", "--home", str(home)).returncode == 0
    database = sqlite3.connect(home / "coach.db")
    (plans,) = database.execute("SELECT count(*) FROM plan_received").fetchone()
    (paced,) = database.execute("SELECT count(*) FROM session_started WHERE pace = 60").fetchone()
    (days,) = database.execute("SELECT count(DISTINCT day) FROM item_asked").fetchone()
    database.close()
    assert (plans, paced) == (1, 2)
    assert days >= 35


@pytest.mark.parametrize("content", ["coach.db", "letter.txt"])
def test_a_home_of_somebody_is_never_filled(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / content).write_text("mine")
    result = run("demo", "--home", str(tmp_path / "mine"))
    assert result.code == ExitCode.INPUT
    assert "--home" in result.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [content]


def test_a_file_is_no_home(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("demo", "--home", str(tmp_path / "file")).code == ExitCode.INPUT
