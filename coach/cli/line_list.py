"""The full safety list in lines: one question at a time, and one back; a yes that locks ends it."""

from collections.abc import Sequence

from coach.cli.console import STOPS, Console, LeftOffError, OneBackError
from coach.cli.line_input import EndOfInputError
from coach.domain.errors import LogError
from coach.domain.red_flags import RedFlag
from coach.workflows.safety import AGAIN, Hold

HOW_TO_ANSWER = f"Please answer each question with y or n. {STOPS}; the list then stays due."


class SafetyList:
    """Asks `items` from the one at `first` on; those before it can be looked at again."""

    def __init__(self, console: Console, items: Sequence[RedFlag], first: int = 0) -> None:
        self._console = console
        self._safety = console.coach.safety
        self._items = items
        self._first = first
        self._at = first
        self._reached = first
        """The first question that has no answer: those between are looked at again."""
        self._said_yes_at = -1
        """The last question that was answered yes: nobody goes back over it."""

    def ask(self) -> Hold | bool:
        """The hold that a yes brought, else whether any answer was yes.

        A list that is left is due, from its start where a no was in doubt. Raises LeftOffError and
        EndOfInputError.
        """
        self._console.say(HOW_TO_ANSWER)
        try:
            while self._at < len(self._items):
                hold = self._one()
                if hold is not None:
                    return hold
        except (LeftOffError, EndOfInputError):
            self._safety.list_left(in_doubt=self._at < self._reached)
            raise
        return self.something_new

    @property
    def something_new(self) -> bool:
        """Whether a question was answered yes that does not lock."""
        return self._said_yes_at >= 0

    def _one(self) -> Hold | None:
        """Ask the present question, and go on or back."""
        item = self._items[self._at]
        self._console.say(
            self._safety.flags.apology_before(item, self._items[self._first :]),
            AGAIN if self._at < self._reached else "",
        )
        place = f"{self._at + 1} of {len(self._items)}."
        question = f"{place} {item.question} {item.how}".strip()
        try:
            back = self._at > self._said_yes_at + 1
            answer = self._console.safety_question(question, back=back, seconds=item.least_seconds)
        except OneBackError:
            self._at -= 1
            return None
        doubt = "" if answer else self._against_no(item)
        try:
            answer = answer or (bool(doubt) and self._console.safety_question(doubt, back=True))
        except OneBackError:
            return None  # To the question's own words.
        return self._answered(item, answer)

    def _against_no(self, item: RedFlag) -> str:
        """What is asked once more when a no speaks against the body map."""
        try:
            return self._console.coach.body.against_no(item)
        except LogError as error:
            self._console.say(error.message)
            return ""

    def _answered(self, item: RedFlag, answer: bool) -> Hold | None:
        if answer:
            self._said_yes_at = self._at
        self._at += 1
        self._reached = max(self._reached, self._at)
        try:
            return self._safety.answered(item, answer)
        except LogError as error:
            self._console.say(error.message)  # The next question matters more than the log.
            return None
