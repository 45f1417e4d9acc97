"""The pain questions of a session in lines, and what is heard: both are answers to it."""

from coach.cli.console import Console
from coach.cli.line_asides import SessionAsides
from coach.cli.line_pain import PainAnswers
from coach.cli.line_spoken import say_question
from coach.cli.line_words import hint
from coach.domain.errors import LogError
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.run_session import SessionRunner


class SessionQuestions(SessionAsides):
    """A session in lines that takes answers in, and asks for the safety list they make due."""

    def __init__(self, console: Console, runner: SessionRunner) -> None:
        super().__init__(console, runner)
        self._pain = PainAnswers()
        self._listening = ""
        self._asks_list = False
        """Whether it is not known yet if a score asks for the safety list."""
        self._unsaid = False
        """Whether the pain question that stands is still to be asked aloud."""

    def _begin_questions(self, phase: Phase) -> None:
        """The first pain question of a phase that asks; of the leg alone after an exercise."""
        leg_alone = phase is Phase.ASKING_REACH
        self._pain.begin(leg_alone=leg_alone)
        self._unsaid = not leg_alone  # After an exercise the session itself has asked it aloud.
        self._console.say(self._pain.line)

    def _say_what_stands(self) -> None:
        stands = self._pain.line if self._phase.asks_pain else ""
        self._console.say(stands or hint(self._runner.state))

    # --- what is heard

    def _listen(self) -> None:
        """Carry out what was heard, and show it in a line."""
        if self._phase.over:
            return
        asked = self._pain if self._phase.asks_pain else None
        choices, free = (asked.choices, asked.free) if asked is not None else ((), ())
        self._hands_free.poll(self._runner.state, self, choices, free)
        self._ask_aloud()
        line = self._hands_free.line
        if line != self._listening:
            self._listening = line
            self._console.say(line)

    def _ask_aloud(self) -> None:
        """The pain question that stands, once, after what was heard is said back."""
        if self._unsaid and self._phase.asks_pain:
            say_question(self._console, self._pain.question)
        self._unsaid = False

    def give_heard(self, given: Given) -> None:
        """A command that was heard; its letter would do the same."""
        self._give(given)

    def answer_heard(self, answer: str | None) -> None:
        """An answer to the pain question that was heard."""
        self._take_score("n" if answer is None else answer)

    def step_back_heard(self) -> None:
        """The pain question before this one again."""
        self._pain.step_back()
        self._unsaid = True
        self._give(Given(Command.ANSWERING, report=self._pain.report))
        self._console.say(self._pain.line)

    # --- what is answered

    def _take_score(self, text: str) -> None:
        """One more answer on how it is; the engine is told when all are in."""
        try:
            self._pain.take(text)
        except ValueError as error:
            self._console.say(f"Please answer: {self._pain.hint}. {error}".rstrip())
            return
        if self._pain.question is not None:
            self._console.coach.speaker.stop()
            self._give(Given(Command.ANSWERING, report=self._pain.report))
            self._unsaid = True
            self._console.say(self._pain.line)
            return
        self._give(Given(Command.SCORED, report=self._pain.report))
        self._ask_what_is_due()

    def _ask_what_is_due(self) -> None:
        """The list that the score asks for; while the log cannot tell, it is looked at again."""
        told, self._asks_list = self._asks_list, True
        safety = self._console.coach.safety
        try:
            due = safety.list_due() if self._phase.offers and self._pace == 1 else None
        except LogError as error:
            if not told:
                self._console.say(f"The log cannot be read. {error.message}")
            return  # It is looked at again in a second.
        self._asks_list = False
        if due is not None:
            self._ask_list(due)
