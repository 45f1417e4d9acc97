"""Logs that wait are kept sealed, privately, patient by patient."""

import stat
from pathlib import Path

import pytest

from coach.domain.errors import InputError, LogError
from coach.store.desk_files import DeskFiles
from coach.store.waiting import FolderWaiting


@pytest.fixture
def waiting(tmp_path: Path) -> FolderWaiting:
    return FolderWaiting(tmp_path / "waiting")


def test_what_is_kept_twice_waits_once(waiting: FolderWaiting) -> None:
    waiting.keep("sam", b"one")
    waiting.keep("sam", b"one")
    waiting.keep("sam", b"two")
    waiting.keep("zoe", b"three")
    assert sorted(waiting.of("sam")) == [b"one", b"two"]
    assert waiting.of("nobody") == []


def test_what_went_in_waits_no_longer_and_leaves_no_folder(
    waiting: FolderWaiting, tmp_path: Path
) -> None:
    waiting.keep("sam", b"one")
    waiting.drop("sam", b"never came")
    waiting.drop("sam", b"one")
    assert waiting.of("sam") == []
    assert list((tmp_path / "waiting").iterdir()) == []


def test_forgetting_says_how_many_waited(waiting: FolderWaiting, tmp_path: Path) -> None:
    waiting.keep("sam", b"one")
    waiting.keep("sam", b"two")
    assert waiting.forget("sam") == 2
    assert waiting.forget("sam") == 0
    assert not (tmp_path / "waiting" / "sam").exists()


def test_only_the_owner_may_read_what_waits(waiting: FolderWaiting, tmp_path: Path) -> None:
    waiting.keep("sam", b"one")
    for path in (tmp_path / "waiting").rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "waiting").write_text("in the way")
    with pytest.raises(LogError, match="waiting"):
        FolderWaiting(tmp_path / "waiting").keep("sam", b"one")


def test_a_written_file_is_private_and_replaces_only_its_own_kind(tmp_path: Path) -> None:
    files = DeskFiles(100)
    where = files.write(str(tmp_path / "a.coachplan"), b"mark one", mark=b"mark")
    assert stat.S_IMODE(Path(where).stat().st_mode) == 0o600
    assert files.read(files.write(where, b"mark two", mark=b"mark")) == b"mark two"
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="exists and is no"):
        files.write(str(tmp_path / "thesis.txt"), b"mark", mark=b"mark")
    with pytest.raises(InputError, match="no folder"):
        files.write(str(tmp_path / "nowhere" / "a"), b"")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    files = DeskFiles(100)
    (tmp_path / "large").write_bytes(b"x" * 101)
    for name, word in (("none", "no file"), ("large", "too large"), (".", "folder")):
        with pytest.raises(InputError, match=word):
            files.read(str(tmp_path / name))
    with pytest.raises(InputError, match="cannot be read"):
        files.read("a\0b")
