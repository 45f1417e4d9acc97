"""What may be said to the coach: the registry's phrases, and answers to the pain questions."""

from msgspec import Struct

from coach.domain.check_in import REACHES, SCORES
from coach.session.commands import Command
from coach.session.spoken import number_word
from coach.workflows.registry import REGISTRY, Entry

FIRST_WORD = "coach"
"""Comes before every phrase: no short word alone ever moves a session."""

TAKE_BACK = "no"
"""The one phrase that needs no first word, and only to take back what was heard wrongly."""

GO_ON = "go on"


class Meaning(Struct, frozen=True):
    """What one phrase stands for."""

    phrase: str
    entry: Entry | None = None
    """The command whose key does the same."""
    answer: str | None = None
    """The answer to a pain question, as a key would give it."""

    @property
    def asks_back(self) -> bool:
        """Whether it is said back, and carried out only when nobody says no."""
        return self.entry is None or self.entry.asks_back

    @property
    def command(self) -> Command | None:
        """What it gives a session; going on is the other half of the key that pauses."""
        if self.entry is None:
            return None
        return Command.RESUME if self.phrase == GO_ON else self.entry.command


def _meanings() -> dict[str, Meaning]:
    found = {}
    for entry in REGISTRY:
        for phrase in filter(None, (entry.phrase, *entry.more_phrases)):
            found[phrase] = Meaning(phrase, entry)
    for score in SCORES:
        phrase = f"number {number_word(int(score))}"
        found[phrase] = Meaning(phrase, answer=score)
    for reach in REACHES:
        found[reach] = Meaning(reach, answer=reach)
    return found


MEANINGS = _meanings()
"""Every phrase, without the first word."""

PHRASES = tuple(MEANINGS)

COMMANDS = tuple(phrase for phrase, meaning in MEANINGS.items() if meaning.entry is not None)

HELP = (
    f"Say {FIRST_WORD}, and then: {', '.join(COMMANDS)}. "
    f"When you are asked for pain, say {FIRST_WORD}, number, and how strong it is. "
    "I hear you only while I am silent."
)
"""What "help" says."""


def emergency_words(number: str) -> str:
    """What "help" says before all else: the coach cannot call anybody."""
    return f"In an emergency call {number}: I cannot call for you."
