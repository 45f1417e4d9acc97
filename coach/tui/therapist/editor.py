"""The editor: a program as lines; heard, compared, kept as a template, and signed from here."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from coach.domain.caseload import Enrolled
from coach.review.follow_up import FollowUp
from coach.tui.therapist.base import clinic_bindings
from coach.tui.therapist.draft_text import filled_lines, stage_of, weigh_lines, worse_lines
from coach.tui.therapist.hear import HearScreen
from coach.tui.therapist.issue import IssueScreen
from coach.tui.therapist.keep_template import ask_template
from coach.tui.therapist.outline import OutlineScreen
from coach.tui.therapist.read_text import Part, ReadTextScreen
from coach.tui.therapist.sure import SureScreen
from coach.workflows.clinic import Clinic
from coach.workflows.decided import Decided
from coach.workflows.deciding import NextDraft
from coach.workflows.registry import Place


class EditorScreen(OutlineScreen):
    """Gives back True when a plan was signed and written."""

    CSS_PATH = "editor.tcss"
    place = Place.EDITOR
    heading = "Program"
    BINDINGS: ClassVar[list[BindingType]] = clinic_bindings(Place.EDITOR)

    def action_do_hear(self) -> None:
        stage = stage_of(self._at(), self.draft) or self._stage
        with self.guarded("hear"):
            script = self.clinic.drafts.rehearse(self.draft, stage)
            self.app.push_screen(HearScreen(self.clinic, stage, script))

    def action_do_changes(self) -> None:
        """In the patient's words, as they will hear them."""
        told = self.draft.changes(self._stage, stage_before=self._stage_before)
        changes = told or ("Nothing is different.",)
        parts: list[Part] = [("What the patient will read and hear", changes)]
        if self._worse:
            parts.append(("Worse, or no better", tuple(worse_lines(self._worse))))
        if self._filled:
            parts.append(("Filled in after your decision", tuple(filled_lines(self._filled))))
        weighed = weigh_lines(self.draft, self._at(), begins=self._stage, hurt=self._hurt)
        parts.append(("To be weighed", tuple(weighed) or ("Nothing.",)))
        title = f"Against {self.draft.base.title_and_id}"
        self.app.push_screen(ReadTextScreen(self.clinic, title, parts))

    @work(exclusive=True, group="template")
    async def action_do_template(self) -> None:
        kept = await ask_template(self, self.clinic, self.draft)
        if kept:
            self.toast(kept)

    @work(exclusive=True, group="issue")
    async def action_do_issue(self) -> None:
        if self._enrolled is None:
            self.toast("Choose a patient first; t saves this as an own program.")
            return
        if self._typing_line or not self.may_write():
            return
        issued = await self.app.push_screen_wait(
            IssueScreen(self.clinic, self._enrolled, self.draft, self._stage, decided=self._decided)
        )
        if issued:
            self.dismiss(True)

    def action_leave(self) -> None:
        if self._typing_line:
            self._stop_typing()
        else:
            self._leave()

    @property
    def unsaved(self) -> str:
        if not self.draft.changed:
            return ""
        question = "Leave without signing? What you changed is not kept."
        if self._decided is not None:
            question = f"{question} No decision is written down."
        return f"{question}  y / n"

    @work(exclusive=True, group="leave")
    async def _leave(self) -> None:
        if self.unsaved:
            if not await self.app.push_screen_wait(SureScreen(self.clinic, self.unsaved)):
                return
            self.throw_away()
        self.dismiss(None)


def decided_editor(
    clinic: Clinic, enrolled: Enrolled, opened: NextDraft, seen: FollowUp, decided: Decided
) -> EditorScreen:
    """The editor over the next version as a decision filled it in, beside what was `seen`."""
    return EditorScreen(
        clinic,
        enrolled,
        opened.draft,
        stage=opened.stage,
        stage_before=seen.stage,
        filled=opened.filled,
        worse=opened.worse,
        hurt=seen.hurt,
        decided=decided,
    )
