"""How far a log goes, and a copy of it: what tells which of two is the later one.

No clock is asked: one that ran ahead for a day dates a copy, and its file, into years to come.
What is recorded is numbered device by device, and a home gets a new device each time a copy takes
the place of its log and remembers those before: these two say what came after what.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from coach.domain.errors import CoachError
from coach.domain.fact_codec import KINDS
from coach.store.connecting import connect
from coach.store.database import FORMER_DEVICES

_HEADS = """
  WITH RECURSIVE one(device) AS (
    SELECT min(device) FROM fact_chain
    UNION ALL
    SELECT (SELECT min(device) FROM fact_chain AS c WHERE c.device > one.device)
    FROM one WHERE one.device IS NOT NULL
  )
  SELECT c.device, c.seq, c.hash,
    (SELECT hash FROM fact_chain AS f WHERE f.device = one.device AND f.seq = 1)
  FROM one JOIN fact_chain AS c ON c.device = one.device
    AND c.seq = (SELECT max(seq) FROM fact_chain AS n WHERE n.device = one.device)"""
"""Steps from device to device in the index: a caseload has millions of facts."""


Rows = Callable[..., list[tuple[Any, ...]]]
"""Gives the rows of a query."""


@dataclass(frozen=True)
class Standing:
    """Whose a log is, which devices its home was, and the newest fact of each device in it."""

    patient: str
    device: str
    former: frozenset[str]
    """The devices that the home was before."""
    heads: Mapping[str, tuple[int, str]]
    """Number and hash of the newest fact."""
    firsts: Mapping[str, str | None] = field(default_factory=dict)
    """The hash of the first fact of each device."""

    @property
    def devices(self) -> frozenset[str]:
        """Every device that the home was."""
        return self.former | {self.device}

    def is_of_another(self, other: "Standing") -> bool:
        """Whether another one, in which there is anything, is of another person.

        A device is one person's: those that both know tell where a bit flipped in whose it is.
        """
        strange = other.patient != self.patient and self.heads.keys().isdisjoint(other.heads)
        return strange and bool(other.heads)

    def lacks(self, copy: "Standing", rows: Rows) -> bool:
        """Whether a log, of which this is and whose `rows` are asked, lacks what a copy of it held.

        Nothing that it went back from: a copy took its place then, and what came of that is told.
        """
        if self.is_of_another(copy) or copy.device in self.former:
            return False
        return not holds(rows, copy)

    def begun_as(self, other: "Standing") -> "Standing":
        """This without the devices that another one has not, or that began anew there."""
        firsts = other.firsts.items() & self.firsts.items()
        return replace(self, heads={device: self.heads[device] for device, _ in firsts})


def lacks(log: Path, copy: Standing, *, of_desk: bool) -> bool:
    """Whether the database `log` is known to lack what a copy of it held.

    A desk forgets patients, who may come again: there the devices count that both know.
    """
    try:
        with closing(connect(log, read_only=True)) as connection:
            rows = rows_of(connection)
            own = read_standing(rows)
            return own is not None and own.lacks(copy.begun_as(own) if of_desk else copy, rows)
    except (sqlite3.Error, CoachError, OSError, ValueError, TypeError):
        return False


def standing_of(path: Path) -> Standing | None:
    """How far the database at `path` goes; None where that cannot be read."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            return read_standing(rows_of(connection))
    except (sqlite3.Error, CoachError, OSError, ValueError, TypeError):
        return None


def patient_of(path: Path) -> str | None:
    """Of whom the database at `path` is, as its facts bear out; None where that cannot be read."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            rows = rows_of(connection)
            said = rows("SELECT value FROM home WHERE key = 'patient'")
            return _borne_out(rows, str(said[0][0])) if said else None
    except (sqlite3.Error, CoachError, OSError):
        return None


def _borne_out(rows: Rows, said: str) -> str:
    """Of whom a database is: of whom it says, or, where not one fact is about them, as after a
    flipped bit, of whom its facts are. Raises sqlite3.Error."""
    tables = tables_in(rows)
    kinds = [] if is_caseload(rows, tables) else [kind for kind in KINDS if kind in tables]
    bears_out = "SELECT 1 FROM {} NOT INDEXED WHERE patient = ? LIMIT 1"
    if any(rows(bears_out.format(kind), [said]) for kind in kinds):
        return said
    found: Counter[str] = Counter()
    for kind in kinds:
        found.update(dict(rows(f"SELECT patient, count(*) FROM {kind} NOT INDEXED GROUP BY 1")))
    return max(found, key=found.__getitem__, default=said)


def is_caseload(rows: Rows, tables: Collection[str]) -> bool:
    """Whether a database is a therapist's: its facts are about others. Raises sqlite3.Error."""
    return "caseload" in tables and bool(rows("SELECT 1 FROM caseload LIMIT 1"))


def tables_in(rows: Rows) -> frozenset[str]:
    """The names of everything in a database; an older one has fewer. Raises sqlite3.Error."""
    return frozenset(name for (name,) in rows("SELECT name FROM sqlite_master"))


def rows_of(connection: sqlite3.Connection) -> Rows:
    """The queries of a connection."""
    return lambda *asked: connection.execute(*asked).fetchall()


def read_standing(rows: Rows) -> Standing | None:
    """How far a database goes; None for one that does not say whose it is.

    Raises ValueError or TypeError for what no coach wrote.
    """
    home: dict[str, str] = dict(rows("SELECT key, value FROM home"))
    if not {"patient", "device"} <= home.keys():
        return None
    found = rows(_HEADS)
    heads = {device: (seq, head) for device, seq, head, _ in found}
    firsts = {device: first for device, _, _, first in found}
    patient = _borne_out(rows, home["patient"])
    return Standing(patient, home["device"], former_devices(home), heads, firsts)


def holds(rows: Rows, standing: Standing) -> bool:
    """Whether a database holds all that a copy holds."""
    sql = "SELECT hash FROM fact_chain WHERE device = ? AND seq = ?"
    return all(
        rows(sql, [device, seq]) == [(head,)] for device, (seq, head) in standing.heads.items()
    )


def former_devices(home: Mapping[str, str]) -> frozenset[str]:
    """The devices that a home was before. Raises ValueError and TypeError."""
    return frozenset(json.loads(home.get(FORMER_DEVICES, "{}")))


def compared(one: Standing | None, other: Standing | None) -> int:
    """Below 0 where `one` is the earlier of two copies of one log, above where it is the later.

    First it counts how often the home began anew, then the facts of the devices that both know: a
    desk takes patients in, and forgets them. What cannot be read comes before everything.
    """
    if one is None or other is None:
        return (one is not None) - (other is not None)
    shared = one.heads.keys() & other.heads.keys()
    further = sum(one.heads[device][0] - other.heads[device][0] for device in shared)
    return (len(one.former) - len(other.former)) or further


def facts_in(standing: Standing | None) -> int:
    """How many facts there are: a device's are numbered without a gap."""
    return 0 if standing is None else sum(seq for seq, _ in standing.heads.values())
