"""Verifies the hash chain of a whole database; the chain itself is `domain.fact_chain`."""

import heapq
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import KINDS
from coach.store.connecting import connect
from coach.store.faults import harmless


def verify_chain(path: Path) -> list[str]:
    """What is wrong with the facts in a database, one sentence each; empty when all is well.

    Reads each table once, whatever its size. A file that cannot be read is one problem.
    """
    try:
        with closing(connect(path, read_only=True)) as connection:
            # A flipped bit may break the text; it must still be read to be named.
            connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
            return [harmless(problem) for problem in _problems(connection)]
    except (sqlite3.Error, TypeError, ValueError) as error:
        return [f"{path} cannot be read: {harmless(error)}."]


class _Found(NamedTuple):
    """A fact row, as far as the chain is concerned."""

    device: str
    seq: int
    kind: str
    row: Mapping[str, Any]


_Link = tuple[str, int, str, str, str]
"""Device, number, fact, kind and hash of one link."""


def _problems(connection: sqlite3.Connection) -> Iterator[str]:
    links: Iterator[_Link] = connection.execute(
        "SELECT device, seq, fact, kind, hash FROM fact_chain ORDER BY device, seq"
    )
    previous, last = FIRST, ("", 0)
    for link, found in _side_by_side(links, _facts(connection)):
        if link is None:
            if found is not None:
                yield f"{found.kind} {found.row['id']} is not in the chain."
            continue
        device, seq, fact, kind, stored = link
        if device != last[0]:
            previous, last = FIRST, (device, 0)
        if seq != last[1] + 1:
            yield f"Device {device} has a gap before number {seq}."
        problem = _problem_with(found, link, previous)
        if problem:
            yield f"{kind} {fact} (device {device}, number {seq}) {problem}."
        previous, last = stored, (device, seq)


def _problem_with(found: _Found | None, link: _Link, previous: str) -> str:
    """What is wrong with the fact that belongs to `link`; empty when nothing is."""
    _, _, fact, kind, stored = link
    if found is None:
        return "is missing"
    if (found.kind, found.row["id"]) != (kind, fact):
        return "stands for another fact"
    try:
        return "" if chain_hash(previous, kind, found.row) == stored else "was changed"
    except ValueError:
        return "follows a broken one"  # The hash before it is no text any more.


def _facts(connection: sqlite3.Connection) -> Iterator[_Found]:
    """Every fact by device and number."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    tables = [_table(connection, kind) for kind in KINDS if kind in names]
    return heapq.merge(*tables, key=itemgetter(0, 1))


def _table(connection: sqlite3.Connection, kind: str) -> Iterator[_Found]:
    cursor = connection.execute(f"SELECT * FROM {kind} ORDER BY device, seq")
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(columns, values, strict=True))
        yield _Found(row["device"], row["seq"], kind, row)


def _side_by_side(
    links: Iterator[_Link], facts: Iterator[_Found]
) -> Iterator[tuple[_Link | None, _Found | None]]:
    """Links and facts paired by device and number; None where one side lacks it."""
    link, found = next(links, None), next(facts, None)
    while link is not None or found is not None:
        has_link = link is not None and (found is None or link[:2] <= found[:2])
        has_fact = found is not None and (link is None or found[:2] <= link[:2])
        yield link if has_link else None, found if has_fact else None
        link = next(links, None) if has_link else link
        found = next(facts, None) if has_fact else found
