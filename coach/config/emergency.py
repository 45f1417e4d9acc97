"""The number to call, read whatever else is wrong with the settings file."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from coach.config.reading import first_bytes
from coach.config.settings import Settings, problem_of
from coach.config.settings_text import toml_value
from coach.config.writing import write_whole
from coach.domain.errors import InputError

MOST_BYTES = 1024 * 1024
"""So much of a file that is too long for a settings file is looked at all the same."""
_LINE = r"""^\s*["']?{name}["']?\s*[=:]\s*["'“”‘’]?(?P<said>[^"'“”‘’#\n]*)"""
"""A setting on a line by itself, also with quotes that a word processor made or that are lost."""


def emergency_settings(file: Path) -> Settings:
    """The emergency number and the therapist's phone that `file` has; all else is the default.

    A line that can be used counts, whatever stands in the others. Never raises.
    """
    text = _text(file)
    default = Settings()
    return Settings(
        emergency_number=next(_said(text, "emergency_number"), default.emergency_number),
        therapist_phone=next(_said(text, "therapist_phone"), default.therapist_phone),
    )


def write_number(file: Path, number: str) -> None:
    """Put the emergency number into `file`, whatever else is wrong with it; that stays as it is.

    Lines that were meant for the number give way to the new one. Raises InputError for what is no
    number, and for a file that cannot be read to its end or written.
    """
    problem = problem_of("emergency_number", number)
    if problem:
        raise InputError("Not changed", f"emergency_number {problem}.")
    try:
        raw = first_bytes(file, MOST_BYTES + 1)
    except FileNotFoundError:
        raw = b""
    except OSError as error:
        raise InputError("Settings", f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_BYTES:
        raise InputError("Settings", f"{file} is too long for a settings file.")
    text = with_number(_as_written(raw), f"emergency_number = {toml_value(number)}")
    write_whole(file, text.encode("utf-8", "surrogateescape"))


def with_number(text: str, line: str) -> str:
    """`text` with `line` where the number stood, or before all else."""
    meant = re.compile(_LINE.format(name="emergency_number"))
    lines = text.split("\n")
    places = [nth for nth, one in enumerate(lines) if meant.match(one)]
    table = next((nth for nth, one in enumerate(lines) if one.lstrip().startswith("[")), len(lines))
    at = next((nth for nth in places if nth < table), None)
    if at is None:
        lines, places = [line, *lines], [nth + 1 for nth in places]
    else:
        lines[at] = line
        places.remove(at)
    return "\n".join(one for nth, one in enumerate(lines) if nth not in places)


def _as_written(raw: bytes) -> str:
    """All of a file's text; what an editor wrote two bytes a letter as well, and without a mark.

    Bytes that are no text stay what they are when it is written again.
    """
    if b"\0" not in raw:
        return raw.decode("utf-8-sig", "surrogateescape")
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    order = "" if marked else "-be" if raw.startswith(b"\0") else "-le"
    return raw.decode(f"utf-16{order}", "replace")


def number_not_dialled(file: Path) -> str:
    """What `file` has for the emergency number where nothing of it can be dialled; else empty."""
    text = _text(file)
    usable = next(_said(text, "emergency_number"), "")
    return "" if usable else next(iter(_written(text, "emergency_number")), "")


def whom_to_call(file: Path | None) -> str:
    """For a sentence: the number that `file` has, or the default with a word on others."""
    default = Settings().emergency_number
    number = default if file is None else emergency_settings(file).emergency_number
    return f"{number} or your local number" if number == default else number


def _text(file: Path) -> str:
    """Whatever can be read of a file; bytes that are no text stand as U+FFFD."""
    try:
        raw = first_bytes(file, MOST_BYTES)
    except (OSError, ValueError):
        return ""
    # Without zeros, UTF-16 reads as the letters it is made of.
    return raw.decode("utf-8", "replace").replace("\0", "")


def _said(text: str, name: str) -> Iterator[str]:
    """What a file may mean by a setting, what is most likely first; nothing that is refused."""
    yield from (value for value in _written(text, name) if not problem_of(name, value))


def _written(text: str, name: str) -> list[str]:
    """All that stands in a file for a setting, what is most likely meant first."""
    values = [_in_toml(text, name), *reversed(_on_lines(text, name))]
    return [value for value in values if value]


def _in_toml(text: str, name: str) -> str:
    try:
        value = tomllib.loads(text).get(name)
    except (ValueError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""


def _on_lines(text: str, name: str) -> list[str]:
    found = re.finditer(_LINE.format(name=name), text, re.MULTILINE)
    return [line["said"].strip() for line in found]
