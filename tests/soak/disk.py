"""Disks that refuse what is to be written, and take it again."""

import os
import subprocess
from pathlib import Path
from typing import Protocol


class Disk(Protocol):
    """Where the home is."""

    kind: str
    """How it refuses, for a person to read."""
    keeps_room: bool
    """Whether what lies on it can be written over while it refuses, as room that was kept."""

    def refuse(self) -> None:
        """From now on it takes nothing; said again, what was freed meanwhile is gone too."""

    def mend(self) -> None:
        """It takes everything again."""


class LimitedDisk:
    """The system refuses every byte that this process would add to a file: no rights needed."""

    kind = "file size limit (EFBIG): no right to mount a disk of its own"
    keeps_room = False

    def refuse(self) -> None:
        self._limit(0)

    def mend(self) -> None:
        self._limit(None)

    def _limit(self, most: int | None) -> None:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard if most is None else most, hard))


class FullDisk:
    """A file system in memory that is made as small as what lies on it."""

    kind = "full file system of its own (tmpfs, ENOSPC)"
    keeps_room = True

    def __init__(self, place: Path, size_mib: int = 512) -> None:
        """Mounts it: only for a process in a mount namespace of its own."""
        self._place, self._size = place, f"{size_mib}m"
        place.mkdir(mode=0o700)
        self._mount("-t", "tmpfs", "-o", f"size={self._size},mode=0700", "tmpfs")

    def refuse(self) -> None:
        now = os.statvfs(self._place)
        if now.f_bfree:
            used = max(1, now.f_blocks - now.f_bfree) * now.f_frsize  # None at all is no limit.
            # Whoever writes just now may make it too small for what is on it: then the next time.
            self._mount("-o", f"remount,size={used}", must=False)

    def mend(self) -> None:
        self._mount("-o", f"remount,size={self._size}")

    def _mount(self, *words: str, must: bool = True) -> None:
        command = ["mount", *words, str(self._place)]
        subprocess.run(command, check=must, stderr=None if must else subprocess.DEVNULL)
