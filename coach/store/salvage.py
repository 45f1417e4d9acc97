"""What can still be read in a damaged log, and which of it is known to be as it was written.

A copy holds a part of the same chain. Facts after it count as far as they continue that chain, each
device's without a gap; of what does not, a lock is told all the same: in doubt it stands.

A log whose first page is broken tells SQLite nothing of the pages after it. It is read once more
with pages of the copy (`lending`); the chain says what is to be believed.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.domain.errors import CoachError
from coach.domain.events import Fact, RedFlagAnswered, SafetyCleared, SafetyHold, Stamped
from coach.domain.fact_chain import FIRST
from coach.domain.fact_codec import KINDS, columns_of, decode, kind_of
from coach.domain.history import history_of
from coach.domain.red_flags import Tier
from coach.store.fact_rows import link_of
from coach.store.faults import is_full
from coach.store.files import copy_unfinished, discard, salvage_file
from coach.store.lending import lend_pages
from coach.store.problems import problems_in
from coach.store.reachable import Reachable, Row
from coach.store.standing import former_devices

HOLD, ANSWER = kind_of(SafetyHold), kind_of(RedFlagAnswered)
_DECIDE = (HOLD, ANSWER, kind_of(SafetyCleared))
"""What says whether a lock stands."""
URGENT = SafetyHold(tier=Tier.EMERGENCY)
_Place = tuple[Any, Any]
"""Device and number; what is damaged may hold anything."""


@dataclass(frozen=True)
class Copied:
    """How far a copy goes."""

    patient: str
    heads: Mapping[str, tuple[int, str]]
    """For each device the number and the hash of its newest fact."""
    ids: frozenset[str]

    def lacks(self, place: _Place, fact: Any) -> bool:
        """Whether a fact came after the copy."""
        device, seq = place
        known = self.heads.get(device, (0, FIRST))[0]
        return fact not in self.ids and not (isinstance(seq, int) and seq <= known)


@dataclass(frozen=True)
class Lock:
    """A lock that can be read by itself, and is not known to be as it was written."""

    at: datetime | None
    """None where the time cannot be read."""
    facts: tuple[Fact, ...]


@dataclass
class Salvaged:
    """What a log held beyond a copy of it."""

    facts: list[Stamped] = field(default_factory=list)
    """What continues the copy's chain."""
    documents: list[tuple[str, str]] = field(default_factory=list)
    """Signed plans with their seals."""
    locks: list[Lock] = field(default_factory=list)
    """What else says that coaching is locked."""
    lost: int = 0
    """How many facts more it is known to have held."""
    complete: bool = False
    """Whether it held no more than that."""
    is_whole: bool = False
    """Whether it was not damaged at all: who puts a copy in its place wants to go back."""


def remains_of(log: Path, copy: Path, spare: Path | None = None) -> "Remains":
    """What can be read in the database at `log`, a copy of which was checked.

    It is read in `spare`, else in a file beside it: nothing is taken back in its place. Raises
    OSError and sqlite3.Error where the disk has no room for reading it: what could be read must not
    be taken for lost.
    """
    try:
        return _remains_of(log, copy, spare or salvage_file(log))
    except (OSError, sqlite3.Error, CoachError) as error:
        if is_full(error):
            raise
        return Remains(is_sound=False)  # It is not there, or cannot be read at all.


def _remains_of(log: Path, copy: Path, spare: Path) -> "Remains":
    try:
        _copy(log, spare)
        found = _read_in(spare)
        found.is_whole = found.is_sound and not problems_in(spare)
        if not found.is_sound:
            lent = _read_with_pages_of(copy, log, spare)
            found = max(found, lent, key=lambda one: (one.count, one.is_all))
            found.is_sound = False
    finally:
        discard(spare)
    return found


def _read_with_pages_of(copy: Path, log: Path, spare: Path) -> "Remains":
    try:
        _copy(log, spare)
        is_mixed = lend_pages(copy, spare)
        found = _read_in(spare)
    except (OSError, sqlite3.Error, CoachError) as error:
        if is_full(error):
            raise
        return Remains(is_sound=False)
    found.is_all = found.is_all and not is_mixed
    return found


