"""Puts a checked copy in the place of a home's log, with what a damaged one still tells."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from coach.domain.counts import counted
from coach.domain.errors import CoachError, LogError
from coach.domain.events import NoteWritten
from coach.domain.safety_rhythm import RESTORED
from coach.store.backup import copy_pages
from coach.store.copies import way_back_told
from coach.store.database import SCHEMA_VERSION, open_database
from coach.store.devices import renew_device
from coach.store.encryption import looks_encrypted
from coach.store.event_log import SqliteEventLog
from coach.store.faults import translated
from coach.store.files import (
    PATIENT_LOG,
    discard,
    encryption_mark,
    flush,
    free_name,
    leave_encryption_mark,
    make_home,
    make_private,
    move_companions,
    stamp,
)
from coach.store.home_lock import HomeLock
from coach.store.opening import ids_of
from coach.store.restorable import require_restorable
from coach.store.salvage import Copied, Salvaged, salvaged

NOTE = "The log was put back from a copy. {lost}"
LOST = "Notes after {until} could not be read: {count}, or more."
GONE_BACK = "Notes after {until} are not in it: {count}."
UNKNOWN = "What came after {until} is not in it: notes, a plan or a pairing, if there were any."

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Restored:
    """What became of a home's log."""

    former: Path | None
    """Where the log now is that was there before; None where none was."""
    back: int = 0
    """How many facts a damaged log gave that the copy had not."""
    missing: str = ""
    """What is not in it, in a sentence; empty when nothing is missing."""
    locked: bool = False
    """Whether a lock stands again that was read in a damaged log."""


@way_back_told()
def restore(file: Path, home: Path, now: datetime, *, name: str = PATIENT_LOG) -> Restored:
    """Put a checked backup in the place of a home's log, and bring back what a damaged one tells.

    What is recorded from then on is numbered under a new device id, because the facts after the
    backup may live on elsewhere. Where anything after the copy is lost, or may be, a note says so
    and makes the whole safety list due. Raises RefusedError for a file that is not a whole log of
    ours, LogError when another coach is open or the disk refuses; nothing has changed then.
    """
    path = home / name
    require_restorable(file, path)
    make_home(home)
    lock = HomeLock(home, path.stem)
    try:
        if not lock.acquire_from_watch():
            raise LogError(
                "Another coach is open",
                f"Another coach (process {lock.holder_pid()}) has {path} open. Close it first.",
            )
        return _put_in_place(file, path, now)
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    finally:
        lock.release()


def _put_in_place(file: Path, path: Path, now: datetime) -> Restored:
    fresh = path.with_name(path.name + ".new")
    discard(fresh)
    try:
        make_private(fresh)
        copy_pages(file, fresh)
        if path.name == PATIENT_LOG:
            restored = _with_what_came_after(file, fresh, path, now)
        else:
            restored = Restored(None, missing=_in_log(fresh, lambda log: _behind(log, path)))
            renew_device(fresh)
        flush(fresh)
        is_encrypted = looks_encrypted(fresh)
        if is_encrypted:
            leave_encryption_mark(path)
        former = _put_aside(path, now)
        fresh.replace(path)
    finally:
        discard(fresh)
    flush(path.parent)
    if not is_encrypted:
        encryption_mark(path).unlink(missing_ok=True)
    return Restored(former, restored.back, restored.missing, restored.locked)


# --- what came after the copy


def _with_what_came_after(copy: Path, fresh: Path, former: Path, now: datetime) -> Restored:
    """Bring into the fresh log what the former one tells, and tell in it what is missing."""
    came = _in_log(fresh, lambda log: _merged(log, former, copy))
    renew_device(fresh)
    return _in_log(fresh, lambda log: _told(log, came, now))


def _in_log(fresh: Path, work: Callable[[SqliteEventLog], _Result]) -> _Result:
    from coach.store.migrations import migrate

    database = open_database(fresh)
    try:
        if database.version < SCHEMA_VERSION:
            migrate(database)
        patient, device, former = ids_of(database)
        done = work(SqliteEventLog(database, patient=patient, device=device, former=former))
        # One file, whatever journal this SQLite prefers: it is about to be renamed.
        database.connection.execute("PRAGMA journal_mode=DELETE")
        return done
    finally:
        database.close()


def _merged(log: SqliteEventLog, former: Path, copy: Path) -> Salvaged:
    ids = frozenset(fact for (fact,) in log.rows("SELECT fact FROM fact_chain"))
    came = salvaged(former, Copied(log.patient, log.heads(), ids), copy)
    if came.facts:
        with log.together():
            for content, seal in came.documents:
                log.keep_document(content, seal)
            log.merge(came.facts)
    return came


def _told(log: SqliteEventLog, came: Salvaged, now: datetime) -> Restored:
    until = log.last_at()
    missing = "" if came.complete else _missing(came, until)
    with log.together():
        for one in came.locks:
            at = one.at if one.at is not None and one.at <= now else now
            log.append(one.facts, at=at, plan_version="")
        if missing:
            note = NoteWritten(text=NOTE.format(lost=missing), about=RESTORED)
            log.append([note], at=now, plan_version="")
    return Restored(None, len(came.facts), missing, bool(came.locks))


def _behind(log: SqliteEventLog, former: Path) -> str:
    """What a copy of a caseload has not of the one before it, in a sentence."""
    try:
        database = open_database(former, read_only=True)
    except CoachError:
        return _missing(Salvaged(), None)
    try:
        newest = dict(database.rows("SELECT device, max(seq) FROM fact_chain GROUP BY 1"))
    finally:
        database.close()
    heads = log.heads()
    lost = sum(max(0, seq - heads.get(device, (0, ""))[0]) for device, seq in newest.items())
    return _missing(Salvaged(lost=lost, is_whole=True), None) if lost else ""


def _missing(came: Salvaged, until: datetime | None) -> str:
    words = UNKNOWN if not came.lost else GONE_BACK if came.is_whole else LOST
    when = "the copy was made" if until is None else f"{until:%Y-%m-%d %H:%M}"
    return words.format(until=when, count=counted(came.lost, "note"))


# --- files


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Where the former log is from now on; None where there is none."""
    former = free_name(path.with_name(f"{path.stem}.before-restore-{stamp(now)}.db"))
    if path.exists():
        _settle(path)
        _keep(path, former)
        move_companions(path, former)
        return former
    if path.is_symlink():
        return path.rename(former)  # Its disk may come back.
    return None


def _keep(path: Path, former: Path) -> None:
    """A second name for the former log, so that at no moment there is no log in the home."""
    try:
        former.hardlink_to(path)
    except OSError:
        shutil.copy2(path, former)  # A file system without second names.
    flush(former)


def _settle(path: Path) -> None:
    """Let SQLite finish what a broken-off writing left beside the former log, if it still can."""
    try:
        database = open_database(path)
    except CoachError:
        return  # Nothing is mended in a file that is not believed.
    try:
        database.connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        database.close()
