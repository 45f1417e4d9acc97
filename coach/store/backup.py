"""Copies of the log that were read back and believed before they are called done."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from coach.domain.errors import CoachError, InputError, LogError, RefusedError
from coach.store.connecting import connect
from coach.store.copies import backups_of, day_of, kept, way_back_told
from coach.store.database import APPLICATION_ID, open_database
from coach.store.day_check import remember_whole
from coach.store.devices import renew_device
from coach.store.encryption import looks_encrypted, unlocked
from coach.store.faults import DamagedLogError, is_damage, translated
from coach.store.files import (
    CLINIC_LOG,
    HOME_MODE,
    backups_folder,
    discard,
    encryption_mark,
    flush,
    free_name,
    make_home,
    make_private,
    move_companions,
    stamp,
)
from coach.store.home_lock import HomeLock
from coach.store.problems import problems_in


@way_back_told()
def backup(database: Path, out: Path) -> Path:
    """Write a consistent copy of `database` to `out`; `out`.

    The copy is made in one step, checked, and only then given its name; a former copy of that name
    stays until then. Raises DamagedLogError for a log that does not check, LogError for the disk,
    InputError when `out` is another file than a copy of the same person's log.
    """
    _check_target(database, out)
    open_database(database, read_only=True).close()
    part = out.with_name(out.name + ".part")
    try:
        discard(part)
        make_private(part)
        _copy(database, part)
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
    return out


def backup_into_folder(database: Path, now: datetime) -> Path:
    """An automatic backup into `backups/`, older ones thinned out; raises as `backup` does.

    One at a time: LogError while another process makes one of the same database.
    """
    folder, lock = backups_folder(database), _backup_lock(database)
    try:
        folder.mkdir(mode=HOME_MODE, exist_ok=True)
        is_alone = lock.acquire()
    except OSError as error:
        raise translated(error, folder) from error
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
            leftover.unlink(missing_ok=True)
    except OSError as error:
        raise translated(error, folder) from error
    made = backup(database, free_name(folder / f"{database.stem}-{stamp(now)}.db"))
    remember_whole(database, now.date())
    backups = backups_of(database)
    # The one just made stays in any case: it is the only one that is known to be whole.
    for old in set(backups) - {made, *kept(backups, now.date())}:
        old.unlink(missing_ok=True)
    return made


def back_up_daily(database: Path, now: datetime) -> Path | None:
    """The day's automatic backup; None when there is one already. Raises as `backup` does."""
    return backup_into_folder(database, now) if backup_due(database, now) else None


def backup_due(database: Path, now: datetime) -> bool:
    """Whether the day's automatic backup is still to be made, and nobody is making it."""
    if now.date() in map(day_of, backups_of(database)):
        return False
    lock = _backup_lock(database)
    try:
        is_free = lock.acquire()
    except OSError:
        return True  # Making it will meet the same fault, and tell it.
    lock.release()
    return is_free


def _backup_lock(database: Path) -> HomeLock:
    """Held while an automatic backup is made: a large one goes on when its coach is closed."""
    return HomeLock(database.parent, f"{database.stem}.backup")


@way_back_told()
def restore(file: Path, home: Path, now: datetime, *, name: str = "coach.db") -> Path | None:
    """Put a checked backup in the place of a home's log; where the former log now is, if any.

    What is recorded from then on is numbered under a new device id, because the facts after the
    backup may live on elsewhere. Raises RefusedError for a file that is not a whole log of ours,
    LogError when another coach is open or the disk refuses; nothing has changed then.
    """
    _check_backup(file)
    _check_kind(file, name)
    make_home(home)
    path = home / name
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


def _put_in_place(file: Path, path: Path, now: datetime) -> Path | None:
    fresh = path.with_name(path.name + ".new")
    discard(fresh)
    make_private(fresh)
    _copy(file, fresh)
    renew_device(fresh)
    flush(fresh)
    former = None
    _mark(path, fresh)
    if path.exists():
        former = free_name(path.with_name(f"{path.stem}.before-restore-{stamp(now)}.db"))
        _settle(path)
        _keep(path, former)
        move_companions(path, former)
    fresh.replace(path)
    flush(path.parent)
    return former


def _mark(path: Path, fresh: Path) -> None:
    """Keep the mark of an encrypted log in step with what takes its place."""
    if looks_encrypted(fresh):
        encryption_mark(path).touch(mode=0o600)
    else:
        encryption_mark(path).unlink(missing_ok=True)


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


def _copy(source: Path, target: Path) -> None:
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
    if out.exists() and not (_is_ours(out) and _is_of_same_home(database, out)):
        raise InputError(
            "The file is in the way",
            f"{out} exists and is no copy of this log; name a new file.",
        )
    if not out.parent.is_dir():
        raise InputError("The folder is missing", f"There is no folder {out.parent}; make it.")


def _is_ours(path: Path) -> bool:
    if looks_encrypted(path) and unlocked():
        return not problems_in(path)
    with path.open("rb") as file:
        return file.read(72)[68:] == APPLICATION_ID.to_bytes(4, "big")


def _is_of_same_home(database: Path, out: Path) -> bool:
    """Whether both say that they are about the same person: a clinic has an id of its own too.

    A log that cannot be read is refused later, with its own words.
    """
    try:
        return _whose(out) == _whose(database)
    except sqlite3.Error:
        return False


def _whose(path: Path) -> list[tuple[str]]:
    with closing(connect(path, read_only=True)) as connection:
        found: list[tuple[str]] = connection.execute(
            "SELECT value FROM home WHERE key = 'patient'"
        ).fetchall()
        return found


def _check_backup(file: Path) -> None:
    if not file.exists():
        raise RefusedError("This is no backup", f"There is no file {file}. Check its name.")
    try:
        open_database(file, read_only=True).close()
    except DamagedLogError as error:
        message = f"{error.what} Name another file that `coach backup` wrote."
        raise RefusedError("This is no backup", message) from error
    except LogError as error:
        raise RefusedError("This is no backup", error.message) from error
    problems = problems_in(file)
    if problems:
        raise RefusedError(
            "The backup does not check",
            f"{file} was damaged or changed: {problems[0]} Use another backup.",
        )


def _check_kind(file: Path, name: str) -> None:
    """A caseload never takes the place of a patient's own log."""
    if name == CLINIC_LOG:
        return
    with closing(connect(file, read_only=True)) as connection:
        # Older logs knew no therapists yet.
        knows = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'caseload'").fetchone()
        if knows and connection.execute("SELECT 1 FROM caseload LIMIT 1").fetchone():
            message = f"{file} is of a therapist. Restore it with: coach restore {file} --clinic"
            raise RefusedError("This is a caseload", message)


def _discard_quietly(part: Path) -> None:
    try:
        discard(part)
    except OSError:
        return  # The disk is gone; the next backup to the same place removes it.
