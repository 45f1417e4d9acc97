"""Files that leave a home: whole, private, and never in the place of somebody else's."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.domain.errors import InputError
from coach.store.faults import is_full
from coach.store.files import HOME_MODE, flush

_HEAD_BYTES = 512
"""How far into a file its mark is looked for."""


def write_private(path: Path, pieces: Iterable[bytes], mark: bytes, owner: bytes = b"") -> None:
    """Write a file that only its owner may read; it appears whole or not at all.

    A former file of the same kind, with `mark` near its start and `owner` somewhere in it, is
    replaced; without a mark none is. Raises InputError for another file in the way, a missing
    folder, and a disk that refuses.
    """
    with _refusals_of(path):
        require_free(path, mark, owner)
        part = _part_of(path, pieces)
        try:
            part.replace(path)
            flush(path.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _refusals_of(path: Path) -> Iterator[None]:
    """What the disk refuses is told with the name of what was to be written, and what to do."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise InputError(
                "The disk is full",
                f"The disk is full, so {path} was not written. Free some space on its disk, or "
                "name a place on another one.",
            ) from error
        raise InputError(
            "The file cannot be written",
            f"{path} cannot be written ({error.strerror or error}). Check its folder and its disk, "
            "or name another place.",
        ) from error


def _part_of(path: Path, pieces: Iterable[bytes]) -> Path:
    """A file beside `path` with all that is to stand there; none is left where that fails."""
    handle, name = tempfile.mkstemp(prefix=".coach-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        flush(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


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
    in it; files of the names that are written are replaced. All of them appear or none: they get
    their names when the last one is on the disk. Raises InputError for any other folder, and for a
    disk that refuses.
    """
    with _refusals_of(folder):
        _write_folder(folder, files, mark_file, mark)


def _write_folder(folder: Path, files: Mapping[str, bytes], mark_file: str, mark: bytes) -> None:
    if not folder.parent.is_dir():
        raise InputError("The folder is missing", f"There is no folder {folder.parent}; make it.")
    if folder.exists() and not _is_free(folder, mark_file, mark):
        raise InputError(
            "The folder is in the way",
            f"{folder} exists and is no former export of this kind about the same person; name a "
            "new folder.",
        )
    if not folder.exists():
        _make_folder(folder, files)
        return
    parts: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            parts[folder / name] = _part_of(folder / name, [data])
        for path, part in parts.items():
            part.replace(path)
        flush(folder)
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new one gets its name when all is in it: whoever is killed before leaves none of it."""
    fresh = Path(tempfile.mkdtemp(prefix=".coach-", suffix=".part", dir=folder.parent))
    try:
        fresh.chmod(HOME_MODE)
        for name, data in files.items():
            _part_of(fresh / name, [data]).replace(fresh / name)
        flush(fresh)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    flush(folder.parent)


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
