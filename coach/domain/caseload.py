"""A therapist's patients: who they are here, and how far their logs have come."""

from datetime import date, datetime

from msgspec import Struct


class Enrolled(Struct, frozen=True):
    """One patient of the caseload; the name is in the therapist's database alone."""

    patient: str
    """The patient's id, as in their own log; the only thing about them that files carry."""
    name: str
    key: str
    """Public key in hexadecimal: who may sign logs as this patient, and read plans."""
    added: date


class Head(Struct, frozen=True):
    """How far one device's facts go, as its owner signed it."""

    device: str
    seq: int
    hash: str
    """Chain hash of that fact."""
    made_at: datetime
    """When the file that said so was made."""
