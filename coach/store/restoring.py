"""Puts a checked copy in the place of a home's log, with what a damaged one still tells."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from coach.domain.counts import counted
from coach.domain.errors import CoachError, LogError
from coach.domain.events import NoteWritten
from coach.domain.safety_rhythm import RESTORED
from coach.store.backup import copy_pages
from coach.store.copies import newest_backup, way_back_told
from coach.store.damaged_copies import from_damaged_copies
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
    fresh_file,
    leave_encryption_mark,
    make_home,
    make_private,
    move_companions,
    real_place,
    stamp,
)
from coach.store.home_lock import HomeLock
from coach.store.known_key import KEPT_KEY, KnownKey
from coach.store.looking import held_in
from coach.store.opening import ids_of
from coach.store.other_copies import Others, copied, from_other_copies, take_in
from coach.store.restorable import PublicKey, require_restorable
from coach.store.salvage import Salvaged, remains_of, salvaged
from coach.store.standing import compared, patient_of, standing_of

NOTE = "The log was put back from a copy. {lost}"
LOST = "Notes after {until} could not be read: {count}, or more."
GONE_BACK = "Notes after {until} are not in it: {count}."
MORE = "{file} holds more that is not in it: {count}."
MAYBE_MORE = "{file} could not be read in full, and may hold more."
LATER = "{later} goes further than this copy."
WHOSE = "Nothing in this home tells whether it is yours. It is of {patient}{days}."
UNKNOWN = "What came after {until} is not in it: notes, a plan or a pairing, if there were any."

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Restored:
    """What became of a home's log."""

    former: Path | None
    """Where the log now is that was there before; None where none was."""
    back: int = 0
    """How many facts a damaged log gave that the copy had not."""
    from_copies: int = 0
    """How many facts other copies gave that it had not."""
    missing: str = ""
    """What is not in it, in a sentence; empty when nothing is missing."""
    whose: str = ""
    """Of whom it is, in a sentence, where nothing in the home tells whether it is of this person;
    else empty."""
    locked: bool = False
    """Whether a lock stands again that was read in a damaged log or in another copy."""


@way_back_told()
def restore(
    file: Path,
    home: Path,
    now: datetime,
    *,
    name: str = PATIENT_LOG,
    key: PublicKey | None = None,
) -> Restored:
    """Put a checked backup in the place of a home's log, and bring back what a damaged one tells,
    and what later copies of it hold.

    What is recorded from then on is numbered under a new device id, because the facts after the
    backup may live on elsewhere. Where anything after the copy is lost, or may be, a note says so
    and makes the whole safety list due. Raises RefusedError for a log that was changed or is none
    of theirs, InputError for a file that is no log that can be read, LogError when another coach is
    open or the disk refuses; nothing has changed then.
    """
    path = home / name
    try:
        is_known = require_restorable(file, path, key)
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    make_home(home)
    lock = HomeLock(home, path.stem)
    try:
        if not lock.acquire_or_tell():
            raise LogError(
                "Another coach is open",
                f"Another coach (process {lock.holder_pid()}) has {path} open. Close it first.",
            )
        whose = "" if is_known else _whose(file)
        return replace(_put_in_place(file, path, now, key), whose=whose)
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    finally:
        lock.release()


def _whose(file: Path) -> str:
    return WHOSE.format(patient=patient_of(file), days=held_in(file))


def _put_in_place(file: Path, path: Path, now: datetime, key: PublicKey | None) -> Restored:
    # Where a link leads: in its place the log would lie on another disk than its owner chose.
    real = real_place(path) if path.is_file() else path
    fresh = fresh_file(real)
    discard(fresh)
    try:
        make_private(fresh)
        copy_pages(file, fresh)
        if path.name == PATIENT_LOG:
            restored = _with_what_came_after(file, fresh, path, now, key)
        else:
            missing = _in_log(fresh, lambda log: _behind(log, path))
            restored = Restored(None, missing=f"{missing} {_later_copy(file, path)}".strip())
            renew_device(fresh)
        flush(fresh)
        is_encrypted = looks_encrypted(fresh)
        if is_encrypted:
            leave_encryption_mark(path)
        former = _put_aside(path, now)
        fresh.replace(real)
    finally:
        discard(fresh)
    flush(real.parent)
    if not is_encrypted:
        encryption_mark(path).unlink(missing_ok=True)
    return replace(restored, former=former)


