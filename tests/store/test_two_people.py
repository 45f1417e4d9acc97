"""Copies of two people in one folder: somebody else's count as nobody's here, and none is lost."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from coach.domain.errors import RefusedError
from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from coach.store.backup import backup, backup_due, backup_into_folder
from coach.store.copies import (
    backups_of,
    by_content,
    newest_backup,
    own_among,
    people_of,
    way_back,
)
from coach.store.files import CLINIC_LOG, reach_file
from coach.store.lock_check import STRANGE
from coach.store.looking import look_at
from coach.store.restorable import PublicKey
from coach.store.restoring import restore
from tests.store.builders import MONDAY, TUESDAY, a_log, a_note, at, query, recorded
from tests.store.caseloads import a_caseload, enrolled
from tests.store.test_restore import is_locked

OWN_KEY, THEIR_KEY = "ab" * 32, "cd" * 32


def _knows(home: Path, key: str) -> None:
    """A plan that was sealed to a key."""
    with a_log(home) as log:
        log.keep_document(json.dumps({"patient_key": key}), "a seal")


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> Path:
    """The log of a person who is locked."""
    with a_log(tmp_path / "home") as log:
        recorded(log, a_note("mine"), SafetyHold(tier=Tier.EMERGENCY))
    return tmp_path / "home" / "coach.db"


@pytest.fixture(name="other")
def _other(tmp_path: Path) -> Path:
    """The longer log of somebody else."""
    with a_log(tmp_path / "other") as log:
        recorded(log, *[a_note("theirs") for _ in range(30)])
    return tmp_path / "other" / "coach.db"


def _lay_in(other: Path, database: Path, hour: int = 10) -> Path:
    """Somebody else's copy among those of `database`."""
    folder = database.parent / "backups"
    folder.mkdir(exist_ok=True)
    made = backup_into_folder(other, at(hour=hour))
    return Path(shutil.copy(made, folder / made.name))


def test_of_a_lost_log_nobody_elses_copy_is_offered_nor_taken_where_nothing_tells_whose_it_was(
    database: Path, other: Path
) -> None:
    own = backup_into_folder(database, at())
    theirs = _lay_in(other, database)
    database.unlink()
    reach_file(database).unlink()
    assert newest_backup(database) is None
    told = way_back(database)
    assert f"{own}, with notes from 2027-03-01 to 2027-03-01" in told
    assert str(theirs) in told
    assert f"move what is not yours out of {own.parent}" in told
    for copy in (own, theirs):
        with pytest.raises(RefusedError, match="of more than one person") as caught:
            restore(copy, database.parent, at(hour=12))
        assert str(own.parent) in caught.value.message
    assert not database.exists()
    theirs.unlink()
    assert f"coach restore {own}" in way_back(database)
    assert restore(own, database.parent, at(hour=12)).whose == ""
    with a_log(database.parent) as log:
        assert is_locked(log)


def test_most_copies_do_not_make_them_ones_own(database: Path, other: Path) -> None:
    backup_into_folder(database, at())
    theirs = [_lay_in(other, database, hour) for hour in (10, 11, 12)][-1]
    database.unlink()
    reach_file(database).unlink()
    with pytest.raises(RefusedError, match="of more than one person"):
        restore(theirs, database.parent, at(hour=13))


@pytest.mark.parametrize("fate", ["whole", "damaged", "gone"])
def test_what_was_noted_of_the_copies_tells_which_are_ones_own(
    database: Path, other: Path, fate: str
) -> None:
    own = backup_into_folder(database, at())
    theirs = _lay_in(other, database)
    database.unlink()
    if fate == "damaged":
        _cut_header(own)
    elif fate == "gone":
        own.unlink()
    assert newest_backup(database) == (own if fate == "whole" else None)
    with pytest.raises(RefusedError, match="of another person than") as caught:
        restore(theirs, database.parent, at(hour=12))
    assert f"move {reach_file(database)} out" in caught.value.message
    assert not database.exists()
    if fate == "whole":
        assert restore(own, database.parent, at(hour=12)).whose == ""
        with a_log(database.parent) as log:
            assert is_locked(log)


