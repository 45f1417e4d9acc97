"""A power cut while a file takes another's place finds a whole log in the home."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.config.writing import write_whole
from coach.store.backup import backup
from coach.store.encrypting import encrypt
from coach.store.encryption import unlock
from coach.store.problems import problems_in
from coach.store.restoring import restore
from coach.workflows.inbox import RED_FLAG, Request
from tests.store.builders import a_log, a_score, at, of_a_hundred_notes, recorded
from tests.store.moments import break_off_a_writing, each_moment, on_disk
from tests.store.test_restore import logged

WORDS = "four quiet o'clock horses"

if sys.platform == "win32":
    pytest.skip("a folder cannot be flushed there", allow_module_level=True)


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    return of_a_hundred_notes(tmp_path / "home")


@pytest.fixture(name="copy")
def _copy(log_file: Path, tmp_path: Path) -> Path:
    made = backup(log_file, tmp_path / "copy.db")
    with a_log(log_file.parent) as log:
        recorded(log, a_score(4), when=at(hour=10))
    return made


def _facts_at(moments: list[Path]) -> list[int]:
    """How many facts a coach finds that is started after a power cut at each moment."""
    found = []
    for folder in moments:
        assert (folder / "coach.db").exists(), "there was no log"
        with a_log(folder) as log:
            assert problems_in(folder / "coach.db") == []
            found.append(len(logged(log)))
    return found


def test_at_no_moment_of_a_restore_is_there_no_log(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    with each_moment(log_file, tmp_path / "moments") as moments:
        restore(copy, log_file.parent, at(hour=11))
    assert set(_facts_at(moments)) == {101, 100}, "the former log, then the copy"


def test_a_half_written_log_is_whole_at_every_moment_of_a_restore_and_after_it(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    break_off_a_writing(log_file)
    with each_moment(log_file, tmp_path / "moments") as moments:
        former = restore(copy, log_file.parent, at(hour=11)).former
    assert set(_facts_at(moments)) == {101, 100}
    assert former is not None
    assert problems_in(former) == []
    assert not former.with_name(f"{former.name}-journal").exists()


def _backed_up(log_file: Path, copy: Path) -> Path:
    return backup(log_file, copy.with_name("another.db"))


def _restored(log_file: Path, copy: Path) -> Path:
    restore(copy, log_file.parent, at(hour=11))
    return log_file


def _encrypted(log_file: Path, copy: Path) -> Path:
    encrypt(log_file, WORDS)
    unlock(None)
    return log_file


@pytest.mark.parametrize("work", [_backed_up, _restored, _encrypted])
def test_a_file_is_on_the_disk_before_it_takes_its_place_and_its_name_after(
    log_file: Path,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[Path, Path], Path],
) -> None:
    with on_disk(monkeypatch) as disk:
        made = work(log_file, copy)
    assert disk.is_safe(made)


def test_the_former_log_is_on_the_disk_before_another_takes_its_place(
    log_file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_disk(monkeypatch) as disk:
        former = restore(copy, log_file.parent, at(hour=11)).former
    assert former is not None
    (before,) = [count for name, _, count in disk.named if name == log_file]
    assert former.stat().st_ino in disk.flushed[:before]


def test_a_yes_that_waits_is_on_the_disk_with_its_name_and_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one makes the folder, whose own name must outlast the power cut too."""
    with on_disk(monkeypatch) as disk:
        for hour in (9, 10):
            make_inbox(tmp_path).put(Request(RED_FLAG, at(hour=hour), item="saddle-numb"))
    lying = sorted((tmp_path / "inbox").glob("*.json"))
    assert len(lying) == 2
    assert all(disk.is_safe(file) for file in lying)
    assert tmp_path.stat().st_ino in disk.flushed


def test_a_yes_whose_name_does_not_reach_the_disk_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = make_inbox(tmp_path)
    request = Request(RED_FLAG, at(), item="saddle-numb")
    inbox.put(request)
    inbox.take()
    inbox.done(request)
    folder, honest = (tmp_path / "inbox").stat().st_ino, os.fsync

    def failing(handle: int) -> None:
        if os.fstat(handle).st_ino == folder:
            raise OSError(errno.EIO, "Input/output error")
        honest(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="Input/output"):
        inbox.put(request)
    assert not list((tmp_path / "inbox").iterdir())


def test_settings_are_on_the_disk_before_they_take_their_place_and_their_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    write_whole(file, b'emergency_number = "112"\n')
    with on_disk(monkeypatch) as disk:
        write_whole(file, b'emergency_number = "144"\n')
    assert disk.is_safe(file)
