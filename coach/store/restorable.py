"""Which files may take the place of a home's log: a whole log of ours, and of the same person."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from coach.domain.errors import CoachError, InputError, LogError, RefusedError, RefusedLogError
from coach.domain.fact_codec import KINDS
from coach.store.as_typed import as_typed
from coach.store.backup import whose
from coach.store.connecting import connect
from coach.store.copies import backups_of
from coach.store.database import open_database
from coach.store.encryption import LockedLogError, unlocked
from coach.store.faults import DamagedLogError, is_full
from coach.store.files import CLINIC_LOG, backups_folder, reach_file
from coach.store.known_key import keys_in
from coach.store.only_there import person_in
from coach.store.problems import problems_in
from coach.store.reach import owners
from coach.store.salvage import remains_of
from coach.store.scratch import require_no_scratch
from coach.store.standing import is_caseload, patient_of, rows_of, standing_of, tables_in

CLOSED = (
    "{file} may be encrypted. Restore it in a terminal and type its passphrase, or set "
    "COACH_PASSPHRASE. Nothing was changed."
)
OTHER_PASSPHRASE = (
    "This passphrase does not open {file}: it was encrypted with another one, or is damaged. Type "
    "that of the copy, and where the log has one of its own too, make it plain before with: coach "
    "encrypt --off. Nothing was changed."
)

SEVERAL = (
    "{folder} has copies of more than one person, and nothing else here tells which are yours. "
    "Move those that are not out of it first. Nothing was changed."
)


class PublicKey(NamedTuple):
    """The key of a home."""

    file: Path
    hexadecimal: str


def require_restorable(file: Path, path: Path, key: PublicKey | None = None) -> bool:
    """Whether anything tells that a copy is of the person whose log `path` is or was.

    RefusedError for a log that may not take its place; InputError for what is no log that can be
    read, or one that is encrypted and whose passphrase is not known; OSError and sqlite3.Error
    where the disk has no room for looking.
    """
    if not file.exists():
        raise InputError("This is no backup", f"There is no file {file}. Check its name.")
    require_no_scratch(file, path)
    _check_whole(file)
    _check_kind(file, path.name)
    return _check_person(file, path, key)


def _check_whole(file: Path) -> None:
    try:
        open_database(file, read_only=True).close()
    except DamagedLogError as error:
        message = f"{error.what} Name another file that `coach backup` wrote."
        raise InputError("This is no backup", message) from error
    except RefusedLogError as error:
        message = (
            f"{file} is of another program or of a newer coach. Name another file that "
            "`coach backup` wrote, or update coach. Nothing was changed."
        )
        raise RefusedError("This is no backup", message) from error
    except LockedLogError as error:
        message = (OTHER_PASSPHRASE if unlocked() else CLOSED).format(file=file)
        raise InputError("The copy is encrypted", message) from error
    except LogError as error:
        raise InputError("This is no backup", error.message) from error
    problems = problems_in(file)
    if problems:
        raise RefusedError(
            "The backup does not check",
            f"{file} was damaged or changed: {problems[0]} Use another backup.",
        )


def _check_kind(file: Path, name: str) -> None:
    """A caseload never takes the place of a patient's own log, nor the other way round."""
    with closing(connect(file, read_only=True)) as connection:
        tables = tables_in(rows_of(connection))
        is_of_desk = is_caseload(rows_of(connection), tables)
        is_of_patient = not is_of_desk and any(
            _has_rows(connection, kind) for kind in KINDS if kind in tables
        )
    command = f"coach restore {as_typed(file)}"
    if name == CLINIC_LOG and is_of_patient:
        message = f"{file} is of a patient. Restore it with: {command}"
        raise RefusedError("This is no caseload", message)
    if name != CLINIC_LOG and is_of_desk:
        message = f"{file} is of a therapist. Restore it with: {command} --clinic"
        raise RefusedError("This is a caseload", message)


