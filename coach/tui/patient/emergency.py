"""The emergency screen: from anywhere, before set-up too; the number comes first."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.domain.red_flags import Tier
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.framed_screen import LEFT_WITH, LEFT_WITH_Q
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.safety_text import READ_ON, SafetyText


class EmergencyScreen(CoachScreen[bool]):
    """Gives back whether the person wants to answer the safety questions now."""

    quiet = True
    heading = "Emergency"
    BINDINGS: ClassVar[list[BindingType]] = [
        *LEFT_WITH_Q,
        ("r", "answer_questions", "Safety questions"),
    ]
    more_keys: ClassVar[Sequence[Pair]] = (
        *LEFT_WITH,
        ("r", "Answer the safety questions"),
        READ_ON,
    )

    def compose_body(self) -> ComposeResult:
        text = self.coach.safety.emergency(Tier.EMERGENCY)
        yield SafetyText(
            number=text.number,
            number_large=True,
            therapist_phone=text.therapist_phone,
            first=text.advice.first,
            say=text.advice.say,
            after=text.advice.after,
            why="",
        )

    def show_take_off(self, words: str) -> None:
        """Below the number, which comes first."""
        self.query_one(SafetyText).take_off(words)

    def action_leave(self) -> None:
        self.dismiss(False)

    def action_answer_questions(self) -> None:
        self.dismiss(True)
