"""The settings file as text: lines are changed where they stand, a person's own words are kept."""

import json
import re
from collections.abc import Mapping

_LINE = re.compile(
    r"""^(?P<before>\s*(?P<name>[A-Za-z0-9_]+)\s*=\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'\[{]+)(?P<after>\s*(?:\#.*)?)$"""
)
"""A setting on one line, with what stands behind its value."""


def toml_value(value: object) -> str:
    """A value as it is written in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        pairs = ", ".join(f"{toml_value(word)} = {toml_value(said)}" for word, said in value)
        return f"{{ {pairs} }}" if pairs else "{}"
    # What JSON escapes TOML reads as well; it wants one more escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def edited(text: str, values: Mapping[str, str]) -> str:
    """`text` with each setting of `values` at its new value, written as TOML.

    Lines that stand are changed in place, with the comment behind them; the others come after the
    last line before the first table. Everything else is kept to the letter.
    """
    left = dict(values)
    lines = text.removesuffix("\n").split("\n") if text else []
    first_table = next((n for n, one in enumerate(lines) if one.lstrip().startswith("[")), None)
    head, tables = (
        (lines, []) if first_table is None else (lines[:first_table], lines[first_table:])
    )
    for nth, line in enumerate(head):
        found = _LINE.match(line)
        if found is not None and found["name"] in left:
            head[nth] = f"{found['before']}{left.pop(found['name'])}{found['after']}"
    new = [f"{name} = {value}" for name, value in left.items()]
    while head and new and tables and not head[-1].strip():
        tables.insert(0, head.pop())
    return "\n".join([*head, *new, *tables]) + "\n"
