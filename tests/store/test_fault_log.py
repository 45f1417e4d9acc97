"""The log of faults: kinds and places, no word of the patient, bounded, never behind a link."""

import os
import stat
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest

from coach.store.bounded_log import MOST_BYTES, append
from coach.store.fault_log import FAULT_LOG, faults_elsewhere, keep_fault

NOTE = "my left toes are numb"


def _broken(words: str = NOTE) -> Exception:
    """An error of ours over what a patient wrote, met while another one was told."""
    with pytest.raises(KeyError) as raised:
        _break(words)
    return raised.value


def _break(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        error.add_note(words)
        raise KeyError(words) from error


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the system."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_kinds_and_places_are_kept_and_no_word_of_the_patient(tmp_path: Path) -> None:
    file = keep_fault(ExceptionGroup(NOTE, [_broken()]), tmp_path)
    assert file == tmp_path / FAULT_LOG
    kept = file.read_text(encoding="utf-8")
    assert "toes" not in kept
    kinds = [line for line in kept.splitlines() if line.startswith("builtins.")]
    assert kinds == ["builtins.ValueError", "builtins.KeyError", "builtins.ExceptionGroup"]
    assert kept.count(", in _break\n") == 2


def test_an_error_that_led_to_itself_is_kept_once(tmp_path: Path) -> None:
    one, other = _broken(), _broken()
    one.__context__, one.__cause__, other.__cause__ = None, other, one
    assert keep_fault(one, tmp_path) is not None
    kept = (tmp_path / FAULT_LOG).read_text(encoding="utf-8")
    assert kept.count("builtins.KeyError") == 2


def test_a_fault_a_minute_fills_no_disk_and_the_last_one_stays(tmp_path: Path) -> None:
    for _ in range(200):
        keep_fault(_broken(), tmp_path)
    keep_fault(MemoryError(), tmp_path)
    file = tmp_path / FAULT_LOG
    assert file.stat().st_size < 2 * MOST_BYTES
    assert file.read_text(encoding="utf-8").endswith("builtins.MemoryError\n")
    assert [one.name for one in tmp_path.iterdir()] == [FAULT_LOG], "nothing half written"


def test_a_text_longer_than_the_log_keeps_its_end(tmp_path: Path) -> None:
    append(tmp_path / "log", "x" * 10 * MOST_BYTES + "the end")
    text = (tmp_path / "log").read_text()
    assert len(text) <= MOST_BYTES
    assert text.endswith("the end")


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["a link", "a link to nothing", "a pipe"])
def test_nothing_is_written_behind_what_is_no_file(
    tmp_path: Path, elsewhere: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    home, letter = tmp_path / "home", tmp_path / "letter.txt"
    home.mkdir()
    if kind == "a pipe":
        os.mkfifo(home / FAULT_LOG)
        # Somebody reads it, or a writer would wait for good instead of being seen.
        reader = os.open(home / FAULT_LOG, os.O_RDONLY | os.O_NONBLOCK)
        request.addfinalizer(partial(os.close, reader))
    else:
        (home / FAULT_LOG).symlink_to(letter)
    if kind == "a link":
        letter.write_text("Dear Ada")
    kept = keep_fault(_broken(), home)
    assert kept is not None
    assert kept.parent == elsewhere
    assert not letter.exists() or letter.read_text() == "Dear Ada"


def test_without_a_home_it_has_a_name_that_nobody_can_guess(elsewhere: Path) -> None:
    for number in range(5):
        (elsewhere / f"coach-{os.getpid()}-{FAULT_LOG}").unlink(missing_ok=True)
        (elsewhere / f"coach-{os.getpid()}-{FAULT_LOG}").touch()
        kept = keep_fault(_broken(), None)
        assert kept is not None
        assert str(os.getpid()) not in kept.name.split("-")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600 or os.name == "nt"
        assert len(list(elsewhere.iterdir())) == number + 2


def test_what_lies_elsewhere_is_found_the_oldest_first(elsewhere: Path) -> None:
    first, second = keep_fault(_broken(), None), keep_fault(_broken(), None)
    assert first is not None
    assert second is not None
    os.utime(first, (1, 1))
    assert faults_elsewhere() == [first, second]


def test_one_that_goes_while_it_is_looked_at_hides_no_other(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, going = keep_fault(_broken(), None), keep_fault(_broken(), None)
    assert going is not None
    listed = Path.glob

    def cleared_meanwhile(folder: Path, pattern: str) -> list[Path]:
        found = list(listed(folder, pattern))
        going.unlink()
        return found

    monkeypatch.setattr(Path, "glob", cleared_meanwhile)
    assert faults_elsewhere() == [kept]


@pytest.mark.skipif(sys.platform == "win32", reason="links and owners of POSIX")
def test_of_what_others_may_have_laid_there_nothing_is_named(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = elsewhere / "letter.txt"
    letter.write_text("Dear Ada")
    (elsewhere / f"coach-a_link-{FAULT_LOG}").symlink_to(letter)
    (elsewhere / f"coach-folder-{FAULT_LOG}").mkdir()
    os.mkfifo(elsewhere / f"coach-a_pipe-{FAULT_LOG}")
    (elsewhere / f"coach-\x1b[2J-{FAULT_LOG}").touch()
    assert faults_elsewhere() == []
    kept = keep_fault(_broken(), None)
    assert faults_elsewhere() == [kept]
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert faults_elsewhere() == [], "another's"


def test_without_any_temporary_folder_nothing_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert faults_elsewhere() == []
