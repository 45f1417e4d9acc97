"""A form: questions one at a time, whatever asks them; both front ends ask every form alike.

"Not now" is an answer to every question and becomes no value, never zero.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.text import clean_line

LONGEST_ANSWER = 200
"""Characters kept of an answer in own words."""


class Answering(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    SCALE = "scale"
    """A whole number from 0 to 10: one key answers."""
    NUMBER = "number"
    """A number that is typed."""
    WORDS = "words"
    """One line in own words."""


class Option(Struct, frozen=True):
    """One thing to choose."""

    value: str
    """What is logged."""
    text: str
    """What is shown and may be typed."""


YES_NO = (Option("yes", "Yes"), Option("no", "No"))


class FormItem(Struct, frozen=True):
    """One question."""

    id: str
    text: str
    answering: Answering
    options: tuple[Option, ...] = ()
    """For a choice; in order."""
    first_number: int = 1
    """What is pressed or typed for the first choice; the others follow it."""
    least: float = 0
    most: float = 10
    """For a scale or a number."""
    low: str = ""
    high: str = ""
    """What the two ends of a scale mean."""
    private: bool = False
    """Whether it is shown and not spoken: other people may be in the room."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """What is pressed or typed for each choice, in their order."""
        return tuple(str(self.first_number + nth) for nth in range(len(self.options)))


class Form(Struct, frozen=True):
    """A form under way; every answer makes the next one."""

    id: str
    title: str
    intro: str
    """What is shown, and said, before the first question; may be empty."""
    items: tuple[FormItem, ...]
    given: tuple[str | None, ...] = ()
    """The answers so far, in the order of the items; None is "not now"."""

    @property
    def question(self) -> FormItem | None:
        """What to ask next; None when all was asked."""
        return self.items[len(self.given)] if len(self.given) < len(self.items) else None

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the item's id; "not now" is not in it."""
        pairs = zip(self.items, self.given, strict=False)
        return {item.id: answer for item, answer in pairs if answer is not None}

    def answered(self, answer: str | None) -> "Form":
        """The form after `answer` to the present question; None is "not now".

        Raises ValueError, with what may be answered, for what is no answer to it.
        """
        item = self.question
        if item is None:
            raise ValueError("nothing is asked")
        value = None if answer is None else read_answer(item, answer)
        return replace(self, given=(*self.given, value))

    def back(self) -> "Form":
        """The form with its last answer open again; itself at the first question."""
        return replace(self, given=self.given[:-1])


def read_answer(item: FormItem, answer: str) -> str | None:
    """The value that is logged for what was answered; None for words that say nothing.

    Raises ValueError, with what may be answered, for what is no answer.
    """
    text = clean_line(answer, limit=LONGEST_ANSWER)
    if item.answering is Answering.WORDS:
        return text or None
    if item.answering is Answering.CHOICE:
        return _chosen(item.options, text)
    return _number(item, text)


def _chosen(options: Sequence[Option], text: str) -> str:
    word = text.casefold()
    for option in options:
        if word == option.value.casefold():
            return option.value
    for option in options:
        if word == option.text.casefold():
            return option.value
    raise ValueError(", ".join(option.text for option in options))


def _number(item: FormItem, text: str) -> str:
    problem = f"a number from {item.least:g} to {item.most:g}"
    if len(text) > 12 or not text.isascii() or "_" in text:
        raise ValueError(problem)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(problem) from None
    whole = item.answering is Answering.SCALE
    if not item.least <= value <= item.most or (whole and value != int(value)):
        raise ValueError(problem)
    return f"{value + 0.0:g}"  # There is no minus nought.
