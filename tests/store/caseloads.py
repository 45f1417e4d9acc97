"""Caseloads and the logs that come into them, with defaults."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from coach.domain.caseload import Enrolled, Head
from coach.domain.events import Fact, Stamped
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.files import CLINIC_LOG, PATIENT_LOG
from tests.store.builders import MONDAY, a_log, a_note, at, query, recorded

KEY = "ab" * 32


@contextmanager
def a_caseload(home: Path) -> Iterator[SqliteCaseload]:
    """The therapist's database of a home, closed at the end of the block."""
    with a_log(home, name=CLINIC_LOG) as log:
        yield SqliteCaseload(log)


def enrolled(patient: str, name: str = "Sam Sample", key: str = KEY) -> Enrolled:
    return Enrolled(patient, name, key, MONDAY)


def heads_of(log: SqliteEventLog, made_at: datetime | None = None) -> list[Head]:
    """How far each device of a log goes, as its owner would sign it."""
    when = made_at or at()
    return [Head(device, seq, head, when) for device, (seq, head) in log.heads().items()]


def a_patient_log(home: Path, *facts: Fact) -> tuple[str, list[Stamped], list[Head]]:
    """A patient's own home with these facts, or two notes: their id, the facts, the heads."""
    with a_log(home) as log:
        recorded(log, *(facts or (a_note("slept badly"), a_note("better"))))
        return log.patient, log.everything(), heads_of(log)


def head_at(home: Path, device: str, seq: int, made_at: datetime | None = None) -> Head:
    """The head of a patient's device as it was signed when the log ended with number `seq`."""
    sql = "SELECT hash FROM fact_chain WHERE device = ? AND seq = ?"
    [(found,)] = query(home / PATIENT_LOG, sql, device, seq)
    return Head(device, seq, found, made_at or at())
