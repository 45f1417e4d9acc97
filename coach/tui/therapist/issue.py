"""Signing a plan: from when, for how long, where it begins; then what was written."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import Input

from coach.domain.documents import PlanDocument
from coach.domain.errors import InputError
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.tui.therapist.issue_terms import FIELDS, LIFT, Field, Terms, terms_of
from coach.tui.therapist.issue_weighing import WeighedIssue
from coach.tui.therapist.issue_words import (
    SAME,
    all_the_same,
    changes_text,
    lift_question,
    lock_stays,
    locked_text,
    raised_under_a_lock,
    written_text,
)
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.assign import Issued
from coach.workflows.patients import plan_file_name, short_id
from coach.workflows.plan_days import USUAL_WEEKS, far_off


class IssueScreen(WeighedIssue):
    """All is filled in beforehand; Ctrl+S signs. Gives back True after it was written."""

    CSS_PATH = "issue.tcss"
    heading = "Sign a plan"
    quiet = True
    typing = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+s", "sign", "Sign"),
        ("down", "app.focus_next", "Next"),
        ("up", "app.focus_previous", "Before"),
        ("pagedown", "read(1)", "Read on"),
        ("pageup", "read(-1)", "Read back"),
    ]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("Ctrl+S", "Sign and write"),
        ("Tab", "Next line"),
        ("PgDn", "Read on"),
        ("Esc", "Back"),
    )

    _lifted: tuple[str, ...] = ()
    """What locked coaching, as far as this plan lifts it."""
    _issued: Issued | None = None
    _written = False

    def compose_body(self) -> ComposeResult:
        values = self._values()
        with self.guarded("look"):
            self._seen = self.clinic.follow_ups.follow_up(self._enrolled.patient)
        with Vertical(id="issue"):
            with VerticalScroll(id="told", can_focus=False):
                yield Plain(self._whom(), classes="who")
                yield Plain("\n".join(self._worse()), fold=True, classes="worse")
                yield Plain("\n".join(self._weighed(self._stage)), fold=True, id="weigh")
                yield Plain(self._changes(), classes="changes")
            with VerticalScroll(id="terms", can_focus=False):
                for field in FIELDS:
                    yield from self._line(field, values[field.id])
                if locks := self._locks():
                    text = locked_text(locks, self._lifting())
                    yield Plain(text, fold=True, classes="locked")
                    yield from self._line(LIFT, "")
            yield Plain(fold=True, id="help")
        with VerticalScroll(id="written"):
            yield Plain(id="written-text")

    @staticmethod
    def _line(field: Field, value: str) -> ComposeResult:
        with Horizontal(classes=f"field {field.id}"):
            yield Plain(field.label, classes="label")
            yield PlainInput(value, id=field.id, compact=True, select_on_focus=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another stage asks for other exercises: other ones are to be weighed."""
        typed = event.value.strip().upper()
        if event.input.id == "stage" and typed in [one.value for one in StageCode]:
            self.query_one("#weigh", Plain).show("\n".join(self._weighed(StageCode(typed))))

    def _values(self) -> dict[str, str]:
        file = ""
        with self.guarded("look"):
            version = self.clinic.assigning.next_version(
                self._enrolled.patient, self._draft.program
            )
            file = self.clinic.files.out_path(plan_file_name(self._enrolled, version))
        return {
            "from": "today",
            "weeks": str(USUAL_WEEKS),
            "stage": self._stage.value,
            "side": "",
            "file": file,
        }

    def _whom(self) -> str:
        key = self.clinic.papers.fingerprint(self._enrolled.key)
        program = clean_line(self._draft.program.title_and_id)
        which = short_id(self._enrolled.patient)
        return f"{self._enrolled.name}   {program}\nTheir key: {key}   {which}"

    def _changes(self) -> str:
        told: tuple[str, ...] = ()
        with self.guarded("look"):
            told = self._told(self._stage)
        is_first = not self._has_one()
        return changes_text(told, self._draft.changes(self._stage), is_first=is_first)

    def _told(self, stage: StageCode) -> tuple[str, ...]:
        program = self._draft.program
        return self.clinic.assigning.changes(self._enrolled.patient, program, stage)

    def _has_one(self) -> bool:
        return self.clinic.assigning.before(self._enrolled.patient) is not None

    def on_mount(self) -> None:
        self.query_one("#from", Input).focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        shown = next((one.help for one in (*FIELDS, LIFT) if one.id == event.widget.id), "")
        self.query_one("#help", Plain).show(shown)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next line; only Ctrl+S signs."""
        self.focus_next()

    def action_read(self, by: int) -> None:
        """The text above the lines, a page on or back."""
        told = self.query_one("#told", VerticalScroll)
        told.scroll_page_down() if by > 0 else told.scroll_page_up()

    def action_sign(self) -> None:
        """Sign, write the file, and show what was written; a refused file can be named anew."""
        if not self._written:
            self._sign()

    @work(exclusive=True, group="sign")
    async def _sign(self) -> None:
        terms: Terms | None = None
        question = ""
        with self.guarded("sign"):
            typed = self._terms()
            if self._issued is None:
                self._check_place(typed.path)
                question = self._question(typed)
            terms = typed
        if terms is None or (question and not await self._is_sure(question)):
            return
        why: str | None = ""
        if self._issued is None and (
            asked := self._why_asked(terms.stage, lifts=bool(terms.clears))
        ):
            why = await self._ask_why(asked)
        if why is None:
            return
        with self.guarded("sign"):
            if self._issued is None:
                self._issue(terms, why)
            self._write(terms.path)

    def _terms(self) -> Terms:
        inputs = self.query("#terms Input").results(Input)
        typed = {one.id: one.value for one in inputs if one.id is not None}
        return terms_of(typed, self.clinic.today())

    def _question(self, terms: Terms) -> str:
        """What is asked before it is signed; empty for nothing.

        InputError for no such stage, and where more is asked for under a lock that stays.
        """
        program = self._draft.program
        stage = self.clinic.assigning.stage(self._enrolled.patient, program, terms.stage)
        locks = self._locks()
        raises = self._raises(stage) if locks else ()
        if terms.clears:
            return lift_question(locks, raises, terms.clears)
        if raises:
            self.query_one(f"#{LIFT.id}", Input).focus()
            raise raised_under_a_lock()
        late = far_off(terms.from_day, self.clinic.today())
        if not late and (self._told(stage) or not self._has_one()):
            return ""
        return all_the_same(terms, late or SAME)

    def _check_place(self, path: str) -> None:
        """InputError when the file could not be written: asked before anything is signed."""
        try:
            self.clinic.check_plan_place(self._enrolled, path)
        except InputError:
            self.query_one("#file", Input).focus()
            raise

    def _issue(self, terms: Terms, why: str) -> None:
        """Sign; what was decided with it, and why, is written down in the same go."""
        patient, program = self._enrolled.patient, self._draft.program
        self._issued = self.clinic.assigning.issue(
            self._enrolled,
            program,
            self.clinic.assigning.stage(patient, program, terms.stage),
            from_day=terms.from_day,
            valid_until=terms.valid_until,
            sore_side=terms.side,
            clears=terms.clears,
            decided=self._decided,
            may_raise=True,  # What it raises stood in the question that was answered with yes.
            why_more=why,
        )
        self.clinic.unsigned.drop(patient)
        self._lifted = self._locks() if terms.clears else ()
        self._only_the_file()

    def _only_the_file(self) -> None:
        """What was signed cannot be changed any more; where it is written still can."""
        for line in self.query("#terms Input").results(Input):
            line.disabled = line.id != "file"
        self.query_one("#file", Input).focus()

    def _write(self, path: str) -> None:
        if self._issued is not None:
            where = self.clinic.write_plan(self._enrolled, path, self._issued.sealed)
            self._show_written(self._issued.plan, where)

    def _show_written(self, plan: PlanDocument, where: str) -> None:
        own = self.clinic.papers.fingerprint(self.clinic.papers.key)
        stays = lock_stays(self._lifting(), plan.version) if self._locks() else ""
        text = written_text(plan, where, own, lifted=self._lifted, stays=stays)
        self.query_one("#written-text", Plain).show(text)
        self._written = True
        self.add_class("-signed")
        self.query_one("#written").focus()
        self.show_keys((("Esc", "Done"),))

    def action_leave(self) -> None:
        self.dismiss(self._issued is not None)
