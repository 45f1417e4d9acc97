"""A damaged log is put back from a copy: what came back, what is missing, and what is locked."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.domain.errors import RefusedError
from coach.domain.events import (
    NoteWritten,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    Stamped,
)
from coach.domain.history import history_of
from coach.domain.outcomes import ClearedBy
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import RESTORED
from coach.store.backup import backup, backup_into_folder
from coach.store.database import open_database
from coach.store.event_log import SqliteEventLog
from coach.store.faults import DamagedLogError
from coach.store.files import backups_folder
from coach.store.other_copies import copied
from coach.store.problems import problems_in
from coach.store.restoring import restore
from coach.store.salvage import remains_of, salvaged
from tests.store.builders import MONDAY, a_log, a_note, a_score, at, recorded
from tests.store.test_chain import tamper

KINDS = (SafetyHold, SafetyCleared, RedFlagAnswered)
YES = RedFlagAnswered(item="saddle", answer=True, tier=Tier.EMERGENCY, text_version=1)
LATER = at() + timedelta(hours=2)


def logged(log: SqliteEventLog) -> list[Stamped]:
    """Every fact without the notes of restoring itself."""
    return [one for one in log.everything() if not _of_restoring(one)]


def _of_restoring(one: Stamped) -> bool:
    return isinstance(one.fact, NoteWritten) and one.fact.about == RESTORED


def asks_for_the_list(log: SqliteEventLog) -> bool:
    """Whether the log says that something may be lost."""
    return any(map(_of_restoring, log.read(kinds=[NoteWritten])))


def is_locked(log: SqliteEventLog) -> bool:
    return history_of(log.read(kinds=KINDS)).hold() is not None


@pytest.fixture(name="copy")
def _copy(tmp_path: Path) -> Path:
    """A copy of a log of two notes, which goes on with three more and a hold."""
    with a_log(tmp_path / "home") as log:
        recorded(log, a_note("one"), a_note("two"))
    copy = backup(tmp_path / "home" / "coach.db", tmp_path / "copy.db")
    with a_log(tmp_path / "home") as log:
        recorded(log, a_note("three"), a_score(4), when=at(hour=10))
        recorded(log, a_note("five"), YES, SafetyHold(tier=Tier.EMERGENCY), when=at(hour=10))
    return copy


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "coach.db"


def _break_page(path: Path, name: str) -> None:
    """Nothing under a table or an index can be read any more."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(sql, [name]).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)


def test_what_continues_the_chain_comes_back(copy: Path, log_file: Path) -> None:
    with a_log(log_file.parent) as log:
        before = log.everything()
    tamper(log_file)  # Without its triggers it is no whole log.
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.back, restored.missing, restored.locked) == (5, "", False)
    with a_log(log_file.parent) as log:
        assert log.everything() == before
        assert is_locked(log)
    assert problems_in(log_file) == []
    assert not list(log_file.parent.glob("*.part*"))


def test_a_signed_plan_comes_back_with_its_words(copy: Path, log_file: Path) -> None:
    with a_log(log_file.parent) as log:
        name = log.keep_document("a plan", "its seal")
        plan = PlanReceived(
            program="steady-back",
            version=2,
            therapist="Ada",
            from_day=MONDAY,
            stage=StageCode.MOVE,
            sore_side="left",
            document=name,
        )
        recorded(log, plan, when=LATER)
    tamper(log_file)
    assert restore(copy, log_file.parent, LATER).back == 6
    with a_log(log_file.parent) as log:
        assert log.document(name) == "a plan"


@pytest.mark.parametrize(
    ("statement", "back", "lost"),
    [
        ("UPDATE pain_score SET score = 9", 1, 4),
        ("DELETE FROM pain_score", 1, 4),
        ("UPDATE note_written SET text = 'tree' WHERE seq = 3", 0, 5),
        ("UPDATE fact_chain SET hash = replace(hash, 'a', 'b') WHERE seq = 4", 5, 0),
    ],
)
def test_what_does_not_continue_it_is_counted_and_asks_for_the_list(
    copy: Path, log_file: Path, statement: str, back: int, lost: int
) -> None:
    tamper(log_file, statement)
    restored = restore(copy, log_file.parent, LATER)
    assert restored.back == back
    assert restored.locked is (back < 5)
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert asks_for_the_list(log) is bool(lost)
    hour = "10:00" if back else "09:00"
    told_so = f"Notes after 2027-03-01 {hour} could not be read: {lost} facts, or more."
    assert restored.missing == (told_so if lost else "")


