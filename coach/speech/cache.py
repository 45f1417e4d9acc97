"""Ready sound files on disk: a line is rendered once, and a known session needs no engine."""

import contextlib
import os
import secrets
import shutil
import tempfile
import threading
from pathlib import Path

from msgspec import Struct

from coach.speech.wavefile import BadSoundError, wave_seconds

TRIM_TO = 0.8
"""A cache over its limit is cut to this part of it, so that not every new file cuts again."""

ROOM_BYTES = 512 * 1024
"""Ten seconds of speech with the engine's own file beside it need about that much."""

STALE_SECONDS = 3600.0
"""A half-written file older than this was left by a process that was killed."""


class ReadyFile(Struct, frozen=True):
    """One WAV file that can be played now."""

    path: Path
    seconds: float


class SoundCache:
    """A folder of WAV files with a size limit; safe to use from several threads and processes.

    Where the folder takes no files (a full disk, no permission), a temporary one takes its place
    until `close`: a voice without a memory is better than none.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._lasting = self._folder = folder
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._bytes: int | None = None

    def find(self, key: str) -> ReadyFile | None:
        """The file for `key`, marked as used; a damaged one is dropped."""
        for folder in dict.fromkeys((self._folder, self._lasting)):
            found = self._look(_path(folder, key))
            if found is not None:
                return found
        return None

    def _look(self, path: Path) -> ReadyFile | None:
        try:
            seconds = wave_seconds(path)
        except BadSoundError:
            self._drop(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return ReadyFile(path, seconds)

    def _drop(self, path: Path) -> None:
        with contextlib.suppress(OSError), self._lock:
            path.unlink(missing_ok=True)
            self._bytes = None

    def add(self, key: str, finished: Path, seconds: float) -> ReadyFile:
        """Take a whole file in under `key`; OSError when the disk refuses."""
        path = _path(self._folder, key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock:
            size = finished.stat().st_size
            os.replace(finished, path)
            known = self._bytes if self._bytes is not None else self._measure() - size
            self._bytes = known + size
            if self._bytes > self._limit_bytes:
                self._trim(keep=path)
        return ReadyFile(path, seconds)

    def open_scratch(self) -> Path:
        """A new folder for half-made files on the cache's own disk; older leavings are swept."""
        self.have_room()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = self._folder / f"making-{os.getpid()}-{secrets.token_hex(4)}"
        scratch.mkdir(mode=0o700)
        self._sweep(newest=scratch.stat().st_mtime)
        return scratch

    def have_room(self) -> bool:
        """Whether the folder takes files; when it does not, a temporary one takes its place."""
        with self._lock:
            if takes_files(self._folder) or self._folder != self._lasting:
                return True
            with contextlib.suppress(OSError):
                self._folder = Path(tempfile.mkdtemp(prefix="coach-speech-"))
                self._bytes = None
            return False

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        with self._lock:
            spare, self._folder = self._folder, self._lasting
        if spare != self._lasting:
            shutil.rmtree(spare, ignore_errors=True)

    def _files(self) -> list[tuple[float, int, Path]]:
        """Every ready file as time of last use, size and path; the oldest use first."""
        found = []
        for path in self._folder.glob("??/*.wav"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        return sorted(found)

    def _measure(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _trim(self, keep: Path) -> None:
        files = self._files()
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._limit_bytes * TRIM_TO:
                break
            if path != keep:
                with contextlib.suppress(OSError):
                    path.unlink()
                    total -= size
        self._bytes = total

    def _sweep(self, newest: float) -> None:
        for scratch in self._folder.glob("making-*"):
            with contextlib.suppress(OSError):
                if newest - scratch.stat().st_mtime > STALE_SECONDS:
                    remove_scratch(scratch)


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.wav"


def takes_files(folder: Path) -> bool:
    """Whether a line of usual length can be written: permission, space and quota are there."""
    probe = folder / f"room-{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            probe.write_bytes(bytes(ROOM_BYTES))
        finally:
            probe.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def remove_scratch(scratch: Path) -> None:
    """Delete a folder of half-made files; it holds no folders."""
    with contextlib.suppress(OSError):
        for path in scratch.iterdir():
            with contextlib.suppress(OSError):
                path.unlink()
        scratch.rmdir()
