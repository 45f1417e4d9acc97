"""The therapist's files outside the home: cards and logs that come in, plans that go out."""

import os
from pathlib import Path

from coach.domain.errors import InputError
from coach.store.files import make_home
from coach.store.out_files import require_free, write_private
from coach.store.waiting import LOG_ENDING


class DeskFiles:
    """Reads what is named, whole or not at all, and writes for the owner's eyes alone."""

    def __init__(self, most_bytes: int, out: Path | None = None) -> None:
        self._most_bytes = most_bytes
        self._out = out

    def out_path(self, name: str) -> str:
        """A file of this name where files go that nobody named a place for.

        That folder is made with mode 0700; here where there is none. Raises LogError.
        """
        if self._out is None:
            return name
        make_home(self._out)
        return str(self._out / name)

    def read(self, path: str) -> bytes:
        """What is in a file. InputError when it is missing, unreadable, or too large for ours."""
        try:
            with Path(path).expanduser().open("rb") as file:
                data = file.read(self._most_bytes + 1)
        except FileNotFoundError:
            raise InputError("File", f"there is no file {path}; check its name") from None
        except IsADirectoryError:
            raise InputError("File", f"{path} is a folder; name a file in it") from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise InputError("File", f"{path} cannot be read ({why})") from error
        if len(data) > self._most_bytes:
            raise InputError("File", f"{path} is too large to come from a coach")
        return data

    def write(self, path: str, data: bytes, *, mark: bytes = b"", owner: bytes = b"") -> str:
        """Write a file that appears whole or not at all; where it is.

        A former file is replaced when `mark` stands near its start and `owner` in it; without a
        mark none is. InputError for another file in the way, and when the disk refuses.
        """
        target = Path(path).expanduser().absolute()
        write_private(target, [data], mark, owner)
        return str(target)

    def check_place(self, path: str, *, mark: bytes = b"") -> None:
        """InputError when `write` could not write there: asked before something is signed."""
        target = Path(path).expanduser().absolute()
        try:
            require_free(target, mark)
        except OSError as error:
            raise InputError("File", f"{target} cannot be written ({error.strerror})") from error
        if not os.access(target.parent, os.W_OK):
            raise InputError("File", f"nothing may be written in {target.parent}; name another")

    def is_there(self, path: str) -> bool:
        """Whether a file of this name is there."""
        return Path(path).expanduser().exists()

    def logs_at(self, path: str) -> list[str]:
        """The file itself; of a folder every log in it and below it, the oldest first.

        Hidden files and folders, and those that a program still writes, are left alone: their names
        end otherwise. InputError when there is nothing of that name.
        """
        there = Path(path).expanduser()
        if not there.exists():
            raise InputError("Receive", f"there is no file or folder {path}; check its name")
        if not there.is_dir():
            return [str(there)]
        try:
            found = [file for file in there.rglob(f"*{LOG_ENDING}") if _is_finished(file, there)]
            return [str(file) for file in sorted(found, key=_age)]
        except OSError as error:
            raise InputError("Receive", f"{path} cannot be read ({error.strerror})") from error


def _is_finished(file: Path, folder: Path) -> bool:
    """Whether it is a file in its place: tools that sync keep theirs hidden, or begin with `~`."""
    parts = file.relative_to(folder).parts
    return file.is_file() and not any(part.startswith((".", "~")) for part in parts)


def _age(file: Path) -> tuple[float, str]:
    return file.stat().st_mtime, file.name