def _check_person(file: Path, path: Path, key: PublicKey | None) -> bool:
    """Whether it is known to be a copy of this person's; RefusedError where it is another's.

    The log tells, as far as it can be read, then the key beside it, then what was noted of its
    copies, then these where all of them are of one person.
    """
    [(theirs,)] = whose(file)
    in_log = _people_in(path, file)
    if theirs in in_log:
        return True
    # One that nothing bears out may be a flipped bit: then key and copies are asked first.
    if in_log.total() > 1:
        raise _is_anothers(f"{file} is a copy of another log than {path}.", path)
    by_key = None if key is None else _is_key_owners(key, file, theirs, path)
    if key is not None and by_key is False:
        told = f"{file} is of somebody with another key than {key.file}."
        raise _is_anothers(told, key.file)
    in_reach = _people_noted(path, file)
    if by_key or in_reach == {theirs}:
        return True
    if in_reach and theirs not in in_reach:
        raise _is_anothers(f"{file} is of another person than {path} was.", reach_file(path))
    in_copies = _people_in_copies(path, file)
    known = in_copies - {None}
    if theirs in known and len(known) > 1:
        raise RefusedError(
            "Whose this is is not known", SEVERAL.format(folder=backups_folder(path))
        )
    if known and theirs not in known:
        told = f"{file} is of another person than the copies in {backups_folder(path)}."
        raise _is_anothers(told, path.parent)
    if in_log and not known:
        raise _is_anothers(f"{file} is a copy of another log than {path}.", path)
    return in_copies == {theirs}


def _is_key_owners(key: PublicKey, file: Path, theirs: str, path: Path) -> bool | None:
    """Whether the key beside a log is that of the person `theirs`; None where it tells nothing.

    Every copy is asked: one that was made before its person paired knows no key.
    """
    keys: dict[str | None, set[str]] = {theirs: keys_in(file)}
    for copy in backups_of(path):
        keys.setdefault(patient_of(copy), set()).update(keys_in(copy))
    owners = [person for person, known in keys.items() if key.hexadecimal in known]
    if owners:
        return theirs in owners
    return False if keys[theirs] else None


def _is_anothers(told: str, in_the_way: Path) -> RefusedError:
    way = "If it is yours all the same, as on a new machine, move"
    return RefusedError(
        "This is someone else's", f"{told} {way} {in_the_way} out of its folder first."
    )


def _people_in(path: Path, file: Path) -> Counter[str]:
    """Whose log this is, and how much says so; nothing where it is empty or cannot be read.

    A desk's entries are about others: there only its own name counts.
    """
    try:
        return _named_in(path)
    except (CoachError, sqlite3.Error) as error:
        if is_full(error):
            raise
        # Not there, damaged or locked.
        return remains_of(path, file).people(of_desk=path.name == CLINIC_LOG)


def _named_in(path: Path) -> Counter[str]:
    """Whose log one is that can be opened. Raises LogError and sqlite3.Error."""
    found: Counter[str] = Counter()
    with closing(open_database(path, read_only=True)) as database, database.reading() as log:
        if any(_has_rows(log, kind) for kind in KINDS):
            found.update(one for (one,) in whose(path))
            found.update({} if path.name == CLINIC_LOG else _patients_of(log))
    return found


def _patients_of(log: sqlite3.Connection) -> Counter[str]:
    found: Counter[str] = Counter()
    for kind in KINDS:
        found.update(dict(log.execute(f"SELECT patient, count(*) FROM {kind} GROUP BY 1")))
    return found


def _people_noted(path: Path, file: Path) -> set[str]:
    """Of whom the copies of a log were when they were made, as was noted beside it."""
    standings = map(standing_of, [file, *backups_of(path)])
    return owners(path, [one for one in standings if one is not None])


def _people_in_copies(path: Path, file: Path) -> set[str | None]:
    """Of whom the automatic copies of a log are, where anything was recorded in them; None among
    them for one that does not tell it."""
    found: set[str | None] = set()
    for copy in backups_of(path):
        one = standing_of(copy)
        if one is None:
            found.add(person_in(copy, file))
        elif one.heads:
            found.add(one.patient)
    return found


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