# --- what came after the copy


def _with_what_came_after(
    copy: Path, fresh: Path, former: Path, now: datetime, key: PublicKey | None
) -> Restored:
    """Bring into the fresh log what the former one tells, and the other copies, and tell in it
    what is missing."""
    came, others = _in_log(fresh, lambda log: _merged(log, former, copy, key))
    renew_device(fresh, others.devices)
    return _in_log(fresh, lambda log: _told(log, came, others, now))


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


def _merged(
    log: SqliteEventLog, former: Path, copy: Path, key: PublicKey | None
) -> tuple[Salvaged, Others]:
    """The copies first: what of a damaged log follows none of them may well follow another.

    Damaged copies come last: the rest tells which of their locks were lifted.
    """
    is_opened = _settle(former)
    before = remains_of(former, copy)
    # Who goes back on purpose has a log that coach opens; reading may mend more in its own copy.
    before.is_whole &= is_opened
    others = from_other_copies(log, former, copy, before)
    came = salvaged(before, copied(log))
    take_in(log, came)
    from_damaged_copies(log, former, copy, before, others)
    if key is not None and key.hexadecimal in others.keys | {before.home.get(KEPT_KEY)}:
        KnownKey(log).keep(key.hexadecimal)  # It was handed over after the copy was made.
    return came, others


def _told(log: SqliteEventLog, came: Salvaged, others: Others, now: datetime) -> Restored:
    until = log.last_at()
    missing = " ".join(
        [
            *([] if came.complete else [_missing(came, until)]),
            *(MORE.format(file=file, count=counted(n, "fact")) for file, n in others.lost.items()),
            *(MAYBE_MORE.format(file=file) for file in others.unsure),
        ]
    )
    locks = [*came.locks, *others.locks]
    with log.together():
        for one in locks:
            at = one.at if one.at is not None and one.at <= now else now
            log.append(one.facts, at=at, plan_version="")
        if missing:
            note = NoteWritten(text=NOTE.format(lost=missing), about=RESTORED)
            log.append([note], at=now, plan_version="")
    return Restored(None, len(came.facts), others.back, missing, locked=bool(locks))


def _behind(log: SqliteEventLog, former: Path) -> str:
    """What a copy of a caseload has not of the one before it, in a sentence."""
    _settle(former)
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


def _later_copy(file: Path, path: Path) -> str:
    """Which copy of a caseload goes further than the one that was chosen, in a sentence."""
    later = newest_backup(path)
    if later is None or compared(standing_of(later), standing_of(file)) <= 0:
        return ""
    return LATER.format(later=later)


def _missing(came: Salvaged, until: datetime | None) -> str:
    words = UNKNOWN if not came.lost else GONE_BACK if came.is_whole else LOST
    when = "the copy was made" if until is None else f"{until:%Y-%m-%d %H:%M}"
    return words.format(until=when, count=counted(came.lost, "fact"))


# --- files


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Where the former log is from now on; None where there is none."""
    former = free_name(path.with_name(f"{path.stem}.before-restore-{stamp(now)}.db"))
    if path.is_file():
        _keep(path, former)
        move_companions(path, former)
        return former
    if path.is_symlink() or path.exists():
        return path.rename(former)  # Its disk may come back; what is no file is nobody's log.
    return None


def _keep(path: Path, former: Path) -> None:
    """A second name for the former log, so that at no moment there is no log in the home."""
    try:
        former.hardlink_to(real_place(path))
    except OSError:
        try:
            shutil.copy2(path, former)  # Another disk, or a file system without second names.
        except OSError:
            former.unlink(missing_ok=True)
            raise
    flush(former)
    flush(former.parent)


def _settle(path: Path) -> bool:
    """Let SQLite finish what a broken-off writing left beside the former log, before it is read;
    whether coach opens that log."""
    try:
        database = open_database(path)
    except CoachError:
        return False
    try:
        database.connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        database.close()
    return True
