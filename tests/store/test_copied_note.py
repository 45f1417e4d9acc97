"""A start finds out that the log lacks what a copy of it held, from a small file beside it."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from coach.domain.events import NoteWritten
from coach.domain.safety_rhythm import RESTORED
from coach.store.backup import backup, backup_into_folder
from coach.store.copied_note import ANOTHERS, UNREAD, tell_what_is_lost
from coach.store.copies import backups_of, beyond
from coach.store.event_log import SqliteEventLog
from coach.store.files import reach_file
from coach.store.reach import copy_of_another
from coach.store.restoring import restore
from tests.store.builders import a_log, a_note, at, recorded
from tests.store.test_backup import home

__all__ = ["home"]

A_ROW = (
    '[{"copy": "a copy", "patient": "p", "device": "d", "former": [], "heads": {"d": [%s, "h"]}}]'
)
TOMORROW = at() + timedelta(days=1)


@pytest.fixture(name="older")
def _older(home: Path) -> bytes:
    """The log as it was; it went on by two notes since, and was copied."""
    older = (home / "coach.db").read_bytes()
    with a_log(home) as log:
        recorded(log, a_note("four"), a_note("five"))
    backup_into_folder(home / "coach.db", at())
    return older


def told(home: Path, **options: bool) -> list[str]:
    """What the log says of a loss after a start."""
    with a_log(home, **options) as log:
        tell_what_is_lost(log, home / "coach.db", TOMORROW)
        return losses(log)


def losses(log: SqliteEventLog) -> list[str]:
    notes = [one.fact for one in log.read(kinds=[NoteWritten])]
    return [one.text for one in notes if isinstance(one, NoteWritten) and one.about == RESTORED]


def test_a_log_that_went_on_says_nothing(home: Path, older: bytes) -> None:
    assert older
    with a_log(home) as log:
        recorded(log, a_note("six"))
    assert told(home) == []
    assert beyond(home / "coach.db", home / "coach.db") is None


def test_an_older_log_says_so_once_also_when_it_goes_on_and_is_copied(
    home: Path, older: bytes
) -> None:
    database = home / "coach.db"
    (first,) = backups_of(database)
    database.write_bytes(older)
    text = f"This log was put back, or it lost a part: {first.name} holds more."
    assert told(home) == [text]
    with a_log(home) as log:  # Its numbers pass those of the copy, and are others.
        recorded(log, a_note("another four"), a_note("another five"), a_note("another six"))
    second = backup_into_folder(database, TOMORROW)
    assert told(home) == [text]
    assert beyond(database, database) == first
    database.write_bytes(older)  # Without its note, too.
    assert len(told(home)) == 2
    assert any(second.name in words for words in told(home))


def test_a_changed_number_of_the_same_length_is_found(home: Path, older: bytes) -> None:
    (home / "coach.db").write_bytes(older)
    with a_log(home) as log:
        recorded(log, a_note("another four"), a_note("another five"), a_note("another six"))
    assert len(told(home)) == 1


def test_who_went_back_with_restore_is_told_then_and_not_again(home: Path, older: bytes) -> None:
    early = home.parent / "early.db"
    early.write_bytes(older)
    restore(early, home, TOMORROW)
    with a_log(home) as log:
        before = losses(log)
    assert len(before) == 1
    assert told(home) == before
    assert beyond(home / "coach.db", home / "coach.db") is None


def test_a_copy_that_is_kept_elsewhere_tells_too(home: Path, tmp_path: Path) -> None:
    database = home / "coach.db"
    older = database.read_bytes()
    with a_log(home) as log:
        recorded(log, a_note("four"))
    backup(database, tmp_path / "elsewhere.db")
    database.write_bytes(older)
    assert told(home) == ["This log was put back, or it lost a part: elsewhere.db holds more."]


def test_where_nothing_was_noted_the_next_copy_finds_it(home: Path, older: bytes) -> None:
    database = home / "coach.db"
    database.write_bytes(older)
    reach_file(database).unlink()
    assert told(home) == []
    backup_into_folder(database, TOMORROW)
    assert len(told(home)) == 1


@pytest.mark.parametrize(
    "content",
    [
        *("", "{}", "[1]", '[{"copy": "x"}]', '[{"heads": 1}]', "[" * 9999, "\xff"),
        *(A_ROW % seq for seq in ("Infinity", "NaN", "1" * 23, '"x"')),
        A_ROW.replace("a copy", "\\ud800") % 1,
        " " * 2_000_000,
    ],
    ids=lambda content: content[:20],
)
def test_a_file_that_cannot_be_read_may_tell_of_a_loss_so_the_log_says_so_once_a_day(
    home: Path, older: bytes, content: str
) -> None:
    assert older
    reach_file(home / "coach.db").write_text(content, encoding="latin-1")
    for _ in range(2):
        (said,) = told(home)
        assert said == UNREAD.format(day=TOMORROW.date())
    backup_into_folder(home / "coach.db", TOMORROW)
    with a_log(home) as log:
        assert tell_what_is_lost(log, home / "coach.db", TOMORROW + timedelta(days=1)) == ()
        assert len(losses(log)) == 1, "the next copy notes it anew"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_file_there_may_hide_a_loss_too_and_is_never_waited_for(
    home: Path, older: bytes, kind: str
) -> None:
    assert older
    file = reach_file(home / "coach.db")
    file.unlink()
    if kind == "folder":
        file.mkdir()
    elif sys.platform == "win32":
        pytest.skip("a link needs a right of its own there")
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(home / "gone")
    assert told(home) == [UNREAD.format(day=TOMORROW.date())]


@pytest.fixture(name="theirs")
def _theirs(tmp_path: Path) -> bytes:
    """Somebody else's log."""
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("theirs"))
    return (tmp_path / "other" / "coach.db").read_bytes()


