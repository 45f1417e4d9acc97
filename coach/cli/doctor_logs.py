"""The checks of `coach doctor` that read logs, their copies, and the keys beside them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from coach.cli.checks import Check, guarded, refused
from coach.cli.doctor_copies import check_copies
from coach.cli.surroundings import Surroundings
from coach.domain.errors import CoachError, LogError
from coach.store.database import SCHEMA_VERSION, journal_mode, open_database
from coach.store.files import (
    CLINIC_LOG,
    KEYS,
    OPEN_UP,
    PATIENT_LOG,
    RECONNECT,
    closed_folder,
    copy_unfinished,
    lost_link,
    may_be_there,
    reach_file,
    traces_of,
    unfinished,
)
from coach.store.home_lock import HomeLock

UNFINISHED = (
    "A coach was ended while it wrote: the next start takes the half-written entry back. Do not "
    "delete {file}."
)
OLDER = "An older coach made it: the next start copies it and brings it up to date."
ON_PURPOSE = "or, if you went back on purpose, move that copy out of its folder."
SINCE = (
    "What was noted since then does not come along; it is kept beside the log, in "
    "{log}.before-restore-*.db."
)
NOT_YOURS = (
    "If it is not yours, move it out of its folder, and look again with: coach doctor. If it is "
    "yours, move {note} out of it."
)
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


def _log_and_beside(around: Surroundings, name: str, which: str, path: Path) -> list[Check]:
    from coach.cli.demo import MARK

    now = around.clock.now().astimezone(around.zone)
    copies, key = f"{which}copies", f"{which}key"
    sample = Check(copies, True, "A sample home: nothing in it needs a copy.", needed=False)
    is_sample = (around.places.home / MARK).exists()
    return [
        guarded(name, lambda: check_log(name, path), needed=True),
        sample if is_sample else guarded(copies, lambda: check_copies(copies, path, now)),
        guarded(key, lambda: _key(key, path)),
    ]


def check_log(name: str, path: Path) -> Check:
    from coach.store.copies import beyond, holds_more, restore_line, way_back
    from coach.store.faults import DamagedLogError
    from coach.store.reach import copy_of_another

    if not path.exists():
        return _no_log(name, path)
    left = unfinished(path)[:1]
    with _as_the_next_start_finds_it(path) as log:
        try:
            version, problems = _looked_at(log)
        except CoachError as error:
            found = refused(name, error, needed=True)
            if isinstance(error, DamagedLogError):
                found = Check(name, False, error.what, way_back(path))
            detail, mend = (
                said.replace(str(log), str(path)) for said in (found.detail, found.mend)
            )
            return replace(found, detail=detail, mend=mend)
        more = None if problems else beyond(path, log)
        went_on = more is not None and holds_more(log, more)
        another = copy_of_another(path, log)
    if problems:
        return Check(name, False, problems[0], way_back(path))
    if another:
        told = f"{path} is of another person than {another}, which was copied here."
        return Check(name, False, told, NOT_YOURS.format(note=reach_file(path)))
    if more is not None:
        told = f"{path} was put back, or it lost a part: {more.name} holds more."
        since = f" {SINCE.format(log=path.stem)}" if went_on else ""
        return Check(name, False, told, f"{restore_line(path, more)} {ON_PURPOSE}{since}")
    refusal = _write_refusal(path)
    if refusal is not None:
        return refused(name, refusal, needed=True)
    told = f"{path} is whole (log version {version}, chain checked, {_engine(path)})."
    remarks = [UNFINISHED.format(file=file) for file in left]
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
    if not unfinished(path) or not _taken(lock):
        yield path
        return
    with TemporaryDirectory(prefix="coach-doctor-") as folder:
        copy = Path(folder, path.name)
        try:
            copy_unfinished(path, copy)
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


def _key(name: str, path: Path) -> Check:
    from coach.exchange.identity import load

    is_clinic = path.name == CLINIC_LOG
    file = path.parent / KEYS[path.name]
    if not may_be_there(file):
        return _no_key(name, path, file)
    try:
        key = load(file).key
    except CoachError as error:
        return refused(name, error)
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
