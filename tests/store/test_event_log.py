"""What the SQLite log does beyond the contract of every log."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.domain.caseload import Enrolled
from coach.domain.errors import InputError, LogError, MissingFactsError, RefusedError
from coach.domain.events import FactRetracted
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.fact_rows import ROWS_AT_ONCE
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG
from coach.store.opening import load_writing, open_log
from coach.store.problems import problems_in
from tests.store.builders import MONDAY, a_log, a_note, a_score, at, recorded

TOKYO = timezone(timedelta(hours=9))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteEventLog]:
    with a_log(tmp_path / "home") as log:
        yield log


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqliteEventLog]:
    """A therapist's database."""
    with a_log(tmp_path / "desk", name=CLINIC_LOG) as log:
        SqliteCaseload(log).enrol(Enrolled("sam", "Sam", "0" * 64, MONDAY))
        yield log


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[SqliteEventLog]:
    """The log of another machine."""
    with a_log(tmp_path / "elsewhere") as log:
        yield log


def test_a_fact_that_is_refused_takes_the_whole_append_with_it(log: SqliteEventLog) -> None:
    with pytest.raises(LogError, match="Nothing was saved"):
        recorded(log, a_note(), a_score(11))
    assert log.everything() == []
    assert log.writable
    assert recorded(log, a_note())[0].seq == 1


def test_a_text_that_is_none_is_an_input_fault(log: SqliteEventLog) -> None:
    with pytest.raises(InputError, match="not text"):
        recorded(log, a_note("\ud800"))
    assert log.everything() == []


def test_ids_sort_in_the_order_of_writing(log: SqliteEventLog) -> None:
    load_writing()
    ids = [stamped.id for _ in range(5) for stamped in recorded(log, a_note(), a_score())]
    assert ids == sorted(ids)


def test_every_transaction_that_writes_begins_immediate(tmp_path: Path) -> None:
    seen: list[str] = []
    with a_log(tmp_path) as log:
        log._database.connection.set_trace_callback(seen.append)
        log.adopt_patient("ann")
        recorded(log, a_note())
    assert [line for line in seen if line.startswith("BEGIN")] == [
        "BEGIN IMMEDIATE",
        "BEGIN IMMEDIATE",
    ]


def test_a_unit_that_lost_its_transaction_is_not_taken_for_saved(log: SqliteEventLog) -> None:
    with pytest.raises(LogError):
        log.write(lambda db: db.execute("ROLLBACK"))
    assert recorded(log, a_note())[0].seq == 1


def test_merging_takes_facts_in_as_they_are(
    desk: SqliteEventLog, elsewhere: SqliteEventLog, tmp_path: Path
) -> None:
    wrong, *_ = recorded(elsewhere, a_score(9), a_note("one"), a_note("two"))
    recorded(elsewhere, FactRetracted(fact=wrong.id, reason="mistyped"))
    recorded(desk, a_note("own"))
    theirs = elsewhere.everything()
    assert len(theirs) == 4
    assert desk.merge(theirs[:2]) == 2
    assert desk.merge(theirs) == 2
    assert desk.merge(theirs) == 0
    mirrored = desk.for_patient(elsewhere.patient)
    assert mirrored.everything() == theirs
    assert mirrored.read() == elsewhere.read()
    assert desk.heads()[elsewhere.device] == elsewhere.heads()[elsewhere.device]
    assert desk.patients() == sorted([desk.patient, elsewhere.patient])
    assert len(desk.read()) == 1
    assert problems_in(tmp_path / "desk" / CLINIC_LOG) == []


def test_facts_with_one_missing_are_not_taken_in(
    log: SqliteEventLog, elsewhere: SqliteEventLog
) -> None:
    first, _, third = recorded(elsewhere, a_note("1"), a_note("2"), a_note("3"))
    with pytest.raises(RefusedError, match="Ask for a complete file"):
        log.merge([first, third])
    assert log.patients() == []


def test_a_changed_fact_is_not_taken_in(log: SqliteEventLog, elsewhere: SqliteEventLog) -> None:
    (stamped,) = recorded(elsewhere, a_score(9))
    log.merge([stamped])
    for changed in (replace(stamped, fact=a_score(2)), replace(stamped, id="other")):
        with pytest.raises(RefusedError, match="another one than the log has"):
            log.merge([changed])
    with pytest.raises(RefusedError, match="no fact of this log"):
        log.merge([replace(stamped, device="forged")])
    assert log.for_patient(elsewhere.patient).everything() == [stamped]


