"""The follow-up: one patient since the last visit, the answer first, three decisions a key away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.events import Resize
from textual.worker import get_current_worker

from coach.domain.caseload import Enrolled
from coach.domain.errors import CoachError
from coach.domain.outcomes import Decision
from coach.review.change_before import ChangeBefore, change_lines
from coach.review.follow_up import FollowUp
from coach.review.follow_up_formulas import FORMULAS, formulas_of
from coach.review.next_version import lock_refuses
from coach.review.record_paragraph import record_paragraph
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import FromThread, TherapistScreen, clinic_bindings
from coach.tui.therapist.care import CareScreen
from coach.tui.therapist.editor import EditorScreen, decided_editor
from coach.tui.therapist.follow_up_blocks import blocks, heading_line, safety_block
from coach.tui.therapist.follow_up_files import write_paragraph, write_report
from coach.tui.therapist.follow_up_parts import SECTIONS, Parts
from coach.tui.therapist.kept_draft import LeftAlone, kept_editor
from coach.tui.therapist.read_text import ReadTextScreen
from coach.tui.therapist.words import (
    KEPT,
    KEPT_LOCKED,
    NOTHING_SIGNED,
    decision_words,
    formula_parts,
)
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.timeline import LEGEND, PROPOSED, TALL_LEGEND, Timeline
from coach.workflows.clinic import Clinic
from coach.workflows.decided import Decided
from coach.workflows.deciding import NextDraft, fill_in, on_their_way
from coach.workflows.registry import Place

BROAD = 110
"""Columns from which on two stand side by side."""
_MARGIN = 6  # Columns that the padding on both sides and the scrollbar take.
READING = "Reading what came in ..."
_LEFT_SHARE = 0.6
_LEFT = ("exercises", "notes", "sitting", "passive")
"""What stands below the time line; the rest stands beside it where there is room."""


class FollowUpScreen(TherapistScreen[None]):
    """One page; whatever it shows is computed by the workflow, on a thread of its own."""

    CSS_PATH = "follow_up.tcss"
    place = Place.FOLLOW_UP
    heading = "Follow-up"
    BINDINGS: ClassVar[list[BindingType]] = clinic_bindings(Place.FOLLOW_UP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide"), (BROAD, "-broad")]  # noqa: RUF012
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Esc", "Back"), ("1-9", "Section"))

    @dataclass
    class Computed(FromThread):
        """The follow-up is ready."""

        seen: FollowUp

    @dataclass
    class Compared(FromThread):
        """The weeks before and after each change of the plan are ready."""

        changes: tuple[ChangeBefore, ...]

    @dataclass
    class Failed(FromThread):
        """It could not be computed; why."""

        sentence: str

    def __init__(self, clinic: Clinic, enrolled: Enrolled, since: date | None = None) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self._since = since
        self.seen: FollowUp | None = None
        self._compared: tuple[ChangeBefore, ...] = ()
        self._drawn_width = 0
        self._ahead: Callable[[], object] | None = None
        """What was pressed before there was anything to do it with."""

    def compose_body(self) -> ComposeResult:
        yield Plain(self._enrolled.name, id="who")
        with VerticalScroll(id="follow-up"):
            yield Plain(READING, id="answer")
            yield Parts(id="first")
            with Container(id="columns"):
                with Vertical(id="left"):
                    yield Timeline()
                    yield Parts(id="left-blocks")
                yield Parts(id="right")

    def on_mount(self) -> None:
        self.query_one("#follow-up").focus()
        self.reload()

    def reload(self) -> None:
        """Compute it anew; what a key was refused for is not known of it yet."""
        self.trouble("lock", "")
        self.run_worker(
            self._compute, thread=True, exclusive=True, group="follow-up", exit_on_error=False
        )

    def _compute(self) -> None:
        reader = get_current_worker()
        try:
            patient = self._enrolled.patient
            seen = self.clinic.follow_ups.follow_up(patient, self._since)
            self.post_message(self.Computed(reader, seen))
            course = self.clinic.follow_ups.course(patient)
            self.post_message(self.Compared(reader, course.changes))
        except CoachError as error:
            self.post_message(self.Failed(reader, error.message))

    def on_follow_up_screen_failed(self, event: Failed) -> None:
        if not event.is_overtaken:
            self.trouble("look", event.sentence)

    def on_follow_up_screen_computed(self, event: Computed) -> None:
        if event.is_overtaken:
            return
        self.trouble("look", "")
        self.seen = event.seen
        self._draw(event.seen)
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead()

    def _waits(self, act: Callable[[], object], label: str) -> bool:
        """A key that is pressed while it is read is done once it was; the last one counts."""
        if self.seen is not None:
            return False
        self._ahead = act
        self.query_one("#answer", Plain).show(f"{READING} Then: {label}.")
        return True

    def on_follow_up_screen_compared(self, event: Compared) -> None:
        if event.is_overtaken:
            return
        self._compared = event.changes
        if self.seen is not None:
            self._draw(self.seen)

    def on_resize(self, event: Resize) -> None:
        if self.seen is not None and event.size.width != self._drawn_width:
            self._draw(self.seen)

    def _draw(self, seen: FollowUp) -> None:
        if not self.is_attached:
            return  # It was left while the answer was on its way.
        if not all(holder.is_attached for holder in self.query(Vertical)):
            self.call_after_refresh(self._draw, seen)
            return
        self._drawn_width = width = self.size.width
        room = round(width * _LEFT_SHARE) if width >= BROAD else width
        self.query_one("#who", Plain).show(heading_line(self._enrolled.name, seen))
        self.query_one("#answer", Plain).show(seen.answer)
        self.query_one(Timeline).show(seen.days, seen.plans)
        found = blocks(seen, room - _MARGIN, change_lines(self._compared))
        self.query_one("#first", Parts).show([safety_block(seen)])
        left = [block for block in found if block.id in _LEFT]
        self.query_one("#left-blocks", Parts).show(left)
        self.query_one("#right", Parts).show([one for one in found if one not in left])

    def action_go_to(self, section: str) -> None:
        """To a section of the page; one that is not there is said to be empty."""
        label = SECTIONS[section].label
        if self._waits(partial(self.action_go_to, section), label):
            return
        found = self.query(f".at-{section}")
        if found:
            self.query_one("#follow-up").scroll_to_widget(found.last(), top=True, animate=False)
        else:
            self.toast(f"{label}: nothing in this time.")

    # --- decisions

    def action_do_keep(self) -> None:
        if not self._waits(self.action_do_keep, "keep"):
            self._decide(Decision.KEEP)

    def action_do_ease(self) -> None:
        if not self._waits(self.action_do_ease, "ease"):
            self._decide(Decision.EASE)

    def action_do_progress(self) -> None:
        if not self._waits(self.action_do_progress, "progress"):
            self._decide(Decision.PROGRESS)

    @work(exclusive=True, group="decide")
    async def _decide(self, decision: Decision) -> None:
        """One confirming line; then the next version filled in, but to keep the plan as it is."""
        seen = self.seen
        if seen is None or not self.may_write():
            return
        self.trouble("lock", refused := lock_refuses(seen, decision))
        if refused or (decision is not Decision.KEEP and await self._goes_on(seen)):
            return
        on_way = ""
        with self.guarded():
            on_way = on_their_way(self.clinic, seen)
        question, below = decision_words(decision, locked=bool(seen.locks), on_way=on_way)
        note = await self.app.push_screen_wait(
            AskLineScreen(self.clinic, f"{self._enrolled.name}: {question}", below)
        )
        if note is None:
            return
        if decision is Decision.KEEP:
            self._keep(note, locked=bool(seen.locks))
        else:
            await self._edit(seen, Decided(decision, note))
        self.reload()

    async def _goes_on(self, seen: FollowUp) -> bool:
        """Whether a draft that was left unsigned was gone on with, or left for later."""
        editor: EditorScreen | None = None
        with self.guarded():
            try:
                editor = await kept_editor(self, self._enrolled, seen)
            except LeftAlone:
                return True
        if editor is None:
            return False
        if not await self.app.push_screen_wait(editor):
            self.toast(NOTHING_SIGNED)
        self.reload()
        return True

    def _keep(self, note: str, *, locked: bool) -> None:
        with self.guarded():
            self.clinic.follow_ups.decide(self._enrolled.patient, Decision.KEEP, note)
            self.toast(KEPT_LOCKED if locked else KEPT)

    async def _edit(self, seen: FollowUp, decided: Decided) -> None:
        """The decision is written down when what the editor holds is signed."""
        opened: NextDraft | None = None
        with self.guarded():
            opened = fill_in(self.clinic, seen, decided.decision)
        if opened is not None:
            editor = decided_editor(self.clinic, self._enrolled, opened, seen, decided)
            if not await self.app.push_screen_wait(editor):
                self.toast(NOTHING_SIGNED)

    # --- what leaves the screen

    def action_do_paragraph(self) -> None:
        """Copied where the terminal allows it, and shown to be selected where it does not."""
        if self.seen is None:
            self._waits(self.action_do_paragraph, "copy the paragraph")
            return
        text = record_paragraph(self.seen)
        self.app.copy_to_clipboard(text)
        title = "Copied, where this terminal can. It can be selected here as well."
        self.app.push_screen(ReadTextScreen(self.clinic, title, [("", text.split("\n"))]))

    def action_do_save_paragraph(self) -> None:
        if not self._waits(self.action_do_save_paragraph, "write the paragraph"):
            self._write()

    def action_do_report(self) -> None:
        if not self._waits(self.action_do_report, "write the report"):
            self._write(report=True)

    @work(exclusive=True, group="write")
    async def _write(self, *, report: bool = False) -> None:
        if self.seen is not None and report:
            await write_report(self, self._enrolled, self.seen, self._compared)
        elif self.seen is not None:
            await write_paragraph(self, self._enrolled, self.seen)

    def action_do_formulas(self) -> None:
        legend = (TALL_LEGEND, *LEGEND, PROPOSED)
        found = formulas_of(self.seen) if self.seen is not None else FORMULAS
        parts = formula_parts(found, legend)
        self.app.push_screen(ReadTextScreen(self.clinic, "How each figure comes about", parts))

    def action_do_care(self) -> None:
        if not self._waits(self.action_do_care, "the order of care"):
            self._care()

    @work(exclusive=True, group="care")
    async def _care(self) -> None:
        if self.seen is not None:
            await self.app.push_screen_wait(CareScreen(self.clinic, self._enrolled, self.seen.care))
            self.reload()