@pytest.mark.parametrize("name", ["fact_chain", "note_written", "safety_hold", "red_flag_answered"])
def test_a_lock_stands_again_wherever_a_page_is_gone(copy: Path, log_file: Path, name: str) -> None:
    _break_page(log_file, name)
    restore(copy, log_file.parent, LATER)
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert asks_for_the_list(log)


DEFINITIONS = [
    b"TABLE session_started",
    b"TABLE safety_hold",
    b"TABLE red_flag_answered",
    b"TABLE fact_chain",
    b"TABLE home",
    b'INDEX "idx_safety_hold_patient_day"',
    b"TRIGGER safety_hold_no_delete",
    b'VIEW "session_log"',
    b'tier" INTEGER',
]
"""Words in which a flipped bit makes a definition one that cannot be read, or another one."""


def flip(path: Path, text: bytes) -> None:
    """One bit is another one where `text` is."""
    content = bytearray(path.read_bytes())
    content[content.index(text)] ^= 2
    path.write_bytes(content)


@pytest.mark.parametrize("words", DEFINITIONS)
def test_a_lock_stands_again_whichever_definition_is_damaged(
    copy: Path, log_file: Path, words: bytes
) -> None:
    flip(log_file, words)
    assert problems_in(log_file)
    restored = restore(copy, log_file.parent, LATER)
    assert restored.back or restored.locked
    with a_log(log_file.parent) as log:
        assert is_locked(log)


BEGINNINGS = {
    "the first letters": (0, bytes(16)),
    "the page size": (16, b"\xff\xff"),
    "the header": (0, bytes(100)),
    "the first page": (0, bytes(4096)),
    "another file's beginning": (0, b"PK\x03\x04" * 1024),
    "where the tables are": (100, bytes(3996)),
}
"""Where the beginning of a log is broken, and what stands there instead."""


def _break_beginning(path: Path, name: str) -> None:
    content, (place, instead) = bytearray(path.read_bytes()), BEGINNINGS[name]
    content[place : place + len(instead)] = instead
    path.write_bytes(content)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_log_whose_beginning_is_broken_is_read_with_that_of_the_copy(
    copy: Path, log_file: Path, beginning: str
) -> None:
    with a_log(log_file.parent) as log:
        before = log.everything()
    _break_beginning(log_file, beginning)
    broken = log_file.read_bytes()
    restored = restore(copy, log_file.parent, LATER)
    assert restored.back == 5
    assert restored.former is not None
    assert restored.former.read_bytes() == broken, "nothing is repaired in place"
    with a_log(log_file.parent) as log:
        assert logged(log) == before
        assert is_locked(log)
        assert asks_for_the_list(log), "what is not known to be all of it"
    assert problems_in(log_file) == []
    assert not list(log_file.parent.glob("*.part*"))


@pytest.mark.parametrize(("offset", "bit"), [(68, 0), (71, 7), (60, 6), (61, 0), (63, 1), (63, 7)])
def test_a_flipped_bit_in_what_the_header_says_a_log_is_costs_no_lock(
    copy: Path, log_file: Path, offset: int, bit: int
) -> None:
    content = bytearray(log_file.read_bytes())
    content[offset] ^= 1 << bit
    log_file.write_bytes(content)
    with pytest.raises(DamagedLogError):
        open_database(log_file, read_only=True).close()
    assert problems_in(log_file)
    assert restore(copy, log_file.parent, LATER).back
    with a_log(log_file.parent) as log:
        assert is_locked(log)


def test_of_a_log_whose_beginning_is_broken_what_was_changed_is_not_believed(
    copy: Path, log_file: Path
) -> None:
    _break_beginning(log_file, "the header")
    log_file.write_bytes(log_file.read_bytes().replace(b"three", b"threw"))
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.back, restored.locked) == (0, True)
    assert restored.missing == "Notes after 2027-03-01 09:00 could not be read: 5 facts, or more."
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert asks_for_the_list(log)


def test_of_a_log_whose_beginning_is_broken_nobody_elses_facts_come(
    copy: Path, tmp_path: Path
) -> None:
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("of another one"))
    _break_beginning(tmp_path / "other" / "coach.db", "the header")
    _assert_nothing_comes(copy, tmp_path / "other")


