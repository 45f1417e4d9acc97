"""A log that somebody was killed over while writing, and what of it is read, told and put back."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.errors import LogError
from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from coach.store import restoring
from coach.store.backup import backup
from coach.store.connecting import connect
from coach.store.database import open_database
from coach.store.encrypting import encrypt
from coach.store.encryption import LockedLogError, unlock
from coach.store.faults import DamagedLogError
from coach.store.files import companions_of, unfinished
from coach.store.problems import problems_in
from coach.store.restoring import restore
from coach.store.salvage import remains_of
from tests.store.builders import a_log, at, lain_elsewhere, of_a_hundred_notes, recorded
from tests.store.moments import break_off_a_writing, each_moment, tear_first_page
from tests.store.test_restore import is_locked, logged

WORDS = "four quiet o'clock horses"
LINKS = pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    return of_a_hundred_notes(tmp_path / "home")


@pytest.fixture(name="copy")
def _copy(log_file: Path, tmp_path: Path) -> Path:
    """A copy of a log that is locked after it."""
    made = backup(log_file, tmp_path / "copy.db")
    with a_log(log_file.parent) as log:
        recorded(log, SafetyHold(tier=Tier.EMERGENCY), when=at(hour=10))
    return made


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    yield
    unlock(None)


@pytest.mark.parametrize("most", [100, 512, 4096])
def test_a_torn_first_page_is_taken_back_before_a_log_is_judged(
    log_file: Path, copy: Path, most: int
) -> None:
    break_off_a_writing(log_file)
    tear_first_page(log_file, most)
    with pytest.raises(LogError, match="cannot be written") as only_looked:
        open_database(log_file, read_only=True)
    assert not isinstance(only_looked.value, DamagedLogError), "the next start mends it"
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert len(log.everything()) == 101
    assert problems_in(log_file) == []


@pytest.mark.parametrize("most", [512, 4096])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_torn_first_page_of_an_encrypted_log_is_taken_back_too(
    log_file: Path, copy: Path, most: int, *, is_known: bool
) -> None:
    encrypt(log_file, WORDS)
    break_off_a_writing(log_file)
    tear_first_page(log_file, most)
    if not is_known:
        unlock(None)
        with pytest.raises(LockedLogError, match="is encrypted"):
            open_database(log_file)
        unlock(WORDS)
    with a_log(log_file.parent) as log:
        assert is_locked(log)
    assert problems_in(log_file) == []


@pytest.mark.parametrize("read_only", [True, False])
def test_a_first_page_that_a_write_ahead_log_has_whole_is_read_from_it(
    log_file: Path, copy: Path, *, read_only: bool
) -> None:
    kept = log_file.with_name("kept-wal")
    with closing(connect(log_file, read_only=False)) as writer:
        writer.execute("PRAGMA journal_mode=WAL").fetchone()
        writer.execute("CREATE TABLE filler (one TEXT)")
        shutil.copyfile(log_file.with_name("coach.db-wal"), kept)
        before = log_file.read_bytes()
    log_file.write_bytes(before)
    kept.rename(log_file.with_name("coach.db-wal"))
    tear_first_page(log_file)
    with a_log(log_file.parent, read_only=read_only) as log:
        assert is_locked(log)


def test_a_torn_first_page_without_what_takes_it_back_is_damage(log_file: Path, copy: Path) -> None:
    tear_first_page(log_file)
    for left in (b"", b"half an entry"):
        log_file.with_name("coach.db-journal").write_bytes(left)
        with pytest.raises(DamagedLogError, match="is not a database"):
            open_database(log_file)
        assert log_file.with_name("coach.db-journal").read_bytes() == left


@pytest.mark.parametrize("is_torn", [False, True])
def test_a_lock_in_a_log_that_coach_does_not_open_stands_again(
    log_file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, *, is_torn: bool
) -> None:
    """Whatever reading it in another place makes of it: nobody goes back from it on purpose."""
    break_off_a_writing(log_file)
    if is_torn:
        tear_first_page(log_file)
    monkeypatch.setattr(restoring, "_settle", lambda _path: False)
    restore(copy, log_file.parent, at(hour=11))
    with a_log(log_file.parent) as log:
        assert is_locked(log)


def test_a_torn_log_is_locked_at_every_moment_of_a_restore(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    """What takes it back is never gone before it is taken back."""
    break_off_a_writing(log_file)
    tear_first_page(log_file)
    with each_moment(log_file, tmp_path / "moments") as moments:
        restore(copy, log_file.parent, at(hour=11))
    found = []
    for folder in moments:
        with a_log(folder) as log:
            found.append((len(logged(log)), is_locked(log)))
    assert set(found) == {(101, True), (100, False)}, "the former log, then the copy"


@LINKS
def test_what_was_left_unfinished_is_looked_for_where_a_link_leads(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    real = lain_elsewhere(log_file, tmp_path)
    break_off_a_writing(real)
    assert unfinished(log_file) == companions_of(log_file) == [tmp_path / "disk/mine.db-journal"]
    found = remains_of(log_file, copy)
    assert found.is_whole
    assert len(found.ids) == 101


@LINKS
@pytest.mark.parametrize("is_damaged", [False, True])
@pytest.mark.parametrize("another_disk", [False, True])
def test_a_log_that_lies_elsewhere_is_put_back_there_and_the_former_is_kept_in_the_home(
    log_file: Path,
    copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_damaged: bool,
    another_disk: bool,
) -> None:
    real = lain_elsewhere(log_file, tmp_path)
    real.with_name("mine.db-journal").touch()
    if is_damaged:
        tear_first_page(real)
    if another_disk:
        monkeypatch.setattr(os, "link", _of_another_disk)
        monkeypatch.setattr(os, "rename", _of_another_disk)
    before = real.read_bytes()
    former = restore(copy, log_file.parent, at(hour=11)).former
    assert former is not None
    assert (former.parent, former.is_symlink()) == (log_file.parent, False)
    assert former.read_bytes() == before
    assert log_file.is_symlink()
    assert list(real.parent.iterdir()) == [real]
    assert problems_in(real) == []
    with a_log(log_file.parent) as log:
        assert is_locked(log) == is_damaged, "a log that is whole is gone back from on purpose"


def _of_another_disk(*_: object, **__: object) -> None:
    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
