"""Any form as a screen: one question at a time, spoken too unless it is private."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult

from coach.domain.errors import CoachError
from coach.domain.forms import Form
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.form_questions import TYPED, FormQuestions
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach

_LEAVE = ("Esc", "Leave")


class FormScreen(CoachScreen[Form | None]):
    """Gives back the form with every question asked, or None when it was left before that.

    `keep` is given the form that was left with at least one answer, however it was left: with
    Escape or because the program ended.
    """

    CSS_PATH = "form.tcss"
    quiet = True
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (_LEAVE,)

    def __init__(
        self, coach: Coach, form: Form, keep: Callable[[Form], object] | None = None
    ) -> None:
        super().__init__(coach)
        self._form = form
        self._questions = FormQuestions(form)
        self._keep = keep
        self._over = False

    def compose_body(self) -> ComposeResult:
        yield Plain(self._form.title, id="form-title")
        yield self._questions

    def on_mount(self) -> None:
        self._questions.begin()

    def on_form_questions_asked(self, event: FormQuestions.Asked) -> None:
        self.typing = event.item.answering in TYPED
        self.show_keys(self.more_keys)
        if not event.item.private:
            intro = self._form.intro if event.first else ""
            self.say(f"{intro} {event.item.text}".strip())

    def on_form_questions_completed(self, event: FormQuestions.Completed) -> None:
        self._over = True
        self.dismiss(event.form)

    def action_leave(self) -> None:
        with self.guarded():
            self._keep_what_there_is()
        self._over = True
        self.dismiss(None)

    def on_unmount(self) -> None:
        """The program ends while a question stands: what was answered is kept."""
        with suppress(CoachError):
            self._keep_what_there_is()

    def _keep_what_there_is(self) -> None:
        form = self._questions.form
        if self._keep is not None and not self._over and form.answers:
            self._over = True
            self._keep(form)
