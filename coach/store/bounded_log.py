"""A text that only grows, up to a bound: for its owner alone, and never behind a link."""

import errno
import os
import stat
from pathlib import Path

from coach.store.files import FILE_MODE, make_private

MOST_BYTES = 64 * 1024
"""What is older goes when the file has grown to this; half of it stays."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def append(file: Path, text: str) -> None:
    """Write `text` behind what stands in `file`; of a long one the end.

    Raises OSError, also where something else than a file has its place: a link would lead out of
    the home, and a pipe never comes to an end.
    """
    _shorten(file)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | NO_LINK, FILE_MODE)
    with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as out:
        out.write(text[-MOST_BYTES // 2 :])


def newest_lines(file: Path) -> list[str]:
    """The lines that are not empty, in a long file those near its end; none where there is no file.

    Raises OSError.
    """
    try:
        found = file.lstat()
    except FileNotFoundError:
        return []
    if not stat.S_ISREG(found.st_mode):
        return []
    with file.open("rb") as opened:
        opened.seek(max(0, found.st_size - MOST_BYTES))
        lines = opened.read(MOST_BYTES).decode("utf-8", "replace").split("\n")
    return [line.strip() for line in lines if line.strip()]


def _shorten(file: Path) -> None:
    try:
        found = file.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no file", str(file))
    if found.st_size < MOST_BYTES:
        return
    kept = file.read_bytes()[-MOST_BYTES // 2 :]
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    make_private(part)
    part.write_bytes(kept[kept.find(b"\n") + 1 :])
    part.replace(file)
