"""Text that comes from outside: made harmless once, where it comes in."""

import re
import unicodedata

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, bidi overrides, lone surrogates; newline and emoji joiners stay."""

NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
"""From zero on, as they are spoken and typed."""


def harmless(text: str) -> str:
    """`text` with control characters and bidi overrides as U+FFFD; tabs and line ends stay."""
    return _HARMFUL.sub(lambda found: found[0] if found[0] in "\t\r" else "\ufffd", text)


def escaped_json(document: str) -> str:
    """A JSON document that means the same, and whose strings hold no character that harms."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def clean(text: str, *, limit: int = 4000) -> str:
    """`text` with control characters shown as U+FFFD, tabs as spaces, cut to `limit` characters."""
    shown = _HARMFUL.sub("\ufffd", text.replace("\t", " ").replace("\r\n", "\n"))
    return unicodedata.normalize("NFC", shown)[:limit]


def clean_line(text: str, *, limit: int = 400) -> str:
    """`clean`, on one line: for names, notes and whatever stands in a table."""
    return " ".join(clean(text, limit=limit).split())


_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that are no letter with an accent, and are typed like these."""


def folded(text: str) -> str:
    """`text` without accents and case, to compare names by: `Müller` is `muller`."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    parts = unicodedata.normalize("NFKD", apart)
    return "".join(one for one in parts if not unicodedata.combining(one)).translate(_LETTERS)
