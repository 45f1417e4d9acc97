"""The words of a plan line: bare words, and text in quotes."""

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.text import clean, clean_line

MOST_CHARACTERS = 9000
"""The longest text with every character written as two, and its word before it."""

_WORD = re.compile(r'\s*(?:"((?:\\.|[^"\\])*)"|“([^”]*)”|([^\s"“”]+))(?=\s|$)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,6}")


class Word(Struct, frozen=True):
    """One word of a line, or a text that stood in quotes."""

    text: str
    quoted: bool = False


def refusal(word: str, why: str) -> InputError:
    """The error that names a word of a line; `why` goes on from it and has the mend."""
    return InputError("Plan line", f"'{clean_line(word, limit=80)}' {why}")


def quoted(text: str) -> str:
    """`text` in quotes, on one line, as `Words` reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def split_words(line: str) -> list[Word]:
    """The words of `line`; InputError for an empty line and for quotes that do not fit."""
    if len(line) > MOST_CHARACTERS:
        raise refusal(line[:20], f"begins a line that is too long; keep it below {MOST_CHARACTERS}")
    words = list(_words(line.strip()))
    if not words:
        raise InputError("Plan line", "the line is empty; write it like: bird-dog 3x6 hold 8s")
    return words


def _words(line: str) -> Iterator[Word]:
    at = 0
    while at < len(line):
        found = _WORD.match(line, at)
        if found is None:
            mend = 'put a text between two quotes, and write \\" for one inside it'
            raise refusal(line[at:].strip(), f"has a quote that does not fit; {mend}")
        at = found.end()
        plain, curly, bare = found.groups()
        if bare is not None:
            yield Word(bare)
        else:
            yield Word(curly if plain is None else _ESCAPED.sub(_unescaped, plain), quoted=True)


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else found[1]


class Words:
    """The words of one line, taken from the front; every refusal names the word and the mend."""

    def __init__(self, line: str) -> None:
        self._words = split_words(line)
        self._at = 0

    @property
    def any_left(self) -> bool:
        """Whether there is one more word."""
        return self._at < len(self._words)

    @property
    def ahead(self) -> str:
        """The next word that is not in quotes; empty when there is none."""
        if not self.any_left or self._words[self._at].quoted:
            return ""
        return self._words[self._at].text

    @property
    def text_ahead(self) -> bool:
        """Whether a text in quotes comes next."""
        return self.any_left and self._words[self._at].quoted

    def bare(self, what: str, mend: str) -> str:
        """The next word; `what` needs it, and `mend` says what to write."""
        word = self._next(what, mend)
        if word.quoted:
            raise refusal(word.text, f"stands in quotes; {mend}")
        return word.text

    def one_of(self, what: str, names: Collection[str]) -> str:
        """The next word, one of `names`."""
        listed = ", ".join(names)
        word = self.bare(what, f"write one of: {listed}")
        if word in names:
            return word
        near = nearest(word, names)
        mend = f"did you mean {near}?" if near else f"write one of: {listed}"
        raise refusal(word, f"is not understood after '{what}'; {mend}")

    def number(self, name: str, limits: tuple[int, int]) -> int:
        """The next word, a whole number within `limits`."""
        least, most = limits
        mend = f"write {name} and a whole number from {least} to {most}"
        word = self.bare(name, mend)
        if not (_NUMBER.fullmatch(word) and least <= int(word) <= most):
            raise refusal(word, f"does not fit after '{name}'; {mend}")
        return int(word)

    def yes_no(self, name: str) -> bool:
        """The next word, yes or no."""
        return self.one_of(name, ("yes", "no")) == "yes"

    def text(self, name: str, most: int, *, lines: bool = False, may_be_empty: bool = False) -> str:
        """The next text in quotes, made harmless; at most so many characters."""
        word = self._next(name, f'write {name} "..."')
        if not word.quoted:
            raise refusal(word.text, f'stands without quotes; write {name} "{word.text} ..."')
        made_harmless = clean if lines else clean_line
        found = made_harmless(word.text, limit=MOST_CHARACTERS).strip()
        if len(found) > most:
            why = f"has a text of {len(found):,} characters; write at most {most:,}"
            raise refusal(name, why)
        if not found and not may_be_empty:
            raise refusal(name, f'has an empty text; write {name} "some words"')
        return found

    def until(self, ends: Collection[str]) -> list[str]:
        """The bare words up to one of `ends`, to a text in quotes, or to the end."""
        taken = []
        while self.ahead and self.ahead not in ends:
            taken.append(self.ahead)
            self._at += 1
        return taken

    def end(self) -> None:
        """InputError when a word is left over."""
        if self.any_left:
            raise refusal(self._words[self._at].text, "is not understood here; take it out")

    def _next(self, what: str, mend: str) -> Word:
        if not self.any_left:
            raise refusal(what, f"has nothing behind it; {mend}")
        self._at += 1
        return self._words[self._at - 1]
