"""Letters that the fonts of the PDF do not have, put into words, so that nothing is lost unseen."""

import unicodedata
from itertools import groupby

_HAVE = (
    *("\n\n", " ~", "\u00a0\u024f", "\u0300\u03ff", "\u0400\u04ff", "\u05d0\u05ea"),
    *("\u0621\u063a", "\u0641\u064a", "\u1e00\u1eff", "\u200b\u200d", "\u2010\u2040"),
    *("\u2070\u208e", "\u20a0\u20bf", "\u2190\u21ff", "\u2200\u22ff", "\u2500\u257f"),
    *("\u25a0\u25ff", "\u2713\u2713", "\u2717\u2717", "\ufe0f\ufe0f", "\ufffd\ufffd"),
)
"""First and last of what typst's own fonts have: Latin, Greek, Cyrillic, Hebrew, Arabic, signs."""
_UNASSIGNED = ("Cn", "Co", "Cs")
MOST_NAMED = 2
"""A longer run is a text in a script of its own: it is counted, not spelled out."""


def named(text: str) -> str:
    """`text` with what the fonts lack as `[grinning face]`, or `[7 letters the PDF lacks]`."""
    runs = groupby(text, _drawn)
    return "".join("".join(run) if drawn else _words(list(run)) for drawn, run in runs)


def _drawn(letter: str) -> bool:
    known = unicodedata.category(letter) not in _UNASSIGNED
    return known and any(have[0] <= letter <= have[1] for have in _HAVE)


def _words(run: list[str]) -> str:
    if len(run) > MOST_NAMED:
        return f"[{len(run)} letters the PDF lacks]"
    return "".join(f"[{unicodedata.name(letter, 'a sign').lower()}]" for letter in run)
