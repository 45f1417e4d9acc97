"""What crosses between a patient and a therapist, as values: cards, plans and logs."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from coach.domain.caseload import Head
from coach.domain.events import Stamped
from coach.domain.program import StageCode


class Card(Struct, frozen=True):
    """Who someone is to the other side: what pairing hands over."""

    role: str
    """`patient` or `therapist`."""
    key: str
    """Public key in hexadecimal."""
    patient: str
    """The patient's id; empty on a therapist's card."""
    name: str
    """What a therapist calls themselves; always empty on a patient's card."""


class PlanDocument(Struct, frozen=True):
    """A plan as the therapist signs it."""

    patient: str
    patient_key: str
    """Public key of the one patient who can read it."""
    therapist: str
    """What the therapist calls themselves."""
    version: int
    """Higher than every version this patient was given before."""
    issued_at: datetime
    from_day: date
    valid_until: date
    stage: StageCode
    """Where it begins."""
    sore_side: str
    """`left`, `right`, `both` or `none`; empty keeps what the patient said."""
    program: str
    """The program, whole, as TOML text; its version is the plan's."""
    exercises: Mapping[str, str]
    """Exercises of the therapist's own that it asks for: id to TOML text."""
    changes: tuple[str, ...]
    """What is different from the plan before, in the patient's words; empty for a first plan."""
    clears: str
    """Why a hold is cleared, as the therapist wrote it; else empty."""
    clears_facts: tuple[str, ...] = ()
    """Ids of the holds and yes answers that the therapist knew of and clears; no other is."""


class SignedPlan(Struct, frozen=True):
    """A plan that was opened, and found whole and signed."""

    plan: PlanDocument
    signer: str
    """Public key of who signed it, in hexadecimal."""
    content: str
    """The exact text that was signed: what is kept."""
    seal: str
    """Reader, signer and signature as lines of text: with them the content is verified again."""


class LogDocument(Struct, frozen=True):
    """A patient's facts, or the newest of them, as their owner signed them."""

    patient: str
    sender: str
    """Public key of who signed it, in hexadecimal."""
    made_at: datetime
    facts: tuple[Stamped, ...]
    """By device and number, without gaps within a device."""
    heads: tuple[Head, ...]
    """For each device that has facts here, its newest fact of all when the file was made."""
