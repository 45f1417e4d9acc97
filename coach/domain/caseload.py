"""A therapist's patients: who they are here, and how far their logs have come."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One patient of the caseload; the name is in the therapist's database alone."""

    patient: str
    """The patient's id, as in their own log; the only thing about them that files carry."""
    name: str
    key: str
    """Public key in hexadecimal: who may sign logs as this patient, and read plans."""
    added: date


@dataclass(frozen=True, slots=True)
class Head:
    """How far one device's facts go, as its owner signed it."""

    device: str
    seq: int
    hash: str
    """Chain hash of that fact."""
    made_at: datetime
    """When the file that said so was made."""
