"""A therapist beside the patient's coach: signs plans and reads logs with a key of their own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from coach.domain.documents import Card, LogDocument, PlanDocument
from coach.domain.program import StageCode
from coach.exchange.papers import SealedPapers
from coach.workflows.coach import Coach
from tests.exchange.documents import shipped_program


@dataclass
class Therapist:
    """What a therapist's home does, as far as a patient sees of it."""

    folder: Path
    name: str = "Ada Berg"

    def __post_init__(self) -> None:
        self.papers = SealedPapers(self.folder / "clinic" / "keys" / "therapist")

    @property
    def card(self) -> Card:
        return Card("therapist", self.papers.key, "", self.name)

    @property
    def words(self) -> str:
        """The six words that are read out at the visit."""
        return self.papers.fingerprint(self.papers.key)

    def card_file(self) -> Path:
        file = self.folder / "therapist.coachcard"
        file.write_bytes(self.papers.write_card(self.card))
        return file

    def plan(self, card: Card, now: datetime, version: int = 2, **changes: Any) -> Path:
        """A plan for whoever handed this card over, as a file."""
        values: dict[str, Any] = {
            "patient": card.patient,
            "patient_key": card.key,
            "therapist": self.name,
            "version": version,
            "issued_at": now,
            "from_day": now.date(),
            "valid_until": now.date() + timedelta(weeks=12),
            "stage": StageCode.CALM,
            "sore_side": "",
            "program": shipped_program(changes.get("version", version)),
            "exercises": {},
            "changes": (),
            "clears": "",
        }
        data, _ = self.papers.seal_plan(PlanDocument(**(values | changes)))
        file = self.folder / f"version-{version}.coachplan"
        file.write_bytes(data)
        return file

    def read(self, file: Path) -> LogDocument:
        """The log in a file that the patient shared."""
        return self.papers.open_log(file.read_bytes())


def pair(coach: Coach, therapist: Therapist) -> None:
    """As at the visit: the patient takes the therapist's card."""
    coach.pairing.accept(coach.pairing.read_card(therapist.card_file()))


def take(coach: Coach, file: Path) -> None:
    """Open a plan and take it."""
    coach.opening.take(coach.opening.read(file))


def a_day(now: datetime, days: int) -> date:
    return now.date() + timedelta(days=days)
