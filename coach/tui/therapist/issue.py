"""Signing a plan: from when, for how long, where it begins; then what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Input

from coach.domain.caseload import Enrolled
from coach.domain.documents import PlanDocument
from coach.domain.errors import InputError
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.assign import MOST_WEEKS, USUAL_WEEKS, Issued, last_day
from coach.workflows.clinic import SEALED_MARK, Clinic
from coach.workflows.drafts import Draft
from coach.workflows.patients import short_id

FIRST = "Their first plan from here: there is nothing to compare it with."
SAME = "Nothing is different for the patient."
SIDES = ("left", "right", "both", "none")


@dataclass(frozen=True, slots=True)
class Field:
    """One line that is asked for."""

    id: str
    label: str
    help: str


FIELDS = (
    Field("from", "From day", "Today, or a day to come like 2027-03-01."),
    Field("weeks", "Weeks", f"How long it holds: 1 to {MOST_WEEKS}."),
    Field("stage", "Stage", "Where it begins: A, B, C or D."),
    Field("side", "Sore side", "left, right, both or none; empty keeps what the patient said."),
    Field("clears", "Clear the hold", "Why coaching may go on; empty leaves a hold as it is."),
    Field("file", "File", "Where the file for the patient is written."),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was filled in, read and found right."""

    from_day: date
    valid_until: date
    stage: str
    side: str
    clears: str
    path: str


def terms_of(typed: Mapping[str, str], today: date) -> Terms:
    """What the lines say. InputError names the line that cannot be read and the mend."""
    from_day = _day(typed["from"], today)
    side = typed["side"].strip().lower()
    if side and side not in SIDES:
        raise InputError("Sore side", f"'{clean_line(side)}' is none; write {', '.join(SIDES)}.")
    if not typed["file"].strip():
        raise InputError("File", "Name the file for the patient.")
    return Terms(
        from_day=from_day,
        valid_until=last_day(from_day, _weeks(typed["weeks"])),
        stage=typed["stage"],
        side=side,
        clears=typed["clears"].strip(),
        path=typed["file"].strip(),
    )


def _day(text: str, today: date) -> date:
    if text.strip().lower() in ("", "today"):
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        shown = clean_line(text, limit=40)
        raise InputError(
            "From day", f"'{shown}' is no day; write today or one like 2027-03-01."
        ) from None


def _weeks(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_WEEKS:
        raise InputError("Weeks", f"Write 1 to {MOST_WEEKS} weeks.")
    return int(text)


class IssueScreen(TherapistScreen[bool | None]):
    """All is filled in beforehand; Ctrl+S signs. Gives back True after it was written."""

    CSS_PATH = "issue.tcss"
    heading = "Sign a plan"
    quiet = True
    typing = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+s", "sign", "Sign"),
        ("down", "app.focus_next", "Next"),
        ("up", "app.focus_previous", "Before"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("Ctrl+S", "Sign and write"),
        ("Tab", "Next line"),
        ("Esc", "Back"),
    )

    def __init__(self, clinic: Clinic, enrolled: Enrolled, draft: Draft, stage: StageCode) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self._draft = draft
        self._stage = stage
        self._issued: Issued | None = None
        self._written = False

    def compose_body(self) -> ComposeResult:
        values = self._values()
        with VerticalScroll(id="issue", can_focus=False):
            yield Plain(self._whom(), classes="who")
            yield Plain(self._changes(), classes="changes")
            for field in FIELDS:
                with Horizontal(classes="field"):
                    yield Plain(field.label, classes="label")
                    yield Input(values[field.id], id=field.id, compact=True, select_on_focus=True)
            yield Plain(fold=True, id="help")
        with VerticalScroll(id="written"):
            yield Plain(id="written-text")

    def _values(self) -> dict[str, str]:
        version = 0
        with self.guarded("look"):
            version = self.clinic.assigning.next_version(
                self._enrolled.patient, self._draft.program
            )
        return {
            "from": "today",
            "weeks": str(USUAL_WEEKS),
            "stage": self._stage.value,
            "side": "",
            "clears": "",
            "file": f"{short_id(self._enrolled.patient)}-v{version}.coachplan",
        }

    def _whom(self) -> str:
        key = self.clinic.papers.fingerprint(self._enrolled.key)
        return f"{self._enrolled.name}   {self._draft.program.title}\nTheir key: {key}"

    def _changes(self) -> str:
        """What the patient will be told, word for word."""
        found: tuple[str, ...] = ()
        with self.guarded("look"):
            found = self.clinic.assigning.changes(
                self._enrolled.patient, self._draft.program, self._stage
            )
        told = "\n".join(f"  {clean_line(change)}" for change in found)
        if told:
            return f"The patient is told:\n{told}"
        return SAME if self._has_one() else FIRST

    def _has_one(self) -> bool:
        return self.clinic.assigning.program(self._enrolled.patient) is not None

    def on_mount(self) -> None:
        self.query_one("#from", Input).focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        shown = next((one.help for one in FIELDS if one.id == event.widget.id), "")
        self.query_one("#help", Plain).show(shown)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next line; only Ctrl+S signs."""
        self.focus_next()

    def action_sign(self) -> None:
        """Sign, write the file, and show what was written; a refused file can be named anew."""
        if self._written:
            return
        with self.guarded("sign"):
            typed = {field.id: self.query_one(f"#{field.id}", Input).value for field in FIELDS}
            terms = terms_of(typed, self.clinic.today())
            if self._issued is None:
                self._issued = self._issue(terms)
                self._only_the_file()
            where = self.clinic.files.write(terms.path, self._issued.sealed, mark=SEALED_MARK)
            self._show_written(self._issued.plan, where)

    def _issue(self, terms: Terms) -> Issued:
        program = self._draft.program
        stage = self.clinic.assigning.stage(self._enrolled.patient, program, terms.stage)
        return self.clinic.assigning.issue(
            self._enrolled,
            program,
            stage,
            from_day=terms.from_day,
            valid_until=terms.valid_until,
            sore_side=terms.side,
            clears=terms.clears,
        )

    def _only_the_file(self) -> None:
        """What was signed cannot be changed any more; where it is written still can."""
        for field in FIELDS:
            self.query_one(f"#{field.id}", Input).disabled = field.id != "file"
        self.query_one("#file", Input).focus()

    def _show_written(self, plan: PlanDocument, where: str) -> None:
        own = self.clinic.papers.fingerprint(self.clinic.papers.key)
        lines = [
            f"Written: {where}",
            f"Version {plan.version}, from {plan.from_day} to {plan.valid_until}, "
            f"stage {plan.stage.value}.",
            f"Signed with your key: {own}",
            "The patient's coach shows these words. Read them aloud at the visit.",
            *(f"  {clean_line(change)}" for change in plan.changes),
        ]
        self.query_one("#written-text", Plain).show("\n".join(lines))
        self._written = True
        self.add_class("-signed")
        self.query_one("#written").focus()
        self.show_keys((("Esc", "Done"),))

    def action_leave(self) -> None:
        self.dismiss(self._issued is not None)
