"""(f) A patient's year as a signed, sealed document: made, read, merged."""

import sqlite3
import tempfile
from collections import defaultdict
from itertools import count
from pathlib import Path

from bench.caseload import CLOCK, course, write_course
from bench.rows import Part, Wishes
from bench.samples import repeated
from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.events import Stamped
from coach.domain.fact_codec import encode
from coach.exchange.papers import SealedPapers
from coach.store.opening import CLINIC_LOG, open_log

MOST = 2.0
DAYS = 365


def measure(wishes: Wishes) -> Part:
    """Everything in this process; each merge goes into a database of its own."""
    part = Part("f", f"a document of {DAYS} days: make, read, merge")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        folder, runs, numbers = Path(name), wishes.of(15, 4), count()
        log = open_log(folder / "patient")
        facts = list(course(0, DAYS, CLOCK.now().astimezone()))
        write_course(log, log.patient, facts, log.device)
        patient, desk = SealedPapers(folder / "patient.key"), SealedPapers(folder / "desk.key")
        reader, now, rows = desk.key, CLOCK.now().astimezone(), log.everything()

        def make() -> bytes:
            whole, heads = log.everything(), log.heads()
            mark = tuple(Head(device, *head, now) for device, head in heads.items())
            document = LogDocument(log.patient, patient.key, now, tuple(whole), mark)
            return patient.seal_log(document, reader)

        def raw() -> None:
            _executemany(folder / f"raw-{next(numbers)}.db", rows, log.journal)

        def merge() -> None:
            clinic = open_log(folder / f"clinic-{next(numbers)}", name=CLINIC_LOG)
            began.append(CLOCK.monotonic())
            clinic.for_patient(log.patient).merge(rows)
            merged.append(1000 * (CLOCK.monotonic() - began[-1]))
            clinic.close()

        began: list[float] = []
        merged: list[float] = []
        sealed = make()
        made, read = repeated(make, runs), repeated(lambda: desk.open_log(sealed), runs)
        floors = repeated(raw, runs)
        repeated(merge, runs)
        log.close()
    floor = part.add(f"{len(rows)} facts into a new file", "sqlite3: executemany", floors).median
    part.add(
        "merge",
        "coach",
        merged[1:],
        floor=floor,
        target=f"<= {MOST} x executemany",
        met=lambda row: (row.ratio or 0) <= MOST,
    )
    part.add("make: read the log, sign, seal", "coach", made, floor=floor)
    part.add("read: open, verify, check", "coach", read, floor=floor)
    part.notes.append(f"{len(sealed):,} bytes sealed; the merge also checks and links every fact")
    return part


def _executemany(path: Path, facts: list[Stamped], journal: str) -> None:
    """The same rows, one table a kind, one transaction, no check."""
    tables: dict[str, list[dict[str, object]]] = defaultdict(list)
    for fact in facts:
        kind, row = encode(fact)
        tables[kind].append(dict(row))
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(f"PRAGMA journal_mode={journal}")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("BEGIN IMMEDIATE")
    for kind, rows in tables.items():
        columns = ", ".join(f'"{name}"' for name in rows[0])
        database.execute(f"CREATE TABLE {kind} ({columns}, PRIMARY KEY (id))")
        marks = ", ".join("?" * len(rows[0]))
        values = [tuple(row.values()) for row in rows]
        database.executemany(f"INSERT INTO {kind} VALUES ({marks})", values)
    database.execute("COMMIT")
    database.close()
