"""Files that leave a home: whole, private, and never in the place of somebody else's."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from coach.domain.errors import InputError
from coach.store.files import HOME_MODE, flush

_HEAD_BYTES = 512
"""How far into a file its mark is looked for."""


def write_private(path: Path, pieces: Iterable[bytes], mark: bytes, owner: bytes = b"") -> None:
    """Write a file that only its owner may read; it appears whole or not at all.

    A former file of the same kind, with `mark` near its start and `owner` somewhere in it, is
    replaced; without a mark none is. Raises InputError for another file in the way or a missing
    folder, and OSError.
    """
    require_free(path, mark, owner)
    _put(path, pieces)


def _put(path: Path, pieces: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(prefix=".coach-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        flush(part)
        part.replace(path)
        flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def require_free(path: Path, mark: bytes, owner: bytes = b"") -> None:
    """InputError for another file in the way, or a missing folder. Raises OSError.

    `mark` says what kind of file it is, `owner` whose: of two patients neither is written over.
    """
    if not path.parent.is_dir():
        raise InputError("The folder is missing", f"There is no folder {path.parent}; make it.")
    if path.exists() and not _is_former(path, mark, owner):
        raise InputError(
            "The file is in the way",
            f"{path} exists and is no former file of this kind about the same person; name a new "
            "file.",
        )


def write_private_folder(
    folder: Path, files: Mapping[str, bytes], mark_file: str, mark: bytes
) -> None:
    """Write files into a folder of their own, made when it is missing.

    A folder with files in it is taken only when it is a former export: `mark_file` with `mark` is
    in it; files of the names that are written are replaced. Raises InputError for any other one,
    and OSError.
    """
    if not folder.parent.is_dir():
        raise InputError("The folder is missing", f"There is no folder {folder.parent}; make it.")
    if folder.exists() and not _is_free(folder, mark_file, mark):
        raise InputError(
            "The folder is in the way",
            f"{folder} exists and is no former export of this kind about the same person; name a "
            "new folder.",
        )
    folder.mkdir(mode=HOME_MODE, exist_ok=True)
    for name, data in files.items():
        _put(folder / name, [data])


def _is_free(folder: Path, mark_file: str, mark: bytes) -> bool:
    if not folder.is_dir():
        return False
    marked = folder / mark_file
    return not any(folder.iterdir()) or _is_former(marked, mark, b"")


def _is_former(path: Path, mark: bytes, owner: bytes) -> bool:
    """An empty mark fits nothing: what does not say what it is, is never written over."""
    if not mark or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        return mark in head and (owner in head or owner in file.read())
