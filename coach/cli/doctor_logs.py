"""The checks of `coach doctor` that read logs, their copies, and the keys beside them."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from coach.cli.checks import LINE_ABOVE, Check, guarded, named
from coach.cli.surroundings import Surroundings
from coach.domain.errors import CoachError, LogError
from coach.store.database import SCHEMA_VERSION, journal_mode, open_database
from coach.store.files import (
    CLINIC_LOG,
    KEYS,
    OPEN_UP,
    PATIENT_LOG,
    RECONNECT,
    backups_folder,
    closed_folder,
    lost_link,
    may_be_there,
    traces_of,
)
from coach.store.home_lock import HomeLock

if TYPE_CHECKING:
    from coach.store.looking import Verdict

DAYS_WITHOUT_COPY = 7
"""A log that went on for so long after its newest whole copy, or without any, needs one."""
UNFINISHED = (
    "A coach was ended while it wrote: the next start takes the half-written entry back. Do not "
    "delete {file}."
)
OLDER = "An older coach made it: the next start copies it and brings it up to date."
ON_PURPOSE = "or, if you went back on purpose, move that copy out of its folder."
PUT_BACK = "Put {file} back from a copy of the home."
ANOTHER = "{file} is not the key that your {whom} paired with."
UNKNOWN = "unknown"
NEW_KEY = {
    PATIENT_LOG: "Only if it is lost: give your therapist a new card with: coach pair --out FILE",
    CLINIC_LOG: "Only if it is lost: coach patient card --new-key, and every patient pairs anew.",
}


def check_logs(around: Surroundings) -> list[Check]:
    """The patient's log with its copies and key, and the therapist's where there is one."""
    home = around.places.home
    closed = closed_folder(home)
    if closed:
        return [Check("database", False, closed, OPEN_UP.format(folder=home))]
    checks = _log_and_beside(around, "database", "", home / PATIENT_LOG)
    if _is_or_was_there(home / CLINIC_LOG):
        checks += _log_and_beside(around, "caseload", "caseload ", home / CLINIC_LOG)
    return checks


def _is_or_was_there(log: Path) -> bool:
    return bool(may_be_there(log) or lost_link(log) or traces_of(log))


def newest_fact(path: Path) -> datetime | None:
    """When the newest fact of a log was recorded; None without a readable log."""
    from coach.store.opening import open_log

    try:
        log = open_log(path.parent, name=path.name, read_only=True)
    except (CoachError, OSError):
        return None
    try:
        return log.last_at()
    except CoachError:
        return None
    finally:
        log.close()


def _days_held(path: Path) -> tuple[date, date] | None:
    """The first and the last day in a log; None without a readable one."""
    from coach.store.fact_rows import days_held

    with suppress(CoachError, OSError, sqlite3.Error, ValueError):
        database = open_database(path, read_only=True)
        with closing(database):
            return days_held(database)
    return None


def _log_and_beside(around: Surroundings, name: str, which: str, path: Path) -> list[Check]:
    now = around.clock.now().astimezone(around.zone)
    copies, key = f"{which}copies", f"{which}key"
    return [
        guarded(name, lambda: _log(name, path), needed=True),
        guarded(copies, lambda: _copies(copies, path, now)),
        guarded(key, lambda: _key(key, path)),
    ]


def _log(name: str, path: Path) -> Check:
    from coach.store.copies import beyond, restore_line, way_back
    from coach.store.faults import DamagedLogError

    if not path.exists():
        return _no_log(name, path)
    unfinished = _unfinished(path)[:1]
    with _as_the_next_start_finds_it(path) as log:
        try:
            version, problems = _looked_at(log)
        except CoachError as error:
            told = error.message.replace(str(log), str(path))
            if isinstance(error, DamagedLogError):
                told = f"{told} {way_back(path)}"
            return Check(name, False, told, LINE_ABOVE)
        more = beyond(path, log) if path.name == PATIENT_LOG and not problems else None
    if problems:
        return Check(name, False, problems[0], way_back(path))
    if more is not None:
        told = f"{path} was put back, or it lost a part: {more.name} holds more."
        return Check(name, False, told, f"{restore_line(path, more)} {ON_PURPOSE}")
    refusal = _write_refusal(path)
    if refusal is not None:
        return Check(name, False, refusal.message, LINE_ABOVE)
    told = f"{path} is whole (log version {version}, chain checked, {_engine(path)})."
    remarks = [UNFINISHED.format(file=file) for file in unfinished]
    if version < SCHEMA_VERSION:
        remarks.append(OLDER)
    return Check(name, True, " ".join([told, *remarks]))


def _write_refusal(path: Path) -> LogError | None:
    from coach.store.write_trial import write_refusal

    try:
        return write_refusal(path)
    except OSError:
        return None  # The lock, of which the line on who has the log open tells.


def _looked_at(path: Path) -> tuple[int, list[str]]:
    """Version and problems of a log. Raises as `open_database` does."""
    from coach.store.problems import problems_in

    database = open_database(path, read_only=True)
    version = database.version
    database.close()
    return version, problems_in(path)


@contextmanager
def _as_the_next_start_finds_it(path: Path) -> Iterator[Path]:
    """The log; a copy of it in which what a killed coach left half written was taken back.

    Reading alone takes nothing back, and looking must not write in a home.
    """
    lock = HomeLock(path.parent, path.stem)
    if not _unfinished(path) or not _taken(lock):
        yield path
        return
    with TemporaryDirectory(prefix="coach-doctor-") as folder:
        copy = Path(folder, path.name)
        try:
            for file in (path, *_unfinished(path)):
                shutil.copyfile(file, copy.with_name(file.name))
        finally:
            lock.release()
        with suppress(CoachError):
            open_database(copy).close()
        yield copy


def _taken(lock: HomeLock) -> bool:
    try:
        return lock.acquire()
    except OSError:
        return False


def _no_log(name: str, path: Path) -> Check:
    from coach.store.copies import lost_log, way_back

    home = path.parent
    if home.exists() and not home.is_dir():
        return Check(name, False, f"{home} is a file.", "Set COACH_HOME to a folder.")
    lost = lost_link(home) or lost_link(path)
    if lost:
        return Check(name, False, lost, RECONNECT)
    lost = lost_log(path)
    if lost:
        return Check(name, False, lost, way_back(path))
    return Check(name, True, f"{path} is not there yet; the first start makes it.")


def _engine(path: Path) -> str:
    """Which SQLite writes, and how: old ones can corrupt a write-ahead log."""
    mode = journal_mode(path, sqlite3.sqlite_version_info)
    return f"SQLite {sqlite3.sqlite_version}, journal {mode.lower()}"


def _unfinished(path: Path) -> list[Path]:
    """What SQLite keeps beside a log as long as somebody writes, or was killed while writing."""
    beside = [path.with_name(path.name + ending) for ending in ("-journal", "-wal")]
    return [file for file in beside if file.exists() and file.stat().st_size]


def _copies(name: str, path: Path, now: datetime) -> Check:
    from coach.store.copies import by_content, day_of, folders_among
    from coach.store.looking import look_at, may_be_large

    no_place = _no_place(name, path)
    if no_place is not None:
        return no_place
    copies = by_content(path)  # A clock that ran ahead makes no copy the newest.
    # Large ones take long: the newest tells enough.
    looked_at = copies[-1:] if copies and may_be_large(copies[-1]) else copies
    verdicts = {copy: look_at(copy) for copy in looked_at}
    whole = [copy for copy in copies if copy not in verdicts or not verdicts[copy].doubt]
    clinic = " --clinic" if path.name == CLINIC_LOG else ""
    make_one = f"Make one with: coach backup{clinic}"
    if any(verdict.doubt for verdict in verdicts.values()):
        detail, mend = _in_doubt(path, len(copies), verdicts, make_one)
        return Check(name, False, detail, mend, needed=False)
    folders = folders_among(path)
    if folders:
        detail = f"{folders[0]} is a folder that bears the name of a copy."
        return Check(name, False, detail, "Give it another name.", needed=False)
    held = _days_held(path)
    if not whole:
        if held is not None and (now.date() - held[0]).days > DAYS_WITHOUT_COPY:
            detail = f"None is there, and the log goes back to {held[0]}."
            return Check(name, False, detail, make_one, needed=False)
        detail = "None is there yet; each day of use has one made."
        return Check(name, True, detail, needed=False)
    day = day_of(whole[-1])
    opened = "the newest" if len(looked_at) < len(copies) else "each"
    detail = f"{len(whole)}, {opened} opened and whole; the newest is of {day}."
    if day > now.date():
        mend = "Set the date of this machine if it is wrong; if not, it was wrong on that day."
        return Check(name, False, f"{detail} That day has not come yet.", mend, needed=False)
    # A patient's clock that ran ahead is no reason to copy a caseload again.
    if held is not None and (min(held[1], now.date()) - day).days > DAYS_WITHOUT_COPY:
        return Check(name, False, f"{detail} The log went on.", make_one, needed=False)
    return Check(name, True, detail, needed=False)


def _no_place(name: str, path: Path) -> Check | None:
    """What keeps the next copy from being made, apart from the log itself."""
    folder = backups_folder(path)
    lost, closed = lost_link(folder), closed_folder(folder)
    if lost:
        return Check(name, False, lost, RECONNECT, needed=False)
    if closed:
        return Check(name, False, closed, OPEN_UP.format(folder=folder), needed=False)
    if not folder.exists():
        return None
    if not folder.is_dir():
        where = f"{folder} is a file, where copies are kept."
        return Check(name, False, where, "Move it away; the next copy makes the folder.", False)
    if not os.access(folder, os.W_OK):
        detail = f"{folder} takes none: nothing may be written there."
        return Check(name, False, detail, OPEN_UP.format(folder=folder), needed=False)
    size = path.stat().st_size if path.exists() else 0
    if free_bytes(folder) < size:
        detail = f"{folder} takes none: there is no room for {_megabytes(size)} on its disk."
        return Check(name, False, detail, "Free some space on this disk.", needed=False)
    return _shut_lock(name, path)


def _shut_lock(name: str, path: Path) -> Check | None:
    """What keeps a copy from being made by itself, one at a time."""
    from coach.store.backup import backup_lock

    lock = backup_lock(path)
    if not may_be_there(lock.file):
        return None
    try:
        lock.acquire()
    except OSError as error:
        return Check(name, False, lock.refusal(error).message, LINE_ABOVE, needed=False)
    lock.release()
    return None


def free_bytes(folder: Path) -> int:
    """How much more goes on the disk of a folder. Raises OSError."""
    return shutil.disk_usage(folder).free


def _megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size // (1024 * 1024) + 1} MB"


def _in_doubt(
    path: Path, count: int, verdicts: Mapping[Path, "Verdict"], make_one: str
) -> tuple[str, str]:
    """What is the matter with copies, and what to do; nothing is deleted while none is whole."""
    from coach.store.copies import newest_backup

    damaged = [copy.name for copy, verdict in verdicts.items() if verdict.damage]
    unseen = {copy.name: verdict.unseen for copy, verdict in verdicts.items() if verdict.unseen}
    newest = newest_backup(path)  # Read, also where only the newest of large ones was.
    told, do = [], []
    if damaged:
        told.append(f"{len(damaged)} of {count} damaged: {named(damaged)}.")
        do.append("Delete what is damaged." if newest else "Delete none of them yet.")
    if unseen:
        told.append(f"{len(unseen)} of {count} could not be looked at: {named(list(unseen))}.")
        told.append(list(unseen.values())[-1])
        do.append("Do what the line above says, and delete none that could not be looked at.")
    known = "known to be whole" if unseen else "whole"
    do.append(f"The newest whole one is {newest}." if newest else f"None is {known}. {make_one}")
    return " ".join(told), " ".join(do)


def _key(name: str, path: Path) -> Check:
    from coach.exchange.identity import load

    is_clinic = path.name == CLINIC_LOG
    file = path.parent / KEYS[path.name]
    if not may_be_there(file):
        return _no_key(name, path, file)
    try:
        key = load(file).key
    except CoachError as error:
        return Check(name, False, error.message, LINE_ABOVE, needed=False)
    known = _known_keys(path)
    if known and known.isdisjoint({UNKNOWN, key}):
        whom = "patients" if is_clinic else "therapist"
        mend = PUT_BACK.format(file=file)
        return Check(name, False, ANOTHER.format(file=file, whom=whom), mend, needed=False)
    return Check(name, True, f"{file} is there.", needed=False)


def _no_key(name: str, path: Path, file: Path) -> Check:
    if _known_keys(path):
        mend = f"{PUT_BACK.format(file=file)} {NEW_KEY[path.name]}"
        return Check(
            name, False, f"{file} is missing, and others paired with it.", mend, needed=False
        )
    return Check(name, True, "None yet; pairing makes one.", needed=False)


def _known_keys(path: Path) -> set[str]:
    """The public keys others know; `unknown` for one nobody noted, empty where nobody has one."""
    from coach.store.known_key import KnownKey, PatientsKey
    from coach.store.opening import open_log

    try:
        log = open_log(path.parent, name=path.name, read_only=True)
    except (CoachError, OSError):
        return set()
    try:
        if path.name == CLINIC_LOG:
            known = KnownKey(log)
            return known.keys() or ({UNKNOWN} if known.was_used() else set())
        noted = PatientsKey(log).keys()
        has_plan = bool(log.rows("SELECT 1 FROM plan_document LIMIT 1"))
        return noted or ({UNKNOWN} if has_plan else set())
    except CoachError:
        return set()
    finally:
        log.close()
