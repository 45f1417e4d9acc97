"""The pain questions of a running session, and what is heard: both are answers to it."""

from coach.domain.check_in import Asking
from coach.domain.pain import PainReport
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.tui.patient.session_asides import SessionAsides
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.pain_questions import PainQuestions

ASKING_KEYS: dict[Phase, tuple[Pair, ...]] = {
    Phase.ASKING_PAIN: (("0-9", "Answer"), ("n Space", "Not now")),
    Phase.ASKING_REACH: (("0-9", "Answer"), ("n", "Not now")),
}
"""After an exercise Space passes over all that is asked: it is its `d`."""


class SessionQuestions(SessionAsides):
    """A session screen that passes answers on; how it draws is the session screen's affair."""

    _asks_list = False
    """Whether it is not known yet if a score asks for the safety list."""

    def _draw_phase(self, phase: Phase) -> None:
        """Show what belongs to a phase."""
        raise NotImplementedError

    def give_heard(self, given: Given) -> None:
        """A command that was heard; its key would do the same."""
        self.give(given)

    def answer_heard(self, answer: str | None) -> None:
        """An answer to the pain question that was heard."""
        self.query_one(PainQuestions).answer(answer)

    def step_back_heard(self) -> None:
        """The pain question before this one again."""
        self.query_one(PainQuestions).step_back()

    def on_pain_questions_asked(self, event: PainQuestions.Asked) -> None:
        asked_by_session = event.question.asking is Asking.LEG and event.report == PainReport()
        if not (asked_by_session and self.runner.state.phase is Phase.ASKING_REACH):
            self.say(self.coach.check_in.asked_aloud(event.question))
        if self.runner.state.phase.asks_pain:
            self.give(Given(Command.ANSWERING, report=event.report))

    def _leave_question(self, given: Given) -> None:
        """Go on, or end, in the middle of a question: what was answered of it is kept.

        After "that hurts" a button passes over the one question that stands, not those to come.
        """
        questions = self.query_one(PainQuestions)
        if given.command is Command.SCORED:
            questions.pass_over()
            return
        self.give(Given(Command.ANSWERING, report=questions.so_far))
        if given.command is Command.SKIP:
            self._leave_out()
        else:
            self.give(given)

    def on_pain_questions_completed(self, event: PainQuestions.Completed) -> None:
        if self.runner.state.phase.asks_pain:
            self._scored(event.report)

    def _scored(self, report: PainReport) -> None:
        """The score is in; a jump in pain asks the whole list at once."""
        self.give(Given(Command.SCORED, report=report))
        self._ask_what_is_due()
        self._draw_phase(self.runner.state.phase)  # What could not be kept is asked again.

    def _ask_what_is_due(self) -> None:
        """The list that the score asks for; while the log cannot tell, it is looked at again."""
        self._asks_list = True
        with self.guarded("list"):
            due = self.coach.safety.list_due() if self.runner.state.phase.offers else None
            self._asks_list = False
            if due is not None:
                self.ask_list(due)
