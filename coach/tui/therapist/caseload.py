"""The caseload: one row a patient, the ones who need a person on top, each with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.widgets import Input
from textual.worker import get_current_worker

from coach.domain.caseload import Enrolled
from coach.domain.errors import CoachError
from coach.review.caseload_line import CaseloadLine, Order, Show, ordered, shown_to
from coach.review.caseload_search import found
from coach.tui.keys import EMERGENCY_KEY
from coach.tui.therapist import caseload_rows as rows
from coach.tui.therapist.base import FromThread, TherapistScreen, clinic_bindings
from coach.tui.therapist.caseload_list import CaseloadList
from coach.tui.therapist.new_patient import add_patient
from coach.tui.therapist.receive import receive_logs
from coach.tui.therapist.thresholds import threshold_parts
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.caseload_lines import CaseloadView
from coach.workflows.clinic import Clinic
from coach.workflows.registry import Entry, Place

EMPTY = "There is no patient yet. Press n to add the first one."
NOBODY_CHOSEN = "Nobody is chosen: who was chosen is not listed now. Choose with the arrow keys."
_MARGIN = 5
"""Columns that the padding on both sides and the scrollbar take."""


class CaseloadScreen(TherapistScreen[None]):
    """Draws what the workflow says; logs that came in are read on a thread of its own."""

    CSS_PATH = "caseload.tcss"
    place = Place.CASELOAD
    heading = "Caseload"
    BINDINGS: ClassVar[list[BindingType]] = [
        *clinic_bindings(Place.CASELOAD),
        ("down", "to_list", "List"),
    ]

    @dataclass
    class Seen(FromThread):
        """The caseload as far as it was read."""

        view: CaseloadView

    @dataclass
    class Failed(FromThread):
        """It could not be read; why."""

        sentence: str

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.order = Order.NEED
        self.show = Show.ALL
        self._view: CaseloadView | None = None

    def compose_body(self) -> ComposeResult:
        yield Plain("Reading ...", id="status")
        yield PlainInput(placeholder="some letters of a name", id="search", classes="-closed")
        yield Plain(id="columns")
        yield CaseloadList()
        yield Plain(fold=True, id="nobody-shown")
        yield Plain(id="chosen")

    def on_mount(self) -> None:
        self.query_one(CaseloadList).focus()

    def on_screen_resume(self) -> None:
        """What was done elsewhere changes lines: whoever was kept is there at once."""
        super().on_screen_resume()
        self.reload()

    def entries(self) -> list[Entry]:
        """While a name is typed every letter belongs to it; only the emergency key does not."""
        found = super().entries()
        return [entry for entry in found if not self.typing or entry.key == EMERGENCY_KEY]

    # --- what is read

    def reload(self) -> None:
        """Read the lines anew."""
        self.run_worker(self._read, thread=True, exclusive=True, group="lines", exit_on_error=False)

    def _read(self) -> None:
        reader = get_current_worker()
        try:
            for view in self.clinic.lines.reading():
                if reader.is_cancelled:
                    return
                self.post_message(self.Seen(reader, view))
        except CoachError as error:
            self.post_message(self.Failed(reader, error.message))

    def on_caseload_screen_failed(self, event: Failed) -> None:
        if not event.is_overtaken:
            self.trouble("read", event.sentence)

    def on_caseload_screen_seen(self, event: Seen) -> None:
        if event.is_overtaken:
            return
        self.trouble("read", "")
        self._view = event.view
        self._draw()

    # --- what is shown

    @property
    def chosen(self) -> CaseloadLine | None:
        """The line that is chosen; None when none is."""
        return self.query_one(CaseloadList).chosen

    def on_resize(self, event: Resize) -> None:
        self._draw()
        self.call_after_refresh(self._fit_chosen)

    def _draw(self, *, searched: bool = False) -> None:
        if self._view is None:
            return
        typed = self.query_one(Input).value
        lines = self._view.lines
        shown = ordered(found(shown_to(lines, self.show), typed), self.order)
        text = rows.status(lines, len(shown), self.order, self.show, typed, self._view.waiting)
        self.query_one("#status", Plain).show(text)
        self.query_one("#nobody-shown", Plain).show("" if shown else self._nobody_shown(typed))
        width = max(1, self.size.width - _MARGIN)
        self.query_one("#columns", Plain).show(rows.header(width))
        whole = not self._view.waiting
        self.query_one(CaseloadList).show(shown, width, whole=whole, searched=searched)
        self._draw_chosen()

    def _nobody_shown(self, typed: str) -> str:
        if self._view is None or self._view.waiting:
            return ""
        if not self._view.lines:
            return EMPTY
        return rows.nobody_shown(found(self._view.lines, typed), self.show, typed)

    def _draw_chosen(self) -> None:
        line = self.chosen
        text = "\n".join(rows.detail(line, self.clinic.today())) if line is not None else ""
        if line is None and self.query_one(CaseloadList).option_count:
            text = NOBODY_CHOSEN
        self.query_one("#chosen", Plain).show(text)
        self._fit_chosen()

    def _fit_chosen(self) -> None:
        """It grows into rows that nobody stands on, and takes none from the list."""
        panel, listed = self.query_one("#chosen", Plain), self.query_one(CaseloadList)
        free = panel.outer_size.height + listed.outer_size.height - listed.option_count
        least = panel.styles.min_height
        panel.styles.max_height = max(int(least.value) if least is not None else 0, free)

    def on_option_list_option_highlighted(self) -> None:
        self._draw_chosen()

    # --- searching, sorting, filtering

    def action_do_search(self) -> None:
        self.typing = True
        search = self.query_one(Input)
        search.remove_class("-closed")
        search.focus()
        self.show_keys([("Enter", "To the list"), ("Esc", "Everyone")])

    def on_input_changed(self) -> None:
        self._draw(searched=True)

    def on_input_submitted(self) -> None:
        self.action_to_list()

    def action_to_list(self) -> None:
        """From the search to what it found."""
        self.typing = False
        search = self.query_one(Input)
        search.set_class(not search.value, "-closed")
        self.query_one(CaseloadList).focus()
        self.show_keys()

    def action_leave(self) -> None:
        """Escape takes the search back; it does not close the caseload."""
        self.query_one(Input).value = ""
        self.action_to_list()

    def action_do_sort(self) -> None:
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self._draw()

    def action_do_filter(self) -> None:
        self.show = rows.next_show(self.show)
        self._draw(searched=True)

    # --- what is opened from here

    def on_option_list_option_selected(self) -> None:
        if not self.leads:
            self.action_do_open()

    def action_do_open(self) -> None:
        from coach.tui.therapist.follow_up import FollowUpScreen

        if self.chosen is not None:
            self.app.push_screen(FollowUpScreen(self.clinic, self.chosen.enrolled))

    @work(exclusive=True, group="assign")
    async def action_do_assign(self) -> None:
        from coach.tui.therapist.assign import assign_to

        if self.chosen is not None and self.may_write():
            with self.guarded("assign"):
                await assign_to(self, self.chosen.enrolled)

    @work(exclusive=True, group="new")
    async def action_do_new_patient(self) -> None:
        if not self.may_write():
            return
        with self.guarded("new"):
            self._stand_on(await add_patient(self))

    def _stand_on(self, enrolled: Enrolled | None) -> None:
        """Show everyone with this patient chosen, as soon as the line is there."""
        if enrolled is not None:
            self.action_leave()
            self.show = Show.ALL
            self.query_one(CaseloadList).want(enrolled.patient)
            self.reload()

    @work(exclusive=True, group="receive")
    async def action_do_receive(self) -> None:
        if self.may_write():
            with self.guarded("receive"):
                await receive_logs(self)

    def action_do_reread(self) -> None:
        self.reload()

    def action_do_thresholds(self) -> None:
        from coach.tui.therapist.read_text import ReadTextScreen

        parts: Sequence[tuple[str, Sequence[str]]] = threshold_parts(self.clinic.lines.rules)
        self.app.push_screen(ReadTextScreen(self.clinic, "What makes a patient rise", parts))
