"""A log encrypted on the disk behaves like any other, and opens with its passphrase alone."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.domain.errors import CoachError, InputError, LogError
from coach.domain.events import NoteWritten, SafetyHold
from coach.domain.history import history_of
from coach.domain.red_flags import Tier
from coach.store import backup as backup_module
from coach.store.backup import backup, backup_into_folder
from coach.store.connecting import connect
from coach.store.damaged_copies import is_held
from coach.store.database import open_database
from coach.store.encrypting import decrypt, encrypt
from coach.store.encryption import (
    PAGE_BYTES,
    LockedLogError,
    is_right_for,
    looks_encrypted,
    unlock,
)
from coach.store.faults import DamagedLogError
from coach.store.looking import look_at
from coach.store.opening import open_log
from coach.store.problems import problems_in
from coach.store.restoring import restore
from coach.store.salvage import remains_of
from tests.store.builders import a_log, a_note, recorded
from tests.store.test_restore import logged

WORDS = "four quiet o'clock horses"
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """No test leaves a passphrase behind."""
    yield
    unlock(None)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """A log with one note in it, encrypted."""
    home = tmp_path / "home"
    log = open_log(home)
    log.append([NoteWritten(text="the leg was better")], at=NOON, plan_version="")
    log.close()
    encrypt(home / "coach.db", WORDS)
    return home / "coach.db"


def notes(home: Path) -> list[str]:
    """The notes without those of restoring itself."""
    log = open_log(home)
    found = [one.fact.text for one in logged(log) if isinstance(one.fact, NoteWritten)]
    log.close()
    return found


def test_nothing_of_it_can_be_read_without_the_passphrase(log_file: Path) -> None:
    content = log_file.read_bytes()
    assert b"the leg was better" not in content
    assert b"pain_score" not in content
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(log_file).execute("SELECT * FROM home")


def test_it_is_read_and_written_as_before_with_it(log_file: Path) -> None:
    log = open_log(log_file.parent)
    log.append([NoteWritten(text="and the next day")], at=NOON, plan_version="")
    log.close()
    assert notes(log_file.parent) == ["the leg was better", "and the next day"]
    assert problems_in(log_file) == []


def test_facts_are_still_never_changed(log_file: Path) -> None:
    database = open_database(log_file)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        database.connection.execute("UPDATE note_written SET text = 'x'")
    database.close()


def test_without_the_passphrase_it_says_what_to_do(log_file: Path) -> None:
    unlock(None)
    with pytest.raises(LockedLogError, match="COACH_PASSPHRASE"):
        open_log(log_file.parent)


def test_another_passphrase_does_not_open_it(log_file: Path) -> None:
    unlock("something else entirely")
    with pytest.raises(LockedLogError, match="does not open"):
        open_log(log_file.parent)


def test_a_plain_log_opens_though_a_passphrase_is_known(tmp_path: Path) -> None:
    unlock(WORDS)
    open_log(tmp_path / "plain").close()
    assert not looks_encrypted(tmp_path / "plain" / "coach.db")


def test_a_broken_plain_log_is_still_called_damaged(tmp_path: Path) -> None:
    open_log(tmp_path / "home").close()
    (tmp_path / "home" / "coach.db").write_bytes(b"not a database at all")
    with pytest.raises(DamagedLogError):
        open_log(tmp_path / "home")


def test_its_backup_is_encrypted_too_and_comes_back(log_file: Path, tmp_path: Path) -> None:
    copy = backup(log_file, tmp_path / "copy.db")
    assert b"the leg was better" not in copy.read_bytes()
    assert backup(log_file, copy) == copy  # An older copy of ours may be written over.
    log = open_log(log_file.parent)
    log.append([NoteWritten(text="later")], at=NOON, plan_version="")
    log.close()
    restore(copy, log_file.parent, NOON)
    assert notes(log_file.parent) == ["the leg was better"]


def test_a_plain_copy_can_be_restored_over_it(log_file: Path, tmp_path: Path) -> None:
    other = shutil.copytree(log_file.parent, tmp_path / "other") / log_file.name
    decrypt(other)
    plain = backup(other, tmp_path / "plain.db")
    restore(plain, log_file.parent, NOON)
    unlock(None)
    assert notes(log_file.parent) == ["the leg was better"]


def test_it_becomes_a_plain_log_again(log_file: Path) -> None:
    decrypt(log_file)
    unlock(None)
    assert notes(log_file.parent) == ["the leg was better"]
    assert problems_in(log_file) == []


def test_copies_that_are_still_plain_are_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_log(home).close()
    (home / "backups").mkdir()
    old = backup(home / "coach.db", home / "backups" / "coach-2027-03-01T120000.db")
    half = [
        home / "coach.db.part",
        home / "coach.db.part-wal",
        old.with_name(f"{old.name}.part"),
    ]
    for file in half:
        file.write_bytes(b"a plain page")
    gone = old.with_name("coach-2027-03-01T100000.db")
    gone.symlink_to(home / "an unplugged disk")
    left = encrypt(home / "coach.db", WORDS)
    assert set(left.plain) == {old, *half}
    assert left.unread == [gone]


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")
def test_a_log_that_lies_elsewhere_is_encrypted_there(tmp_path: Path) -> None:
    home, disk = tmp_path / "home", tmp_path / "disk"
    disk.mkdir()
    with a_log(home) as log:
        recorded(log, a_note("the leg was better"))
    (home / "coach.db").rename(disk / "mine.db")
    (home / "coach.db").symlink_to(disk / "mine.db")
    encrypt(home / "coach.db", WORDS)
    assert (home / "coach.db").is_symlink()
    assert b"the leg was better" not in (disk / "mine.db").read_bytes()
    assert [file.name for file in disk.iterdir()] == ["mine.db"]
    with a_log(home) as log:
        assert len(log.everything()) == 1
    decrypt(home / "coach.db")
    assert (home / "coach.db").is_symlink()
    assert b"the leg was better" in (disk / "mine.db").read_bytes()


def test_a_plain_one_that_was_half_made_goes_with_the_next_start(log_file: Path) -> None:
    """As where somebody was ended who made it plain again; a link is nobody's of ours."""
    left = log_file.with_name("coach.db.new")
    decrypt(log_file)
    left.write_bytes(log_file.read_bytes())
    left.with_name("coach.db.new-journal").write_bytes(b"a plain page")
    with a_log(log_file.parent):
        assert left.exists(), "beside a plain log it tells no more than that does"
    encrypt_beside(log_file, left)
    with a_log(log_file.parent, read_only=True):
        assert left.exists()
    with a_log(log_file.parent):
        assert not list(log_file.parent.glob("*.new*"))
    if os.name != "nt":
        left.symlink_to(log_file.with_name("gone"))
        with a_log(log_file.parent):
            assert left.is_symlink()


