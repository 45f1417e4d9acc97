"""Logs that came before the ones they follow: kept as they came, sealed, until they can go in."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from coach.domain.errors import LogError
from coach.store.files import HOME_MODE, flush, make_private

LOG_ENDING = ".coachlog"


class FolderWaiting:
    """A folder a patient, a file a log; nothing in them can be read without the home's key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, patient: str, sealed: bytes) -> None:
        """Keep a log; twice is harmless. Raises LogError."""
        file = self._file(patient, sealed)
        part = file.with_name(file.name + ".part")
        try:
            for folder in (self._folder, file.parent):
                folder.mkdir(mode=HOME_MODE, exist_ok=True)
            part.unlink(missing_ok=True)
            make_private(part)
            part.write_bytes(sealed)
            flush(part)
            part.replace(file)
        except OSError as error:
            raise _refused(file, error) from error

    def of(self, patient: str) -> list[bytes]:
        """What waits for a patient, in no order. Raises LogError."""
        try:
            files = sorted((self._folder / patient).glob(f"*{LOG_ENDING}"))
            return [file.read_bytes() for file in files]
        except OSError as error:
            raise _refused(self._folder, error) from error

    def drop(self, patient: str, sealed: bytes) -> None:
        """Wait no longer for this log; nothing when it was not kept. Raises LogError."""
        file = self._file(patient, sealed)
        try:
            file.unlink(missing_ok=True)
            if file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()
        except OSError as error:
            raise _refused(file, error) from error

    def forget(self, patient: str) -> int:
        """Remove all that waits for a patient; how many logs that were. Raises LogError."""
        folder = self._folder / patient
        if not folder.is_dir():
            return 0
        try:
            files = list(folder.iterdir())
            for file in files:
                file.unlink()
            folder.rmdir()
        except OSError as error:
            raise _refused(folder, error) from error
        return sum(file.suffix == LOG_ENDING for file in files)

    def sweep(self, patients: Iterable[str]) -> None:
        """Remove all that waits for anybody but these patients. Raises LogError."""
        known = set(patients)
        try:
            found = [one.name for one in self._folder.iterdir() if one.is_dir()]
        except FileNotFoundError:
            return
        except OSError as error:
            raise _refused(self._folder, error) from error
        for name in found:
            if name not in known:
                self.forget(name)

    def _file(self, patient: str, sealed: bytes) -> Path:
        name = hashlib.sha256(sealed).hexdigest()[:32]
        return self._folder / patient / f"{name}{LOG_ENDING}"


def _refused(path: Path, error: OSError) -> LogError:
    return LogError(
        "A waiting log cannot be kept",
        f"{path} cannot be used ({error.strerror}). Check the disk and who may write there.",
    )
