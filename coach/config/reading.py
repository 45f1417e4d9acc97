"""The bytes of a settings file, whatever stands in its place."""

import errno
import os
import stat
from pathlib import Path


def first_bytes(file: Path, most: int) -> bytes:
    """The first `most` bytes of `file`; none of the null device, with which a person asks for none.

    Raises OSError, also for what is no file: a pipe or another device may never come to an end.
    """
    kind = file.stat().st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind) and str(file) != os.devnull:
        raise OSError(errno.EINVAL, "it is no file; name one with COACH_CONFIG")
    with file.open("rb") as opened:
        return opened.read(most)
