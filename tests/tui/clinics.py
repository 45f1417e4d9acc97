"""A therapist's desk for screens: a real caseload on disk, papers that only remember."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from coach.clock import ManualClock
from coach.domain.caseload import Enrolled
from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.domain.events import Fact, PainScore, PlanReceived, SafetyHold
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.exchange.plan_text import kept_plan
from coach.exchange.shelf import FolderShelf
from coach.review.caseload_rules import CaseloadRules
from coach.speech.silent import SilentSpeaker
from coach.workflows.caseload_lines import CaseloadLines
from coach.workflows.clinic import Clinic
from coach.workflows.coach import Notices
from coach.workflows.patients import Patients
from coach.workflows.receive import Outcome, Received
from coach.workflows.unsigned import UnsignedDrafts
from tests.builders import BERLIN
from tests.conftest import SHIPPED
from tests.store.caseloads import a_caseload
from tests.tui.desk import RecordingFollowUps, RememberedDrafts
from tests.workflows.clinics import WaitingInMemory

NOW = datetime(2027, 3, 29, 12, 0, tzinfo=BERLIN)
FIRST = date(2027, 3, 1)
PLAN = "steady-back@1"
HAS_DEFAULT = ("demo", "look_after", "keep_fault", "closing")
WORDS = "able acid also apex army atom"


@dataclass
class RememberedPapers:
    """Reads the one card there is, and says the same six words for every key."""

    key: str = "fe" * 32
    asked: list[str] = field(default_factory=list)

    def fingerprint(self, key: str) -> str:
        self.asked.append(key)
        return WORDS

    def card_words(self, card: Card) -> str:
        return f"{WORDS} {card.role}"

    def read_card_words(self, text: str) -> Card:
        if not text.startswith(WORDS):
            raise InputError("Words", "'xylophon' is not one of the words; check its spelling.")
        return Card("patient", "99" * 32, "id-new", "")


@dataclass
class RememberedReceiving:
    """Takes in whatever it is told to, and remembers the paths."""

    results: list[Received] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def receive_at(self, paths: list[str]) -> Iterator[Received]:
        self.paths += paths
        yield from self.results


@contextmanager
def a_clinic(home: Path, clock: ManualClock | None = None, **changes: Any) -> Iterator[Clinic]:
    """A desk over the caseload in `home`, on the twenty-ninth of March at noon."""
    the_clock = clock or ManualClock(NOW)
    with a_caseload(home) as caseload:
        values: dict[str, Any] = {
            "therapist": "Pat Practice",
            "clock": the_clock,
            "zone": BERLIN,
            "caseload": caseload,
            "shelf": FolderShelf(SHIPPED, home / "programs"),
            "papers": RememberedPapers(),
            "speaker": SilentSpeaker(),
            "patients": Patients(caseload, WaitingInMemory(), lambda: the_clock.now().date()),
            "receiving": RememberedReceiving(),
            "lines": CaseloadLines(
                caseload, the_clock, CaseloadRules(), BERLIN, read_plan=kept_plan
            ),
            "notices": Notices(),
            "sound_notices": Notices(),
            "follow_ups": RecordingFollowUps(),
            "unsigned": UnsignedDrafts(RememberedDrafts(), None),  # type: ignore[arg-type]
            "emergency_number": "112",
            "backups": str(home / "backups"),
        }
        nothing = {one.name: None for one in fields(Clinic) if one.name not in HAS_DEFAULT}
        yield Clinic(**(nothing | values | changes))


def enrol(clinic: Clinic, name: str, *days: dict[str, int] | None, hold: bool = False) -> Enrolled:
    """A patient whose log begins on the first of March and has these legs, a day each.

    Without any day there is no log at all; None is a day on which nothing was noted.
    """
    number = len(clinic.caseload.patients()) + 1
    enrolled = Enrolled(f"id-{number:04d}", name, f"{number:064x}", FIRST)
    clinic.caseload.enrol(enrolled)
    log = clinic.caseload.log(enrolled.patient)
    if days:
        log.append([a_plan()], at=_at(0, 7), plan_version=PLAN)
    for nth, scores in enumerate(days):
        if scores:
            log.append(_facts(scores), at=_at(nth), plan_version=PLAN)
    if hold:
        log.append([SafetyHold(tier=Tier.EMERGENCY)], at=NOW - timedelta(hours=3), plan_version="")
    clinic.caseload.drop_signs(enrolled.patient)
    return enrolled


def _facts(scores: dict[str, int]) -> list[Fact]:
    """Back 2, the leg, and how far down it goes."""
    reach = Reach(scores.get("reach", Reach.THIGH))
    leg = PainScore(site=Site.LEG, score=scores["leg"], moment=Moment.NOW, reach=reach)
    return [leg, PainScore(site=Site.BACK, score=2, moment=Moment.NOW)]


def _at(nth: int, hour: int = 9) -> datetime:
    day = FIRST + timedelta(days=nth)
    return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).astimezone(BERLIN)


def a_plan() -> PlanReceived:
    return PlanReceived(
        program="steady-back",
        version=1,
        therapist="",
        from_day=FIRST,
        stage=StageCode.MOVE,
        sore_side="left",
    )


def a_small_caseload(clinic: Clinic) -> None:
    """Eight patients: locked, worse, lower, silent, no better, new, and two whom nothing ails."""
    better = [{"leg": max(1, 7 - nth // 4)} for nth in range(28)]
    enrol(clinic, "Carla Calm", *better)
    enrol(clinic, "Zoë Ångström", *better, hold=True)
    enrol(clinic, "Max Müller", *better[:24], *[{"leg": 6}] * 4)
    enrol(clinic, "Lea Łoś", *better[:26], {"leg": 1, "reach": 5}, {"leg": 1, "reach": 5})
    enrol(clinic, "Ben Brown", *better[:10])
    enrol(clinic, "Nora Nowak", *[{"leg": 6}] * 28)
    enrol(clinic, "Ada [b]Petit[/b]")
    enrol(clinic, "Émile García", *better)


def received(name: str, outcome: Outcome, why: str) -> Received:
    return Received(name, outcome, None, 0, why)
