"""Run on its own: brings a log up to date, killed at each statement in turn; see the test.

Prints one line for each kill: the version that was found after it.
"""

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlite_utils import Migrations

from coach.store import database as database_module
from coach.store import migrations
from coach.store.connecting import connect
from coach.store.database import SCHEMA_VERSION, LogDatabase
from coach.store.event_log import SqliteEventLog
from coach.store.problems import problems_in
from tests.store.builders import a_log, a_note, a_score, query, recorded

STEPS = (
    migrations.m001_facts_chain_home_and_views,
    migrations.m002_lights_charts_and_proposals,
    migrations.m003_evenings_past_midnight,
    migrations.m004_signed_plans_and_the_caseload,
    migrations.m005_reminders_quiet_and_timers,
)


def former_log(path: Path, version: int) -> None:
    """A log as a coach of an older `version` left it, with two facts."""
    path.touch(0o600)
    steps = Migrations("coach.log")
    for step in STEPS[:version]:
        steps()(step)
    database = LogDatabase(path, connect(path, read_only=False), 0, False)
    migrations.migrate(database, steps)
    with database.unit() as db:
        for key in ("patient", "device"):
            db.execute("INSERT INTO home (key, value) VALUES (?, ?)", [key, f"the {key}"])
    log = SqliteEventLog(database, patient="the patient", device="the device")
    recorded(log, a_note(), a_score())
    log.close()


def shape(path: Path) -> tuple[int, list[object]]:
    """The version of a log and everything its schema says."""
    (version,) = query(path, "PRAGMA user_version")[0]
    return version, query(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name")


def killed_at(home: Path, statement: int) -> bool:
    """Open the log in a process that kills itself at a statement; False when it came through."""
    child = os.fork()
    if child == 0:
        left = statement

        def count(_: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        honest = connect

        def counted(path: Path, **options: bool) -> sqlite3.Connection:
            connection = honest(path, **options)
            connection.execute("PRAGMA cache_size=1")  # Pages reach the file before the commit.
            connection.set_trace_callback(count)
            return connection

        setattr(database_module, "connect", counted)  # noqa: B010 - it is a name of another module
        with a_log(home):
            pass
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def main(folder: Path, version: int, stride: int) -> None:
    """Every `stride`-th statement of the way from `version` to the newest one."""
    template, home = folder / "former.db", folder / "home"
    path = home / "coach.db"
    former_log(template, version)
    home.mkdir()
    shutil.copyfile(template, path)
    with a_log(home) as log:
        facts = log.everything()
    old, new = shape(template), shape(path)
    assert (old[0], new[0]) == (version, SCHEMA_VERSION)
    statement = 1
    while True:
        shutil.rmtree(home)
        home.mkdir()
        shutil.copyfile(template, path)
        if not killed_at(home, statement):
            return
        found = shape(path)  # Opening it rolls back what was under way.
        assert found in (old, new), f"between two versions after statement {statement}"
        if found == new:
            assert list((home / "backups").glob("coach-*.db")), "no copy was made before"
        with a_log(home) as log:
            assert log.everything() == facts
        assert shape(path) == new
        assert problems_in(path) == []
        with closing(sqlite3.connect(next((home / "backups").glob("coach-*.db")))) as copy:
            assert copy.execute("PRAGMA user_version").fetchone() == (version,)
        print(found[0], flush=True)  # noqa: T201
        statement += stride


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
