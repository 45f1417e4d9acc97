"""What the other copies of a log hold beyond the one that is put in its place.

A copy may be chosen that is not the latest, by its date or by mistake. Whoever chose it lost a log,
and what a later copy holds comes back with it; a lock above all. Who goes back from a log that is
whole wants to be without what it held, so there nothing comes back but a lock the log knew not of.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from coach.store.copies import by_content, damage_in
from coach.store.event_log import SqliteEventLog
from coach.store.known_key import keys_in
from coach.store.salvage import Copied, Lock, Remains, Salvaged, beyond
from coach.store.standing import Standing, holds, read_standing, standing_of


@dataclass
class Others:
    """What the other copies gave, and what they have that did not come."""

    back: int = 0
    """How many facts came back."""
    lost: dict[Path, int] = field(default_factory=dict)
    """How many facts of which copy did not."""
    locks: list[Lock] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)
    """Every device that the home was, as its copies know."""
    keys: set[Any] = field(default_factory=set)
    """The public keys that are known to them."""
    settled: frozenset[str] = frozenset()
    """The devices whose life the home went back from."""
    unsure: list[Path] = field(default_factory=list)
    """Copies, or their folder, that could not be read in full: nobody knows what else they hold."""


def copied(log: SqliteEventLog) -> Copied:
    """How far a log goes."""
    ids = frozenset(fact for (fact,) in log.rows("SELECT fact FROM fact_chain"))
    return Copied(log.patient, log.heads(), ids)


def take_in(log: SqliteEventLog, came: Salvaged) -> None:
    """Bring into a log what continues it."""
    if came.facts:
        with log.together():
            for content, seal in came.documents:
                log.keep_document(content, seal)
            log.merge(came.facts)


def from_other_copies(log: SqliteEventLog, path: Path, chosen: Path, before: Remains) -> Others:
    """Bring into `log`, made of the copy `chosen`, what other whole copies of `path` hold more.

    `before` is what can be read in the log at `path`. Raises LogError and sqlite3.Error.
    """
    settled, devices = before.devices(log.patient)
    found = Others(devices=set(devices))
    own = read_standing(log.rows)
    settled |= own.former if own is not None else frozenset()
    known = before.ids if before.is_whole else frozenset()
    for other in reversed(by_content(path, log.patient)):
        standing = standing_of(other)
        if standing is None or standing.patient != log.patient or _is_same(other, chosen):
            continue
        found.devices |= standing.devices
        found.keys |= keys_in(other)
        is_settled = standing.device in settled
        settled |= standing.former
        if is_settled or holds(log.rows, standing) or _is_in(before, standing):
            continue
        if not damage_in(other):
            known |= _add(found, log, other, known, comes_back=not before.is_whole)
    found.settled = settled
    return found


def _add(
    found: Others,
    log: SqliteEventLog,
    other: Path,
    known: frozenset[str],
    *,
    comes_back: bool,
) -> frozenset[str]:
    """Take in what one copy gives; the facts that it holds."""
    content = Remains()
    content.read(other, read_only=True)
    so_far = copied(log)
    so_far = replace(so_far, ids=so_far.ids | known)
    more = beyond(content, so_far, comes_back=comes_back)
    take_in(log, more)
    found.back += len(more.facts)
    found.locks += more.locks
    if more.lost:
        found.lost[other] = more.lost
    return content.ids


def _is_in(before: Remains, standing: Standing) -> bool:
    """Whether a whole log holds it."""
    links = before.links if before.is_whole else {}
    return all(
        links.get((device, seq), ("", "", ""))[2] == head
        for device, (seq, head) in standing.heads.items()
    )


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)