def _assert_nothing_comes(copy: Path, home: Path) -> None:
    """Neither does the copy take the place of the log of a stranger, nor is that believed."""
    with pytest.raises(RefusedError, match="copy of another log"):
        restore(copy, home, LATER)
    with a_log(copy.parent / "home") as log:
        so_far = copied(log)
    came = salvaged(remains_of(home / "coach.db", copy), so_far)
    assert (came.facts, came.is_whole) == ([], False)
    assert came.lost, "it was reached"


@pytest.mark.parametrize(("answer", "locks"), [("yes", True), ("?", True), ("no", False)])
def test_an_answer_that_cannot_be_read_locks_unless_it_says_no(
    copy: Path, log_file: Path, answer: str, locks: bool
) -> None:
    tamper(
        log_file,
        "PRAGMA ignore_check_constraints=ON",
        "DELETE FROM safety_hold",
        "DELETE FROM fact_chain WHERE kind = 'safety_hold'",
        f"UPDATE red_flag_answered SET tier = 99, answer = '{answer}'",
    )
    assert restore(copy, log_file.parent, LATER).locked is locks
    with a_log(log_file.parent) as log:
        assert is_locked(log) is locks
        assert asks_for_the_list(log)


def test_a_lock_keeps_its_question_and_its_time(copy: Path, log_file: Path) -> None:
    tamper(log_file, "DELETE FROM pain_score")
    restore(copy, log_file.parent, LATER)
    with a_log(log_file.parent) as log:
        history = history_of(log.read(kinds=KINDS))
    assert [answer.item for _, answer in history.hold_answers()] == ["saddle"]
    assert all(since == at(hour=10) for since, _ in history.hold_answers())


def test_a_lock_that_was_cleared_stays_cleared_where_the_chain_says_so(
    copy: Path, log_file: Path
) -> None:
    with a_log(log_file.parent) as log:
        names = tuple(one.id for one in history_of(log.read(kinds=KINDS)).standing_locks())
        recorded(log, SafetyCleared(by=ClearedBy.THERAPIST, note="seen", clears=names), when=LATER)
    tamper(log_file)
    restore(copy, log_file.parent, LATER)
    with a_log(log_file.parent) as log:
        assert not is_locked(log)


@pytest.mark.parametrize("content", [b"", b"broken", bytes(8192), None])
def test_a_log_of_which_nothing_can_be_read_asks_for_the_list(
    copy: Path, log_file: Path, content: bytes | None
) -> None:
    if content is None:
        log_file.unlink()
    else:
        log_file.write_bytes(content)
    restored = restore(copy, log_file.parent, LATER)
    assert restored.missing == (
        "What came after 2027-03-01 09:00 is not in it: notes, a plan or a pairing, if there were "
        "any."
    )
    with a_log(log_file.parent) as log:
        assert asks_for_the_list(log)


def test_going_back_from_a_whole_log_brings_nothing_and_asks_for_the_list(
    copy: Path, log_file: Path
) -> None:
    restored = restore(copy, log_file.parent, LATER)
    assert restored.back == 0
    assert restored.missing == "Notes after 2027-03-01 09:00 are not in it: 5 facts."
    with a_log(log_file.parent) as log:
        assert asks_for_the_list(log)


def test_a_copy_that_lacks_nothing_asks_for_nothing(log_file: Path, copy: Path) -> None:
    newest = backup(log_file, copy.with_name("newest.db"))
    assert restore(newest, log_file.parent, LATER).missing == ""
    with a_log(log_file.parent) as log:
        assert not asks_for_the_list(log)


def test_nobody_elses_facts_come_into_the_copy(copy: Path, tmp_path: Path) -> None:
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("of another one"))
    _break_page(tmp_path / "other" / "coach.db", "pain_score")
    _assert_nothing_comes(copy, tmp_path / "other")


# --- what other copies hold


def _copies(log_file: Path) -> tuple[Path, Path]:
    """An automatic copy without the last five facts, dated by a clock that ran ahead, and one that
    has them."""
    ahead = backups_folder(log_file) / "coach-2028-06-01T090000.db"
    ahead.parent.mkdir()
    (log_file.parent.parent / "copy.db").rename(ahead)
    return ahead, backup_into_folder(log_file, at(hour=11))