def test_many_facts_of_two_machines_come_in_at_once_and_every_link_holds(
    log: SqliteEventLog, elsewhere: SqliteEventLog, desk: SqliteEventLog, tmp_path: Path
) -> None:
    own = recorded(log, *(a_note(str(n)) for n in range(2 * ROWS_AT_ONCE + 1)))
    theirs = recorded(elsewhere, *(a_score(n % 11) for n in range(ROWS_AT_ONCE + 1)))
    assert desk.merge([*reversed(own), *theirs]) == len(own) + len(theirs)
    for there in (log, elsewhere):
        assert desk.heads()[there.device] == there.heads()[there.device]
        assert desk.for_patient(there.patient).everything() == there.everything()
    assert problems_in(tmp_path / "desk" / CLINIC_LOG) == []


def test_a_fact_that_came_twice_at_once_is_taken_in_once(
    log: SqliteEventLog, elsewhere: SqliteEventLog
) -> None:
    first, second = recorded(elsewhere, a_score(9), a_score(8))
    assert log.merge([first, first, second, second]) == 2
    assert log.for_patient(elsewhere.patient).everything() == [first, second]


def test_two_facts_under_one_number_that_come_at_once_are_not_taken_in(
    log: SqliteEventLog, elsewhere: SqliteEventLog
) -> None:
    first, second = recorded(elsewhere, a_score(9), a_score(8))
    with pytest.raises(RefusedError, match="another one than the log has"):
        log.merge([first, second, replace(second, fact=a_score(2))])
    assert log.patients() == []


def test_what_is_asked_for_begins_behind_what_is_here_and_ends_before_what_came(
    log: SqliteEventLog, elsewhere: SqliteEventLog
) -> None:
    facts = recorded(elsewhere, *(a_note(str(n)) for n in range(6)))
    log.merge(facts[:2])
    with pytest.raises(MissingFactsError) as missing:
        log.merge([facts[1], facts[2], facts[5]])
    assert (missing.value.first, missing.value.last) == (4, 5)
    assert len(log.for_patient(elsewhere.patient).everything()) == 2


def test_a_fact_out_of_range_is_not_taken_in(
    log: SqliteEventLog, elsewhere: SqliteEventLog
) -> None:
    good, bad = recorded(elsewhere, a_score(9), a_score(8))
    with pytest.raises(RefusedError, match="no fact of this log"):
        log.merge([good, replace(bad, fact=a_score(99))])
    assert log.patients() == []


def test_a_clinic_numbers_its_facts_for_each_patient(log: SqliteEventLog) -> None:
    for patient in ("ann", "ben"):
        recorded(log.for_patient(patient), a_note(f"about {patient}"))
    facts = log.for_patient("ben").everything()
    assert [(stamped.patient, stamped.seq) for stamped in facts] == [("ben", 1)]
    assert log.patients() == ["ann", "ben"]


def test_a_log_takes_the_name_its_first_plan_gives(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        log.adopt_patient("ann")
        recorded(log, a_note())
        log.adopt_patient("ann")
        with pytest.raises(RefusedError, match="belongs to patient ann"):
            log.adopt_patient("ben")
    with a_log(tmp_path) as log:
        assert log.patient == "ann"
        assert len(log.read()) == 1


def test_a_log_may_be_used_from_several_threads(log: SqliteEventLog) -> None:
    def write() -> None:
        for number in range(10):
            recorded(log, a_note(str(number)))
            log.read()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [stamped.seq for stamped in log.everything()] == list(range(1, 41))


def test_a_value_no_coach_wrote_is_named_as_damage(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        recorded(log, a_note())
    path = tmp_path / "coach.db"
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER note_written_no_update")
    connection.execute("UPDATE note_written SET day = '2027-99-99'")
    connection.commit()
    connection.close()
    with a_log(tmp_path) as log:
        for ask in (log.read, log.everything, log.last_at):
            with pytest.raises(DamagedLogError, match="no coach wrote"):
                ask()


def test_a_closed_log_is_closed_for_good(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    log.close()
    log.close()
    with pytest.raises(LogError):
        log.read()
    with pytest.raises(LogError):
        recorded(log, a_note())


def test_the_newest_fact_is_found_across_offsets(log: SqliteEventLog) -> None:
    newest = at(hour=23)
    recorded(log, a_note(), when=newest)
    # A later local date, an earlier moment.
    recorded(log, a_note(), when=(newest - timedelta(hours=1)).astimezone(TOKYO))
    assert max(stamped.day for stamped in log.read()) > newest.date()
    assert log.last_at() == newest
