"""The safety hold: what to do first, and the attested way out; nothing starts meanwhile."""

from contextlib import suppress
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from coach.domain.errors import CoachError, LogError
from coach.domain.red_flags import Tier
from coach.tui.patient import words
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.lesson import learn
from coach.tui.patient.therapist import with_therapist
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.tui.widgets.safety_text import READ_ON, SafetyText
from coach.workflows.coach import Coach
from coach.workflows.safety import WHO_SAW, Hold


class HoldScreen(CoachScreen[None]):
    """Stays until a clinician's word, or the patient's own dated statement, clears it."""

    CSS_PATH = "hold.tcss"
    quiet = True
    heading = "Stop"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("a", "attest", "I have been seen"),
        ("l", "lesson", "Lesson"),
        ("t", "therapist", "Therapist"),
    ]
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("a", "I have been seen by a clinician"),
        READ_ON,
        ("l", "Lesson"),
        ("t", "Therapist"),
    )

    def __init__(self, coach: Coach, way_up: str = "") -> None:
        """`way_up` says how to get up to who was lying down in a session."""
        super().__init__(coach)
        self._way_up = way_up
        self._hold: Hold | None = None
        with self.guarded():
            self._hold = coach.safety.hold()

    def compose_body(self) -> ComposeResult:
        hold = self._hold
        text = hold.text if hold is not None else self.coach.safety.emergency()
        # A yes that could not be written leaves no hold to read; the screen stays the same.
        tier = hold.tier if hold is not None else Tier.EMERGENCY
        locked = self._locked_text()
        yield SafetyText(
            number=text.number,
            number_large=tier is Tier.EMERGENCY,
            therapist_phone=text.therapist_phone,
            first=text.advice.first,
            say=text.advice.say,
            after=text.advice.after,
            why=text.advice.why,
            way_up=self._way_up,
            questions=hold.questions if hold is not None else (),
            locked=locked,
        )
        yield Plain(locked, id="locked")

    def on_mount(self) -> None:
        self.query_one(SafetyText).focus()
        self._show_take_off()
        self.copy_if_due()
        self.set_interval(1, self.second)

    def second(self) -> None:
        """What was not saved yet may be by now; a pack comes off a moment after a yes. The lock is
        in a copy at once, and one that comes later too: it may stand for days."""
        self.copy_if_due()
        self._show_take_off()
        for line in self.query("#locked, #locked-small").results(Plain):
            line.show(self._locked_text())

    def _show_take_off(self) -> None:
        since = self._hold.since if self._hold is not None else self.coach.records.now()
        # What to do stands here; the line on what is not saved tells of a log that is held.
        with suppress(LogError):
            self.query_one(SafetyText).take_off(self.coach.timers.off_for_lock(since))

    def _locked_text(self) -> str:
        since = words.day_text(self._hold.since.date()) if self._hold is not None else "now"
        locked = f"Coaching is locked since {since}. Nothing starts until it is cleared."
        return f"{locked} {self.coach.safety.not_saved}".strip()

    def action_leave(self) -> None:
        """Escape does not leave a hold; a hold that was never written is left by it."""
        if self._hold is None:
            self.dismiss(None)

    def action_attest(self) -> None:
        if self._hold is not None and self.may_write():
            self.app.push_screen(AttestScreen(self.coach, self._hold), self._attested)

    @work(exclusive=True, group="flow")
    async def action_lesson(self) -> None:
        """Words only: it starts nothing, so a hold does not lock it."""
        await learn(self, self.coach)

    @work(exclusive=True, group="flow")
    async def action_therapist(self) -> None:
        """A therapist's signed plan is a way out; handing the log over locks nothing."""
        await with_therapist(self, self.coach)
        with self.guarded():
            if self._hold is not None and self.coach.safety.hold() is None:
                self.dismiss(None)

    def _attested(self, cleared: bool | None) -> None:
        if cleared:
            self.dismiss(None)


class AttestScreen(CoachScreen[bool]):
    """The patient's own dated statement; the therapist sees it first."""

    CSS_PATH = "hold.tcss"
    quiet = True
    heading = "I have been seen"
    typing = True
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "Sign and go on"),
        ("Esc", "Back"),
    )

    def __init__(self, coach: Coach, hold: Hold) -> None:
        super().__init__(coach)
        self._hold = hold

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="attest", can_focus=False):
            yield Plain(
                "By going on you state: a clinician has looked at me on the day below, and told"
                " me that I may continue. It goes into the log, for your therapist to read first.",
                classes="statement",
            )
            yield Plain(f"Which day? Write it like {self._example()}", classes="label")
            yield PlainInput(id="day", max_length=10)
            yield Plain(WHO_SAW, classes="label")
            yield PlainInput(id="note", max_length=300)
            yield Plain(fold=True, id="refused")

    def _example(self) -> str:
        day: date = self._hold.since.date()
        return day.isoformat()

    def on_mount(self) -> None:
        self.query_one("#day", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        day, note = self.query_one("#day", Input), self.query_one("#note", Input)
        goes_on = event.input is day and bool(day.value.strip())
        try:
            if goes_on:
                self.coach.safety.statement(day.value)
            else:
                self.coach.safety.attest(day.value, note.value)
        except CoachError as error:
            self.query_one("#refused", Plain).show(error.message)
            day.focus()
            day.select_all()  # The right one takes the place of the wrong one.
            return
        self.query_one("#refused", Plain).show("")
        if goes_on:
            note.focus()
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)