def test_what_later_copies_hold_comes_back_where_the_log_is_lost(
    copy: Path, log_file: Path
) -> None:
    with a_log(log_file.parent) as log:
        before = log.everything()
    assert copy.exists()
    ahead, _ = _copies(log_file)
    log_file.write_bytes(b"")
    restored = restore(ahead, log_file.parent, LATER)
    assert (restored.back, restored.from_copies, restored.locked) == (0, 5, False)
    with a_log(log_file.parent) as log:
        assert logged(log) == before
        assert is_locked(log)
        assert asks_for_the_list(log), "what came after the last copy is not known"
        assert all(log.is_own(one) for one in log.everything())
    assert problems_in(log_file) == []


def test_what_follows_a_later_copy_comes_back_from_a_damaged_log(
    copy: Path, log_file: Path
) -> None:
    assert copy.exists()
    ahead, _ = _copies(log_file)
    with a_log(log_file.parent) as log:
        recorded(log, a_note("six"), when=LATER)
        before = log.everything()
    tamper(log_file, "UPDATE pain_score SET score = 9")  # Nothing after it follows the first copy.
    restored = restore(ahead, log_file.parent, LATER)
    assert (restored.back, restored.from_copies, restored.missing) == (1, 5, "")
    with a_log(log_file.parent) as log:
        assert log.everything() == before


def test_what_contradicts_the_copy_is_told_and_its_lock_stands(copy: Path, log_file: Path) -> None:
    """Two lives of one home: the log was put back by hand, and went on."""
    later = backup_into_folder(log_file, at(hour=11))
    log_file.write_bytes(copy.read_bytes())
    with a_log(log_file.parent) as log:
        recorded(log, a_note("otherwise"), when=at(hour=12))
    other_life = backup(log_file, copy.with_name("other.db"))
    log_file.write_bytes(b"")
    restored = restore(other_life, log_file.parent, LATER)
    assert restored.locked
    assert f"{later} holds more that is not in it: 5 facts." in restored.missing
    with a_log(log_file.parent) as log:
        assert is_locked(log)
        assert len(history_of(log.read(kinds=KINDS)).hold_answers()) == 1
        assert asks_for_the_list(log)


@pytest.mark.parametrize("cleared", [True, False])
def test_going_back_from_a_whole_log_a_lock_it_knew_not_of_stands(
    copy: Path, log_file: Path, cleared: bool
) -> None:
    with a_log(log_file.parent) as log:
        if cleared:
            names = tuple(one.id for one in history_of(log.read(kinds=KINDS)).standing_locks())
            recorded(log, SafetyCleared(by=ClearedBy.THERAPIST, note="seen", clears=names))
    backup_into_folder(log_file, at(hour=11))
    log_file.write_bytes(copy.read_bytes())
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.locked) == (0, not cleared)
    with a_log(log_file.parent) as log:
        assert is_locked(log) is not cleared
        assert asks_for_the_list(log)


def test_what_was_gone_back_from_stays_away_and_locks_nothing_later(
    copy: Path, log_file: Path
) -> None:
    held = backup_into_folder(log_file, at(hour=11))
    restore(copy, log_file.parent, LATER)
    with a_log(log_file.parent) as log:
        assert not is_locked(log), "its own log was whole, and whoever holds it is asked before"
        recorded(log, a_note("a new life"), when=LATER)
    newest = backup_into_folder(log_file, LATER + timedelta(days=1))
    log_file.write_bytes(b"")
    restored = restore(newest, log_file.parent, LATER)
    assert held.exists()
    assert (restored.from_copies, restored.locked) == (0, False)
    assert "holds more" not in restored.missing


def test_nothing_comes_from_a_copy_of_another_person(
    copy: Path, log_file: Path, tmp_path: Path
) -> None:
    with a_log(tmp_path / "other") as log:
        recorded(log, a_note("of another one"), *[a_note() for _ in range(20)])
    theirs = backups_folder(log_file) / "coach-2027-03-01T120000.db"
    theirs.parent.mkdir()
    backup(tmp_path / "other" / "coach.db", theirs)
    log_file.write_bytes(copy.read_bytes())
    tamper(log_file)
    restored = restore(copy, log_file.parent, LATER)
    assert (restored.from_copies, restored.locked) == (0, False)
    with a_log(log_file.parent) as log:
        assert len(logged(log)) == 2