def salvaged(found: "Remains", copied: Copied, *, comes_back: bool = True) -> Salvaged:
    """What a log holds beyond a copy of it; of one that is whole nothing comes back by itself.

    Of one that is not only its locks, where nothing `comes_back`.
    """
    if not found.is_whole:
        return _judged(found, copied, comes_back=comes_back)
    after = len(found.ids - copied.ids)
    return Salvaged(lost=after, complete=not after, is_whole=True)


def beyond(found: "Remains", copied: Copied, *, comes_back: bool) -> Salvaged:
    """What another copy of the same log, a whole one, holds beyond `copied`.

    Only its locks, where nothing `comes_back` by itself.
    """
    facts = list(_continuing(found, copied)) if comes_back else []
    known = copied.ids | {fact.id for fact in facts}
    lost = len(found.ids - known)
    locks = list(_standing_locks(found, known)) if lost else []
    return Salvaged(facts, _documents_of(found, facts), locks, lost, complete=not lost)


def _standing_locks(found: "Remains", known: Collection[str]) -> Iterator[Lock]:
    """The locks of a whole copy that nothing in it has lifted, and that are not known elsewhere."""
    rows = (_readable(kind, row) for kind, row in found.rows.values() if kind in _DECIDE)
    locks = history_of(row for row in rows if row is not None).standing_locks()
    standing = {one.id for one in locks} - set(known)
    for kind, row in found.of_locks:
        if row["id"] in standing:
            yield from _lock(kind, row)


def _copy(log: Path, spare: Path) -> None:
    """A copy with what a killed coach left half written, which reading takes back."""
    discard(spare)
    copy_unfinished(log, spare)


def _read_in(spare: Path) -> "Remains":
    found = Remains()
    try:
        found.read(spare)
    except sqlite3.Error as error:
        if is_full(error):
            raise
        found.is_sound = False
    return found


class Remains:
    """The rows of a database that may be damaged, as far as they can be reached."""

    def __init__(self, *, is_sound: bool = True) -> None:
        self.is_sound = is_sound
        self.is_whole = False
        """Whether it was read and found to be as it was written."""
        self.is_all = False
        """Whether each table was read to its end."""
        self.links: dict[_Place, tuple[Any, Any, Any]] = {}
        """Fact, kind and hash."""
        self.rows: dict[_Place, tuple[str, Row]] = {}
        self.of_locks: list[tuple[str, Row]] = []
        self.documents: list[tuple[Any, Any]] = []
        self.home: dict[Any, Any] = {}
        """What the home says of itself: whose it is, and which device."""

    @property
    def count(self) -> int:
        """How much was reached."""
        return len(self.links) + len(self.rows)

    @property
    def ids(self) -> frozenset[Any]:
        """The facts that it had, as its chain says."""
        return frozenset(fact for fact, _, _ in self.links.values())

    def devices(self, patient: str) -> tuple[frozenset[str], frozenset[str]]:
        """The devices that the home was before, and with the present one; none of a stranger's."""
        with suppress(ValueError, TypeError):
            if patient in self.people():
                former = former_devices(self.home)
                return former, former | {str(self.home.get("device"))}
        return frozenset(), frozenset()

    def people(self, *, of_desk: bool = False) -> Counter[str]:
        """Of whom it may be, and how much says so; a desk's entries are about others."""
        about = () if of_desk else (row.get("patient") for _, row in self.rows.values())
        named = (*about, self.home.get("patient"))
        return Counter(one for one in named if isinstance(one, str))

    def read(self, spare: Path, *, read_only: bool = False) -> None:
        """Read all that can be read. Raises sqlite3.Error where nothing can."""
        with closing(Reachable(spare, read_only=read_only)) as database:
            for link in database.table("fact_chain"):
                place = link.get("device"), link.get("seq")
                self.links[place] = link.get("fact"), link.get("kind"), link.get("hash")
            for kind in KINDS:
                for row in database.table(kind):
                    self.rows[row.get("device"), row.get("seq")] = kind, row
                    if kind in (HOLD, ANSWER):
                        self.of_locks.append((kind, row))
            self.home = {row.get("key"): row.get("value") for row in database.table("home")}
            plans = database.table("plan_document")
            self.documents = [(one.get("content"), one.get("seal")) for one in plans]
            self.is_all = not database.is_cut
            self.is_sound = self.is_all and database.is_sound()


