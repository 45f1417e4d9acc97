"""What is opened, what is refused, and what a person reads then."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.errors import CoachError, LogError, RefusedError
from coach.store.connecting import connect
from coach.store.database import (
    SCHEMA_VERSION,
    journal_mode,
    open_database,
)
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG, ballast_file, spare_file
from tests.store.builders import a_log, a_note, at, made_by_newer_coach, opened, query, recorded


def test_a_home_is_private(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    with a_log(home) as log:
        recorded(log, a_note())
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    if os.name == "nt":
        pytest.skip("Windows keeps no modes")
    assert set(modes.values()) == {0o600}, modes


def test_ids_stay_the_same_when_a_home_is_opened_again(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        patient, device = log.patient, log.device
    with a_log(tmp_path) as log:
        assert (log.patient, log.device) == (patient, device)
        assert log.writable
    assert patient != device
    assert query(tmp_path / "coach.db", "SELECT value FROM home WHERE key = 'created_at'") == [
        (at().isoformat(),)
    ]


def test_patient_and_clinic_logs_live_side_by_side(tmp_path: Path) -> None:
    with a_log(tmp_path) as log, a_log(tmp_path, name=CLINIC_LOG) as clinic:
        recorded(log, a_note())
        assert clinic.writable
        assert clinic.read() == []


def test_a_log_that_was_never_finished_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "coach.db.new").write_bytes(b"half")
    (tmp_path / "coach.db.new-journal").write_bytes(b"half")
    with a_log(tmp_path) as log:
        recorded(log, a_note())
    assert not list(tmp_path.glob("*.new*"))


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("Dear diary")


def _without_tables(path: Path) -> None:
    opened(path.parent).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE home")
        connection.commit()


def _torn(path: Path) -> None:
    opened(path.parent).close()
    os.truncate(path, 4096 * 3)


def _zeroed_page(path: Path) -> None:
    opened(path.parent).close()
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(bytes(4096))


def _nobodys(path: Path) -> None:
    opened(path.parent).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM home")
        connection.commit()


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (x TEXT)")
        connection.commit()


def _newer(path: Path) -> None:
    opened(path.parent).close()
    made_by_newer_coach(path)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("prepare", "kind", "words"),
    [
        (_empty, DamagedLogError, "is empty"),
        (_text, DamagedLogError, "is not a database"),
        (_without_tables, DamagedLogError, "lacks the table home"),
        (_torn, DamagedLogError, "is damaged"),
        (_zeroed_page, DamagedLogError, "is damaged"),
        (_nobodys, DamagedLogError, "does not say whose"),
        (_foreign, RefusedError, "belongs to another program"),
        (_newer, RefusedError, f"knows log version {SCHEMA_VERSION + 1}"),
        (_folder, LogError, "is a folder"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_cannot_be_believed_is_refused_and_left_alone(
    tmp_path: Path, prepare: object, kind: type[CoachError], words: str, read_only: bool
) -> None:
    path = tmp_path / "coach.db"
    assert callable(prepare)
    prepare(path)
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(kind) as caught:
        opened(tmp_path, read_only=read_only)
    assert words in caught.value.message
    assert str(path) in caught.value.message
    assert "\n" not in caught.value.message
    assert before is None or path.read_bytes() == before
    # The lock is free again: only the file is in the way.
    if prepare is not _folder:
        path.unlink()
        for made in (ballast_file, spare_file):
            made(path).unlink(missing_ok=True)  # No trace of a log: a new home.
        with a_log(tmp_path) as log:
            assert log.writable


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_log_on_a_disk_that_was_unplugged_is_named_and_none_is_begun_in_its_place(
    tmp_path: Path, read_only: bool
) -> None:
    home, disk = tmp_path / "home", tmp_path / "disk"
    home.mkdir()
    disk.mkdir()
    (home / "coach.db").symlink_to(disk / "coach.db")
    with pytest.raises(LogError) as caught:
        opened(home, read_only=read_only)
    assert f"{home / 'coach.db'} is a link to {disk / 'coach.db'}, and nothing is there." in str(
        caught.value
    )
    assert (home / "coach.db").is_symlink()
    assert list(disk.iterdir()) == []


def test_a_log_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="does not exist"):
        opened(tmp_path, read_only=True)
    with pytest.raises(LogError, match=r"folder .* is missing"):
        opened(tmp_path / "unplugged", read_only=True)


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LogError, match="COACH_HOME"):
        opened(tmp_path / "file" / "home")


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 0), "WAL"),
    ],
)
def test_a_write_ahead_log_needs_a_sqlite_without_its_fault(
    tmp_path: Path, version: tuple[int, int, int], mode: str
) -> None:
    assert journal_mode(tmp_path / "coach.db", version) == mode
    opened(tmp_path).close()
    database = open_database(tmp_path / "coach.db", sqlite_version=version)
    assert database.journal().upper() == mode
    database.close()


def test_a_synced_folder_gets_no_write_ahead_log(tmp_path: Path) -> None:
    assert journal_mode(tmp_path / "Dropbox" / "coach.db", (3, 53, 0)) == "TRUNCATE"


def test_a_sqlite_without_strict_tables_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(LogError, match=r"has SQLite 3\.36\.0"):
        open_database(tmp_path / "coach.db", sqlite_version=(3, 36, 0))


def test_every_connection_has_the_settings_of_a_log(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with closing(connect(tmp_path / "coach.db", read_only=False)) as connection:
        for setting, value in {
            "foreign_keys": 1,
            "synchronous": 2,
            "busy_timeout": 5000,
            "recursive_triggers": 1,
        }.items():
            assert connection.execute(f"PRAGMA {setting}").fetchone() == (value,), setting


_READS_A_DAY = """
import sys
from datetime import date
from pathlib import Path
from coach.store.opening import open_log

log = open_log(Path(sys.argv[1]))
assert len(log.read(since=date(2027, 3, 1))) == 1 and log.last_at()
print(*sys.modules)
"""


def test_the_first_screen_does_not_wait_for_sqlite_utils(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        recorded(log, a_note())
    command = [sys.executable, "-c", _READS_A_DAY, str(tmp_path)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert "sqlite3" in loaded
    assert not {"sqlite_utils", "click", "pluggy", "uuid_utils"} & set(loaded)
