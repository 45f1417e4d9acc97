"""Whether a transcript is a whole phrase of the list; a phrase within a sentence is none.

Pure: two recognisers write down what they made out, and this says what follows.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from coach.domain.text import NUMBER_WORDS

FIRST_WORD = "coach"
TAKE_BACK = "no"
"""Counts without the first word: it only takes back."""

_FIRST_WORDS = ("coach", "couch", "coche", "koch", "coaches", "coach's")
"""What a recogniser writes for the first word."""

_SPELLED = {
    "pause": ("paws", "pours", "pores", "paused"),
    "go on": ("goon", "going", "go one", "goin"),
    "that hurts": (
        *("that hurt", "that hertz", "it hurts", "that's hurts", "this hurts"),
        *("mat hurts", "at hurts", "hat hurts", "not hurts", "butt hurts"),
    ),
    "next": ("necks", "text"),
    "again": ("a gain", "agen"),
    "stop": ("stopped",),
    "how long": ("howlong",),
    "easier": ("easy", "easia"),
    "skip": ("skipp",),
    "no": ("know",),
    "thigh": ("thai", "thy"),
    "knee": ("nee", "kneel"),
    "calf": ("calves", "calve", "carf"),
    "foot": ("feet",),
    "buttock": ("buttocks", "but tock"),
    "none": ("nun", "non"),
}
"""Other spellings of what sounds the same, as recognisers write them."""

_DIGITS = {word: str(number) for number, word in enumerate(NUMBER_WORDS[:11])}
_SOUND_ALIKE = {"to": "2", "too": "2", "for": "4", "ate": "8", "won": "1", "oh": "0", "o": "0"}
_NUMBER_WORDS = {**_DIGITS, **_SOUND_ALIKE}

ALONE_LOGPROB = -0.7
LEAST_LOGPROB = -1.2
"""Mean log probability of the words: above the first the main ear alone is believed, below the
second nothing is (measured: at 20 dB wrong ones lie below -0.7)."""

ONLY_STOP = ("pause", "that hurts", TAKE_BACK)
"""What only stands still or takes back: to miss one is worse than to hear one too many, so the
main ear alone is believed down to the least probability."""


class Matched(Struct, frozen=True):
    """A whole phrase."""

    phrase: str
    named: bool = True
    """Whether the first word was there."""


class Written(Struct, frozen=True):
    """What a recogniser wrote, and how probable it found it."""

    text: str
    logprob: float = 0.0


class Verdict(Struct, frozen=True):
    """What is believed."""

    matched: Matched | None
    sure: bool = False
    addressed: bool = False
    """Whether the coach was spoken to, though not understood."""


class PhraseList:
    """The phrases that count, and what each may look like in a transcript."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._written: dict[str, str] = {}
        for phrase in phrases:
            for spelled in (phrase, *_SPELLED.get(phrase, ())):
                self._written[_normal(spelled)] = phrase

    def match(self, transcript: str) -> Matched | None:
        """The phrase that the whole transcript is; None for everything else."""
        words = _normal(transcript).split()
        first, rest = _without_first(words)
        if first and " ".join(rest) in self._written:
            return Matched(self._written[" ".join(rest)])
        if self._written.get(" ".join(words)) == TAKE_BACK:
            return Matched(TAKE_BACK, named=False)
        return None

    def judge(self, main: Written, second: str | None) -> Verdict:
        """What to believe of the main ear's transcript; `second` is what the other ear wrote.

        Agreement makes sure. Without it only a transcript that the main ear finds very probable
        counts. `second` is None where there is no other ear.
        """
        matched = self.match(main.text)
        addressed = _without_first(_normal(main.text).split())[0]
        if matched is None:
            return Verdict(None, addressed=addressed)
        agreed = second is not None and self.match(second) == matched
        if agreed and main.logprob >= LEAST_LOGPROB:
            return Verdict(matched, sure=True)
        least = LEAST_LOGPROB if matched.phrase in ONLY_STOP else ALONE_LOGPROB
        if main.logprob >= least:
            return Verdict(matched)
        return Verdict(None, addressed=addressed)


def _normal(text: str) -> str:
    """Lower case, no marks, numbers as digits where a number is said."""
    words = re.sub(r"[^a-z0-9' ]+", " ", text.lower()).split()
    if len(words) >= 2 and words[-2] == "number":
        words[-1] = _NUMBER_WORDS.get(words[-1], words[-1])
    return " ".join(words)


def _without_first(words: Sequence[str]) -> tuple[bool, Sequence[str]]:
    if words and words[0] in _FIRST_WORDS:
        return True, words[1:]
    return False, words
