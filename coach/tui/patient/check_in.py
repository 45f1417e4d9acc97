"""The check-in: back, leg and reach, one question at a time, asked aloud as well."""

from typing import ClassVar

from textual.app import ComposeResult

from coach.domain.pain import PainReport
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.pain_questions import PainQuestions
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.registry import Place


class CheckInScreen(CoachScreen[PainReport | None]):
    """Gives back the report, or None when the person went back without finishing."""

    CSS_PATH = "check_in.tcss"
    place = Place.PAIN_QUESTION
    quiet = True
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("0-9", "Answer"),
        ("n", "Not now"),
        ("Esc", "Back"),
    )

    def __init__(self, coach: Coach, occasion: str, *, leg_only: bool = False) -> None:
        super().__init__(coach)
        self._occasion = occasion
        self._leg_only = leg_only

    def compose_body(self) -> ComposeResult:
        yield Plain(self._occasion, id="occasion")
        yield PainQuestions(leg_only=self._leg_only)

    def on_mount(self) -> None:
        self.query_one(PainQuestions).begin()

    def on_pain_questions_asked(self, event: PainQuestions.Asked) -> None:
        self.say(event.question.text)

    def on_pain_questions_completed(self, event: PainQuestions.Completed) -> None:
        self.dismiss(event.report)
