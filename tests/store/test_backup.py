"""Copies that can be believed, and putting one back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from coach.domain.errors import CoachError, InputError, LogError, RefusedError
from coach.store import backup as backup_module
from coach.store.backup import (
    back_up_daily,
    backup,
    backup_due,
    backup_into_folder,
    whose,
)
from coach.store.copies import newest_backup
from coach.store.encrypting import encrypt
from coach.store.encryption import unlock
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG, copies_of, reach_file
from coach.store.home_lock import HomeLock
from coach.store.problems import problems_in
from coach.store.restorable import PublicKey
from coach.store.restoring import restore
from tests.store.builders import (
    ROOT,
    a_log,
    a_note,
    a_score,
    at,
    lain_elsewhere,
    made_by_newer_coach,
    of_another_program,
    query,
    recorded,
)
from tests.store.caseloads import a_caseload, enrolled
from tests.store.test_chain import tamper
from tests.store.test_restore import logged


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose log has three facts."""
    home = tmp_path / "home"
    with a_log(home) as log:
        recorded(log, a_note("one"), a_score(9), a_note("three"))
    return home


def test_a_backup_holds_everything_and_is_private(home: Path, tmp_path: Path) -> None:
    out = backup(home / "coach.db", tmp_path / "copy.db")
    assert query(out, "SELECT * FROM fact_chain") == query(
        home / "coach.db", "SELECT * FROM fact_chain"
    )
    assert problems_in(out) == []
    assert [path.name for path in tmp_path.iterdir() if path != home] == ["copy.db"]
    if os.name != "nt":
        assert out.stat().st_mode & 0o777 == 0o600


def test_a_log_in_use_is_backed_up_as_it_stands(home: Path, tmp_path: Path) -> None:
    with a_log(home) as log:
        recorded(log, a_note("four"))
        out = backup(home / "coach.db", tmp_path / "copy.db")
        recorded(log, a_note("five"))
    assert query(out, "SELECT count(*) FROM fact_chain") == [(4,)]


