"""Cards, plans and logs as files: read with a limit, written whole and then renamed."""

import os
from contextlib import suppress
from pathlib import Path

from coach.domain.errors import InputError
from coach.domain.text import clean_line

MOST_BYTES = 16 * 1024 * 1024
"""The largest of the documents, a log, is never larger."""
_AGE = b"age-encryption.org/v1\n"
_HEAD_BYTES = 200
_CARD_LINES = 4
"""So many first lines tell a card from every other file: they have its role and its key."""


class DiskFiles:
    """Files of this machine, also in folders that another program keeps in step."""

    def read(self, path: Path) -> bytes:
        """What is in a file. InputError when it cannot be read or is too long for any document."""
        shown = clean_line(str(path))
        try:
            if path.is_dir():
                raise InputError("File", f"{shown} is a folder; name a file in it")
            if not path.is_file():
                raise InputError("File", f"there is no file {shown}; check its name")
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "its name is none"
            raise InputError("File", f"{shown} cannot be read ({why}).") from error
        if len(data) > MOST_BYTES:
            raise InputError("File", f"{shown} is too large to be a file of a coach.")
        return data

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole, then give it its name; only its owner may read it.

        InputError when that fails, or when there is a file of another kind with this name.
        """
        shown = clean_line(str(path))
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            self._require_replaceable(path, shown, data)
            handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
            _flush_names(path.parent)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "its name is none"
            raise InputError(
                "File", f"{shown} cannot be written ({why}); name another file."
            ) from error
        finally:
            with suppress(OSError, ValueError):
                part.unlink(missing_ok=True)

    def _require_replaceable(self, path: Path, shown: str, data: bytes) -> None:
        if path.is_dir():
            raise InputError("File", f"{shown} is a folder; name a file in it.")
        if not path.parent.is_dir():
            folder = clean_line(str(path.parent))
            raise InputError("File", f"{shown} cannot be written: there is no folder {folder}.")
        if path.exists():
            with path.open("rb") as stream:
                former = stream.read(_HEAD_BYTES)
            if _kind_and_reader(former) != _kind_and_reader(data):
                raise InputError("File", f"{shown} exists and is another file; name a new one.")


def _kind_and_reader(data: bytes) -> list[bytes]:
    """What a file is; of a card also whose, of an age file for whom: in three words of a line."""
    if not data.startswith(_AGE):
        return data[:_HEAD_BYTES].split(b"\n")[:_CARD_LINES]
    return [_AGE, *data[len(_AGE) : _HEAD_BYTES].split(b"\n")[0].split(b" ")[:3]]


def _flush_names(folder: Path) -> None:
    """Bring the new name onto the disk, where the system lets folders be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
