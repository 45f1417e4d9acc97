"""The machine fails: killed, out of room, without permission, busy. Acknowledged facts stay."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from coach.domain.errors import LogError
from coach.store import faults
from coach.store.files import BALLAST_BYTES, ballast_file
from coach.store.problems import problems_in
from tests.store.builders import ROOT, a_log, a_note, a_score, recorded

_WRITES_FOR_EVER = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from coach.domain.events import NoteWritten, SafetyHold
from coach.domain.red_flags import Tier
from coach.store.opening import open_log

log = open_log(Path(sys.argv[1]))
now = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
while True:
    facts = [NoteWritten(text="x" * 500), SafetyHold(tier=Tier.SAME_DAY)]
    for stamped in log.append(facts, at=now, plan_version=""):
        print(stamped.id, flush=True)
"""


@pytest.mark.parametrize("kill", range(50))
def test_a_killed_writer_loses_no_acknowledged_fact(tmp_path: Path, kill: int) -> None:
    if os.name == "nt":
        pytest.skip("SIGKILL is a word of POSIX")
    after = random.Random(kill).randrange(1, 60)
    command = [sys.executable, "-c", _WRITES_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline().strip() for _ in range(after)]
        child.kill()
        # What was on its way when the signal came; the last line may be torn.
        acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
    assert child.returncode == -signal.SIGKILL
    with a_log(tmp_path) as log:
        facts = log.everything()
        assert {stamped.id for stamped in facts} >= set(acknowledged)
        assert [stamped.seq for stamped in facts] == list(range(1, len(facts) + 1))
        assert len(facts) % 2 == 0  # Both of an append, or none.
        recorded(log, a_note())
    assert problems_in(tmp_path / "coach.db") == []


def _in_private_mounts(script: str, *arguments: Path) -> None:
    """Run a script where it may mount; skip without the right to."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare(1) for a mount of its own (CAP_SYS_ADMIN)")
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs the right to make a mount namespace (CAP_SYS_ADMIN)")
    command = ["unshare", "-m", sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(
        [*command, *map(str, arguments)], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_a_full_disk_still_takes_the_facts_that_end_a_session(tmp_path: Path) -> None:
    _in_private_mounts(
        """
        import os, subprocess, sys
        from pathlib import Path
        import pytest
        from coach.domain.errors import LogError
        from coach.store.backup import backup
        from coach.store.problems import problems_in
        from coach.store.files import ballast_file
        from tests.store.builders import a_note, opened, recorded

        disk = Path(sys.argv[1])
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=True)
        home = disk / "home"
        log = opened(home)
        recorded(log, a_note("before"))
        path = home / "coach.db"
        assert ballast_file(path).exists()

        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

        with pytest.raises(LogError, match="disk is full"):
            backup(path, disk / "copy.db")
        assert not list(disk.glob("copy.db*"))

        saved = 1
        while ballast_file(path).exists():
            recorded(log, a_note("x" * 2000), a_note("y" * 2000))
            saved += 2
        assert log.writable and len(log.everything()) == saved
        assert saved > 1, "the ballast let facts in"
        with pytest.raises(LogError, match="The disk is full") as caught:
            for _ in range(500):
                recorded(log, a_note("x" * 2000), a_note("y" * 2000))
                saved += 2
        assert str(path) in caught.value.message
        assert not log.writable
        assert len(log.everything()) == saved, "both facts of an append, or none"

        filler.unlink()
        recorded(log, a_note("after"))
        assert log.writable
        log.close()
        assert problems_in(path) == []
        log = opened(home)
        assert ballast_file(path).exists(), "the ballast is laid again"
        log.close()
        """,
        tmp_path,
    )


def test_a_read_only_disk_can_still_be_read(tmp_path: Path) -> None:
    with a_log(tmp_path / "home") as log:
        recorded(log, a_note())
    _in_private_mounts(
        """
        import subprocess, sys
        from pathlib import Path
        import pytest
        from coach.domain.errors import LogError
        from tests.store.builders import a_note, opened, recorded

        home = Path(sys.argv[1])
        subprocess.run(["mount", "--bind", str(home), str(home)], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", str(home)], check=True)
        log = opened(home)
        assert not log.writable
        assert len(log.read()) == 1
        with pytest.raises(LogError, match="cannot be written") as caught:
            recorded(log, a_note())
        assert str(home) in caught.value.message
        log.close()
        with pytest.raises(LogError, match="cannot be made"):
            opened(home / "new")
        """,
        tmp_path / "home",
    )


def test_the_ballast_is_given_up_once_and_the_facts_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without a disk of our own: a page limit makes SQLite say that the disk is full.
    with a_log(tmp_path) as log:
        recorded(log, a_note())
        ballast = ballast_file(tmp_path / "coach.db")
        assert ballast.stat().st_size == BALLAST_BYTES
        connection = log._database.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(LogError, match="The disk is full"):
            recorded(log, a_note("x" * 20_000), a_score())
        assert not ballast.exists()
        assert len(log.everything()) == 1
        connection.execute("PRAGMA max_page_count=1000000")
        recorded(log, a_note("x" * 20_000), a_score())
        assert [stamped.seq for stamped in log.everything()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR, "could not be read or written"),
        (sqlite3.SQLITE_IOERR_FSYNC, "could not be read or written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written"),
        (sqlite3.SQLITE_LOCKED, "Another program is writing"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_ERROR, "coach doctor"),
    ],
)
def test_every_fault_of_sqlite_is_one_plain_sentence(code: int, words: str) -> None:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    told = faults.translated(error, Path("coach.db"))
    assert words in told.message
    assert "coach.db" in told.message
    assert told.title
