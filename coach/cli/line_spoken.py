"""A check-in in lines that is asked aloud as well, and answered by a line or by words."""

from msgspec.structs import replace

from coach.cli.console import STOPS, Console, LeftOffError
from coach.cli.line_checkin import NOT_NOW, as_asked
from coach.cli.line_pain import PainAnswers
from coach.domain.check_in import Question
from coach.domain.pain import PainReport
from coach.session.commands import Command, Given
from coach.session.cues import Cue, CueKind

HEARD = "\0heard"
"""Stands for a line when the answer was heard: nobody can type it."""


def ask_check_in(console: Console) -> PainReport:
    """Back, leg and reach, one question at a time; `n` leaves one open, it never becomes zero.

    Whoever is there is asked aloud too and may answer by words. Raises LeftOffError for `q` and
    "stop".
    """
    answers = _Answers(console)
    if not console.live:
        return _asked(console, answers, aloud=False)
    console.coach.hands_free.begin()
    try:
        return _asked(console, answers, aloud=True)
    finally:
        console.coach.hands_free.end()
        console.coach.speaker.stop()


def say_question(console: Console, question: Question | None) -> None:
    """Ask aloud what is asked in a line."""
    if question is not None and console.live:
        coach = console.coach
        coach.speaker.say(Cue(CueKind.QUESTION, coach.check_in.asked_aloud(question)))


def _asked(console: Console, answers: "_Answers", *, aloud: bool) -> PainReport:
    pain = answers.pain
    while (question := pain.question) is not None:
        say_question(console, question)
        aside = answers.look if aloud else None
        asked = as_asked(question)
        shown = f"{asked.shown or asked.answers}; {STOPS}"
        asked = replace(asked, answers=f"{asked.answers}; {STOPS}", shown=shown)
        console.ask(asked, answers.take, aside=aside)
    return pain.report


class _Answers:
    """Takes answers that are typed, and carries out what is heard."""

    def __init__(self, console: Console) -> None:
        self.pain = PainAnswers()
        self._console = console
        self._line = ""
        self._changed = False

    def look(self) -> str | None:
        """Hear; HEARD when another question is to be asked, or none any more."""
        self._changed = False
        hands_free = self._console.coach.hands_free
        hands_free.poll(None, self, self.pain.choices, self.pain.free)
        if hands_free.line != self._line:
            self._line = hands_free.line
            self._console.say(self._line)
        return HEARD if self._changed else None

    def take(self, text: str) -> None:
        """One typed answer; ValueError, with the nearest word, for what is none."""
        if text == HEARD:
            return
        coach = self._console.coach
        takes_back = text.strip().lower() in (*NOT_NOW, "no")
        if self._console.live and takes_back and coach.hands_free.take_back(None, self):
            return
        self.pain.take(text)
        if self._console.live:
            coach.speaker.stop()

    def give_heard(self, given: Given) -> None:
        """Only "stop" means something here: back without finishing."""
        if given.command is Command.END:
            raise LeftOffError

    def answer_heard(self, answer: str | None) -> None:
        """An answer that was heard; its line would do the same."""
        self.pain.take("n" if answer is None else answer)
        self._changed = True

    def step_back_heard(self) -> None:
        """The question before this one again."""
        self.pain.step_back()
        self._changed = True
