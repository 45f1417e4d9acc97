"""Two homes with keys, and documents that go between them; override the one thing a test needs."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from coach.domain.caseload import Head
from coach.domain.documents import LogDocument, PlanDocument
from coach.domain.events import Fact, NoteWritten, Stamped
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.domain.fact_id import fact_id
from coach.domain.program import StageCode
from coach.exchange.identity import Identity, load_or_make
from tests.conftest import SHIPPED

PATIENT = "01a1f3c0-0000-7000-8000-000000000001"
DEVICE = "01a1f3c0-0000-7000-8000-00000000000a"
NOON = datetime(2027, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)


def an_identity(folder: Path, name: str = "patient") -> Identity:
    """The key pair of one home, made at the first call."""
    return load_or_make(folder / name / "keys" / name)


def shipped_program(version: int = 2) -> str:
    """The shipped program's text under another version."""
    text = (SHIPPED / "steady-back" / "program.toml").read_text("utf-8")
    return text.replace("version = 1", f"version = {version}", 1)


def a_plan(patient_key: str, **changes: Any) -> PlanDocument:
    """Version 2 of the shipped program, for twelve weeks from the first of March 2027."""
    values: dict[str, Any] = {
        "patient": PATIENT,
        "patient_key": patient_key,
        "therapist": "Ada Berg",
        "version": 2,
        "issued_at": NOON,
        "from_day": date(2027, 3, 1),
        "valid_until": date(2027, 5, 23),
        "stage": StageCode.CALM,
        "sore_side": "",
        "program": shipped_program(),
        "exercises": {},
        "changes": ("The bridge goes from 2 to 3 sets.",),
        "clears": "",
    }
    return PlanDocument(**(values | changes))


def facts_in_a_row(*facts: Fact, first: int = 1, device: str = DEVICE) -> list[Stamped]:
    """Facts of one device, numbered from `first`, all of the same moment."""
    return [
        Stamped(
            id=fact_id(NOON, device, seq),
            patient=PATIENT,
            at=NOON,
            day=NOON.date(),
            device=device,
            seq=seq,
            plan_version="steady-back@1",
            fact=fact,
        )
        for seq, fact in enumerate(facts, start=first)
    ]


def a_log_document(sender: str, *facts: Fact, **changes: Any) -> LogDocument:
    """These facts, or three notes, as their owner hands them over."""
    notes = [NoteWritten(text=f"note {number}") for number in range(3)]
    stamped = facts_in_a_row(*(facts or notes))
    values: dict[str, Any] = {
        "patient": PATIENT,
        "sender": sender,
        "made_at": NOON,
        "facts": tuple(stamped),
        "heads": (head_of(stamped),),
    }
    return LogDocument(**(values | changes))


def head_of(facts: list[Stamped]) -> Head:
    """The newest of one device's facts, with the hash that all of them lead to."""
    link = FIRST
    for stamped in facts:
        link = chain_hash(link, *encode(stamped))
    return Head(facts[-1].device, facts[-1].seq, link, NOON)
