"""(d) One fact on disk, beside sqlite3 alone with the same pragmas on the same disk."""

import sqlite3
import tempfile
from functools import partial
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
    """In turn, so that the disk's moods meet all."""
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

        def raw_fact(*, linked: bool) -> None:
            number = next(numbers)
            raw.execute("BEGIN IMMEDIATE")
            now = CLOCK.now()
            values = (str(number), "p", now.isoformat(), str(now.date()), "d", number, "a@1")
            raw.execute("INSERT INTO pain_score VALUES (?,?,?,?,?,?,?,'leg',3,'before')", values)
            if linked:
                raw.execute(
                    "INSERT INTO fact_chain VALUES ('d', ?, ?, 'pain_score', '0')", [number, number]
                )
            raw.execute("COMMIT")

        def one_fact() -> None:
            fact = PainScore(site=Site.LEG, score=3, moment=Moment.BEFORE, reach=Reach.THIGH)
            log.append([fact], at=CLOCK.now().astimezone(), plan_version="a@1")

        ways = (partial(raw_fact, linked=False), partial(raw_fact, linked=True), one_fact)
        rounds = [[milliseconds(way) for way in ways] for _ in range(wishes.of(1000, 200) + 10)][
            10:
        ]
        raw.close()
        log.close()
    pragmas = f"journal {journal}, synchronous {level}"
    alone, linked, ours = (list(way) for way in zip(*rounds, strict=True))
    floor = part.add("one fact", "sqlite3: fact and link", linked).median
    part.add("one fact", "sqlite3: the fact alone", alone, floor=floor)
    part.add(
        "one fact",
        "coach: append",
        ours,
        floor=floor,
        target=f"<= {MOST} x sqlite3",
        met=lambda row: (row.ratio or 0) <= MOST,
    )
    part.notes.append(
        f"{pragmas}; sqlite {sqlite3.sqlite_version}, coach writes the fact and its link"
    )
    return part