def test_a_newer_backup_takes_the_place_of_an_older_one(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.db"
    backup(home / "coach.db", out)
    beside = [out.with_name(f"copy.db.part{ending}") for ending in ("", "-wal", "-journal")]
    for file in beside:
        file.write_bytes(b"somebody's own")
    with a_log(home) as log:
        recorded(log, a_note("four"))
    backup(home / "coach.db", out)
    assert query(out, "SELECT count(*) FROM fact_chain") == [(4,)]
    assert {file.read_bytes() for file in beside} == {b"somebody's own"}
    assert sorted(path for path in tmp_path.iterdir() if path != home) == sorted([out, *beside])


def test_a_backup_never_covers_somebody_elses_log(home: Path, tmp_path: Path) -> None:
    with a_log(tmp_path / "clinic") as log:
        recorded(log, a_note("of another one"))
    theirs = tmp_path / "clinic" / "coach.db"
    with pytest.raises(InputError, match="no copy of this log"):
        backup(home / "coach.db", theirs)
    assert query(theirs, "SELECT count(*) FROM fact_chain") == [(1,)]


def test_a_log_put_back_by_hand_never_covers_the_copy_that_holds_more(
    home: Path, tmp_path: Path
) -> None:
    database, out = home / "coach.db", tmp_path / "copy.db"
    older = database.read_bytes()
    early = backup(database, tmp_path / "early.db")
    with a_log(home) as log:
        recorded(log, a_note("four"))
    backup(database, out)
    database.write_bytes(older)
    with pytest.raises(InputError, match="holds what this log has not"):
        backup(database, out)
    assert query(out, "SELECT count(*) FROM fact_chain") == [(4,)]
    restore(early, home, at())
    assert backup(database, out) == out, "who went back with restore wants to be without it"


@pytest.mark.parametrize(
    "name",
    [
        "coach.db.new",
        "coach.db.part",
        "coach.db-journal",
        "mine.db.part",
        "backups/coach-mine.db.part",
        "Coach.db.NEW",
    ],
)
def test_no_copy_gets_a_name_that_coach_writes_to_itself(home: Path, name: str) -> None:
    """It would be gone with the next restore or copy, or told to be deleted."""
    (home / "backups").mkdir()
    (home / "coach.db-journal").unlink(missing_ok=True)
    with pytest.raises(InputError, match="Give it another name"):
        backup(home / "coach.db", home / name)
    assert not (home / name).exists()
    assert not list(home.rglob(".coach-*"))


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")
def test_nor_one_that_is_written_where_a_linked_log_lies(home: Path, tmp_path: Path) -> None:
    real = lain_elsewhere(home / "coach.db", tmp_path)
    for taken in ("mine.db.new", "mine.db-wal"):
        with pytest.raises(InputError, match="Give it another name"):
            backup(home / "coach.db", real.with_name(taken))
    assert backup(home / "coach.db", real.with_name("copy.db.part")).exists()


def test_a_backup_never_covers_another_file(home: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("ten years of work")
    for out in (thesis, home / "coach.db", tmp_path, tmp_path / "unplugged" / "copy.db"):
        with pytest.raises(InputError):
            backup(home / "coach.db", out)
    assert thesis.read_text() == "ten years of work"
    assert problems_in(home / "coach.db") == []


def test_a_log_that_does_not_check_is_not_backed_up(home: Path, tmp_path: Path) -> None:
    good = backup(home / "coach.db", tmp_path / "copy.db").read_bytes()
    tamper(home / "coach.db", "UPDATE pain_score SET score = 1")
    with pytest.raises(DamagedLogError, match="was changed"):
        backup(home / "coach.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == good
    assert not list(tmp_path.glob("*.part*"))


def test_a_target_that_goes_away_leaves_the_former_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = backup(home / "coach.db", tmp_path / "copy.db")
    before = out.read_bytes()

    def unplugged(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(backup_module, "flush", unplugged)
    with pytest.raises(LogError, match="could not be read or written"):
        backup(home / "coach.db", out)
    assert out.read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


_KILLED_IN_A_BACKUP = """
import os, resource, signal, sys
from pathlib import Path
from coach.store import backup
from tests.store.builders import at

step, log = sys.argv[1], Path(sys.argv[2])
owner = Path if step == "replace" else backup
honest = getattr(owner, step)

def killed(path, *others):
    if step == "copy_pages":  # The system ends it over a write in the middle of the pages.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size // 2,) * 2)
    elif path.suffix == ".part":
        os.kill(os.getpid(), signal.SIGKILL)
    return honest(path, *others)

setattr(owner, step, killed)
backup.backup_into_folder(log, at(hour=10))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of POSIX")
@pytest.mark.parametrize("step", ["copy_pages", "problems_in", "flush", "replace"])
def test_a_backup_that_was_killed_is_cleared_away_by_the_next(home: Path, step: str) -> None:
    database = home / "coach.db"
    former = backup_into_folder(database, at())
    before = former.read_bytes()
    command = [sys.executable, "-c", _KILLED_IN_A_BACKUP, step, str(database)]
    ended = subprocess.run(command, check=False, cwd=ROOT).returncode
    assert ended == -(signal.SIGXFSZ if step == "copy_pages" else signal.SIGKILL)
    half = [path for path in (home / "backups").iterdir() if path != former]
    assert ".part" in {path.suffix for path in half}
    assert not [path for path in half if path.suffix == ".db"], "a half copy has a name"
    assert former.read_bytes() == before
    assert newest_backup(database) == former
    # Later, so that it has another name than the one that was killed.
    made = backup_into_folder(database, at(hour=11))
    assert list((home / "backups").iterdir()) == [made], "only the last of a day is kept"
    assert problems_in(made) == []


def test_a_half_copy_of_yesterday_is_cleared_away_where_the_next_is_made(
    home: Path, tmp_path: Path
) -> None:
    """One that was killed, or whose disk was pulled out; never what somebody makes just now."""
    stick = tmp_path / "stick"
    stick.mkdir()
    half, under_way, letter = (
        stick / name for name in (".coach-abcd_123.part", ".coach-efgh_456.part", "letter.part")
    )
    for file in (half, half.with_name(f"{half.name}-journal"), under_way, letter):
        file.write_bytes(b"half a copy")
    yesterday = half.stat().st_mtime - 24 * 3600
    for file in (half, letter):
        os.utime(file, (yesterday, yesterday))
    out = backup(home / "coach.db", stick / "copy.db")
    assert sorted(stick.iterdir()) == sorted([under_way, out, letter])


def test_a_half_copy_that_cannot_be_removed_keeps_no_other_from_being_cleared_away(
    home: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    halves = [stick / f".coach-abcd_12{number}.part" for number in range(3)]
    for half in halves:
        half.write_bytes(b"half a copy")
        half.with_name(f"{half.name}-journal").mkdir()  # A folder is removed by no unlink.
        yesterday = half.stat().st_mtime - 24 * 3600
        os.utime(half, (yesterday, yesterday))
    backup(home / "coach.db", stick / "copy.db")
    assert [half for half in halves if half.exists()] == []


def test_the_daily_backup_is_made_once_a_day(home: Path) -> None:
    made = back_up_daily(home / "coach.db", at())
    assert made is not None
    assert back_up_daily(home / "coach.db", at(hour=20)) is None
    next_day = back_up_daily(home / "coach.db", at() + timedelta(days=1))
    assert next_day == newest_backup(home / "coach.db")
    assert problems_in(made) == []


def test_of_two_backups_within_a_second_the_second_stays(home: Path) -> None:
    first = backup_into_folder(home / "coach.db", at())
    second = backup_into_folder(home / "coach.db", at())
    assert first != second
    # Only the last of a day is kept in the end.
    assert list((home / "backups").iterdir()) == [second]


def test_a_backup_put_back_brings_the_facts_and_keeps_the_former_log(
    home: Path, tmp_path: Path
) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    with a_log(home) as log:
        recorded(log, a_note("after the backup"))
        before = (log.patient, log.device)
    former = restore(copy, home, at()).former
    assert former == home / "coach.before-restore-2027-03-01T090000.db"
    assert query(former, "SELECT count(*) FROM fact_chain") == [(4,)]
    assert problems_in(former) == []
    with a_log(home) as log:
        assert len(logged(log)) == 3
        assert log.patient == before[0]
        # The fourth fact of the old device may live on at the therapist's.
        assert log.device != before[1]
        assert recorded(log, a_note("new"))[0].seq == 2
    assert problems_in(home / "coach.db") == []
    assert problems_in(copy) == []
    assert not list(home.glob("*.new*"))


def test_restoring_twice_in_a_second_keeps_both_former_logs(home: Path, tmp_path: Path) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    assert restore(copy, home, at()).former != restore(copy, home, at()).former
    assert len(list(home.glob("coach.before-restore-*.db"))) == 2


def test_a_backup_is_put_into_an_empty_home(home: Path, tmp_path: Path) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    fresh = tmp_path / "new machine"
    assert restore(copy, fresh, at()).former is None
    with a_log(fresh) as log:
        assert len(logged(log)) == 3


def test_a_damaged_log_is_kept_beside_the_restored_one(home: Path, tmp_path: Path) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    (home / "coach.db").write_bytes(b"broken")
    (home / "coach.db-journal").write_bytes(b"half a journal")
    former = restore(copy, home, at()).former
    assert former is not None
    assert former.read_bytes() == b"broken"
    assert former.with_name(former.name + "-journal").read_bytes() == b"half a journal"
    with a_log(home) as log:
        assert len(logged(log)) == 3


def _flip(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[content.index(b"three")] ^= 1
    copy.write_bytes(content)


def _cut(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)


def _forge(copy: Path) -> None:
    tamper(copy, "UPDATE pain_score SET score = 1")


def _letter(copy: Path) -> None:
    copy.write_text("Dear Ada, " * 200)


def _empty(copy: Path) -> None:
    os.truncate(copy, 0)


def _remove(copy: Path) -> None:
    copy.unlink()


def _nobodys(copy: Path) -> None:
    tamper(copy, "DELETE FROM home WHERE key = 'patient'")


def _newer(copy: Path) -> None:
    made_by_newer_coach(copy)


def _foreign(copy: Path) -> None:
    of_another_program(copy)


@pytest.mark.parametrize("passphrase", [None, "some other words"])
def test_an_encrypted_backup_asks_for_its_passphrase_and_nothing_changes(
    home: Path, tmp_path: Path, passphrase: str | None
) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    encrypt(copy, "four quiet o'clock horses")
    unlock(passphrase)
    before = (home / "coach.db").read_bytes()
    try:
        with pytest.raises(InputError, match="passphrase") as caught:
            restore(copy, home, at())
    finally:
        unlock(None)
    assert str(copy) in caught.value.message
    assert (home / "coach.db").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "kind", "why"),
    [
        # No copy at all, or none that can be read, is a wrong name; what is not theirs is refused.
        (_cut, InputError, "is damaged ("),
        (_letter, InputError, "is not a database"),
        (_empty, InputError, "is empty. Name another file that `coach backup` wrote."),
        (_remove, InputError, "There is no file "),
        (_flip, RefusedError, "damaged"),
        (_forge, RefusedError, "was damaged or changed"),
        (_nobodys, RefusedError, "was damaged or changed"),
        (_newer, RefusedError, "update coach"),
        (_foreign, RefusedError, "of another program"),
    ],
)
def test_a_wrong_or_changed_backup_is_refused_in_its_own_words(
    home: Path, tmp_path: Path, spoil: Callable[[Path], None], kind: type[CoachError], why: str
) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    spoil(copy)
    before = (home / "coach.db").read_bytes()
    with pytest.raises(kind) as caught:
        restore(copy, home, at())
    assert str(copy) in caught.value.message
    assert why in caught.value.message
    assert "no copy that coach made" not in caught.value.message
    assert (home / "coach.db").read_bytes() == before
    assert not list(home.glob("coach.before-restore*"))


def test_a_caseload_never_takes_the_place_of_a_patients_log(home: Path, tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        caseload.enrol(enrolled("sam"))
    copy = backup(tmp_path / "clinic" / CLINIC_LOG, tmp_path / "copy.db")
    before = (home / "coach.db").read_bytes()
    with pytest.raises(RefusedError, match=r"coach restore .*copy\.db --clinic"):
        restore(copy, home, at())
    assert (home / "coach.db").read_bytes() == before
    assert restore(copy, tmp_path / "clinic", at(), name=CLINIC_LOG).former is not None


def test_a_patients_log_never_takes_the_place_of_a_caseload(home: Path, tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        caseload.enrol(enrolled("sam"))
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    for place in ("clinic", "a new desk"):
        with pytest.raises(RefusedError, match=r"Restore it with: coach restore .*copy\.db$"):
            restore(copy, tmp_path / place, at(), name=CLINIC_LOG)
    with a_caseload(tmp_path / "clinic") as caseload:
        assert [one.patient for one in caseload.patients()] == ["sam"]


def test_somebody_elses_copy_never_takes_the_place_of_a_log_in_use(
    home: Path, tmp_path: Path
) -> None:
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("theirs"))
    theirs = backup(tmp_path / "other" / "coach.db", tmp_path / "copy.db")
    before = (home / "coach.db").read_bytes()
    with pytest.raises(RefusedError, match="copy of another log"):
        restore(theirs, home, at())
    assert (home / "coach.db").read_bytes() == before
    (home / "coach.db").rename(tmp_path / "moved away.db")
    restore(theirs, home, at())
    with a_log(home) as log:
        assert "theirs" in str(log.everything())


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A copy of somebody else's log."""
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("theirs"), *[a_note() for _ in range(200)])
    return backup(tmp_path / "other" / "coach.db", tmp_path / "theirs.db")


def _break_rows(log: Path) -> None:
    content = bytearray(log.read_bytes())
    start = content.index(b"three") // 4096 * 4096
    content[start : start + 4096] = bytes(4096)
    log.write_bytes(content)


def _break_beginning(log: Path) -> None:
    content = bytearray(log.read_bytes())
    content[:4096] = bytes(4096)
    log.write_bytes(content)


@pytest.mark.parametrize("spoil", [_break_rows, _break_beginning, _cut, _empty, _remove])
@pytest.mark.parametrize("copied", [True, False])
def test_somebody_elses_copy_never_takes_the_place_of_a_damaged_or_lost_log(
    home: Path, theirs: Path, tmp_path: Path, spoil: Callable[[Path], None], copied: bool
) -> None:
    database = home / "coach.db"
    own = backup_into_folder(database, at()) if copied else backup(database, tmp_path / "own.db")
    spoil(database)
    if not copied:
        reach_file(database).unlink()
    tells = copied or spoil in (_break_rows, _break_beginning, _cut)
    if not tells:
        assert _patient_of(theirs) in restore(theirs, home, at()).whose
        return
    with pytest.raises(RefusedError, match=r"If it is yours all the same, .* move .* out of its"):
        restore(theirs, home, at())
    assert not list(home.glob("coach.before-restore*"))
    assert restore(own, home, at()).whose == ""


def _patient_of(copy: Path) -> str:
    [(patient,)] = whose(copy)
    return patient


def test_a_flipped_bit_in_whose_log_it_is_keeps_nobody_from_their_own_copy(home: Path) -> None:
    database = home / "coach.db"
    own = backup_into_folder(database, at())
    tamper(database, "UPDATE home SET value = 'x' || value WHERE key = 'patient'")
    assert restore(own, home, at()).whose == ""
    for kind in ("note_written", "pain_score"):
        tamper(database, f"DELETE FROM {kind}", "UPDATE home SET value = 'y' WHERE key = 'patient'")
    assert restore(own, home, at()).whose == "", "nothing bears out what its name says"


def test_where_only_the_key_tells_the_copy_of_another_key_is_refused(
    home: Path, tmp_path: Path
) -> None:
    with a_log(home) as log:
        log.keep_document(json.dumps({"patient_key": "ab" * 32}), "a seal")
        log.keep_document("no plan", "a seal")
    own = backup(home / "coach.db", tmp_path / "own.db")
    (home / "coach.db").unlink()
    file = home / "keys" / "patient"
    with pytest.raises(RefusedError, match=f"another key than {file}"):
        restore(own, home, at(), key=PublicKey(file, "cd" * 32))
    assert restore(own, home, at(), key=PublicKey(file, "ab" * 32)).whose == ""


def test_another_desks_copy_never_takes_the_place_of_a_damaged_or_lost_caseload(
    tmp_path: Path,
) -> None:
    desks = [tmp_path / name for name in ("clinic", "other desk")]
    for desk in desks:  # Both have the same patient.
        with a_caseload(desk) as caseload:
            caseload.enrol(enrolled("sam"))
            recorded(caseload.log("sam"), a_note("one"))
    own, anothers = (backup_into_folder(desk / CLINIC_LOG, at()) for desk in desks)
    for content in (b"damaged", None):
        database = desks[0] / CLINIC_LOG
        database.unlink() if content is None else database.write_bytes(content)
        with pytest.raises(RefusedError, match="of another person than the copies"):
            restore(anothers, desks[0], at(), name=CLINIC_LOG)
        assert restore(own, desks[0], at(), name=CLINIC_LOG).whose == ""


def test_what_a_caseloads_copy_lacks_is_said(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    with a_caseload(clinic) as caseload:
        caseload.enrol(enrolled("sam"))
    copy = backup(clinic / CLINIC_LOG, tmp_path / "copy.db")
    assert restore(copy, clinic, at(), name=CLINIC_LOG).missing == ""
    with a_log(clinic, name=CLINIC_LOG) as log:
        recorded(log.for_patient("sam"), a_note("one"), a_note("two"))
    missing = restore(copy, clinic, at(), name=CLINIC_LOG).missing
    assert missing == "Notes after the copy was made are not in it: 2 facts."
    (clinic / CLINIC_LOG).write_bytes(b"damaged")
    assert "if there were any" in restore(copy, clinic, at(), name=CLINIC_LOG).missing


def test_a_caseloads_copy_that_goes_further_is_named(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    with a_caseload(clinic) as caseload:
        caseload.enrol(enrolled("sam"))
        recorded(caseload.log("sam"), a_note("one"))
    ahead = backup_into_folder(clinic / CLINIC_LOG, at() + timedelta(days=400))
    with a_caseload(clinic) as caseload:
        recorded(caseload.log("sam"), a_note("two"))
    newest = backup_into_folder(clinic / CLINIC_LOG, at())
    (clinic / CLINIC_LOG).write_bytes(b"damaged")
    told = restore(ahead, clinic, at(), name=CLINIC_LOG).missing
    assert told.endswith(f" {newest} goes further than this copy.")
    assert "further" not in restore(newest, clinic, at(), name=CLINIC_LOG).missing


def test_copies_go_nowhere_while_their_disk_is_away(home: Path, tmp_path: Path) -> None:
    folder = home / "backups"
    folder.symlink_to(tmp_path / "unplugged")
    with pytest.raises(LogError, match="nothing is there"):
        backup_into_folder(home / "coach.db", at())
    folder.unlink()
    folder.write_text("a file")
    with pytest.raises(LogError, match=r"backups is a file, where copies are kept\. Move it away"):
        backup_into_folder(home / "coach.db", at())


def test_nothing_is_restored_under_an_open_coach(home: Path, tmp_path: Path) -> None:
    copy = backup(home / "coach.db", tmp_path / "copy.db")
    with a_log(home) as log:
        with pytest.raises(LogError, match=f"process {os.getpid()}"):
            restore(copy, home, at())
        recorded(log, a_note("still mine"))
    assert not list(home.glob("coach.before-restore*"))


def test_one_backup_at_a_time_and_nobody_touches_what_another_is_making(home: Path) -> None:
    half = home / "backups" / "coach-2027-03-01T090000.db.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    other = HomeLock(home, "coach.backup")
    assert other.acquire()
    assert not backup_due(home / "coach.db", at())
    with pytest.raises(LogError, match=f"Process {os.getpid()} is making a backup"):
        backup_into_folder(home / "coach.db", at())
    assert back_up_daily(home / "coach.db", at()) is None
    assert half.exists()
    assert copies_of(home / "coach.db") == [half]
    other.release()
    assert back_up_daily(home / "coach.db", at()) is not None
    assert not half.exists()


def test_a_half_made_copy_of_the_caseload_is_not_the_patients_to_remove(home: Path) -> None:
    half = home / "backups" / "clinic-2027-03-01T090000.db.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    backup_into_folder(home / "coach.db", at())
    assert half.exists()
