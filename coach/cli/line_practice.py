"""Practice moving in line mode: Enter when it is done, `q` at any time."""

from coach.cli.console import Console, LeftOffError, Question
from coach.cli.line_input import EndOfInputError
from coach.session.moving_times import MovePrompt
from coach.workflows.moving import WITHIN_REACH

NOTHING_CHANGED = "Nothing was changed."
FROM_NOW_ON = "From now on sessions wait so long:"


def practise_moving(console: Console) -> None:
    """Take what was seen, or measure anew. Raises SafetyHoldError, InputError."""
    moving = console.coach.moving
    moving.require_free()
    question = moving.question()
    try:
        if question and console.yes_or_no(question):
            moving.accept()
        else:
            moving.decline()
            if not _measure(console):
                console.say(NOTHING_CHANGED)
                return
    except (LeftOffError, EndOfInputError):
        console.say(NOTHING_CHANGED)
        return
    console.say(FROM_NOW_ON, *moving.told())


def _measure(console: Console) -> bool:
    """Whether what was measured is kept."""
    practice = console.coach.moving.practice()
    console.say(WITHIN_REACH)
    prompt: MovePrompt | None = practice.begin()
    try:
        while prompt is not None:
            console.ask(_question(prompt), lambda text: text)
            prompt = practice.pressed()
        *times, keep = practice.question()
        console.say(*times)
        if console.yes_or_no(keep):
            practice.keep()
            return True
    except (LeftOffError, EndOfInputError):
        practice.leave()
        raise
    practice.leave()
    return False


def _question(prompt: MovePrompt) -> Question:
    return Question(prompt.text, f"Enter when {prompt.when}, q to leave")
