"""When the leg settled after the last session, in line mode."""

from collections.abc import Mapping

from coach.cli.console import Console, Question
from coach.cli.line_checkin import NOT_NOW
from coach.domain.settled import WORDS, Settled
from coach.workflows.settling import QUESTION


def ask_settled(console: Console) -> None:
    """Ask when there is a session to ask about. Raises LeftOffError, EndOfInputError, LogError."""
    settling = console.coach.settling
    asked = settling.question()
    if asked is None:
        return
    answers = {str(number): answer for number, answer in enumerate(asked.choices, start=1)}
    shown = ", ".join(f"{number} {WORDS[answer].lower()}" for number, answer in answers.items())
    question = Question(QUESTION, f"{shown}; n for not now")
    given = console.ask(question, lambda text: _read(text, answers))
    if given is not None:
        console.say(settling.answered(asked, given))


def _read(text: str, answers: Mapping[str, Settled]) -> Settled | None:
    """The answer by its number or its words; None for "not now", ValueError for all else."""
    word = text.strip().lower()
    if word in NOT_NOW:
        return None
    for number, answer in answers.items():
        if word in (number, answer.value, WORDS[answer].lower()):
            return answer
    raise ValueError