def encrypt_beside(log_file: Path, left: Path) -> None:
    """Encrypt a log, with a file beside it that encrypting would take away."""
    kept = left.rename(left.with_name("kept"))
    encrypt(log_file, WORDS)
    kept.rename(left)
    left.with_name("coach.db.new-journal").write_bytes(b"a plain page")


@pytest.mark.parametrize("passphrase", ["", "short", "seven 7", "bell\arings loud"])
def test_a_passphrase_that_anyone_guesses_is_refused(tmp_path: Path, passphrase: str) -> None:
    open_log(tmp_path).close()
    with pytest.raises(InputError):
        encrypt(tmp_path / "coach.db", passphrase)
    assert not looks_encrypted(tmp_path / "coach.db")


def test_nothing_changes_when_the_new_file_does_not_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_log(tmp_path).close()
    monkeypatch.setattr("coach.store.encrypting.problems_in", lambda _: ["a page is torn"])
    with pytest.raises(CoachError, match="Nothing was changed"):
        encrypt(tmp_path / "coach.db", WORDS)
    assert not looks_encrypted(tmp_path / "coach.db")
    assert sorted(path.name for path in tmp_path.glob("*.new")) == []


def test_an_encrypted_log_is_not_encrypted_twice(log_file: Path) -> None:
    with pytest.raises(InputError, match="already"):
        encrypt(log_file, WORDS)


def test_it_is_not_encrypted_while_another_coach_is_open(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    with pytest.raises(CoachError, match="Close the coach"):
        encrypt(tmp_path / "coach.db", WORDS)
    log.close()


def test_a_log_that_is_encrypted_while_it_is_copied_leaves_no_plain_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_log(tmp_path / "home").close()
    copy = backup_module.copy_pages

    def copied_slowly(source: Path, target: Path) -> None:
        copy(source, target)
        encrypt(source, WORDS)

    monkeypatch.setattr(backup_module, "copy_pages", copied_slowly)
    with pytest.raises(LogError, match="coach backup"):
        backup(tmp_path / "home" / "coach.db", tmp_path / "copy.db")
    assert list(tmp_path.glob("copy.db*")) == []


# --- a damaged one


def _damage(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE_BYTES + 100] ^= 1
    path.write_bytes(content)


def _page_of(path: Path, name: str) -> int:
    """Where a table or an index begins; the definitions begin at 1 and go on in the last page."""
    if name in ("first", "last"):
        return 1 if name == "first" else path.stat().st_size // PAGE_BYTES
    with closing(connect(path, read_only=True)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(connection.execute(sql, [name]).fetchone()[0])


@pytest.fixture(name="copy")
def _copy(log_file: Path) -> Path:
    """A copy of a log that goes on with notes and a hold."""
    copy = backup_into_folder(log_file, NOON)
    log = open_log(log_file.parent)
    recorded(log, *[a_note("x" * 900) for _ in range(20)], SafetyHold(tier=Tier.EMERGENCY))
    log.close()
    return copy


def _is_locked(home: Path) -> bool:
    log = open_log(home)
    try:
        return history_of(log.read(kinds=[SafetyHold])).hold() is not None
    finally:
        log.close()


@pytest.mark.parametrize("place", ["first", "last", "safety_hold", "idx_safety_hold_patient_day"])
def test_a_damaged_page_is_no_other_passphrase_and_costs_no_lock(
    log_file: Path, copy: Path, place: str
) -> None:
    _damage(log_file, _page_of(log_file, place))
    with pytest.raises(DamagedLogError):
        open_log(log_file.parent)
    restored = restore(copy, log_file.parent, NOON + timedelta(hours=1))
    assert restored.back == 21 or restored.missing
    assert _is_locked(log_file.parent)


@pytest.mark.parametrize("place", ["first", "fact_chain"])
def test_a_damaged_page_of_the_copy_with_the_lock_costs_no_lock(
    log_file: Path, copy: Path, place: str
) -> None:
    spoilt = backup_into_folder(log_file, NOON + timedelta(days=1))
    _damage(spoilt, _page_of(spoilt, place))
    assert look_at(spoilt).damage
    assert not is_held(copy, spoilt)
    log_file.unlink()
    restore(copy, log_file.parent, NOON + timedelta(days=2))
    assert _is_locked(log_file.parent)


def test_where_all_of_it_is_written_with_another_passphrase_nothing_is_lent(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(os.urandom(16) + log_file.read_bytes()[16:])
    assert not is_right_for(other)
    assert not remains_of(other, copy).count
    assert not is_held(copy, other)
