"""Drafts that nobody signed yet: a file a patient beside the database, for its owner alone."""

import re
from pathlib import Path

from coach.domain.errors import LogError
from coach.store.files import HOME_MODE, flush, make_private

ENDING = ".draft"
_NAME = re.compile(r"[0-9a-zA-Z-]{1,64}")


class FolderUnsigned:
    """What stands in an editor, as of the last change: it outlives a machine that stops."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, patient: str, text: str) -> None:
        """Write it in the place of the one before, whole or not at all. Raises LogError."""
        file = self._file(patient)
        part = file.with_name(file.name + ".part")
        try:
            self._folder.mkdir(mode=HOME_MODE, exist_ok=True)
            part.unlink(missing_ok=True)
            make_private(part)
            part.write_text(text, encoding="utf-8")
            flush(part)
            part.replace(file)
        except OSError as error:
            raise _refused(file, error) from error

    def of(self, patient: str) -> str:
        """What is kept for a patient; empty for nothing. Raises LogError."""
        file = self._file(patient)
        try:
            return file.read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return ""
        except OSError as error:
            raise _refused(file, error) from error

    def drop(self, patient: str) -> bool:
        """Keep it no longer; whether there was one. Raises LogError."""
        file = self._file(patient)
        try:
            there = file.exists()
            file.unlink(missing_ok=True)
            file.with_name(file.name + ".part").unlink(missing_ok=True)
        except OSError as error:
            raise _refused(file, error) from error
        return there

    def _file(self, patient: str) -> Path:
        if not _NAME.fullmatch(patient):
            raise LogError("A draft cannot be kept", "The patient's id is no name for a file.")
        return self._folder / f"{patient}{ENDING}"


def _refused(path: Path, error: OSError) -> LogError:
    return LogError(
        "A draft cannot be kept",
        f"{path} cannot be used ({error.strerror}). Check the disk and who may write there.",
    )
