"""The bundle of workflows that the therapist's front ends hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Protocol

from coach.clock import Clock
from coach.domain.caseload import Enrolled
from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.domain.text import clean_line
from coach.review.change_before import ChangeBefore
from coach.review.follow_up import FollowUp
from coach.workflows.assign import Assigning
from coach.workflows.caseload_lines import CaseloadLines
from coach.workflows.coach import Notices
from coach.workflows.drafts import Drafts
from coach.workflows.follow_ups import FollowUps
from coach.workflows.local_time import local_now
from coach.workflows.patients import Patients
from coach.workflows.ports import Caseload, Papers, ProgramShelf, Speaker
from coach.workflows.receive import Receiving
from coach.workflows.rehearse import Rehearsal
from coach.workflows.unsigned import UnsignedDrafts

PLAN_ENDING = ".coachplan"


class ClinicFiles(Protocol):
    """Files outside the home, by the path a person gives."""

    def read(self, path: str) -> bytes:
        """What is in a file. InputError when it cannot be read."""

    def write(self, path: str, data: bytes, *, mark: bytes = b"", owner: bytes = b"") -> str:
        """Write a file whole; where it is. InputError for another file in the way, and when
        the disk refuses.

        A former one, with `mark` near its start and `owner` in it, is replaced; without a mark
        none is.
        """

    def check_place(self, path: str, *, mark: bytes = b"") -> None:
        """InputError when `write` could not write there."""

    def out_path(self, name: str) -> str:
        """A file of this name where files go that nobody named a place for. Raises LogError."""

    def is_there(self, path: str) -> bool:
        """Whether a file of this name is there: one that is written then takes its place."""

    def logs_at(self, path: str) -> list[str]:
        """The logs at a path. InputError when there is nothing there."""


class ReportFiles(Protocol):
    """The follow-up as a file to keep or print."""

    def write(
        self,
        seen: FollowUp,
        name: str,
        path: str,
        paper: str = "a4",
        changes: Sequence[ChangeBefore] = (),
    ) -> str:
        """Write it in the format of the path's ending; where it is.

        `name` is the patient's; empty leaves the pseudonym alone. `changes` are the plan versions
        with the weeks beside them. InputError for another ending
        or another file in the way, LogError.
        """


@dataclass(frozen=True)
class Clinic:
    """Everything a therapist can do, ready to use; made by `bootstrap` alone."""

    therapist: str
    """What the therapist calls themselves; may be empty."""
    clock: Clock
    zone: tzinfo | None
    caseload: Caseload
    shelf: ProgramShelf
    papers: Papers
    speaker: Speaker
    files: ClinicFiles
    reports: ReportFiles
    patients: Patients
    assigning: Assigning
    receiving: Receiving
    drafts: Drafts
    unsigned: UnsignedDrafts
    follow_ups: FollowUps
    lines: CaseloadLines
    rehearsal: Rehearsal
    notices: Notices
    sound_notices: Notices
    """Of voice and sound alone: told where something is to be heard, since a desk needs none."""
    emergency_number: str
    """Shown first on the emergency screen."""
    backups: str
    """Where the daily copies of the database are kept."""
    demo: bool = False
    """Whether this is a throw-away home with sample patients."""
    look_after: Callable[[], object] = field(default=lambda: None)
    """Slow care for after the first paint, on a thread: the day's verified backup."""
    keep_fault: Callable[[BaseException], object] = field(default=lambda error: None)
    """Writes down an error of ours that nobody foresaw; `coach doctor` tells of it."""
    closing: Callable[[], None] = field(default=lambda: None)

    def now(self) -> datetime:
        """Local time with its offset."""
        return local_now(self.clock, self.zone)

    def today(self) -> date:
        """The local date."""
        return self.now().date()

    @property
    def refusal(self) -> str:
        """Why nothing may be written here, in one sentence; empty when it may."""
        return self.caseload.refusal

    @property
    def writable(self) -> bool:
        """Whether something may be written here."""
        return not self.refusal

    def card(self) -> Card:
        """The therapist's own card, for the patient's coach."""
        return Card("therapist", self.papers.key, "", self.therapist)

    def read_card(self, path: str = "", words: str = "") -> Card:
        """A card from a file, or from words as they were read aloud. InputError for neither."""
        if words:
            return self.papers.read_card_words(words)
        return self.papers.read_card(self.files.read(path))

    def check_plan_place(self, patient: Enrolled, path: str) -> None:
        """InputError when a plan for this patient could not be written there.

        Only a file that was sealed for the same patient is replaced.
        """
        if not path.lower().endswith(PLAN_ENDING):
            shown = clean_line(path, limit=80)
            raise InputError("File", f"the name of a plan ends in {PLAN_ENDING}; {shown} does not")
        self.files.check_place(path, mark=self.papers.sealed_mark(patient.key))

    def write_plan(self, patient: Enrolled, path: str, sealed: bytes) -> str:
        """Write the file of a plan; where it is. Raises InputError and LogError."""
        self.check_plan_place(patient, path)
        return self.files.write(path, sealed, mark=self.papers.sealed_mark(patient.key))

    def close(self) -> None:
        """Stop speaking, and let the database go."""
        try:
            self.speaker.close()
        finally:
            self.closing()
