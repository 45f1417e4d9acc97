"""When the leg settled after the last session, in line mode."""

from collections.abc import Mapping

from coach.cli.console import STOPS, Console, LeftOffError, Question, read_word
from coach.cli.line_checkin import NOT_NOW
from coach.domain.settled import WORDS, Settled
from coach.workflows.settling import BAD_DAY, GO_ON, QUESTION, WAIT, WAIT_WHY


def ask_settled(console: Console) -> None:
    """Ask when there is a session to ask about. Raises LeftOffError, EndOfInputError, LogError."""
    settling = console.coach.settling
    asked = settling.question()
    if asked is None:
        return
    answers = {str(number): answer for number, answer in enumerate(asked.choices, start=1)}
    shown = ", ".join(f"{number} {WORDS[answer].lower()}" for number, answer in answers.items())
    question = Question(QUESTION, f"{shown}; n for not now; {STOPS}")
    given = console.ask(question, lambda text: _read(text, answers))
    if given is not None:
        console.say(settling.answered(asked, given))
        if settling.waits(asked, given):
            _wait(console)


def _wait(console: Console) -> None:
    """The leg has not settled: only a plain word goes on; LeftOffError for all else."""
    today = console.coach.today
    bad_day = {} if today.bad_day_until() else {"b": BAD_DAY}
    words = {"w": "Wait", **bad_day, "g": GO_ON}
    console.say(WAIT_WHY)
    shown = ", ".join(f"{letter} {text.lower()}" for letter, text in words.items())
    chosen = console.ask(Question(WAIT, shown), lambda text: read_word(text, list(words)))
    if chosen == "b":
        until = today.begin_bad_day()
        console.say(f"The plan for a bad day holds until {until:%A %H:%M}.")
    if chosen != "g":
        raise LeftOffError


def _read(text: str, answers: Mapping[str, Settled]) -> Settled | None:
    """The answer by its number or its words; None for "not now", ValueError for all else."""
    word = text.strip().lower()
    if word in NOT_NOW:
        return None
    for number, answer in answers.items():
        if word in (number, answer.value, WORDS[answer].lower()):
            return answer
    raise ValueError
