"""The check-in: back, leg and reach, one question at a time, answered by a key or a word."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.domain.pain import PainReport
from coach.session.commands import Command, Given
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.framed_screen import LEFT_WITH
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.pain_questions import PainQuestions
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.registry import Place
from coach.workflows.run_session import TICK_SECONDS


class CheckInScreen(CoachScreen[PainReport | None]):
    """Gives back the report, or None when the person went back without finishing.

    It opens the ear; who opened the screen closes it when nothing more is asked.
    """

    CSS_PATH = "check_in.tcss"
    place = Place.PAIN_QUESTION
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [("q", "close", "Back")]
    more_keys: ClassVar[tuple[Pair, ...]] = (("0-9", "Answer"), ("n", "Not now"), *LEFT_WITH)

    def __init__(self, coach: Coach, occasion: str, *, leg_only: bool = False) -> None:
        super().__init__(coach)
        self._occasion = occasion
        self._leg_only = leg_only
        self.so_far = PainReport()
        """What was answered before it was left."""
        self.closed = False
        """Whether it was left with the key that closes: nothing more is wanted."""

    def compose_body(self) -> ComposeResult:
        yield Plain(self._occasion, fold=True, id="occasion")
        yield PainQuestions(leg_only=self._leg_only)
        yield Plain(fold=True, id="listening")

    def on_mount(self) -> None:
        self.coach.hands_free.begin()
        questions = self.query_one(PainQuestions)
        questions.hush = self.coach.speaker.stop
        questions.begin()
        self.set_interval(TICK_SECONDS, self._listen)

    def action_leave(self) -> None:
        self.so_far = self.query_one(PainQuestions).so_far
        super().action_leave()

    def action_close(self) -> None:
        """As Escape; whoever asks goes straight to where it all began."""
        self.closed = True
        self.action_leave()

    def on_pain_questions_asked(self, event: PainQuestions.Asked) -> None:
        self.say(self.coach.check_in.asked_aloud(event.question))

    def on_pain_questions_completed(self, event: PainQuestions.Completed) -> None:
        self.dismiss(event.report)

    # --- what is heard

    def _listen(self) -> None:
        """Carry out what was heard, and show it."""
        hands_free, questions = self.coach.hands_free, self.query_one(PainQuestions)
        if self.app.screen is not self:
            hands_free.rest()
            return
        hands_free.poll(None, self, questions.choices, questions.free)
        questions.passes_no_on = hands_free.waits
        self.query_one("#listening", Plain).show(hands_free.line)

    def give_heard(self, given: Given) -> None:
        """Only "stop" means something here: back without finishing."""
        if given.command is Command.END:
            self.action_leave()

    def answer_heard(self, answer: str | None) -> None:
        """An answer that was heard; its key would do the same."""
        self.query_one(PainQuestions).answer(answer)

    def step_back_heard(self) -> None:
        """The question before this one again."""
        self.query_one(PainQuestions).step_back()

    def key_n(self) -> None:
        """Takes back what was heard; otherwise the questions have taken it as "not now"."""
        self.coach.hands_free.take_back(None, self)
