"""A therapist's desk for tests of the screens: what they ask of the workflows is written down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

import coach.tui
from coach.domain.caseload import Enrolled
from coach.domain.documents import PlanDocument
from coach.domain.errors import InputError
from coach.domain.outcomes import Decision
from coach.domain.program import Program, StageCode
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.review.follow_up import FollowUp
from coach.session.plan import ScriptSettings
from coach.speech.silent import SilentSpeaker
from coach.tui.house_app import HouseApp
from coach.workflows.assign import Before, Issued
from coach.workflows.coach import Notices
from coach.workflows.decided import Decided
from coach.workflows.drafts import Drafts
from coach.workflows.unsigned import UnsignedDrafts
from tests.builders import BERLIN
from tests.review.follow_up_samples import a_follow_up

TODAY = date(2027, 3, 14)
MARIA = Enrolled("patient-1", "Maria Example", "ab" * 32, date(2027, 2, 1))


@dataclass
class RecordingFollowUps:
    """Answers with one follow-up, and remembers what was decided and noted."""

    seen: FollowUp = field(default_factory=a_follow_up)
    decided: list[tuple[str, Decision, str]] = field(default_factory=list)
    noted: list[tuple[str, str, date, str]] = field(default_factory=list)
    asked: list[date | None] = field(default_factory=list)
    fails: str = ""

    def follow_up(self, patient: str, since: date | None = None) -> FollowUp:
        self.asked.append(since)
        if self.fails:
            raise InputError("Log", self.fails)
        return self.seen

    def course(self, patient: str) -> Any:
        return SimpleNamespace(follow_up=self.seen, changes=())

    def decide(self, patient: str, decision: Decision, note: str = "") -> None:
        self.decided.append((patient, decision, note))

    def note_care(self, patient: str, step: str, on_day: date, note: str = "") -> None:
        self.noted.append((patient, step, on_day, note))


@dataclass
class RecordingFiles:
    """Files that were written, by path; one of these names is in the way."""

    written: dict[str, bytes] = field(default_factory=dict)
    marks: dict[str, bytes] = field(default_factory=dict)
    in_the_way: str = ""

    def out_path(self, name: str) -> str:
        return name

    def is_there(self, path: str) -> bool:
        return path in self.written

    def check_place(self, path: str, *, mark: bytes = b"") -> None:
        if path == self.in_the_way:
            raise InputError("File", f"{path} is in the way; name a new file.")

    def write(self, path: str, data: bytes, *, mark: bytes = b"", owner: bytes = b"") -> str:
        self.check_place(path)
        self.written[path] = data
        self.marks[path] = mark
        return path


@dataclass
class RecordingReports:
    """Reports that were asked for: whose, and where."""

    written: list[tuple[str, str]] = field(default_factory=list)

    def write(self, seen: FollowUp, name: str, path: str, **_: Any) -> str:
        self.written.append((name, path))
        return path


@dataclass
class RecordingAssigning:
    """Signs anything, and remembers on which terms."""

    given: Program | None = None
    opened: Program | None = None
    """The plan that holds at the patient, where another one waits to be opened."""
    hold: bool = False
    unopened: int | None = None
    waits_in: StageCode = StageCode.CALM
    """Where the plan begins that waits to be opened."""
    issued: list[PlanDocument] = field(default_factory=list)
    decided: list[Decided | None] = field(default_factory=list)
    """What was decided with each of them."""
    raises: tuple[str, ...] = ()
    why_more: list[str] = field(default_factory=list)
    """Why each of them asks for more."""

    def program(self, patient: str) -> Program | None:
        return self.given

    def before(self, patient: str) -> Before | None:
        found = self.opened or self.given
        return Before(found, found.version, found.stages[0].code) if found is not None else None

    def stage(self, patient: str, program: Program, wanted: str = "") -> StageCode:
        try:
            return StageCode(wanted.strip().upper()) if wanted else program.stages[0].code
        except ValueError:
            raise InputError("Stage", f"There is no stage {wanted}; write A, B, C or D.") from None

    def held(self, patient: str) -> bool:
        return self.hold

    def waiting(self, patient: str) -> int | None:
        return self.unopened

    def waiting_plan(self, patient: str) -> Before | None:
        if self.unopened is None or self.given is None:
            return None
        return Before(self.given, self.unopened, self.waits_in)

    def next_version(self, patient: str, program: Program) -> int:
        return program.version + 1

    def changes(self, patient: str, program: Program, stage: StageCode) -> tuple[str, ...]:
        return ("Bridge: 2 sets of 8.",) if program != self.given else ()

    def raised(self, patient: str, program: Program, stage: StageCode) -> tuple[str, ...]:
        return self.raises

    def issue(self, patient: Enrolled, program: Program, stage: StageCode, **terms: Any) -> Issued:
        plan = PlanDocument(
            patient=patient.patient,
            patient_key=patient.key,
            therapist="A. Therapist",
            version=program.version + 1,
            issued_at=datetime(2027, 3, 14, 10, tzinfo=BERLIN),
            from_day=terms["from_day"],
            valid_until=terms["valid_until"],
            stage=stage,
            sore_side=terms["sore_side"],
            program=program.id,
            exercises={},
            changes=self.changes(patient.patient, program, stage),
            clears=terms["clears"],
        )
        self.issued.append(plan)
        self.decided.append(terms["decided"])
        self.why_more.append(terms["why_more"])
        return Issued(b"sealed", plan)


@dataclass
class RecordingPrograms:
    """Own programs that were kept."""

    saved: list[Program] = field(default_factory=list)

    def newest_version(self, program_id: str) -> int:
        return max((one.version for one in self.saved if one.id == program_id), default=0)

    def save(self, program: Program) -> str:
        self.saved.append(program)
        return f"programs/{program.id}"


@dataclass
class RememberedDrafts:
    """Drafts by patient."""

    kept: dict[str, str] = field(default_factory=dict)

    def keep(self, patient: str, text: str) -> None:
        self.kept[patient] = text

    def of(self, patient: str) -> str:
        return self.kept.get(patient, "")

    def drop(self, patient: str) -> bool:
        return self.kept.pop(patient, None) is not None


@dataclass
class NamedPapers:
    """Fingerprints that can be read in a picture."""

    key: str = "cd" * 32

    def fingerprint(self, key: str) -> str:
        return " ".join(["amber", "boat", "cedar", "dune", "ember", key[:2]])

    def sealed_mark(self, reader: str) -> bytes:
        return reader.encode()


def a_desk(**over: Any) -> Any:
    """A clinic with one patient, whose plan is `given`; every part can be replaced."""
    follow_ups = over.pop("follow_ups", RecordingFollowUps())
    shelf = FolderShelf(shipped_folder())
    given = over.pop("given", shelf.program("steady-back"))
    own = RecordingPrograms()
    values: dict[str, Any] = {
        "shelf": shelf,
        "own": own,
        "drafts": Drafts(shelf, own, ScriptSettings()),
        "follow_ups": follow_ups,
        "files": RecordingFiles(),
        "reports": RecordingReports(),
        "assigning": RecordingAssigning(given),
        "papers": NamedPapers(),
        "speaker": SilentSpeaker(),
        "sound_notices": Notices(),
        "refusal": "",
        "emergency_number": "112",
        "today": lambda: TODAY,
        "now": lambda: datetime(2027, 3, 14, 10, tzinfo=UTC),
    }
    values |= over
    files = values["files"]
    values.setdefault("unsigned", UnsignedDrafts(RememberedDrafts(), values["drafts"]))
    values.setdefault("check_plan_place", lambda patient, path: files.check_place(path))
    values.setdefault("write_plan", lambda patient, path, sealed: files.write(path, sealed))
    return SimpleNamespace(**values)


class DeskApp(HouseApp):
    """Opens one screen of the therapist at once."""

    CSS_PATH = str(Path(coach.tui.__file__).parent / "app.tcss")

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._first = screen

    def open_first(self) -> None:
        self.push_screen(self._first, self._left)

    def _left(self, result: object) -> None:
        self.left_with = result


@asynccontextmanager
async def at_desk(
    screen: Screen[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """The screen, open and settled."""
    app = DeskApp(screen)
    async with app.run_test(size=size) as pilot:
        await quiet(pilot)
        yield pilot


async def quiet(pilot: Pilot[None]) -> None:
    """Let workers and messages that are under way come to their end."""
    threads = [one for one in pilot.app.workers if one.group == "follow-up"]
    if threads:
        await pilot.app.workers.wait_for_complete(threads)
    for _ in range(3):
        await pilot.pause()


async def tap(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each after the last one has done its work; `~` begins a text typed in one go."""
    for key in keys:
        await pilot.press(*(key[1:] if key.startswith("~") else [key]))
        await quiet(pilot)
