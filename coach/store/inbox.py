"""The inbox of a home: requests of shell commands, one small file each.

The coach that holds the home is its only writer, so a command that finds it open leaves its
request here; written whole and then renamed, it outlives both programs until it is carried out.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from coach.store.files import beginning, flush
from coach.store.home_lock import HomeLock
from coach.store.spare import Spare

R = TypeVar("R")

MOST_REQUEST_BYTES = 16 * 1024
INBOX = "inbox"
"""Its folder in a home."""
NO_REQUEST = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What is raised for something else."""
BEGUN, WAITING, CLAIMED = ".part", ".json", ".claimed"
"""One that was only begun is carried out too when it is whole: whoever wrote it was ended before it
had its name. Each step is one renaming, so of two programs one makes it."""
ALL = (BEGUN, WAITING, CLAIMED)


class FolderInbox(Generic[R]):
    """Requests as JSON files in `folder`, in the order of their names.

    `to_row` and `from_row` turn a request into plain values and back; `from_row` raises
    ValueError, KeyError or TypeError for values that are none. `new_id` names files in order of
    time.
    """

    def __init__(
        self,
        folder: Path,
        *,
        to_row: Callable[[R], Mapping[str, Any]],
        from_row: Callable[[Mapping[str, Any]], R],
        new_id: Callable[[], str],
        spare: Spare,
    ) -> None:
        """`spare` takes what must be kept where the disk takes no file."""
        self._folder = folder
        self._lock = HomeLock(folder.parent, folder.name)
        self._spare = spare
        self._to_row = to_row
        self._from_row = from_row
        self._new_id = new_id
        self._taken: list[tuple[R, Path]] = []
        self._spared: list[tuple[R, int]] = []
        """What lies in the spare room, with its slot there."""
        self._unread: dict[str, Path | None] = {}
        """What cannot be read, by name; a file that is no request at all with its path."""
        self._broken: list[int] = []
        """Slots of the spare room that cannot be read."""

    def put(self, request: R) -> None:
        """Write one request whole; it and its name are on the disk when this returns.

        Raises OSError when the home cannot be written.
        """
        self._make_folder()
        with self._lock.alone():
            self._put(request, self._folder / f"{self._new_id()}{WAITING}")

    def _put(self, request: R, file: Path) -> None:
        part = file.with_suffix(BEGUN)
        try:
            part.touch(mode=0o600)
            with part.open("w", encoding="utf-8") as out:
                json.dump(self._to_row(request), out)
                out.flush()
                os.fsync(out.fileno())
            self._name(part, file)
            flush(self._folder)
        except BaseException:
            for begun in (part, file):
                with suppress(OSError):
                    begun.unlink(missing_ok=True)
            raise

    def _name(self, part: Path, file: Path) -> None:
        try:
            part.replace(file)
        except FileNotFoundError:
            # A coach that was opened just now found it whole, and has claimed it.
            if not self._folder.is_dir():
                raise

    def put_anyhow(self, request: R) -> None:
        """As `put`; where the disk takes no file, in the room that was kept for it."""
        try:
            self.put(request)
        except OSError:
            row = self._to_row(request).items()
            given = {key: value for key, value in row if value not in (None, "", [], ())}
            self._spare.put(json.dumps(given).encode("utf-8"))

    def _make_folder(self) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flush(self._folder.parent)

    def take(self) -> Sequence[R]:
        """Requests in the order they were made; what is none stays, and is told by `unread`.

        Among them is what a coach claimed that died before it was done.
        """
        self._taken, self._unread = [], {}
        self._take_spared()
        for file in self._files():
            try:
                self._taken.append((self._read(file), file))
            except FileNotFoundError:
                if file.is_symlink():
                    self._unread[file.name] = None
            except OSError:  # Not readable just now: it is looked at again next time.
                self._unread[file.name] = None
            except NO_REQUEST:
                if not self._is_being_written(file):
                    self._unread[file.name] = file
        return [request for request, _ in (*self._taken, *self._spared)]

    def _is_being_written(self, file: Path) -> bool:
        """Whether it may still become whole: nobody is known to have been ended over it."""
        return file.suffix == BEGUN and not (self._lock.is_free() and file.exists())

    def _files(self) -> list[Path]:
        """What lies in the folder, oldest first; the folder itself is unread when it is closed."""
        try:
            names = sorted(os.listdir(self._folder))
        except OSError:
            if os.path.lexists(self._folder):
                self._unread[self._folder.name] = None
            return []
        files = [self._folder / name for name in names if name.endswith(ALL)]
        if files and not os.access(self._folder, os.W_OK):
            self._unread[self._folder.name] = None  # Nothing in it can be claimed.
        return files

    def unread(self) -> Sequence[str]:
        """Names of what lies there and can be read by nobody, or not just now."""
        self.take()
        return tuple(self._unread)

    def set_aside(self, name: str) -> None:
        """What is no request is out of the way from here on; what is closed is looked at again."""
        with suppress(OSError):
            if name == self._spare.name:
                for slot in self._broken:
                    self._spare.clear(slot)
            elif (file := self._unread.get(name)) is not None:
                file.replace(file.with_suffix(".unread"))

    def _take_spared(self) -> None:
        """What was written where the disk took no file; it needs no name to be claimed by."""
        self._spared, self._broken = [], []
        try:
            texts = self._spare.read()
        except OSError:
            self._unread[self._spare.name] = None
            return
        for slot, text in texts.items():
            try:
                self._spared.append((self._from_row(json.loads(text or b"")), slot))
            except NO_REQUEST:
                self._unread[self._spare.name] = None
                self._broken.append(slot)

    def _clear_spared(self, request: R) -> bool:
        """Make its slots free; whether it lay there. Raises OSError."""
        slots = [slot for held, slot in self._spared if held == request]
        for slot in slots:
            self._spare.clear(slot)
        return bool(slots)

    def claim(self, request: R) -> bool:
        """From here on nobody takes it back: the rename is one step for every program.

        False when somebody took it back before, or when its folder may not be changed.
        """
        return self._renamed(request, CLAIMED) or self._is_spared(request)

    def _is_spared(self, request: R) -> bool:
        return any(held == request for held, _ in self._spared)

    def leave(self, request: R) -> None:
        """What was claimed could not be carried out: it waits again."""
        self._renamed(request, WAITING)

    def _renamed(self, request: R, suffix: str) -> bool:
        for nth, (held, file) in enumerate(self._taken):
            if held == request:
                renamed = file.with_suffix(suffix)
                try:
                    file.replace(renamed)
                except OSError:
                    return False
                self._taken[nth] = held, renamed
                return True
        return False

    def done(self, request: R) -> None:
        """Forget a request whose facts are on disk."""
        self._clear_spared(request)
        for held, file in self._taken:
            if held == request:
                file.unlink(missing_ok=True)

    def waits(self, request: R) -> bool:
        """Whether nobody has claimed it yet."""
        return self._waiting(request) is not None or self._is_spared(request)

    def take_back(self, request: R) -> bool:
        """Withdraw a request that nobody has claimed; False when it is gone already."""
        file = self._waiting(request)
        if file is None:
            return self._clear_spared(request)
        try:
            file.unlink()
        except FileNotFoundError:
            return False
        return True

    def _waiting(self, request: R) -> Path | None:
        self.take()
        files = (file for held, file in self._taken if held == request)
        return next((file for file in files if file.suffix != CLAIMED), None)

    def _read(self, file: Path) -> R:
        content = beginning(file, MOST_REQUEST_BYTES + 1)
        if len(content) > MOST_REQUEST_BYTES:
            raise ValueError("too long for a request")
        return self._from_row(json.loads(content.decode("utf-8")))
