"""Room that is kept for a yes on a full disk: a small file that is written over in place.

A full disk takes no new file, and it takes what is written over blocks that are there already. A
read-only disk takes neither, and a file system that writes each change elsewhere (btrfs, ZFS) may
refuse when it is full to the last block.
"""

import errno
import os
from pathlib import Path

from coach.store.files import beginning, reserve
from coach.store.home_lock import HomeLock

SLOTS, SLOT_BYTES = 8, 512
"""A sector each: a power cut leaves the old or the new one. A yes takes about 100 bytes."""
FREE, FULL = b"-", b"="
"""How a slot begins; one that begins with neither cannot be read."""
END = b"\n"


class Spare:
    """A few texts in slots of one file, each put and cleared by itself."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.name = file.name
        self._lock = HomeLock(file.parent, file.name)

    def lay(self) -> None:
        """Take up the room on the disk, when it is not there yet and the disk has it."""
        reserve(self._file, lambda: b"".join(_slot(FREE, b"") for _ in range(SLOTS)))
        if not self._lock.file.exists():  # A full disk would not take it.
            self._lock.is_free()

    def read(self) -> dict[int, bytes | None]:
        """What stands in it, by slot: None for one that is not as it was written.

        Nothing where no room was laid. Raises OSError where it cannot be read.
        """
        try:
            data = beginning(self._file, SLOTS * SLOT_BYTES)
        except FileNotFoundError:
            if self._file.is_symlink():
                raise
            return {}
        slots = [data[n * SLOT_BYTES :][:SLOT_BYTES] for n in range(SLOTS)]
        return {number: _text(slot) for number, slot in enumerate(slots) if not _is_free(slot)}

    def put(self, text: bytes) -> None:
        """Write `text` into a free slot; it is on the disk when this returns.

        Raises OSError where the disk refuses that too, or where no room was laid or is left.
        """
        if END in text or len(text) > SLOT_BYTES - len(FULL + END):
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        with self._lock.alone():
            self._put(text)

    def _put(self, text: bytes) -> None:
        for number in range(SLOTS):
            if number in self.read():
                continue
            self._write(number, _slot(FULL, text))
            if self.read().get(number) == text:
                return  # No other program wrote there, as where the lock could not be had.
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def clear(self, number: int) -> None:
        """Make a slot free again. Raises OSError."""
        self._write(number, _slot(FREE, b""))

    def _write(self, number: int, slot: bytes) -> None:
        with self._file.open("r+b", buffering=0) as out:
            out.seek(number * SLOT_BYTES)
            if out.write(slot) != len(slot):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(out.fileno())


def _slot(kind: bytes, text: bytes) -> bytes:
    """Filled up with noise: a file system may squeeze what repeats, and then has no room."""
    head = kind + text + END
    return head + os.urandom(SLOT_BYTES - len(head))


def _is_free(slot: bytes) -> bool:
    return slot.startswith(FREE + END)


def _text(slot: bytes) -> bytes | None:
    text, end, _ = slot.removeprefix(FULL).partition(END)
    return text if slot.startswith(FULL) and end else None
