"""How long words take to say, how they are cut into thoughts, and how numbers are spoken.

Words are part of the engine's answer because their length is part of the session's time: a
person lying down must have heard a thing before it is asked of them.
"""

import re

from coach.domain.text import NUMBER_WORDS

WORDS_PER_MINUTE = 150
"""Speaking rate when none is set; the voice setting's default."""

MOST_WORDS_TOGETHER = 8
"""Two short sentences are one cue up to here; beyond it each has its own (source: DESIGN)."""

_INNER_STOP = re.compile(r"[.?!:;]\s")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+")

_BREATH_SECONDS = 0.15
_LETTER, _WORD, _STOP, _COMMA = 0.145, 0.4, 1.3, 0.5
"""Parts of the time of one word at the rate that is set.

Fitted to what espeak-ng speaks at 80, 120, 150 and 300 words a minute: of the 380 lines of all
shipped programs one runs over, at 80 and by 0.01 s; on average 0.8 s are left at 150.
"""
_FEWEST_LETTERS = 5
_LETTERS_OF_A_DIGIT = 6


def spoken_seconds(text: str, words_per_minute: float = WORDS_PER_MINUTE) -> float:
    """About how long `text` takes to say, pauses within it included; 0 for no text."""
    words = len(text.split())
    if not words:
        return 0.0
    letters = sum(_LETTERS_OF_A_DIGIT if one.isdigit() else one.isalpha() for one in text)
    parts = (
        _LETTER * max(letters, _FEWEST_LETTERS)
        + _WORD * words
        + _STOP * len(_INNER_STOP.findall(text.strip()))
        + _COMMA * text.count(",")
    )
    return _BREATH_SECONDS + parts * 60 / words_per_minute


def thoughts(text: str) -> list[str]:
    """`text` cut into what is said at a time: a sentence, or two that are very short."""
    told: list[str] = []
    for sentence in _BETWEEN_SENTENCES.split(text.strip()):
        if told and _is_single(told[-1]) and _words(told[-1], sentence) <= MOST_WORDS_TOGETHER:
            told[-1] = f"{told[-1]} {sentence}"
        elif sentence:
            told.append(sentence)
    return told


def first_sentence(text: str) -> str:
    """What stands first in `text`; all of it when it is one sentence."""
    return _BETWEEN_SENTENCES.split(text.strip())[0]


def _is_single(text: str) -> bool:
    return not _INNER_STOP.search(text)


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def number_word(number: int) -> str:
    """`number` as it is spoken; digits above twenty."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else str(number)


def duration_words(seconds: float) -> str:
    """`90` as `one and a half minutes`: how people say a length of time."""
    whole = round(seconds)
    if whole < 60:
        return f"{number_word(whole)} second{'s' if whole != 1 else ''}"
    minutes, rest = divmod(whole, 60)
    words = f"{number_word(minutes)} minute{'s' if minutes != 1 else ''}"
    if rest == 30:
        return f"{number_word(minutes)} and a half minutes"
    return f"{words} {number_word(rest)} seconds" if rest else words
