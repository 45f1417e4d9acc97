"""Which files may take the place of a home's log: a whole log of ours, and of the same person."""

import sqlite3
from contextlib import closing
from pathlib import Path

from coach.domain.errors import CoachError, LogError, RefusedError, RefusedLogError
from coach.domain.fact_codec import KINDS
from coach.store.backup import whose
from coach.store.connecting import connect
from coach.store.database import open_database
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG
from coach.store.problems import problems_in


def require_restorable(file: Path, path: Path) -> None:
    """RefusedError for a file that may not take the place of the log `path`."""
    _check_whole(file)
    _check_kind(file, path.name)
    _check_person(file, path)


def _check_whole(file: Path) -> None:
    if not file.exists():
        raise RefusedError("This is no backup", f"There is no file {file}. Check its name.")
    try:
        open_database(file, read_only=True).close()
    except DamagedLogError as error:
        message = f"{error.what} Name another file that `coach backup` wrote."
        raise RefusedError("This is no backup", message) from error
    except RefusedLogError as error:
        message = (
            f"{file} is of another program or of a newer coach. Name another file that "
            "`coach backup` wrote, or update coach. Nothing was changed."
        )
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
    """A caseload never takes the place of a patient's own log, nor the other way round."""
    with closing(connect(file, read_only=True)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        # Older logs knew no therapists yet.
        is_caseload = "caseload" in tables and _has_rows(connection, "caseload")
        is_of_patient = not is_caseload and any(
            _has_rows(connection, kind) for kind in KINDS if kind in tables
        )
    if name == CLINIC_LOG and is_of_patient:
        message = f"{file} is of a patient. Restore it with: coach restore {file}"
        raise RefusedError("This is no caseload", message)
    if name != CLINIC_LOG and is_caseload:
        message = f"{file} is of a therapist. Restore it with: coach restore {file} --clinic"
        raise RefusedError("This is a caseload", message)


def _check_person(file: Path, path: Path) -> None:
    """One that is whole and in use gives way to a copy of its own only."""
    try:
        database = open_database(path, read_only=True)
    except CoachError:
        return  # It is not there or not whole: a copy of whomever is all there is.
    try:
        with database.reading() as log:
            in_use = any(_has_rows(log, kind) for kind in KINDS)
    finally:
        database.close()
    if in_use and whose(file) != whose(path):
        raise RefusedError(
            "This is someone else's",
            f"{file} is a copy of another log than {path}. If it is yours all the same, as on a "
            f"new machine, move {path} out of its folder first.",
        )


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
