"""A lock that was hidden, changed or lost in the log is never taken for no lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.errors import CoachError
from coach.domain.events import FactRetracted, RedFlagAnswered, SafetyCleared, SafetyHold
from coach.domain.history import history_of
from coach.domain.outcomes import ClearedBy
from coach.domain.red_flags import Tier
from coach.store.faults import DamagedLogError
from coach.store.problems import problems_in
from tests.store.builders import a_log, a_note, a_score, recorded
from tests.store.test_chain import tamper

OF_ANOTHER = "UPDATE home SET value = 'x' || value WHERE key = 'patient'"
KINDS = (SafetyHold, SafetyCleared, RedFlagAnswered)


def an_answer(*, yes: bool) -> RedFlagAnswered:
    return RedFlagAnswered(item="saddle", answer=yes, tier=Tier.EMERGENCY, text_version=1)


@pytest.fixture(name="locked")
def _locked(tmp_path: Path) -> Path:
    """A log in which a hold stands after one that was cleared."""
    with a_log(tmp_path) as log:
        [note] = recorded(log, a_note("before"))
        recorded(log, an_answer(yes=False), SafetyHold(tier=Tier.SAME_DAY))
        cleared = history_of(log.read(kinds=KINDS)).standing_locks()
        names = tuple(one.id for one in cleared)
        recorded(log, SafetyCleared(by=ClearedBy.THERAPIST, note="seen", clears=names))
        recorded(log, FactRetracted(fact=note.id, reason="wrong"), a_score(3))
        recorded(log, an_answer(yes=True), SafetyHold(tier=Tier.EMERGENCY), a_score(4))
    return tmp_path / "coach.db"


def is_locked(path: Path) -> bool:
    """Whether coaching is locked; a log that is not believed coaches nobody either."""
    try:
        with a_log(path.parent, read_only=True) as log:
            hold = history_of(log.read(kinds=KINDS)).hold()
    except CoachError:
        return True
    return hold is not None


def used_bytes(path: Path, *names: str) -> Iterator[int]:
    """Where the first pages of some tables and indexes hold anything."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        marks = ", ".join("?" * len(names))
        sql = f"SELECT rootpage FROM sqlite_master WHERE name IN ({marks})"
        pages = [number for (number,) in connection.execute(sql, names)]
    assert len(pages) == len(names)
    content = path.read_bytes()
    for page in pages:
        places = range((page - 1) * size, page * size)
        yield from (place for place in places if content[place])


@pytest.mark.parametrize(
    "names",
    [
        ("idx_safety_hold_patient_day", "safety_hold"),
        ("idx_safety_cleared_patient_day", "safety_cleared"),
        ("idx_red_flag_answered_patient_day", "red_flag_answered"),
        ("idx_fact_retracted_patient_day", "fact_retracted"),
        ("home",),
    ],
)
def test_no_flipped_bit_hides_a_hold(locked: Path, names: tuple[str, ...]) -> None:
    good = locked.read_bytes()
    assert is_locked(locked)
    for nth, place in enumerate(used_bytes(locked, *names)):
        content = bytearray(good)
        content[place] ^= 1 << nth % 8
        locked.write_bytes(content)
        assert is_locked(locked), (place, nth % 8)


def test_a_hold_that_its_index_lost_stands(locked: Path) -> None:
    with closing(sqlite3.connect(locked)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'idx_safety_hold_patient_day'"
        page = connection.execute(sql).fetchone()[0]
        patient = connection.execute("SELECT patient FROM safety_hold").fetchone()[0].encode()
    content = bytearray(locked.read_bytes())
    start = content.index(patient, (page - 1) * 4096)
    while 0 <= start < page * 4096:
        content[start] ^= 1
        start = content.find(patient, start, page * 4096)
    locked.write_bytes(content)
    with a_log(locked.parent) as log:
        assert history_of(log.read(kinds=KINDS)).hold() is not None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM safety_hold WHERE tier = 1",
        "DELETE FROM fact_chain WHERE kind = 'safety_hold'",
        "UPDATE safety_hold SET patient = 'x' || patient",
        "UPDATE safety_hold SET tier = 3",
        "UPDATE safety_cleared SET clears = NULL",
        "UPDATE fact_chain SET kind = 'safety_holc' WHERE kind = 'safety_hold'",
        "UPDATE fact_chain SET device = 'x' || device WHERE kind = 'safety_hold'",
        "UPDATE fact_chain SET hash = replace(hash, 'a', 'b') WHERE kind = 'safety_cleared'",
        "UPDATE red_flag_answered SET tier = 3 WHERE answer = 'yes'",
        "DELETE FROM red_flag_answered WHERE answer = 'yes'",
        "UPDATE fact_retracted SET fact = 'another'",
        OF_ANOTHER,
    ],
)
def test_what_was_changed_about_a_lock_is_damage(locked: Path, statement: str) -> None:
    tamper(locked, statement)
    with pytest.raises(DamagedLogError), a_log(locked.parent):
        pass


def test_an_answer_that_is_neither_yes_nor_no_is_damage(locked: Path) -> None:
    content = locked.read_bytes()
    assert content.count(b"saddleyes") == 1
    locked.write_bytes(content.replace(b"saddleyes", b"saddleyer"))
    with pytest.raises(DamagedLogError), a_log(locked.parent):
        pass


def test_a_copy_that_says_it_is_another_ones_log_is_no_whole_one(locked: Path) -> None:
    assert problems_in(locked) == []
    tamper(locked, OF_ANOTHER)
    assert any("whose log it is" in problem for problem in problems_in(locked))
