"""A little room that is written over in place: each text by itself, whole or told as broken."""

import os
import sys
from pathlib import Path

import pytest

from coach.store.files import spare_file
from coach.store.home_lock import HomeLock
from coach.store.spare import SLOT_BYTES, SLOTS, Spare
from tests.store.builders import a_log
from tests.store.caseloads import a_caseload


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "coach.spare"


@pytest.fixture(name="spare")
def _spare(file: Path) -> Spare:
    laid = Spare(file)
    laid.lay()
    return laid


def test_what_is_put_is_read_until_it_is_cleared_and_the_file_never_grows(
    spare: Spare, file: Path
) -> None:
    before = file.stat()
    spare.put(b"one")
    spare.put(b"two")
    assert Spare(file).read() == {0: b"one", 1: b"two"}
    spare.clear(0)
    assert spare.read() == {1: b"two"}
    spare.put(b"three")
    assert spare.read() == {0: b"three", 1: b"two"}
    after = file.stat()
    assert (after.st_size, after.st_ino) == (before.st_size, before.st_ino)
    assert after.st_size == SLOTS * SLOT_BYTES


def test_it_is_on_the_disk_when_it_was_put(spare: Spare, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed = []
    honest = os.fsync

    def flush(handle: int) -> None:
        honest(handle)
        flushed.append(os.pread(handle, 4, 0) if sys.platform != "win32" else b"=one")

    monkeypatch.setattr(os, "fsync", flush)
    spare.put(b"one")
    assert flushed == [b"=one"]


def test_it_takes_no_more_than_there_is_room_for_and_loses_nothing(spare: Spare) -> None:
    texts = [str(number).encode() for number in range(SLOTS)]
    for text in texts:
        spare.put(text)
    with pytest.raises(OSError, match="No space left"):
        spare.put(b"one too many")
    assert list(spare.read().values()) == texts
    for text in (b"x" * SLOT_BYTES, b"a\nb"):
        with pytest.raises(OSError, match="too large"):
            spare.put(text)


def test_what_another_program_wrote_at_the_same_moment_stays(
    spare: Spare, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.fsync

    def another_first(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", honest)
        Spare(file)._write(0, spare_slot(b"theirs"))
        honest(handle)

    monkeypatch.setattr(os, "fsync", another_first)
    spare.put(b"ours")
    assert spare.read() == {0: b"theirs", 1: b"ours"}


def spare_slot(text: bytes) -> bytes:
    return (b"=" + text + b"\n").ljust(SLOT_BYTES)


@pytest.mark.parametrize("damage", [bytes(SLOT_BYTES), b"=" + b"x" * (SLOT_BYTES - 1), b"-"])
def test_a_slot_that_is_not_as_it_was_written_is_told_and_the_others_are_read(
    spare: Spare, file: Path, damage: bytes
) -> None:
    spare.put(b"one")
    spare.put(b"two")
    content = file.read_bytes()
    file.write_bytes(damage.ljust(SLOT_BYTES, b"\0") + content[SLOT_BYTES:])
    assert spare.read() == {0: None, 1: b"two"}
    spare.put(b"three")
    assert spare.read() == {0: None, 1: b"two", 2: b"three"}
    spare.clear(0)
    assert spare.read() == {1: b"two", 2: b"three"}


def test_a_file_that_was_cut_is_broken_from_there_on(spare: Spare, file: Path) -> None:
    os.truncate(file, 3 * SLOT_BYTES + 1)
    assert spare.read() == dict.fromkeys(range(3, SLOTS))


def test_where_no_room_was_laid_nothing_is_read_and_nothing_can_be_put(file: Path) -> None:
    spare = Spare(file)
    assert spare.read() == {}
    with pytest.raises(FileNotFoundError):
        spare.put(b"one")
    assert not file.exists()


def test_a_link_that_leads_nowhere_is_not_taken_for_an_empty_one(file: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a link needs a right of its own there")
    file.symlink_to(file.with_name("gone"))
    spare = Spare(file)
    with pytest.raises(FileNotFoundError):
        spare.read()
    spare.lay()
    assert file.is_symlink()


def test_a_pipe_is_never_waited_for_and_of_a_large_file_no_more_is_read(file: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipe has a place in a folder there")
    os.mkfifo(file)
    for use in (lambda: Spare(file).read(), lambda: Spare(file).put(b"one")):
        with pytest.raises(OSError, match="no file"):
            use()
    file.unlink()
    Spare(file).lay()
    os.truncate(file, 60_000_000_000)
    assert Spare(file).read() == {}


def test_each_patients_log_has_one_for_its_owner_alone(tmp_path: Path) -> None:
    with a_log(tmp_path):
        pass
    file = spare_file(tmp_path / "coach.db")
    assert Spare(file).read() == {}
    assert file.stat().st_size == SLOTS * SLOT_BYTES
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    Spare(file).put(b"one")
    with a_log(tmp_path):
        pass
    assert Spare(file).read() == {0: b"one"}


def test_while_one_is_put_no_other_program_looks_for_a_slot(
    spare: Spare, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both would find the same one free, and one of the two would be written over."""
    held: list[bool] = []
    honest = Spare._write

    def looked_at(self: Spare, number: int, slot: bytes) -> None:
        held.append(not HomeLock(file.parent, file.name).acquire())
        honest(self, number, slot)

    monkeypatch.setattr(Spare, "_write", looked_at)
    spare.put(b"ours")
    assert held == [True]
    lock = HomeLock(file.parent, file.name)
    assert lock.file.exists(), "a full disk would not take it"
    assert lock.acquire()
    lock.release()


def test_where_the_lock_cannot_be_had_it_is_put_all_the_same(spare: Spare, file: Path) -> None:
    lock = HomeLock(file.parent, file.name)
    lock.file.unlink()
    lock.file.mkdir()
    spare.put(b"ours")
    assert spare.read() == {0: b"ours"}


def test_a_desk_has_none_it_is_asked_no_safety_question(tmp_path: Path) -> None:
    with a_caseload(tmp_path):
        pass
    assert (tmp_path / "clinic.db").exists()
    assert not list(tmp_path.glob("*.spare*"))
