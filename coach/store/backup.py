"""Copies of the log that were read back and believed before they are called done."""

import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from coach.domain.errors import InputError, LogError
from coach.store.connecting import connect
from coach.store.copied_locks import any_holds_locks_of
from coach.store.copied_note import note_reach
from coach.store.copies import backups_of, day_of, is_desks, kept, own_among, way_back_told
from coach.store.database import APPLICATION_ID, open_database
from coach.store.day_check import remember_whole
from coach.store.encryption import looks_encrypted, unlocked
from coach.store.faults import DamagedLogError, is_damage, translated
from coach.store.files import (
    HOME_MODE,
    OPEN_UP,
    PATIENT_LOG,
    backups_folder,
    beginning,
    closed_folder,
    discard,
    flush,
    free_name,
    make_private,
    require_no_lost_link,
    stamp,
)
from coach.store.home_lock import HomeLock
from coach.store.problems import problems_in
from coach.store.scratch import require_no_scratch
from coach.store.standing import lacks, standing_of

_BEGUN, _PART = ".coach-", ".part"
_OF_OURS = re.compile(r"\.coach-[a-z0-9_]{8}\.part")
"""How a copy is named outside of the home until it is done, as `tempfile` fills it in."""
ABANDONED_SECONDS = 3600
"""So long no copy is without being written to: one of 1 GB takes 104 s (measured)."""


@way_back_told()
def backup(database: Path, out: Path) -> Path:
    """Write a consistent copy of `database` to `out`; `out`.

    The copy is made in one step, checked, and only then given its name; a former copy of that name
    stays until then. Raises DamagedLogError for a log that does not check, LogError for the disk,
    InputError when `out` is another file than a copy of the same person's log, or holds more.
    """
    _check_target(database, out)
    open_database(database, read_only=True).close()
    part = _begun(database, out)
    try:
        _clear_abandoned(part)
        copy_pages(database, part)
        problems = problems_in(part)
        if problems:
            raise DamagedLogError(database, f"does not check: {problems[0].rstrip('.')}")
        _check_as_private(database, part)
        flush(part)
        part.replace(out)
        flush(out.parent)
    except (sqlite3.Error, OSError) as error:
        _discard_quietly(part)
        raise translated(error, database if is_damage(error) else out) from error
    except BaseException:
        _discard_quietly(part)
        raise
    if database.name == PATIENT_LOG:
        note_reach(database, out)
    return out


def _begun(database: Path, out: Path) -> Path:
    """The empty file in which a copy is made; elsewhere no name is sure to be nobody's. Raises
    LogError."""
    part = out.with_name(out.name + ".part")
    try:
        if out.parent != backups_folder(database):
            handle, name = tempfile.mkstemp(prefix=_BEGUN, suffix=_PART, dir=out.parent)
            os.close(handle)
            return Path(name)
        discard(part)
        make_private(part)
    except OSError as error:
        raise translated(error, out) from error
    return part


def _clear_abandoned(part: Path) -> None:
    """Remove half copies of former times from where `part` was just begun: nobody knows of them,
    and each may hold all that a copy does."""
    with suppress(OSError):  # Making the copy will meet the same fault, and tell it.
        now = part.stat().st_mtime  # By the clock of the disk, which dates the others too.
        for other in list(part.parent.iterdir()):
            with suppress(OSError):  # One of another user stays, and keeps no other.
                is_ours = _OF_OURS.fullmatch(other.name) is not None and other.is_file()
                if is_ours and now - other.stat().st_mtime > ABANDONED_SECONDS:
                    discard(other)


def backup_into_folder(database: Path, now: datetime) -> Path:
    """An automatic backup into `backups/`, older ones thinned out; raises as `backup` does.

    One at a time: LogError while another process makes one of the same database.
    """
    folder, lock = backups_folder(database), backup_lock(database)
    try:
        require_no_lost_link(folder)
        folder.mkdir(mode=HOME_MODE, exist_ok=True)
    except FileExistsError as error:
        message = f"{folder} is a file, where copies are kept. Move it away."
        raise LogError("No place for copies", message) from error
    except OSError as error:
        raise translated(error, folder) from error
    closed = closed_folder(folder)
    if closed:
        raise LogError("No place for copies", f"{closed} {OPEN_UP.format(folder=folder)}")
    try:
        is_alone = lock.acquire()
    except OSError as error:
        raise lock.refusal(error) from error
    if not is_alone:
        raise LogError(
            "A backup is being made",
            f"Process {lock.holder_pid()} is making a backup of {database}. Wait until it is done.",
        )
    try:
        return _backup_alone(database, folder, now)
    finally:
        lock.release()


