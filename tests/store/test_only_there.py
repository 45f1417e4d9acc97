"""What only a damaged copy holds, told from what a flipped bit makes look so."""

import shutil
from pathlib import Path

import pytest

from coach.store.backup import backup_into_folder
from coach.store.only_there import lacks_of
from coach.store.restoring import restore
from tests.store.builders import TUESDAY, a_log, a_note, at, query, recorded
from tests.store.test_chain import tamper


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    with a_log(tmp_path) as log:
        recorded(log, a_note("one"), a_note("two"))
    return tmp_path / "coach.db"


@pytest.mark.parametrize("table", ["note_written", "fact_chain"])
def test_a_flipped_bit_in_an_id_is_no_fact_that_is_lacking(log_file: Path, table: str) -> None:
    spoilt = backup_into_folder(log_file, at())
    column = "id" if table == "note_written" else "fact"
    ((name,),) = query(spoilt, f"SELECT {column} FROM {table} WHERE seq = 2")
    tamper(spoilt, f"UPDATE {table} SET {column} = 'other' || {column} WHERE seq = 2")
    assert name
    assert not lacks_of(log_file, spoilt)


def test_what_came_after_is_lacking_until_the_log_went_back_from_it(log_file: Path) -> None:
    first = backup_into_folder(log_file, at())
    with a_log(log_file.parent) as log:
        recorded(log, a_note("three"))
    spoilt = backup_into_folder(log_file, at(TUESDAY))
    tamper(spoilt)
    assert not lacks_of(log_file, spoilt)
    assert lacks_of(first, spoilt)
    shutil.copyfile(first, log_file)
    with a_log(log_file.parent) as log:  # Under the same number.
        recorded(log, a_note("another three"), when=at(TUESDAY, 10))
    assert lacks_of(log_file, spoilt)
    restore(first, log_file.parent, at(TUESDAY, 12))
    assert not lacks_of(log_file, spoilt)
    assert not list(spoilt.parent.glob("*.part"))
