"""How a file is named in a command that is told: as a shell takes it, also with a space in it."""

import os
import shlex
from pathlib import Path


def as_typed(path: Path) -> str:
    """`path` as one word of a command line."""
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline([str(path)])
    return shlex.quote(str(path))
