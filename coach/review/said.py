"""Sentences that must not be more than so many words: the least needed ones go first."""

from collections.abc import Sequence
from typing import NamedTuple


class Said(NamedTuple):
    """One sentence."""

    rank: int
    """0 is needed always; the higher, the sooner it goes."""
    text: str
    instead: str = ""
    """What is needed of it always."""


def fitted(parts: Sequence[Sequence[Said]], most: int) -> list[list[str]]:
    """The sentences of each part, so many words at most in all; of equals the last goes first.

    Of one that is needed in part that part stays.
    """
    kept = [[one for one in part if one.text] for part in parts]
    while _words(kept) > most:
        ranks = [one.rank for part in kept for one in part]
        highest = max(ranks, default=0)
        if not highest:
            break
        part = next(part for part in reversed(kept) if any(one.rank == highest for one in part))
        place = max(nth for nth, one in enumerate(part) if one.rank == highest)
        short = part[place].instead
        part[place : place + 1] = [Said(0, short)] if short else []
    return [[one.text for one in part] for part in kept]


def cut(text: str, most: int) -> str:
    """The first `most` words of a text, with a sign where there were more."""
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


def _words(parts: Sequence[Sequence[Said]]) -> int:
    return sum(len(one.text.split()) for part in parts for one in part)
