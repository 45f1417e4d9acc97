"""The log of faults: what nobody foresaw, written down for who looks after the coach.

Kinds and places alone: what an error says may repeat a word of the patient.
"""

import os
import re
import stat
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coach.store.bounded_log import append

FAULT_LOG = "fault.log"
"""Takes the tracebacks of faults of ours; in the home, or in a temporary folder without one."""
_ELSEWHERE = re.compile(rf"coach-[a-z0-9_]+-{re.escape(FAULT_LOG)}")
"""Names as `tempfile` makes them."""


def keep_fault(error: BaseException, home: Path | None) -> Path | None:
    """Write down where it happened; the file, in `home` where that can be. None for nowhere."""
    text = "".join(f"{_places(one)}\n" for one in _chain(error))
    return _in_home(text, home) or _in_temporary_folder(text)


def _in_home(text: str, home: Path | None) -> Path | None:
    if home is None or not home.is_dir():
        return None
    file = home / FAULT_LOG
    try:
        append(file, text)
    except OSError:
        return None
    return file


def _in_temporary_folder(text: str) -> Path | None:
    """A new file each time, of a name that nobody can guess: others write in that folder too."""
    try:
        handle, name = tempfile.mkstemp(f"-{FAULT_LOG}", "coach-")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            out.write(text)
    except OSError:
        return None
    return Path(name)


def faults_elsewhere() -> list[Path]:
    """One's own logs in the temporary folder, where no home took them; the oldest first.

    Others write there too: what is theirs, a link or no file is left alone, and nothing is read.
    """
    ours: list[tuple[float, Path]] = []
    with suppress(OSError):
        for file in Path(tempfile.gettempdir()).glob(f"coach-*-{FAULT_LOG}"):
            with suppress(OSError):  # It went meanwhile, and hides no other.
                found = file.lstat()
                if _ELSEWHERE.fullmatch(file.name) and _is_own(found):
                    ours.append((found.st_mtime, file))
    return [file for _, file in sorted(ours)]


def _is_own(found: os.stat_result) -> bool:
    is_mine = os.name == "nt" or found.st_uid == os.geteuid()  # Windows gives each a folder.
    return is_mine and stat.S_ISREG(found.st_mode)


def _chain(error: BaseException) -> list[BaseException]:
    """The error behind those that led to it and those it holds, first things first."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if any(one is known for known in found):
            continue
        found.append(one)
        waiting += _led_to(one)
    return found[::-1]


def _led_to(error: BaseException) -> Iterator[BaseException]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield before
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions


def _places(error: BaseException) -> str:
    kind, frames = type(error), "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}"
