"""(d) One fact on disk, beside sqlite3 alone with the same pragmas on the same disk."""

import sqlite3
import tempfile
from itertools import count
from pathlib import Path

from bench.caseload import CLOCK
from bench.rows import Part, Wishes
from bench.samples import milliseconds
from coach.domain.events import PainScore
from coach.domain.pain import Moment, Reach, Site
from coach.store.opening import open_log

MOST = 1.3
TABLE = (
    "CREATE TABLE pain_score (id TEXT PRIMARY KEY, patient TEXT, at TEXT, day TEXT, device TEXT, "
    "seq INTEGER, plan_version TEXT, site TEXT, score INTEGER, moment TEXT) STRICT"
)
CHAIN = "CREATE TABLE fact_chain (device TEXT, seq INTEGER, fact TEXT, kind TEXT, hash TEXT)"


def measure(wishes: Wishes) -> Part:
    """Interleaved, so that the disk's moods meet both."""
    part = Part("d", "one fact, durable when the call returns")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        log = open_log(Path(folder))
        journal, level = log.journal, log.rows("PRAGMA synchronous")[0][0]
        raw = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        raw.execute(f"PRAGMA journal_mode={journal}")
        raw.execute(f"PRAGMA synchronous={level}")
        raw.execute(TABLE)
        raw.execute(CHAIN)
        numbers = count()

        def one_row() -> None:
            number = next(numbers)
            raw.execute("BEGIN IMMEDIATE")
            now = CLOCK.now()
            values = (str(number), "p", now.isoformat(), str(now.date()), "d", number, "a@1")
            raw.execute("INSERT INTO pain_score VALUES (?,?,?,?,?,?,?,'leg',3,'before')", values)
            raw.execute(
                "INSERT INTO fact_chain VALUES ('d', ?, ?, 'pain_score', '0')", [number, number]
            )
            raw.execute("COMMIT")

        def one_fact() -> None:
            fact = PainScore(site=Site.LEG, score=3, moment=Moment.BEFORE, reach=Reach.THIGH)
            log.append([fact], at=CLOCK.now().astimezone(), plan_version="a@1")

        pairs = [
            (milliseconds(one_row), milliseconds(one_fact))
            for _ in range(wishes.of(1000, 200) + 10)
        ][10:]
        raw.close()
        log.close()
    pragmas = f"journal {journal}, synchronous {level}"
    floor = part.add("one fact", "sqlite3: fact and link", [one for one, _ in pairs]).median
    part.add(
        "one fact",
        "coach: append",
        [one for _, one in pairs],
        floor=floor,
        target=f"<= {MOST} x sqlite3",
        met=lambda row: (row.ratio or 0) <= MOST,
    )
    part.notes.append(f"{pragmas}; sqlite {sqlite3.sqlite_version}, both write the same two rows")
    return part
