"""Words as they are spoken: what an engine would say wrongly is written for it another way."""

import re
from collections.abc import Mapping
from functools import lru_cache

Pronunciation = tuple[tuple[str, str], ...]
"""Words as they are written, each with what is spoken for it."""


def merged(shipped: Mapping[str, str], own: Mapping[str, str]) -> Pronunciation:
    """One table of both, where a person's own words win."""
    return tuple(sorted({**shipped, **own}.items()))


def as_spoken(text: str, table: Pronunciation) -> str:
    """`text` with every word of the table replaced, once: whole words, the longest first.

    Capital and small letters are told apart, because `IT` and `it` are two words.
    """
    pattern = _pattern(table)
    if pattern is None:
        return text
    spoken = dict(table)
    return pattern.sub(lambda found: spoken[found[0]], text)


@lru_cache(maxsize=8)
def _pattern(table: Pronunciation) -> re.Pattern[str] | None:
    words = sorted((word for word, _ in table if word), key=len, reverse=True)
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
