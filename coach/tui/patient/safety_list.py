"""The whole safety list with what belongs around it: why it is asked, and what a yes asks for."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList

from coach.domain.safety_rhythm import Due
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen, talk_first
from coach.tui.patient.safety_asking import SafetyAsking
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach


class SafetyQuestion(SafetyAsking):
    """A safety question that stands before a session: read aloud too, for who lies down already."""

    def __init__(self, coach: Coach, heading: str, question: str) -> None:
        super().__init__(coach)
        self._heading = heading
        self._question = question

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking"):
            yield Plain(self._heading, classes="above")
            yield Plain(self._question, classes="question")
            yield Plain("n  no          y  yes", classes="answers")
            yield Plain(fold=True, id="early", classes="below")

    def on_mount(self) -> None:
        self.coach.safety.ask_aloud(self._question)

    def action_answer(self, answer: bool) -> None:
        self.coach.speaker.stop()  # What is answered need not be heard to its end.
        self.dismiss(answer)


class TeachBackScreen(ChoiceScreen[int]):
    """What one would do after a yes: nothing is chosen beforehand, so Enter alone answers nothing.

    It may be left: the list itself is answered.
    """

    more_keys: ClassVar[Sequence[Pair]] = (("Enter", "This one"), ("Esc", "Go on without"))

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = None


async def go_through(screen: CoachScreen[Any], coach: Coach, due: Due | None) -> bool:
    """Ask the list, where it is due from where it stopped; whether every answer was no.

    A yes that locks ends with the hold on the screen. Raises LogError.
    """
    why, first = (" ".join(due.words), due.first_item) if due is not None else ("", None)
    asked = RedFlagScreen(coach, why=why, first=first)
    locked = await screen.app.push_screen_wait(asked)
    if locked:
        await screen.app.push_screen_wait(HoldScreen(coach))
        return False
    if asked.something_new:
        await screen.app.push_screen_wait(talk_first(coach))
        return False
    if locked is None:
        return False
    if due is not None and due.new_plan:
        await _teach_back(screen, coach)
    return True


async def ask_after_score(screen: CoachScreen[Any], coach: Coach) -> None:
    """The list at once when a score asks for it. Raises LogError."""
    due = coach.safety.due_for_pain()
    if due is not None:
        await go_through(screen, coach, due)


async def _teach_back(screen: CoachScreen[Any], coach: Coach) -> None:
    """What one would do after a yes; a wrong choice is put right, and it is asked again."""
    teach_back = coach.safety.flags.teach_back
    choices = [
        Choice(str(number), text, number) for number, text in enumerate(teach_back.choices, start=1)
    ]
    while True:
        asking = TeachBackScreen(coach, teach_back.question, "", choices)
        choice = await screen.app.push_screen_wait(asking)
        if choice is None or coach.safety.taught_back(choice):
            return
        await screen.app.push_screen_wait(MessageScreen(coach, coach.safety.correction))
