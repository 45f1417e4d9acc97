"""A TOML text without its comments: what its author wrote beside the values stays at home."""

import tomllib

MARK = "#"


def without_comments(text: str) -> str:
    """The same values with no comment; as it is where it is no TOML. Lines keep their number."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for place in (at for at, letter in enumerate(line) if letter == MARK):
            # Inside a text the cut changes a value or breaks it, whatever its quotes are.
            shorter = [*lines[:number], line[:place].rstrip(), *lines[number + 1 :]]
            if _says("\n".join(shorter), whole):
                lines = shorter
                break
    return "\n".join(lines)


def _says(text: str, values: dict[str, object]) -> bool:
    try:
        return tomllib.loads(text) == values
    except tomllib.TOMLDecodeError:
        return False