def test_somebody_elses_log_in_its_place_says_so_also_once_it_was_copied(
    home: Path, older: bytes, theirs: bytes
) -> None:
    database = home / "coach.db"
    assert older
    (own,) = backups_of(database)
    database.write_bytes(theirs)
    text = ANOTHERS.format(copy=own.name)
    assert told(home) == [text]
    backup_into_folder(database, TOMORROW)
    assert copy_of_another(database, database) == own.name
    assert told(home) == [text], "once"
    database.write_bytes(older)
    assert copy_of_another(database, database) != own.name, "the other way round"
    own.rename(home / own.name)
    database.write_bytes(theirs)
    backup_into_folder(database, TOMORROW + timedelta(days=1))
    assert copy_of_another(database, database) == ""


def test_somebody_elses_copies_that_were_laid_beside_ones_own_say_nothing(
    home: Path, older: bytes, theirs: bytes
) -> None:
    database = home / "coach.db"
    assert older
    reach_file(database).unlink()
    (home / "backups" / "coach-2027-01-01T090000.db").write_bytes(theirs)
    backup_into_folder(database, TOMORROW)
    assert told(home) == []


def test_a_log_that_began_anew_as_somebody_elses_says_nothing(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        assert log.last_at() is None
    backup_into_folder(tmp_path / "coach.db", at())
    with a_log(tmp_path) as log:
        log.adopt_patient("somebody")
        recorded(log, a_note("one"))
    assert told(tmp_path) == []


def test_a_flipped_bit_in_whose_it_is_hides_no_loss(home: Path, older: bytes) -> None:
    database = home / "coach.db"
    file = reach_file(database)
    with a_log(home) as log:
        patient = log.patient
    file.write_text(file.read_text("ascii").replace(patient, "somebody"), "ascii")
    assert told(home) == []
    database.write_bytes(older)
    assert len(told(home)) == 1


def test_a_log_that_is_only_read_is_not_written(home: Path, older: bytes) -> None:
    (home / "coach.db").write_bytes(older)
    assert told(home, read_only=True) == []
