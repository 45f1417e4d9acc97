"""A TOML text without its comments: what its author wrote beside the values stays at home."""

import re
import tomllib
from collections.abc import Iterator

_TEXT_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
"""A text in any of the four quotes, whole; outside of them `#` begins a comment."""


def without_comments(text: str) -> str:
    """The same values with no comment; as it is where it is no TOML. Lines keep their number."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    return "".join(_kept(text))


def _kept(text: str) -> Iterator[str]:
    done = 0
    for found in _TEXT_OR_COMMENT.finditer(text):
        if found["comment"] is None:
            continue
        yield text[done : found.start()].rstrip(" \t")
        done = found.end()
    yield text[done:]
