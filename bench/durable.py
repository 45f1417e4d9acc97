"""(d) One fact on disk, beside sqlite3 alone with the same pragmas on the same disk."""

import sqlite3
import tempfile
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from bench.caseload import CLOCK
from bench.rows import Part, Wishes
from bench.samples import milliseconds
from coach.domain.events import PainScore
from coach.domain.pain import Moment, Reach, Site
from coach.store.files import CLINIC_LOG
from coach.store.opening import open_log

MOST = 1.3
TABLE = (
    "CREATE TABLE pain_score (id TEXT PRIMARY KEY, patient TEXT, at TEXT, day TEXT, device TEXT, "
    "seq INTEGER, plan_version TEXT, site TEXT, score INTEGER, moment TEXT) STRICT"
)
CHAIN = "CREATE TABLE fact_chain (device TEXT, seq INTEGER, fact TEXT, kind TEXT, hash TEXT)"
FACT = (
    "INSERT INTO pain_score (id, patient, at, day, device, seq, plan_version, site, score, moment) "
    "VALUES (?, 'p', ?, ?, 'd', ?, 'a@1', 'leg', 3, 'before')"
)
LINK = "INSERT INTO fact_chain VALUES ('d', ?, ?, 'pain_score', ?)"
NO_HASH = "0" * 64


def measure(wishes: Wishes) -> Part:
    """In turn, so that the disk's moods meet all."""
    part = Part("d", "one fact, durable when the call returns")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        log = open_log(Path(folder))
        journal, level = log.journal, log.rows("PRAGMA synchronous")[0][0]
        pragmas = (f"journal_mode={journal}", f"synchronous={level}")
        open_log(Path(folder) / "own", name=CLINIC_LOG).close()
        own_tables = Path(folder) / "own" / CLINIC_LOG
        with (
            closing(_plain(Path(folder) / "raw.db", *pragmas)) as raw,
            closing(
                _plain(own_tables, *pragmas, "foreign_keys=ON", "recursive_triggers=ON")
            ) as own,
            closing(log),
        ):
            raw.execute(TABLE)
            raw.execute(CHAIN)
            numbers, own_numbers = count(1), count(1)

            def one_fact() -> None:
                fact = PainScore(site=Site.LEG, score=3, moment=Moment.BEFORE, reach=Reach.THIGH)
                log.append([fact], at=CLOCK.now().astimezone(), plan_version="a@1")

            ways = (
                partial(_insert, raw, numbers, linked=False),
                partial(_insert, raw, numbers),
                partial(_insert, own, own_numbers),
                one_fact,
            )
            times = wishes.of(1000, 200)
            rounds = [[milliseconds(way) for way in ways] for _ in range(times + 10)][10:]
    alone, linked, same_tables, ours = (list(way) for way in zip(*rounds, strict=True))
    floor = part.add("one fact", "sqlite3: fact and link", linked).median
    part.add("one fact", "sqlite3: the fact alone", alone, floor=floor)
    part.add("one fact", "sqlite3: into the log's own tables", same_tables, floor=floor)
    part.add(
        "one fact",
        "coach: append",
        ours,
        floor=floor,
        target=f"<= {MOST} x sqlite3",
        met=lambda row: (row.ratio or 0) <= MOST,
    )
    part.notes.append(
        f"journal {journal}, synchronous {level}; sqlite {sqlite3.sqlite_version}; the coach also "
        f"numbers, checks and hashes: {median(ours) / median(same_tables):.2f} x sqlite3 into the "
        "same tables, with the same constraints and triggers"
    )
    return part


def _plain(path: Path, *pragmas: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in pragmas:
        database.execute(f"PRAGMA {pragma}")
    return database


def _insert(database: sqlite3.Connection, numbers: "count[int]", *, linked: bool = True) -> None:
    number, now = next(numbers), CLOCK.now().astimezone()
    database.execute("BEGIN IMMEDIATE")
    if linked:  # First, for the fact refers to it.
        database.execute(LINK, [number, str(number), NO_HASH])
    database.execute(FACT, [str(number), now.isoformat(), str(now.date()), number])
    database.execute("COMMIT")
