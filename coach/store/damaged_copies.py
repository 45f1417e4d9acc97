"""What damaged copies of a log still tell: they may be the last that hold a lock."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coach.domain.errors import CoachError
from coach.store.connecting import connect
from coach.store.copies import backups_of, is_desks
from coach.store.event_log import SqliteEventLog
from coach.store.files import backups_folder, closed_folder, lost_link, salvage_file
from coach.store.looking import look_at
from coach.store.other_copies import Others, copied, take_in
from coach.store.salvage import Remains, remains_of, salvaged
from coach.store.standing import holds, rows_of, standing_of


def from_damaged_copies(
    log: SqliteEventLog, path: Path, chosen: Path, before: Remains, found: Others
) -> None:
    """Bring into `log` what damaged copies of `path` hold more, and note in `found` what it was.

    After all that is whole: a lock that was lifted since must not stand again. What cannot be read
    is noted too: it is never taken to be nothing. They are read beside `path`, since their own
    folder may take nothing. Raises as `remains_of` does.
    """
    known = before.ids if before.is_whole else _ids_of(before.of_locks)
    folder = backups_folder(path)
    if (lost_link(folder) or closed_folder(folder)) and not before.is_whole:
        found.unsure.append(folder)
    for other in reversed(backups_of(path)):
        if not look_at(other).doubt:
            continue
        content = remains_of(other, chosen, salvage_file(path))
        people = content.people()  # Nobody's may be anyone's.
        if people and log.patient not in people:
            continue
        if content.home.get("device") in found.settled:
            continue
        so_far = copied(log)
        so_far = replace(so_far, ids=so_far.ids | known)
        more = salvaged(content, so_far, comes_back=not before.is_whole)
        take_in(log, more)
        found.back += len(more.facts)
        found.locks += more.locks
        known |= _ids_of(content.of_locks)  # The same lock may be in the next one too.
        if more.lost:
            found.lost[other] = more.lost
        elif not more.complete and not before.is_whole:
            found.unsure.append(other)


def is_held(whole: Path, damaged: Path) -> bool:
    """Whether a whole copy is known to hold all of a damaged one, or of one that cannot be read.

    Of a caseload, which may be large, how far the damaged one goes is all that is asked.
    """
    with suppress(CoachError, OSError, sqlite3.Error, ValueError, TypeError):
        return _goes_as_far(whole, damaged) if is_desks(damaged) else holds_all_of(whole, damaged)
    return False


def _goes_as_far(whole: Path, damaged: Path) -> bool:
    standing = standing_of(damaged)
    with closing(connect(whole, read_only=True)) as connection:
        return standing is not None and holds(rows_of(connection), standing)


def holds_all_of(whole: Path, damaged: Path) -> bool:
    """Whether a whole copy holds every fact of a damaged one, as far as that can be told.

    Never where a table could not be read to its end, or where its facts are other ones than its
    chain knows: what cannot be read may be a lock. It is read in another folder: nothing is written
    beside it. Raises OSError and sqlite3.Error where there is no room for that.
    """
    held = Remains()
    held.read(whole, read_only=True)
    with TemporaryDirectory(prefix="coach-copies-") as folder:
        content = remains_of(damaged, whole, Path(folder, damaged.name))
    is_all = content.is_all and content.ids == _ids_of(content.rows.values())
    return is_all and content.ids <= held.ids


def _ids_of(rows: Iterable[tuple[str, dict[str, Any]]]) -> frozenset[Any]:
    return frozenset(row.get("id") for _, row in rows)
