"""How far the copies of a log go, noted beside it: so that a start finds out what the log has lost.

A log that somebody puts back by hand is whole, and says nothing of what it held before. Whoever
makes a copy notes its newest facts in a small file, and a start looks for these few in the log,
without opening a copy. Measured: 0.4 ms the first time.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.domain.errors import LogError
from coach.domain.events import NoteWritten
from coach.domain.safety_rhythm import RESTORED
from coach.store.copies import backups_of
from coach.store.event_log import SqliteEventLog
from coach.store.files import leave_note, reach_file
from coach.store.standing import Standing, lacks, read_standing, standing_of

PUT_BACK = "This log was put back, or it lost a part: {copy} holds more."
_Noted = tuple[str, Standing]
"""A copy's name, and how far it goes."""


def note_reach(database: Path, made: Path) -> None:
    """Note how far the copy `made` of a patient's log goes; others that go beyond it stay noted.

    Where nothing can be written it is not noted.
    """
    standing = standing_of(made)
    if standing is None:
        return
    noted = list(_noted(database))
    if not noted:  # Never noted, or lost: the copies themselves still tell.
        copies = ((copy.name, standing_of(copy)) for copy in backups_of(database))
        noted = [(name, one) for name, one in copies if one is not None]
    beyond = [(name, one) for name, one in noted if lacks(made, one)]
    rows = [_row(name, one) for name, one in [*beyond, (made.name, standing)]]
    leave_note(reach_file(database), json.dumps(rows))


def tell_what_is_lost(
    log: SqliteEventLog, database: Path, now: datetime
) -> tuple[NoteWritten, ...]:
    """Write into a log that lacks what a copy of it held that it does; then the safety list is due.

    Once for each copy; nothing where the log is only read. Handed back is what the log does not
    take just now, as on a full disk. Raises LogError where it cannot be read.
    """
    noted = list(_noted(database))
    own = read_standing(log.rows) if noted and log.writable else None
    if own is None:
        return ()
    losses = (_loss(name) for name, standing in noted if own.lacks(standing, log.rows))
    return tuple(loss for loss in losses if not _told(log, loss, now))


def _loss(copy: str) -> NoteWritten:
    return NoteWritten(text=PUT_BACK.format(copy=copy), about=RESTORED)


def _told(log: SqliteEventLog, loss: NoteWritten, now: datetime) -> bool:
    said = "SELECT 1 FROM note_written WHERE about = ? AND text = ?"
    if not log.rows(said, [loss.about, loss.text]):
        try:
            log.append([loss], at=now, plan_version="")
        except LogError:
            return False
    return True


def _noted(database: Path) -> Iterator[_Noted]:
    """What was noted; nothing for a file that is not there or that nobody of ours wrote."""
    try:
        rows = json.loads(reach_file(database).read_text(encoding="ascii"))
        noted = [_from_row(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    yield from noted


def _row(name: str, standing: Standing) -> dict[str, Any]:
    return {
        "copy": name,
        "patient": standing.patient,
        "device": standing.device,
        "former": sorted(standing.former),
        "heads": {device: list(head) for device, head in standing.heads.items()},
    }


def _from_row(row: dict[str, Any]) -> _Noted:
    heads = {device: (int(seq), str(head)) for device, (seq, head) in row["heads"].items()}
    standing = Standing(str(row["patient"]), str(row["device"]), frozenset(row["former"]), heads)
    return str(row["copy"]), standing
