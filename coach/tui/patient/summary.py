"""After a session: the light, what was done, pain before and after, and a note if one likes."""

from contextlib import suppress
from math import inf
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from coach.domain.errors import CoachError
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport
from coach.domain.text import clean_line
from coach.review.light_words import further_down, light_words, stopped_red, told_light
from coach.tui.patient import words
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.check_in import AfterSession, is_note
from coach.workflows.coach import Coach
from coach.workflows.kept_answers import KEPT
from coach.workflows.run_session import SessionRunner

OUTCOMES = {
    SessionOutcome.COMPLETED: "You did what was asked.",
    SessionOutcome.ENDED_EARLY: "You ended it early. What you did counts.",
    SessionOutcome.STOPPED_PAIN: "You stopped something for pain. That was right.",
    SessionOutcome.HELD: "Stopped for safety.",
    SessionOutcome.INTERRUPTED: "It was cut off. What you did counts.",
}

NOTHING_LEFT = (SessionOutcome.COMPLETED, SessionOutcome.ENDED_EARLY, SessionOutcome.INTERRUPTED)
"""Endings whose words speak of what was done."""


class SummaryScreen(CoachScreen[None]):
    """What the session came to, from its facts."""

    CSS_PATH = "summary.tcss"
    quiet = True
    heading = "Done"
    typing = True
    asks_since = inf
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Enter Esc", "Keep and close"),)

    def __init__(
        self,
        coach: Coach,
        runner: SessionRunner,
        before: PainReport,
        after: PainReport,
        came: AfterSession,
    ) -> None:
        super().__init__(coach)
        self._session = runner.state.session
        self._summary = runner.summary()
        self._way_up = runner.way_up
        self._stopped_red = stopped_red(coach.records.recent(), self._session)
        self._coming = coach.settling.coming(self._session)
        self._before = before
        self._held_against = runner.state.held_against
        self._after = after
        self._light = came.light
        self._waits = not came.saved
        self._note = ""
        """What stands in the field: when all is closed the field is gone before this screen."""
        self._settled = False
        """Whether the note that stands in the field is kept, or was refused and that was told."""

    def compose_body(self) -> ComposeResult:
        headline, advice = light_words(
            self._light,
            self._summary.outcome,
            stopped_red=self._stopped_red,
            further_down=further_down(self._held_against, self._after),
            nothing_done=self._summary.nothing_done,
            set_done=self._summary.sets_done > 0,
            left_for_pain=self._summary.left_for_pain,
            coming=self._coming,
        )
        light = told_light(self._light, stopped_red=self._stopped_red)
        sign = words.light_sign(light, headline)
        with VerticalScroll(id="summary", can_focus=False):
            yield Plain(sign, id="sign", classes=f"-{light.value if light else 'none'}")
            if self._way_up:
                yield Plain(self._way_up, id="way-up")
            yield Plain(advice, id="advice")
            yield Plain(f"{self._ended()} {self._counts()}", id="counts")
            for name, reps, seconds in self._summary.items:
                yield Plain(_item_text(name, reps, seconds), classes="item")
            yield Plain(f"Pain before   {words.report_text(self._before)}", id="before")
            yield Plain(f"Pain after    {words.report_text(self._after)}", id="after")
            if self._waits:
                yield Plain(KEPT, fold=True, id="waits")
            yield Plain("A note for you and your therapist, if you like:", classes="label")
            yield PlainInput(id="note", max_length=300)
            yield Plain("Kept on this machine.", id="kept")

    def _ended(self) -> str:
        """How it ended; what was left out is not called what was asked."""
        outcome = self._summary.outcome
        if self._summary.nothing_done and outcome in NOTHING_LEFT:
            return "All of it was left out."
        return OUTCOMES[outcome]

    def _counts(self) -> str:
        summary = self._summary
        parts = [f"{words.count(summary.sets_done, 'set')} done"]
        if summary.sets_partial:
            parts.append(f"{summary.sets_partial} in part")
        minutes = (
            "less than a minute"
            if summary.minutes < 1
            else (words.count(round(summary.minutes), "minute"))
        )
        return f"{', '.join(parts)}, {minutes}."

    def on_mount(self) -> None:
        self.query_one("#note", Input).focus()
        self.call_after_refresh(self.ask_from_now_on)

    def on_input_submitted(self) -> None:
        with self.guarded("note"):
            self._keep_note()
            self.dismiss(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._note, self._settled = event.value, False

    def action_leave(self) -> None:
        """What was typed is kept; where it cannot be, that is told, and Escape then leaves."""
        if self._settled:
            self.dismiss(None)
        else:
            self.on_input_submitted()

    def on_unmount(self) -> None:
        """Closed from outside: what was typed is kept all the same."""
        if not self._settled:
            with suppress(CoachError):
                self._keep_note()

    def _keep_note(self) -> None:
        """LogError where it can neither be written nor kept for later."""
        self._settled = True
        if is_note(self._note):
            self.coach.check_in.note_after(self._note, session=self._session)


def _item_text(name: str, reps: int, seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    time = (
        f"{minutes} min {rest} s"
        if minutes and rest
        else f"{minutes} min"
        if minutes
        else (f"{rest} s")
    )
    line = clean_line(name)
    shown = line if len(line) <= 30 else line[:29] + "…"
    done = f"{words.count(reps, 'time')}, {time}" if reps else time
    if not reps and not round(seconds):
        done = "begun" if seconds else "left out"
    return f"   {shown:<30}  {done}"