def _judged(found: Remains, copied: Copied, *, comes_back: bool) -> Salvaged:
    facts = list(_continuing(found, copied)) if comes_back else []
    back = {fact.id for fact in facts}
    held = {place: fact for place, (fact, _, _) in found.links.items()}
    held |= {place: row.get("id") for place, (_, row) in found.rows.items()}
    lost = sum(copied.lacks(place, fact) for place, fact in held.items() if not _among(fact, back))
    locks = list(_locks(found, copied, back))
    complete = found.is_sound and not lost
    return Salvaged(facts, _documents_of(found, facts), locks, lost, complete)


def _documents_of(found: Remains, facts: list[Stamped]) -> list[tuple[str, str]]:
    """The signed plans that some facts name."""
    named = {getattr(one.fact, "document", None) for one in facts}
    plans = (one for one in found.documents if all(isinstance(text, str) for text in one))
    return [plan for plan in plans if _document_id(plan[0]) in named]


def _among(fact: Any, ids: set[str]) -> bool:
    return isinstance(fact, str) and fact in ids


def _document_id(content: Any) -> str:
    from coach.domain.exported import document_id

    try:
        return document_id(content)
    except (AttributeError, ValueError):
        return ""


def _continuing(found: Remains, copied: Copied) -> Iterator[Stamped]:
    """What follows the copy's chain, device by device, up to the first that does not.

    The last hash that agrees vouches for all before it, also where a hash between was damaged.
    """
    for device in {device for device, _ in found.links if isinstance(device, str)}:
        seq, previous = copied.heads.get(device, (0, FIRST))
        walked: list[Stamped] = []
        good = 0
        while True:
            seq += 1
            stamped = _readable(*found.rows.get((device, seq), ("", {})))
            if stamped is None or stamped.patient != copied.patient:
                break
            previous = link_of(stamped, previous).hash
            walked.append(stamped)
            if found.links.get((device, seq), (None, None, None))[2] == previous:
                good = len(walked)
        yield from walked[:good]


def _readable(kind: str, row: Row) -> Stamped | None:
    try:
        stamped = decode(kind, [row[name] for name in columns_of(kind)])
        link_of(stamped, FIRST)
    except (KeyError, ValueError, TypeError, CoachError):
        return None
    return stamped


def _locks(found: Remains, copied: Copied, back: set[str]) -> Iterator[Lock]:
    """Holds and locking answers that no copy has, and holds that the chain alone tells of."""
    seen = set()
    devices = {device for device, _ in found.links} | copied.heads.keys()
    for kind, row in found.of_locks:
        if row.get("patient") not in (None, copied.patient) and row.get("device") not in devices:
            continue  # No fact of anybody's: a page of another table has the place of this one's.
        fact = row.get("id")
        seen.add(fact)
        if not _among(fact, back) and not _among(fact, set(copied.ids)):
            yield from _lock(kind, row)
    for place, (fact, kind, _) in found.links.items():
        if kind == HOLD and copied.lacks(place, fact) and fact not in seen | back:
            yield Lock(None, (URGENT,))


def _lock(kind: str, row: Row) -> Iterator[Lock]:
    """What one row says that nothing vouches for; what cannot be read of it is taken as urgent."""
    stamped = _readable(kind, row)
    fact = stamped.fact if stamped is not None else None
    if stamped is None or fact is None:
        if kind == HOLD or row.get("answer") != "no":
            yield Lock(None, (URGENT,))
    elif isinstance(fact, SafetyHold):
        yield Lock(stamped.at, (fact if fact.tier.locks else URGENT,))
    elif isinstance(fact, RedFlagAnswered) and fact.answer and fact.tier.locks:
        yield Lock(stamped.at, (fact, SafetyHold(tier=fact.tier)))
