"""A caseload that was put back by hand: what its copies hold more is found, and none of it goes."""

from datetime import timedelta
from pathlib import Path

import pytest

from coach.cli.doctor_copies import check_copies
from coach.cli.doctor_logs import check_log
from coach.store.backup import backup_into_folder
from coach.store.copies import backups_of, beyond
from coach.store.files import CLINIC_LOG, reach_file
from coach.store.restoring import restore
from tests.store.builders import TUESDAY, a_note, at, recorded
from tests.store.caseloads import a_caseload, enrolled
from tests.store.test_restore import flip


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> Path:
    """A caseload of two patients, with a copy."""
    with a_caseload(tmp_path) as caseload:
        for name, key in (("sam", "ab" * 32), ("kim", "cd" * 32)):
            caseload.enrol(enrolled(name, name, key))
            recorded(caseload.log(name), a_note(name))
    backup_into_folder(tmp_path / CLINIC_LOG, at())
    return tmp_path / CLINIC_LOG


@pytest.fixture(name="more")
def _more(database: Path) -> Path:
    """A copy of later that day, before somebody put the caseload of the morning back by hand."""
    older = database.read_bytes()
    _write(database, 30)
    more = backup_into_folder(database, at(hour=20))
    database.write_bytes(older)
    return more


def _write(database: Path, notes: int) -> None:
    with a_caseload(database.parent) as caseload:
        recorded(
            caseload.log("sam"), *[a_note(f"note {number} of {notes}") for number in range(notes)]
        )


@pytest.mark.parametrize("notes", [0, 1, 40])
def test_it_is_found_and_the_copy_that_holds_more_stays(
    database: Path, more: Path, notes: int
) -> None:
    if notes:
        _write(database, notes)
    check = check_log("caseload", database)
    assert not check.ok
    assert f"{more.name} holds more." in check.detail
    assert f"coach restore {more} --clinic" in check.mend
    for number in range(1, 30):
        backup_into_folder(database, at() + timedelta(days=number))
    assert more.exists()
    restore(more, database.parent, at() + timedelta(days=40), name=CLINIC_LOG)
    assert check_log("caseload", database).ok
    assert beyond(database, database) is None


def test_a_damaged_copy_is_to_be_deleted_only_once_a_whole_one_goes_as_far(database: Path) -> None:
    _write(database, 30)
    spoilt = backup_into_folder(database, at(TUESDAY))
    flip(spoilt, b"note 3 of 30")
    log = database.read_bytes()
    database.unlink()
    check = check_copies("copies", database, at(TUESDAY))
    assert check.mend.startswith(f"Keep {spoilt.name}: no whole copy is known to hold all of it.")
    assert "Delete" not in check.mend
    database.write_bytes(log)
    next_day = at(TUESDAY) + timedelta(days=1)
    backup_into_folder(database, next_day)
    check = check_copies("copies", database, next_day)
    assert check.mend.startswith("Delete what is damaged.")


def test_who_was_forgotten_is_no_loss_also_when_they_come_again(database: Path) -> None:
    with a_caseload(database.parent) as caseload:
        recorded(caseload.log("kim"), *[a_note("before") for _ in range(9)])
    before = backup_into_folder(database, at(hour=20))
    with a_caseload(database.parent) as caseload:
        caseload.forget("kim")
    assert beyond(database, database) is None
    with a_caseload(database.parent) as caseload:
        caseload.enrol(enrolled("kim", "kim", "cd" * 32))
        recorded(caseload.log("kim"), a_note("again"))
    assert beyond(database, database) is None
    for hour in (21, 22):
        backup_into_folder(database, at(hour=hour))
    assert not before.exists()
    assert len(backups_of(database)) == 1


def test_how_far_the_copies_of_a_caseload_go_is_noted_nowhere(database: Path) -> None:
    assert not reach_file(database).exists(), "no start of a desk asks for it"
