"""The full safety list, one question at a time; the first yes that locks ends it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from coach.domain.red_flags import RedFlag, Tier
from coach.tui.patient.asking import MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach

TALK_FIRST = "Please talk to your therapist before you go on."


def talk_first(coach: Coach) -> MessageScreen:
    """After something new that does not lock: what to do about it, and that nobody was told."""
    flags = coach.safety.flags
    return MessageScreen(coach, TALK_FIRST, f"{flags.advice[Tier.THERAPIST].first}\n{flags.nobody}")


class RedFlagScreen(CoachScreen[bool]):
    """Gives back whether coaching is locked now.

    The questions are shown and not spoken: other people may be in the room.
    """

    CSS_PATH = "asking.tcss"
    quiet = True
    heading = "Safety questions"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "Yes"),
        ("n", "answer(False)", "No"),
    ]
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("n", "No"), ("y", "Yes"), ("Esc", "Stop"))

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._items = coach.safety.flags.items
        self._at = 0

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking"):
            yield Plain(self._count_text(), id="count", classes="above")
            yield Plain(self._items[0].question, id="asked", classes="question")
            yield Plain("n  no          y  yes", classes="answers")
            yield Plain(self.coach.safety.flags.nobody, classes="below")

    def _count_text(self) -> str:
        return f"Question {self._at + 1} of {len(self._items)}"

    def action_answer(self, answer: bool) -> None:
        item = self._items[self._at]
        if self._locks(item, answer):
            self.dismiss(True)
            return
        self._at += 1
        if self._at == len(self._items):
            self.dismiss(False)
            return
        self.query_one("#count", Plain).show(self._count_text())
        self.query_one("#asked", Plain).show(self._items[self._at].question)

    def _locks(self, item: RedFlag, answer: bool) -> bool:
        """Write the answer down; a yes that locks does so even when it cannot be written."""
        with self.guarded():
            self.coach.safety.answered(item, answer)
        return answer and item.tier.locks

    def action_leave(self) -> None:
        self.dismiss(False)
