"""Facts as rows: the statements that put them into the log and get them out."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.domain.errors import MissingFactsError, RefusedError
from coach.domain.events import Stamped
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import KINDS, Row, columns_of, decode, encode, kind_of
from coach.domain.retractions import NEVER_RETRACTED
from coach.store.database import LogDatabase

if TYPE_CHECKING:
    from sqlite_utils import Database

_FOR_GOOD = frozenset(kind_of(fact_type) for fact_type in NEVER_RETRACTED)


def stands(kind: str) -> str:
    """Condition for a fact `f` of a table that nobody retracted; some kinds nobody can."""
    if kind in _FOR_GOOD:
        return "1"
    return (
        "NOT EXISTS (SELECT 1 FROM fact_retracted AS r "
        "WHERE r.fact = f.id AND r.patient = f.patient)"
    )


def head_of(db: "Database", device: str) -> tuple[int, str]:
    """Number and hash of the newest fact of a device; 0 and `FIRST` before the first."""
    sql = "SELECT seq, hash FROM fact_chain WHERE device = ? ORDER BY seq DESC LIMIT 1"
    return db.execute(sql, [device]).fetchone() or (0, FIRST)


def insert_fact(db: "Database", kind: str, row: Row, previous: str) -> str:
    """Insert a fact and its link of the chain after the hash `previous`; its own hash."""
    own = chain_hash(previous, kind, row)
    db.execute(
        "INSERT INTO fact_chain (device, seq, fact, kind, hash) VALUES (?, ?, ?, ?, ?)",
        [row["device"], row["seq"], row["id"], kind, own],
    )
    columns = ", ".join(f'"{name}"' for name in row)
    db.execute(
        f"INSERT INTO {kind} ({columns}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )
    return own


def merge_fact(db: "Database", stamped: Stamped) -> bool:
    """Insert one fact after its predecessor, unless it is here; whether it was new."""
    kind, row = encode(stamped)
    links = dict(
        db.execute(
            "SELECT seq, hash FROM fact_chain WHERE device = ? AND seq IN (?, ?)",
            [stamped.device, stamped.seq - 1, stamped.seq],
        ).fetchall()
    )
    previous = links.get(stamped.seq - 1, FIRST)
    if stamped.seq > 1 and not previous:
        newest, _ = head_of(db, stamped.device)
        raise MissingFactsError(stamped.device, newest + 1, stamped.seq - 1)
    here = links.get(stamped.seq)
    if here is None:
        insert_fact(db, kind, row, previous)
        return True
    if here != chain_hash(previous, kind, row):
        raise RefusedError(
            "The facts contradict the log",
            f"Fact {stamped.seq} of device {stamped.device} is another one than the log has. "
            "One of the two was changed; nothing was taken in.",
        )
    return False


def select_facts(
    database: LogDatabase,
    kinds: Iterable[str],
    condition: str,
    values: Sequence[str],
    *,
    standing: bool,
) -> list[Stamped]:
    """Facts `f` of these tables that meet `condition`, all of one state of the log, in no order.

    With `standing` without those that were retracted.

    Raises sqlite3.Error, and ValueError or TypeError for a value no coach wrote.
    """
    found = []
    with database.reading() as connection:
        for kind in kinds:
            columns = ", ".join(f'"{name}"' for name in columns_of(kind))
            sql = f"SELECT {columns} FROM {kind} AS f WHERE {condition}"
            sql += f" AND {stands(kind)}" if standing else ""
            found.append((kind, connection.execute(sql, values).fetchall()))
    return [decode(kind, row) for kind, rows in found for row in rows]


def newest_time(database: LogDatabase, patient: str) -> datetime | None:
    """When the newest fact of a patient was recorded. Raises sqlite3.Error and ValueError."""
    last_days = " UNION ALL ".join(
        f"SELECT max(day) AS day FROM {kind} WHERE patient = ?1" for kind in KINDS
    )
    [(last_day,)] = database.rows(f"SELECT max(day) FROM ({last_days})", [patient])
    if last_day is None:
        return None
    # Text does not sort across offsets; the newest moment is within a day of the last date.
    from_day = date.fromisoformat(last_day) - timedelta(days=1)
    times = " UNION ALL ".join(
        f"SELECT at FROM {kind} WHERE patient = ?1 AND day >= ?2" for kind in KINDS
    )
    rows = database.rows(times, [patient, from_day.isoformat()])
    return max(datetime.fromisoformat(row[0]) for row in rows)


def all_patients(database: LogDatabase) -> list[str]:
    """Every patient with a fact, by id; steps from one to the next in the index of each table."""
    found: set[str] = set()
    for kind in KINDS:
        sql = f"""
            WITH RECURSIVE one(patient) AS (
              SELECT min(patient) FROM {kind}
              UNION ALL
              SELECT (SELECT min(patient) FROM {kind} AS f WHERE f.patient > one.patient)
              FROM one WHERE one.patient IS NOT NULL
            )
            SELECT patient FROM one WHERE patient IS NOT NULL"""
        found.update(row[0] for row in database.rows(sql))
    return sorted(found)
