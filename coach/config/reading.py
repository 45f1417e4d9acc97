"""The settings file as it stands: its bytes, whatever has its place, its table and its lines."""

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from coach.domain.errors import InputError

MOST_CONFIG_BYTES = 64 * 1024


class SettingsFile(Struct, frozen=True):
    """What a settings file holds, and on which line."""

    file: Path
    text: str = ""
    table: dict[str, Any] = {}

    def place(self, *path: str) -> str:
        """File and line of a setting, or of a word in a table, for a person to go to."""
        from coach.domain.toml_lines import TomlLines  # read only where a line is to be mended

        return f"{self.file}:{TomlLines(self.text).line(path)}"


def read_settings(file: Path) -> SettingsFile:
    """The settings in `file`, unchecked; none where there is no file.

    Raises InputError that names the file, the line where one can be told, and what to do.
    """
    try:
        raw = first_bytes(file, MOST_CONFIG_BYTES + 1)
    except FileNotFoundError:
        return SettingsFile(file)
    except OSError as error:
        raise InputError("Settings", f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_CONFIG_BYTES:
        raise InputError("Settings", f"{file} is too long for a settings file.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{file}:{line}: this is not UTF-8 text. Save the file as UTF-8."
        raise InputError("Settings", message) from error
    return SettingsFile(file, text, _table(file, text))


def _table(file: Path, text: str) -> dict[str, Any]:
    from coach.domain import toml_lines

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, what = toml_lines.syntax_fault(text, str(error))
        message = f'{file}:{line}: {what}. Mend the line: key = "text" or key = number.'
        raise InputError("Settings", message) from error
    except RecursionError as error:
        line = toml_lines.TomlLines(text).too_deep_at or 1
        message = f"{file}:{line}: values are nested too deep. Take out the extra brackets."
        raise InputError("Settings", message) from error
    except ValueError as error:
        line = toml_lines.long_number_line(text)
        message = f"{file}:{line}: a number is too long. Write a number with a few digits."
        raise InputError("Settings", message) from error


def first_bytes(file: Path, most: int) -> bytes:
    """The first `most` bytes of `file`; none of the null device, with which a person asks for none.

    Raises OSError, also for what is no file: a pipe or another device may never come to an end.
    """
    kind = file.stat().st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind) and str(file) != os.devnull:
        raise OSError(errno.EINVAL, "it is no file; name one with COACH_CONFIG")
    with file.open("rb") as opened:
        return opened.read(most)
