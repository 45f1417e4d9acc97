"""The one owner of standard output: data, and nothing but data."""

import json
import os
import sys
from typing import Any, TextIO

from coach.domain.text import clean, escaped_json

MOST_CHARACTERS = 200_000
"""No text of ours is longer."""


def line(text: str = "") -> None:
    """One line, seen at once; control characters of data never reach the terminal."""
    print(folded(clean(text, limit=MOST_CHARACTERS), sys.stdout), flush=True)


def folded(text: str, stream: TextIO) -> str:
    """`text` broken between words where `stream` is a terminal with fewer columns.

    Whole for who reads on: a pipe and a file have one line for each thing.
    """
    width = _columns(stream)
    if not width or len(text) <= width:
        return text
    from textwrap import wrap  # read only when there is something to break

    margin = text[: len(text) - len(text.lstrip(" "))]
    lines = wrap(
        text,
        width,
        subsequent_indent=margin,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _columns(stream: TextIO) -> int:
    """The width of a terminal; 0 where there is none, or none is told."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError, AttributeError):
        return 0


def document(name: str, **values: Any) -> None:
    """One JSON document whose first key says what it is; it may be read on a terminal too."""
    content = {"schema": f"coach/{name}/1", **values}
    text = json.dumps(content, indent=2, ensure_ascii=not _writes_unicode())
    print(escaped_json(text), flush=True)


def tolerant() -> None:
    """Characters the terminal cannot show become `?` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def abandon() -> None:
    """Nobody reads any more: whatever is still written, also at exit, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return  # No file behind standard output, so nothing is flushed to one at exit.
    finally:
        os.close(nowhere)


def _writes_unicode() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "") == "utf8"
