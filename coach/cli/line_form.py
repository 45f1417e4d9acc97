"""Any form in line mode: one question per line, `n` for not now, `b` for one back."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from coach.cli.console import Console, LeftOffError, Question, read_word, read_yes_or_no
from coach.cli.line_input import EndOfInputError, StoppedError
from coach.domain.errors import CoachError
from coach.domain.forms import YES_NO, Answering, Form, FormItem

BACK = ("b", "back")
NOT_NOW = ("n", "not now", "")
SKIP = ("s", "skip", "not now", "")
"""Not now, where `n` is the answer no."""


def ask_form(console: Console, form: Form, keep: Callable[[Form], object] | None = None) -> Form:
    """The form with every question asked.

    Raises LeftOffError when it was left, and EndOfInputError and StoppedError; `keep` is given
    what was answered up to then.
    """
    console.say(f"{form.title}." if form.title else "", form.intro)
    try:
        while (item := form.question) is not None:
            form = console.ask(_as_asked(form, item), partial(read_line, form))
    except (LeftOffError, EndOfInputError, StoppedError):
        if keep is not None and form.answers:
            with suppress(CoachError):  # The leaving matters more, and says itself what it was.
                keep(form)
        raise
    return form


def _as_asked(form: Form, item: FormItem) -> Question:
    count = len(form.items)
    place = f"{len(form.given) + 1} of {count}: " if count > 1 else ""
    back = ", b one back" if form.given else ""
    return Question(f"{place}{item.text}", f"{may_answer(item)}{back}")


def may_answer(item: FormItem) -> str:
    """What may be typed for an answer to a question."""
    if item.answering is Answering.SCALE:
        low, high = (f" {end}" if end else "" for end in (item.low, item.high))
        return f"0{low} to 10{high}; n not now"
    if item.answering is Answering.NUMBER:
        return f"a number from {item.least:g} to {item.most:g}; n not now"
    if item.answering is Answering.WORDS:
        return "your words on one line; n not now"
    if item.options == YES_NO:
        return "y yes, n no; s not now"
    numbered = zip(item.numbers, item.options, strict=True)
    listed = ", ".join(f"{number} {one.text}" for number, one in numbered)
    return f"{listed}; n not now"


def read_line(form: Form, text: str) -> Form:
    """The form after one typed line; ValueError for what is no answer to its question."""
    item, word = form.question, text.strip().casefold()
    if item is None:
        return form
    if word in BACK and form.given:
        return form.back()
    if word in (SKIP if item.options == YES_NO else NOT_NOW):
        return form.answered(None)
    if item.options == YES_NO:
        return form.answered("yes" if read_yes_or_no(word) else "no")
    if item.answering is Answering.CHOICE:
        return form.answered(_chosen(item, word))
    try:
        return form.answered(text)
    except ValueError:
        raise ValueError("") from None  # What may be answered is said anyway.


def _chosen(item: FormItem, word: str) -> str:
    """The value of a choice by its number, its word, or the words that begin it."""
    if word in item.numbers:
        return item.options[item.numbers.index(word)].value
    if word.isdigit():
        raise ValueError("")
    for option in item.options:
        if word == option.value.casefold():
            return option.value
    texts = {option.text.casefold(): option.value for option in item.options}
    return texts[read_word(word, list(texts))]
