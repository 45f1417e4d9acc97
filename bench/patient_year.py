"""(f) A patient's year as a signed, sealed document: made, read, merged."""

import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from bench.caseload import CLOCK, course, write_course
from bench.rows import Part, Wishes
from bench.samples import milliseconds, repeated
from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.events import Stamped
from coach.domain.fact_codec import encode, kind_of
from coach.exchange.papers import SealedPapers
from coach.store.event_log import SqliteEventLog
from coach.store.files import CLINIC_LOG
from coach.store.opening import open_log

MOST = 2.0
DAYS = 365
NO_HASH = "0" * 64


def measure(wishes: Wishes) -> Part:
    """Everything in this process; each merge goes into a database of its own."""
    part = Part("f", f"a document of {DAYS} days: make, read, merge")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        folder, runs = Path(name), wishes.of(15, 4)
        log = open_log(folder / "patient")
        write_course(log, log.patient, list(course(0, DAYS, CLOCK.now().astimezone())), log.device)
        rows = log.everything()
        merged = _merges(folder, log, rows, runs)
        patient, desk = SealedPapers(folder / "patient.key"), SealedPapers(folder / "desk.key")
        reader, now = desk.key, CLOCK.now().astimezone()

        def make() -> bytes:
            whole, heads = log.everything(), log.heads()
            mark = tuple(Head(device, *head, now) for device, head in heads.items())
            document = LogDocument(log.patient, patient.key, now, tuple(whole), mark)
            return patient.seal_log(document, reader)

        sealed = make()
        made, read = repeated(make, runs), repeated(lambda: desk.open_log(sealed), runs)
        log.close()
    what = f"{len(rows)} facts into a new file"
    floor = part.add(what, "sqlite3: executemany", merged.bare).median
    own = part.add(what, "sqlite3: into the log's own tables", merged.own_tables, floor=floor)
    part.add(
        "merge",
        "coach",
        merged.coach,
        floor=floor,
        target=f"<= {MOST} x executemany",
        met=lambda row: (row.ratio or 0) <= MOST,
    )
    part.add("make: read the log, sign, seal", "coach", made, floor=floor)
    part.add("read: open, verify, check", "coach", read, floor=floor)
    ratio = median(merged.coach) / own.median
    part.notes.append(
        f"{len(sealed):,} bytes sealed; the merge also checks, hashes and links every fact: "
        f"{ratio:.2f} x executemany into the same tables, with the same constraints and triggers"
    )
    return part


@dataclass
class _Merges:
    """Milliseconds of each way, measured in turn."""

    bare: list[float] = field(default_factory=list)
    own_tables: list[float] = field(default_factory=list)
    coach: list[float] = field(default_factory=list)


def _merges(folder: Path, log: SqliteEventLog, rows: list[Stamped], runs: int) -> _Merges:
    """Each way in turn, so that the machine's moods meet all; the first of each is left out."""
    found = _Merges()
    for number in range(runs + 1):
        path = folder / f"bare-{number}.db"
        found.bare.append(milliseconds(partial(_executemany, path, rows, log.journal)))
        empty = open_log(folder / f"own-{number}", name=CLINIC_LOG)
        journal = empty.journal
        empty.close()
        path = folder / f"own-{number}" / CLINIC_LOG
        found.own_tables.append(milliseconds(partial(_own_tables, path, rows, journal)))
        clinic = open_log(folder / f"clinic-{number}", name=CLINIC_LOG)
        merge = partial(clinic.for_patient(log.patient).merge, rows)
        found.coach.append(milliseconds(merge))
        clinic.close()
    return _Merges(found.bare[1:], found.own_tables[1:], found.coach[1:])


Rows = dict[str, list[dict[str, object]]]


def _by_kind(facts: list[Stamped]) -> Rows:
    tables: Rows = defaultdict(list)
    for fact in facts:
        kind, row = encode(fact)
        tables[kind].append(dict(row))
    return tables


def _own_tables(path: Path, facts: list[Stamped], journal: str) -> None:
    """The same rows and links of the chain into the tables of a log; no check, no hash."""
    links = [(one.device, one.seq, one.id, kind_of(type(one.fact)), NO_HASH) for one in facts]
    with _one_transaction(path, journal, "foreign_keys=ON", "recursive_triggers=ON") as database:
        database.executemany("INSERT INTO fact_chain VALUES (?, ?, ?, ?, ?)", links)
        _insert(database, _by_kind(facts))


def _executemany(path: Path, facts: list[Stamped], journal: str) -> None:
    """The same rows, one table a kind, one transaction, no check."""
    tables = _by_kind(facts)
    with _one_transaction(path, journal) as database:
        for kind, rows in tables.items():
            database.execute(f"CREATE TABLE {kind} ({_columns(rows)}, PRIMARY KEY (id))")
        _insert(database, tables)


@contextmanager
def _one_transaction(path: Path, journal: str, *pragmas: str) -> Iterator[sqlite3.Connection]:
    """On disk at the end, as safely as the log."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in (*pragmas, f"journal_mode={journal}", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")


def _insert(database: sqlite3.Connection, tables: Rows) -> None:
    for kind, rows in tables.items():
        marks = ", ".join("?" * len(rows[0]))
        values = [tuple(row.values()) for row in rows]
        database.executemany(f"INSERT INTO {kind} ({_columns(rows)}) VALUES ({marks})", values)


def _columns(rows: list[dict[str, object]]) -> str:
    return ", ".join(f'"{name}"' for name in rows[0])