def test_a_flipped_bit_in_what_was_noted_refuses_no_copy_of_ones_own(database: Path) -> None:
    own = backup_into_folder(database, at())
    with a_log(database.parent) as log:
        patient = log.patient
    database.unlink()
    noted = reach_file(database).read_text("ascii")
    reach_file(database).write_text(noted.replace(patient, "somebody"), "ascii")
    assert newest_backup(database) == own
    assert restore(own, database.parent, at(hour=12)).whose == ""


def _cut_header(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(bytes(100) + content[100:])


@pytest.mark.parametrize("can_be_read", [True, False])
def test_ones_own_copies_that_are_damaged_make_nobody_elses_the_newest(
    database: Path, other: Path, can_be_read: bool
) -> None:
    own = backup_into_folder(database, at())
    theirs = _lay_in(other, database)
    database.unlink()
    reach_file(database).unlink()
    if not can_be_read:
        own.write_bytes(b"nothing")
        whose = restore(theirs, database.parent, at(hour=12)).whose
        assert "Nothing in this home tells whether it is yours" in whose
        return
    _cut_header(own)
    assert newest_backup(database) is None
    with pytest.raises(RefusedError, match="of more than one person"):
        restore(theirs, database.parent, at(hour=12))


@pytest.mark.parametrize("paired_later", [True, False])
def test_the_key_beside_it_tells_which_copies_are_ones_own(
    database: Path, other: Path, paired_later: bool
) -> None:
    key = PublicKey(database.parent / "keys" / "patient", OWN_KEY)
    first = backup_into_folder(database, at()) if paired_later else None
    _knows(database.parent, OWN_KEY)
    own = backup_into_folder(database, at(TUESDAY))
    _knows(other.parent, THEIR_KEY)
    theirs = _lay_in(other, database)
    database.unlink()
    with pytest.raises(RefusedError, match=f"another key than {key.file}"):
        restore(theirs, database.parent, at(hour=12), key=key)
    chosen = first or own
    assert restore(chosen, database.parent, at(TUESDAY, 12), key=key).whose == ""
    with a_log(database.parent) as log:
        assert is_locked(log)


@pytest.mark.parametrize("their_key", ["", THEIR_KEY])
def test_a_key_that_knows_another_person_refuses_who_has_none(
    database: Path, other: Path, their_key: str
) -> None:
    key = PublicKey(database.parent / "keys" / "patient", OWN_KEY)
    if their_key:
        _knows(other.parent, their_key)
    else:
        _knows(database.parent, OWN_KEY)
        backup_into_folder(database, at())
    theirs = _lay_in(other, database)
    database.unlink()
    with pytest.raises(RefusedError, match=f"another key than {key.file}"):
        restore(theirs, database.parent, at(hour=12), key=key)


def test_a_damaged_log_that_tells_whose_it_is_has_its_own_copy_offered(
    database: Path, other: Path
) -> None:
    own = backup_into_folder(database, at())
    _lay_in(other, database)
    content = database.read_bytes()
    database.write_bytes(content.replace(b"mine", b"nine"))
    assert newest_backup(database) == own
    assert f"coach restore {own}" in way_back(database)


def test_copies_of_one_person_are_in_order_whatever_lies_between(
    database: Path, other: Path
) -> None:
    made = []
    for number in range(4):
        with a_log(database.parent) as log:
            recorded(log, a_note(f"number {number}"))
        made.append(backup_into_folder(database, at() - timedelta(days=number)))
        _lay_in(other, database, hour=10 + number)
    with a_log(database.parent) as log:
        assert by_content(database, log.patient) == made


def test_nobody_elses_copy_of_today_makes_ones_own_unneeded(database: Path, other: Path) -> None:
    _lay_in(other, database)
    assert backup_due(database, at(hour=11))
    backup_into_folder(database, at(hour=11))
    assert not backup_due(database, at(hour=12))


def test_nobody_elses_copies_are_thinned_out_nor_displace_ones_own(
    database: Path, other: Path
) -> None:
    folder = database.parent / "backups"
    folder.mkdir()
    theirs = []
    for number in range(12):
        copy = folder / f"coach-{MONDAY + timedelta(days=number)}T200000.db"
        theirs.append(backup(other, copy))
        backup_into_folder(database, at() + timedelta(days=number))
    assert all(copy.exists() for copy in theirs)
    own = [copy for copy in backups_of(database) if copy not in theirs]
    days = [copy.name[6:16] for copy in own]
    assert days[-7:] == [str(MONDAY + timedelta(days=number)) for number in range(5, 12)]


def _flip_whose(file: Path, bit: int = 1) -> None:
    """One bit of what a database says of whose it is."""
    ((page,),) = query(file, "SELECT rootpage FROM sqlite_master WHERE name = 'home'")
    ((patient,),) = query(file, "SELECT value FROM home WHERE key = 'patient'")
    content = bytearray(file.read_bytes())
    content[content.index(patient.encode(), (page - 1) * 4096)] ^= bit
    file.write_bytes(content)


@pytest.mark.parametrize("bit", [1, 128], ids=["a letter", "no letter"])
@pytest.mark.parametrize("fate", ["there", "lost", "empty", "put back"])
def test_a_flipped_bit_makes_ones_own_copy_nobody_elses_and_its_lock_stands(
    tmp_path: Path, fate: str, bit: int
) -> None:
    database = tmp_path / "home" / "coach.db"
    with a_log(database.parent) as log:
        recorded(log, a_note("mine"))
    first = backup_into_folder(database, at())
    with a_log(database.parent) as log:
        recorded(log, SafetyHold(tier=Tier.EMERGENCY))
    locked = backup_into_folder(database, at(TUESDAY))
    _flip_whose(locked, bit)
    assert look_at(locked).damage
    if fate == "lost":
        database.unlink()
    elif fate == "empty":
        database.write_bytes(b"")
    elif fate == "put back":
        shutil.copyfile(first, database)
    assert own_among(database, [first, locked]) == [first, locked]
    assert len(people_of(database)) == 1
    assert newest_backup(database) == first
    restored = restore(first, database.parent, at(TUESDAY, 12))
    assert restored.whose == ""
    if fate != "there":
        with a_log(database.parent) as log:
            assert is_locked(log)


def test_a_flipped_bit_in_the_log_makes_its_copies_nobody_elses(database: Path) -> None:
    own = backup_into_folder(database, at())
    _flip_whose(database)
    assert own_among(database, [own]) == [own]
    assert newest_backup(database) == own
    restore(own, database.parent, at(hour=12))
    with a_log(database.parent) as log:
        assert is_locked(log)


def test_a_copy_of_notes_alone_that_does_not_say_whose_it_is_is_damaged(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        recorded(log, a_note("mine"))
    copy = backup_into_folder(tmp_path / "coach.db", at())
    _flip_whose(copy)
    assert STRANGE in look_at(copy).damage


def test_of_two_desks_copies_none_is_taken_where_nothing_tells_whose_it_was(tmp_path: Path) -> None:
    desks = [tmp_path / name for name in ("clinic", "other desk")]
    for desk in desks:
        with a_caseload(desk) as caseload:
            caseload.enrol(enrolled("sam"))
            recorded(caseload.log("sam"), a_note("one"))
    database = desks[0] / CLINIC_LOG
    own = backup_into_folder(database, at())
    theirs = _lay_in(desks[1] / CLINIC_LOG, database)
    database.unlink()
    assert "coach restore FILE --clinic." in way_back(database)
    for copy in (own, theirs):
        with pytest.raises(RefusedError, match="of more than one person"):
            restore(copy, desks[0], at(hour=12), name=CLINIC_LOG)