def _backup_alone(database: Path, folder: Path, now: datetime) -> Path:
    try:
        for leftover in folder.glob(f"{database.stem}-*.part*"):
            if not os.path.isdir(leftover):  # No folder is ever one of ours.
                leftover.unlink(missing_ok=True)
    except OSError as error:
        raise translated(error, folder) from error
    made = backup(database, free_name(folder / f"{database.stem}-{stamp(now)}.db"))
    remember_whole(database, now.date())
    backups = own_among(database, backups_of(database))
    # The one just made stays in any case: it is the only one that is known to be whole.
    for old in set(backups) - {made, *kept(backups, now.date())}:
        if not _is_needed(old, made):
            old.unlink(missing_ok=True)
    return made


def _is_needed(old: Path, made: Path) -> bool:
    """Whether an older copy holds what the one just made has not, as after a log was put back by
    hand, or may: one that is damaged, or whose passphrase is not known.
    """
    from coach.store.damaged_copies import is_held

    standing = standing_of(old)
    if standing is None:
        return not is_held(made, old)
    # A desk forgets patients: what of them is in a damaged copy goes as it does from a whole one.
    if is_desks(made) or _opens(old):
        return lacks(made, standing, of_desk=is_desks(made))
    return not is_held(made, old)


def _opens(copy: Path) -> bool:
    try:
        open_database(copy, read_only=True).close()
    except LogError:
        return False
    return True


def back_up_daily(database: Path, now: datetime) -> Path | None:
    """The day's automatic backup; None when there is one already. Raises as `backup` does."""
    return backup_into_folder(database, now) if backup_due(database, now) else None


def has_backup(database: Path, now: datetime) -> bool:
    """Whether the day has an automatic backup that holds every lock."""
    todays = [copy for copy in backups_of(database) if day_of(copy) == now.date()]
    return any_holds_locks_of(database, todays)


def backup_due(database: Path, now: datetime) -> bool:
    """Whether the day has no automatic backup that holds every lock, and nobody is making one."""
    if has_backup(database, now):
        return False
    lock = backup_lock(database)
    try:
        is_free = lock.acquire()
    except OSError:
        return True  # Making it will meet the same fault, and tell it.
    lock.release()
    return is_free


def backup_lock(database: Path) -> HomeLock:
    """Held while an automatic backup is made: a large one goes on when its coach is closed."""
    return HomeLock(database.parent, f"{database.stem}.backup")


def copy_pages(source: Path, target: Path) -> None:
    """Copy page by page in one step: a writer waits, it never makes the copy start again.

    The copy of an encrypted database is encrypted with the same passphrase.
    """
    encrypted = looks_encrypted(source)
    with (
        closing(connect(source, read_only=True)) as original,
        closing(connect(target, read_only=False, encrypted=encrypted)) as copy,
    ):
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")


def _check_as_private(database: Path, part: Path) -> None:
    """A large copy takes its time: a log that was encrypted meanwhile leaves no plain one."""
    if looks_encrypted(database) and not looks_encrypted(part):
        message = f"{database} was encrypted while it was copied. Copy it again with: coach backup"
        raise LogError("The log was encrypted meanwhile", message)


def _check_target(database: Path, out: Path) -> None:
    if out.resolve() == database.resolve() or out.is_dir():
        raise InputError("No place for the copy", f"{out} cannot hold the copy; name a new file.")
    require_no_scratch(out, database)
    if out.exists() and not (_is_ours(out) and _is_of_same_home(database, out)):
        raise InputError(
            "The file is in the way",
            f"{out} exists and is no copy of this log; name a new file.",
        )
    standing = standing_of(out) if out.exists() else None
    if standing is not None and lacks(database, standing, of_desk=is_desks(database)):
        raise InputError(
            "The copy holds more",
            f"{out} holds what this log has not, as after a log was put back by hand; name a new "
            "file.",
        )
    if not out.parent.is_dir():
        raise InputError("The folder is missing", f"There is no folder {out.parent}; make it.")


def _is_ours(path: Path) -> bool:
    if looks_encrypted(path) and unlocked():
        return not problems_in(path)
    return beginning(path, 72)[68:] == APPLICATION_ID.to_bytes(4, "big")


def _is_of_same_home(database: Path, out: Path) -> bool:
    """Whether both say that they are about the same person: a clinic has an id of its own too.

    A log that cannot be read is refused later, with its own words.
    """
    try:
        return whose(out) == whose(database)
    except sqlite3.Error:
        return False


def whose(path: Path) -> list[tuple[str]]:
    """The id of the person whom a database is about. Raises sqlite3.Error."""
    with closing(connect(path, read_only=True)) as connection:
        found: list[tuple[str]] = connection.execute(
            "SELECT value FROM home WHERE key = 'patient'"
        ).fetchall()
        return found


def _discard_quietly(part: Path) -> None:
    try:
        discard(part)
    except OSError:
        return  # The disk is gone; a later backup to the same place removes it.
