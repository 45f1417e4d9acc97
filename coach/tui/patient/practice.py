"""Practice moving: one sentence, and any key when it is done; Escape leaves at any time."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key

from coach.domain.errors import CoachError
from coach.session.moving_times import MovePrompt
from coach.tui.patient.asking import MessageScreen, YesNoScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.moving import WITHIN_REACH, Practice
from coach.workflows.registry import Entry

NO_ANSWER = ("escape", "exclamation_mark", "question_mark", "ctrl+p", "ctrl+c", "ctrl+q")
"""Keys that mean what they mean everywhere."""
NO_HURRY = "Take all the time you need. Esc leaves."
FROM_NOW_ON = "From now on sessions wait so long."


async def practise_moving(screen: CoachScreen[None], coach: Coach) -> None:
    """Take what was seen, or measure anew. Raises SafetyHoldError, InputError."""
    coach.moving.require_free()
    question = coach.moving.question()
    take = False
    if question:
        answer = await screen.app.push_screen_wait(YesNoScreen(coach, "Your moves", question))
        if answer is None:
            return
        take = answer
    if take:
        coach.moving.accept()
    else:
        coach.moving.decline()
        if not await _measured(screen, coach):
            return
    told = "\n".join(coach.moving.told())
    await screen.app.push_screen_wait(MessageScreen(coach, FROM_NOW_ON, told))


async def _measured(screen: CoachScreen[None], coach: Coach) -> bool:
    """Whether all was measured, and is to be kept. Raises SafetyHoldError, InputError."""
    practice = coach.moving.practice()
    if not await screen.app.push_screen_wait(PracticeScreen(coach, practice)):
        return False
    question = "\n".join(practice.question())
    if await screen.app.push_screen_wait(YesNoScreen(coach, "Your moves", question)):
        practice.keep()
        return True
    practice.leave()
    return False


class PracticeScreen(CoachScreen[bool]):
    """Dismissed with whether all was measured."""

    CSS_PATH = "asking.tcss"
    quiet = True
    in_session = True
    heading = "Practice moving"
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Any key", "Done"), ("Esc", "Leave"))

    def __init__(self, coach: Coach, practice: Practice) -> None:
        super().__init__(coach)
        self._practice = practice

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking", can_focus=False):
            yield Plain("", classes="question", id="do")
            yield Plain("", classes="answers", id="when")
            yield Plain(f"{WITHIN_REACH} {NO_HURRY}", fold=True, classes="below")

    def entries(self) -> list[Entry]:
        """`q` leaves the practice, not the coach."""
        return [entry for entry in super().entries() if entry.id != "quit"]

    def on_mount(self) -> None:
        self._show(self._practice.begin())

    def on_key(self, event: Key) -> None:
        if event.key in NO_ANSWER:
            return
        event.stop()
        event.prevent_default()
        if event.key == "q":
            self.action_leave()
            return
        with self.guarded():
            self._pressed()

    def _pressed(self) -> None:
        try:
            prompt = self._practice.pressed()
        except CoachError:
            self._practice.leave()
            raise
        if prompt is None:
            self.dismiss(True)
        else:
            self._show(prompt)

    def _show(self, prompt: MovePrompt) -> None:
        self.query_one("#do", Plain).show(prompt.text)
        self.query_one("#when", Plain).show(f"Press any key when {prompt.when}.")

    def action_leave(self) -> None:
        """Nothing changes."""
        self._practice.leave()
        self.dismiss(False)
