"""Practice moving in line mode: Enter when it is done, `q` at any time."""

from coach.cli.console import Console, LeftOffError, Question
from coach.cli.line_input import EndOfInputError
from coach.session.moving_times import MovePrompt

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
            _measure(console)
    except (LeftOffError, EndOfInputError):
        console.say(NOTHING_CHANGED)
        return
    console.say(FROM_NOW_ON, *moving.told())


def _measure(console: Console) -> None:
    practice = console.coach.moving.practice()
    prompt: MovePrompt | None = practice.begin()
    try:
        while prompt is not None:
            console.ask(_question(prompt), lambda text: text)
            prompt = practice.pressed()
    except (LeftOffError, EndOfInputError):
        practice.leave()
        raise


def _question(prompt: MovePrompt) -> Question:
    return Question(prompt.text, f"Enter when {prompt.when}, q to leave")
