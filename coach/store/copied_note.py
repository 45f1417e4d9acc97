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
from coach.store.files import leave_note, reach_file, whole_of
from coach.store.standing import Standing, lacks, read_standing, standing_of

PUT_BACK = "This log was put back, or it lost a part: {copy} holds more."
UNREAD = "On {day} it could not be read how far the copies of this log go: it may have lost a part."
MOST_BYTES = 1_000_000
"""A copy takes about 300 bytes, and a few more for each device that the home was."""
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
"""What is raised for something else."""
_MOST_FACTS = 2**63 - 1
"""SQLite knows no larger number."""
_Noted = tuple[str, Standing]
"""A copy's name, and how far it goes."""


def note_reach(database: Path, made: Path) -> None:
    """Note how far the copy `made` of a patient's log goes; others that go beyond it stay noted.

    Where nothing can be written it is not noted.
    """
    standing = standing_of(made)
    if standing is None:
        return
    noted = _noted(database)
    if not noted:  # Never noted, or lost: the copies themselves still tell.
        copies = ((copy.name, standing_of(copy)) for copy in backups_of(database))
        noted = [(name, one) for name, one in copies if one is not None]
    beyond = [(name, one) for name, one in noted if lacks(made, one, of_desk=False)]
    rows = [_row(name, one) for name, one in [*beyond, (made.name, standing)]]
    leave_note(reach_file(database), json.dumps(rows))


def tell_what_is_lost(
    log: SqliteEventLog, database: Path, now: datetime
) -> tuple[NoteWritten, ...]:
    """Write into a log that lacks what a copy of it held that it does; then the safety list is due.

    Once for each copy, and once a day while it cannot be read how far they go: the log may lack
    something then. Nothing where the log is only read. Handed back is what the log does not
    take just now, as on a full disk. Raises LogError where it cannot be read.
    """
    if not log.writable:
        return ()
    losses = map(_loss, _lost(log, _noted(database), now))
    return tuple(loss for loss in losses if not _told(log, loss, now))


def _lost(log: SqliteEventLog, noted: list[_Noted] | None, now: datetime) -> Iterator[str]:
    """What is lost, or may be, a sentence each."""
    if noted is None:
        yield UNREAD.format(day=now.date())
    own = read_standing(log.rows) if noted else None
    for name, standing in noted or ():
        if own is not None and own.lacks(standing, log.rows):
            yield PUT_BACK.format(copy=name)


def _loss(text: str) -> NoteWritten:
    return NoteWritten(text=text, about=RESTORED)


def _told(log: SqliteEventLog, loss: NoteWritten, now: datetime) -> bool:
    said = "SELECT 1 FROM note_written WHERE about = ? AND text = ?"
    if not log.rows(said, [loss.about, loss.text]):
        try:
            log.append([loss], at=now, plan_version="")
        except LogError:
            return False
    return True


def _noted(database: Path) -> list[_Noted] | None:
    """What was noted; None for a file that is there, and cannot be read or is none of ours."""
    try:
        rows = json.loads(whole_of(reach_file(database), MOST_BYTES).decode("ascii"))
        if not isinstance(rows, list):
            raise TypeError(rows)
        return [_from_row(row) for row in rows]
    except FileNotFoundError:
        return None if reach_file(database).is_symlink() else []
    except (OSError, *_NOT_OURS):
        return None


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
    if any(seq > _MOST_FACTS for seq, _ in heads.values()):
        raise OverflowError(heads)
    json.dumps(row, ensure_ascii=False).encode()  # SQLite takes no text that is none.
    standing = Standing(str(row["patient"]), str(row["device"]), frozenset(row["former"]), heads)
    return str(row["copy"]), standing
