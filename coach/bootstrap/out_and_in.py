"""What leaves a home and comes into one: logs opened, adapters built."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from typing import TYPE_CHECKING

from coach.clock import Clock
from coach.config import Places
from coach.domain.errors import InputError
from coach.exchange.papers import SealedPapers
from coach.exchange.shelf import FolderShelf
from coach.workflows.exporting import Exporting
from coach.workflows.importing import Importing
from coach.workflows.local_time import local_now
from coach.workflows.records import Records

if TYPE_CHECKING:
    from coach.store.event_log import SqliteEventLog


@contextmanager
def exporting(
    places: Places, clock: Clock, zone: tzinfo | None, patient: str = ""
) -> Iterator[Exporting]:
    """What can be written of this home's patient, or of the clinic's patient that `patient` names.

    Only reads, so that it works beside an open coach. Raises InputError where there is no log or
    no such patient, LogError and RefusedError.
    """
    from coach.store.files import CLINIC_LOG, PATIENT_LOG
    from coach.store.opening import open_log
    from coach.store.whole_log import WholeLog

    name = CLINIC_LOG if patient else PATIENT_LOG
    is_desk = not patient and (places.home / CLINIC_LOG).exists()
    if not (places.home / name).exists():
        _refuse_desk(places, is_desk=is_desk)
        mend = "check COACH_HOME" if patient else "check COACH_HOME, or name one with --patient"
        raise InputError("Export", f"there is no log {places.home / name} to export; {mend}")
    opened = open_log(places.home, name=name, read_only=True)
    try:
        # A therapist who once looked at the patient's side has an empty log of their own.
        _refuse_desk(places, is_desk=is_desk and opened.last_at() is None)
        log = _of_patient(opened, places, clock, zone, patient) if patient else opened
        shelf = FolderShelf(places.shipped, places.own_programs)
        yield Exporting(WholeLog(log), Records(log, shelf, clock, zone))
    finally:
        opened.close()


def _refuse_desk(places: Places, *, is_desk: bool) -> None:
    """InputError with what to write instead in a home that has only a caseload."""
    if is_desk:
        raise InputError(
            "Export",
            f"{places.home} is a therapist's home: name one patient with --patient, or copy "
            "everything with: coach backup --clinic",
        )


def _of_patient(
    log: "SqliteEventLog", places: Places, clock: Clock, zone: tzinfo | None, patient: str
) -> "SqliteEventLog":
    from coach.bootstrap.clinic import WAITING_FOLDER
    from coach.store.caseload import SqliteCaseload
    from coach.store.waiting import FolderWaiting
    from coach.workflows.patients import Patients

    caseload = SqliteCaseload(log)
    waiting = FolderWaiting(places.home / WAITING_FOLDER)
    patients = Patients(caseload, waiting, lambda: local_now(clock, zone).date())
    return caseload.log(patients.find(patient).patient)


@contextmanager
def importing(places: Places, clock: Clock, zone: tzinfo | None) -> Iterator[Importing]:
    """The log of this home, made when there is none, to take an export in.

    Raises InputError in a therapist's home, LogError and RefusedError.
    """
    from coach.store.files import CLINIC_LOG, PATIENT_KEY, PATIENT_LOG
    from coach.store.opening import open_log
    from coach.store.whole_log import WholeLog

    home = places.home
    if (home / CLINIC_LOG).exists() and not (home / PATIENT_LOG).exists():
        raise InputError(
            "Import",
            f"{home} is a therapist's home; set COACH_HOME to the folder of the patient this "
            "export is of",
        )
    log = open_log(places.home, clock=clock)
    try:
        shelf = FolderShelf(places.shipped, places.own_programs)
        papers = SealedPapers(places.home / PATIENT_KEY)
        yield Importing(WholeLog(log), Records(log, shelf, clock, zone), papers)
    finally:
        log.close()
