"""The tables themselves: strict, append-only, numbered without gaps; and how they come about."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from coach.domain.fact_codec import KINDS
from coach.store import database as database_module
from coach.store import migrations as migrations_module
from coach.store import opening
from coach.store.connecting import connect
from coach.store.database import (
    APPLICATION_ID,
    EXPECTED_TABLES,
    SCHEMA_VERSION,
    LogDatabase,
    open_database,
)
from coach.store.migrations import log_migrations, migrate
from coach.store.problems import problems_in
from tests.store.builders import a_log, a_note, a_score, opened, query, recorded

TABLES = sorted({*KINDS, "fact_chain"})


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """A log with one fact of two kinds."""
    with a_log(tmp_path) as log:
        recorded(log, a_score(), a_note())
    return tmp_path / "coach.db"


def test_a_new_log_is_marked_as_ours_and_of_the_newest_version(log_file: Path) -> None:
    assert query(log_file, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(log_file, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert problems_in(log_file) == []


def test_every_migration_counts_as_a_version() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        names = [step.name for step in log_migrations.pending(sqlite_utils.Database(connection))]
    assert len(names) == SCHEMA_VERSION
    assert [name[:5] for name in names] == [f"m{n:03}_" for n in range(1, len(names) + 1)]


def test_migrating_twice_changes_nothing(log_file: Path) -> None:
    before = query(log_file, "SELECT name, sql FROM sqlite_master ORDER BY name")
    database = open_database(log_file)
    migrate(database)
    database.close()
    assert query(log_file, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert query(log_file, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_every_table_is_strict(log_file: Path) -> None:
    rows = query(log_file, "SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    strict = {name for name, is_strict in rows if is_strict}
    loose = {name for name, is_strict in rows if not is_strict}
    assert strict >= EXPECTED_TABLES
    assert all(name.startswith("sqlite_") for name in loose)


def _insert_any_row(connection: sqlite3.Connection, table: str) -> None:
    """A row that no rule but the triggers would mind."""
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("PRAGMA foreign_keys=OFF")
    columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()
    values = {"TEXT": "x", "INTEGER": 1, "REAL": 1.0}
    marks = ", ".join("?" * len(columns))
    row = [values[kind] for _, kind in columns]
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)


@pytest.mark.parametrize("table", TABLES)
def test_no_fact_is_ever_changed_deleted_or_replaced(table: str, tmp_path: Path) -> None:
    opened(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as connection:
        _insert_any_row(connection, table)
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        for statement in (
            f"UPDATE {table} SET device = 'other'",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=r"facts (are never|of a dev)"):
                connection.execute(statement)
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score", "11"),
        ("score", "-1"),
        ("score", "'three'"),
        ("site", "'arm'"),
        ("moment", "'later'"),
        ("reach", "'toe'"),
        ("at", "'yesterday'"),
        ("day", "'1 March'"),
        ("patient", "NULL"),
        ("seq", "0"),
    ],
)
def test_a_value_out_of_its_range_is_refused(log_file: Path, column: str, value: str) -> None:
    columns = [
        row[0] for row in query(log_file, "SELECT name FROM pragma_table_info('pain_score')")
    ]
    fresh = {"id": "'new'", "seq": "9", column: value}
    picked = ", ".join(fresh.get(name, name) for name in columns)
    with (
        closing(sqlite3.connect(log_file, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError),
    ):
        connection.execute(f"INSERT INTO pain_score SELECT {picked} FROM pain_score")


def test_a_device_cannot_skip_a_number(log_file: Path) -> None:
    with (
        closing(sqlite3.connect(log_file, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="without gaps"),
    ):
        connection.execute(
            "INSERT INTO fact_chain SELECT device, 7, 'new', kind, hash FROM fact_chain LIMIT 1"
        )


def test_a_fact_without_its_link_in_the_chain_is_refused(log_file: Path) -> None:
    with closing(connect(log_file, read_only=False)) as connection:
        columns = connection.execute("SELECT name FROM pragma_table_info('note_written')")
        fresh = {"id": "'new'", "seq": "9"}
        picked = ", ".join(fresh.get(name, name) for (name,) in columns)
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute(f"INSERT INTO note_written SELECT {picked} FROM note_written")


def _next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coach with one more migration, as the next release has."""
    newer = Migrations("coach.log")
    newer()(migrations_module.m001_facts_chain_home_and_views)
    newer()(migrations_module.m002_lights_charts_and_proposals)
    newer()(migrations_module.m003_evenings_past_midnight)
    newer()(migrations_module.m004_signed_plans_and_the_caseload)

    @newer()
    def m005_mood(db: sqlite_utils.Database) -> None:
        db.execute("ALTER TABLE pain_score ADD COLUMN mood TEXT")

    def migrate_further(database: LogDatabase) -> None:
        migrate(database, newer)

    monkeypatch.setattr(migrations_module, "migrate", migrate_further)
    for module in (database_module, opening):
        monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)


def test_an_older_log_is_copied_before_it_is_brought_up_to_date(
    log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = log_file.parent
    old_chain = query(log_file, "SELECT * FROM fact_chain")
    with monkeypatch.context() as patch:
        _next_version(patch)
        with a_log(home) as log:
            assert len(log.read(kinds=[])) == 0
    assert query(log_file, "PRAGMA user_version") == [(SCHEMA_VERSION + 1,)]
    # A new column that says nothing changes no hash.
    assert problems_in(log_file) == []
    (copy,) = (home / "backups").glob("coach-*.db")
    assert query(copy, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert query(copy, "SELECT * FROM fact_chain") == old_chain


def test_an_empty_older_log_needs_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path).close()
    _next_version(monkeypatch)
    opened(tmp_path).close()
    assert not (tmp_path / "backups").exists()


def test_a_failing_migration_leaves_the_old_version(log_file: Path) -> None:
    broken = Migrations("coach.log")
    broken()(migrations_module.m001_facts_chain_home_and_views)

    @broken()
    def m002_half(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE half (x TEXT) STRICT")
        db.execute("CREATE TABLE half (x TEXT) STRICT")

    before = query(log_file, "SELECT name FROM sqlite_master ORDER BY name")
    database = open_database(log_file)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(database, broken)
    database.close()
    assert query(log_file, "SELECT name FROM sqlite_master ORDER BY name") == before
    assert query(log_file, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


_KILLED_IN_A_MIGRATION = """
import os, signal, sys
from pathlib import Path
from coach.store.connecting import connect
from coach.store.database import LogDatabase
from coach.store.migrations import migrate

left = int(sys.argv[2])
def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

connection = connect(Path(sys.argv[1]), read_only=False)
connection.execute("PRAGMA cache_size=1")  # Pages reach the file before the commit.
connection.set_trace_callback(count)
migrate(LogDatabase(Path(sys.argv[1]), connection, 0, False))
"""


@pytest.mark.parametrize("statement", [2, 40, 90, 150])
def test_a_migration_killed_at_any_statement_leaves_the_old_schema(
    tmp_path: Path, statement: int
) -> None:
    if os.name == "nt":
        pytest.skip("SIGKILL is a word of POSIX")
    path = tmp_path / "coach.db"
    path.touch()
    child = [sys.executable, "-c", _KILLED_IN_A_MIGRATION, str(path)]
    killed = subprocess.run([*child, str(statement)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert query(path, "SELECT name FROM sqlite_master") == []
    assert query(path, "PRAGMA user_version") == [(0,)]
    subprocess.run([*child, "1000000"], check=True)
    open_database(path).close()
