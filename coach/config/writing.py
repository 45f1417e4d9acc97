"""The settings file on disk: the old one or the new one, never half of it."""

import os
from contextlib import suppress
from pathlib import Path

from coach.domain.errors import InputError


def half_written(file: Path) -> Path:
    """What is left beside a settings file when its writer is killed: the next change clears it."""
    return file.with_name(file.name + ".part")


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in the place of `file`, readable for its owner alone; a power cut leaves it there.

    Raises InputError, and leaves what was there, where the disk refuses.
    """
    part = half_written(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError("Settings", f"{file} cannot be written: {error.strerror}.") from error
    with suppress(OSError):  # The file is in its place and holds the new settings.
        _flush_names(file.parent)


def _flush_names(folder: Path) -> None:
    """Bring the names in a folder onto the disk. Raises OSError."""
    if os.name == "nt":
        return  # Windows opens no folder; it journals names by itself.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
