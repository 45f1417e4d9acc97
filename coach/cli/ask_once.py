"""One question before something that cannot be undone; whatever is data stays off it."""

from coach.cli import diagnostics
from coach.cli.home import lines_of
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError

WAIT_SECONDS = 5.0


def ask_once(around: Surroundings, question: str, otherwise: str) -> str:
    """The line that is answered; InputError with `otherwise` when nobody can answer.

    The question goes to standard error, so that standard output holds data alone.
    """
    diagnostics.tell(question)
    with lines_of(around) as lines:
        while True:
            text = lines.wait(WAIT_SECONDS, asking=True)
            if text is not None:
                return text.strip()
            if lines.ended:
                raise InputError("Not answered", otherwise)
