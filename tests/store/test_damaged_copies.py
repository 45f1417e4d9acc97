"""What a damaged copy still tells when another copy takes the place of a lost log."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from coach.domain.events import SafetyCleared
from coach.domain.history import history_of
from coach.domain.outcomes import ClearedBy
from coach.store.backup import backup_into_folder
from coach.store.damaged_copies import holds_all_of
from coach.store.restoring import restore
from tests.store.builders import TUESDAY, a_log, a_note, at, recorded
from tests.store.test_chain import tamper
from tests.store.test_restore import (
    DEFINITIONS,
    KINDS,
    LATER,
    _break_page,
    _copy,
    _log_file,
    asks_for_the_list,
    flip,
    is_locked,
    logged,
)

__all__ = ["_copy", "_log_file"]


def test_a_lock_stands_again_though_an_old_note_in_its_copy_is_damaged(
    copy: Path, log_file: Path
) -> None:
    with a_log(log_file.parent) as log:
        before = log.everything()
    flip(backup_into_folder(log_file, at(hour=11)), b"two")
    log_file.unlink()
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.locked) == (5, False), "it came back with its fact"
    with a_log(log_file.parent) as log:
        assert logged(log) == before
        assert is_locked(log)
        assert asks_for_the_list(log)


def test_what_does_not_follow_is_told_with_its_copy_and_a_lock_in_it_stands(
    copy: Path, log_file: Path
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    tamper(spoilt, "UPDATE pain_score SET score = 9")
    log_file.write_bytes(b"")
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.locked) == (1, True)
    assert f"{spoilt} holds more that is not in it: 4 facts." in restored.missing
    with a_log(log_file.parent) as log:
        assert is_locked(log)


@pytest.mark.parametrize("name", ["fact_chain", "home", "note_written"])
def test_a_lock_stands_again_wherever_a_page_of_a_copy_is_gone(
    copy: Path, log_file: Path, name: str
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    _break_page(spoilt, name)
    log_file.unlink()
    restored = restore(copy, log_file.parent, LATER)
    assert str(spoilt) in restored.missing
    with a_log(log_file.parent) as log:
        assert is_locked(log)


@pytest.mark.parametrize("words", DEFINITIONS)
def test_a_lock_stands_again_whichever_definition_of_a_copy_is_damaged(
    copy: Path, log_file: Path, words: bytes
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    flip(spoilt, words)
    log_file.unlink()
    restore(copy, log_file.parent, LATER)
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert asks_for_the_list(log)


def test_a_lock_that_whole_copies_know_to_be_lifted_stays_lifted(
    copy: Path, log_file: Path
) -> None:
    flip(backup_into_folder(log_file, at(hour=11)), b"two")
    with a_log(log_file.parent) as log:
        names = tuple(one.id for one in history_of(log.read(kinds=KINDS)).standing_locks())
        recorded(log, SafetyCleared(by=ClearedBy.THERAPIST, note="seen", clears=names))
    newest = backup_into_folder(log_file, at(hour=12))
    log_file.unlink()
    for chosen in (copy, newest):
        restored = restore(chosen, log_file.parent, LATER)
        assert not restored.locked
        assert "holds more" not in restored.missing
        with a_log(log_file.parent) as log:
            assert not is_locked(log)
        log_file.unlink()


def test_nothing_is_taken_from_a_damaged_copy_of_another_person(
    copy: Path, log_file: Path, tmp_path: Path
) -> None:
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("three"), *[a_note() for _ in range(20)])
    theirs = backup_into_folder(tmp_path / "other" / "coach.db", at(hour=13))
    (log_file.parent / "backups").mkdir()
    laid = log_file.parent / "backups" / theirs.name
    laid.write_bytes(theirs.read_bytes())
    flip(laid, b"three")
    tamper(log_file)
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.missing) == (0, "")


def test_a_damaged_copy_is_read_though_its_folder_takes_nothing(copy: Path, log_file: Path) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    flip(spoilt, b"two")
    spoilt.with_name(f"{spoilt.name}.part").mkdir()  # As nothing may be written on a locked disk.
    log_file.unlink()
    assert restore(copy, log_file.parent, LATER).from_copies == 5
    with a_log(log_file.parent) as log:
        assert is_locked(log)


def _overwrite(spoilt: Path) -> None:
    spoilt.write_bytes(b"nothing")


def _unplug(spoilt: Path) -> None:
    spoilt.unlink()
    spoilt.symlink_to("not connected")


@pytest.mark.parametrize("spoil", [_overwrite, _unplug])
def test_a_copy_of_which_nothing_can_be_read_may_hold_more(
    copy: Path, log_file: Path, spoil: Callable[[Path], None]
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    spoil(spoilt)
    log_file.unlink()
    restored = restore(copy, log_file.parent, LATER)
    assert f"{spoilt} could not be read in full, and may hold more." in restored.missing


def test_copies_that_cannot_be_reached_may_hold_more(copy: Path, log_file: Path) -> None:
    folder = backup_into_folder(log_file, at(hour=11)).parent
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("not connected")
    log_file.unlink()
    restored = restore(copy, log_file.parent, LATER)
    assert f"{folder} could not be read in full, and may hold more." in restored.missing


def test_going_back_from_a_whole_log_nothing_of_a_damaged_copy_comes(
    copy: Path, log_file: Path
) -> None:
    flip(backup_into_folder(log_file, at(hour=11)), b"two")
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.locked) == (0, False), "the log knew of it"


def test_a_damaged_copy_is_held_by_another_only_with_all_that_it_had(
    copy: Path, log_file: Path
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    flip(spoilt, b"two")
    assert not holds_all_of(copy, spoilt)
    newest = backup_into_folder(log_file, at(TUESDAY))
    assert holds_all_of(newest, spoilt)
    flip(spoilt, b"SQLite format 3")
    assert not holds_all_of(copy, spoilt), "it is read with the first page of the other"
    assert holds_all_of(newest, spoilt)
    assert not list(spoilt.parent.glob("*.part"))


@pytest.mark.parametrize("page", ["fact_chain", "safety_hold", "note_written", None])
def test_what_cannot_be_read_of_a_copy_is_held_by_none(
    copy: Path, log_file: Path, page: str | None
) -> None:
    assert copy.exists()
    spoilt = backup_into_folder(log_file, at(hour=11))
    if page is None:
        spoilt.write_bytes(b"nothing")
    else:
        _break_page(spoilt, page)
    assert not holds_all_of(backup_into_folder(log_file, at(TUESDAY)), spoilt)


def test_what_a_copy_tells_otherwise_than_its_chain_is_held_by_none(
    copy: Path, log_file: Path
) -> None:
    assert copy.exists()
    spoilt = backup_into_folder(log_file, at(hour=11))
    tamper(spoilt, "DELETE FROM fact_chain WHERE kind = 'safety_hold'")
    assert not holds_all_of(backup_into_folder(log_file, at(TUESDAY)), spoilt)


@pytest.mark.parametrize("page", ["fact_chain", "home", "safety_hold", "note_written", "header"])
def test_a_damaged_copy_that_may_hold_a_lock_is_never_thinned_out(
    copy: Path, log_file: Path, page: str
) -> None:
    spoilt = backup_into_folder(log_file, at(hour=11))
    if page == "header":
        spoilt.write_bytes(bytes(100) + spoilt.read_bytes()[100:])
    else:
        _break_page(spoilt, page)
    log_file.write_bytes(copy.read_bytes())
    for day in range(1, 20):
        backup_into_folder(log_file, at(TUESDAY) + timedelta(days=day))
    assert spoilt.exists()


def test_a_damaged_copy_is_thinned_out_once_another_holds_all_of_it(
    copy: Path, log_file: Path
) -> None:
    assert copy.exists()
    spoilt = backup_into_folder(log_file, at(hour=11))
    _break_page(spoilt, "idx_safety_hold_patient_day")
    backup_into_folder(log_file, at(hour=12))
    assert not spoilt.exists()
