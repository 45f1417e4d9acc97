"""What a power cut finds: a log at each moment of some work, and what is on the disk for good."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.store.connecting import connect
from coach.store.problems import problems_in

CHANGES = ("os.rename", "os.link", "os.remove")
"""What Python tells before it changes a name (source: its table of audit events)."""
_Told = Callable[[str, tuple[Any, ...]], None]
_watching: list[_Told] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in CHANGES:
        for told in tuple(_watching):
            told(event, arguments)


@cache
def _listen() -> None:
    """Once in a process: Python never takes such a hook away again."""
    sys.addaudithook(_hook)


@contextmanager
def _told(told: _Told) -> Iterator[None]:
    """Tell of every change of a name."""
    _listen()
    _watching.append(told)
    try:
        yield
    finally:
        _watching.remove(told)


@contextmanager
def each_moment(log: Path, folder: Path) -> Iterator[list[Path]]:
    """Copies of `log`, with what is beside it, from before each change of a name in its home."""
    copies: list[Path] = []

    def keep(event: str, arguments: tuple[Any, ...]) -> None:
        if log.parent not in Path(str(arguments[0])).parents:
            return
        there = folder / f"moment {len(copies)}"
        there.mkdir(parents=True)
        copies.append(there)
        for file in log.parent.glob(f"{log.name}*"):
            if file.name in (log.name, f"{log.name}-journal", f"{log.name}-wal"):
                shutil.copyfile(file, there / file.name)

    with _told(keep):
        yield copies


class OnDisk:
    """Which files and folders were brought onto the disk, and which names were given when."""

    def __init__(self) -> None:
        self.flushed: list[int] = []
        """Files and folders, in order."""
        self.named: list[tuple[Path, bool, int]] = []
        """What got a name, whether its content was on the disk, and how much was flushed before."""

    def is_safe(self, file: Path) -> bool:
        """Whether `file` was on the disk before it got its name, and its name after that."""
        (_, was_flushed, before) = next(one for one in self.named if one[0] == file)
        return was_flushed and file.parent.stat().st_ino in self.flushed[before:]


@contextmanager
def on_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[OnDisk]:
    """What is on the disk for good of what happens meanwhile."""
    found, honest = OnDisk(), os.fsync

    def flush(handle: int) -> None:
        honest(handle)
        found.flushed.append(os.fstat(handle).st_ino)

    def name(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.rename":
            was = os.stat(arguments[0]).st_ino in found.flushed
            found.named.append((Path(arguments[1]), was, len(found.flushed)))

    with monkeypatch.context() as patched, _told(name):
        patched.setattr(os, "fsync", flush)
        yield found


def break_off_a_writing(path: Path) -> None:
    """Leave a log half written, with the journal that says how it was."""
    beside = path.with_name(f"{path.name}-journal")
    with closing(connect(path, read_only=False)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA cache_size=1")  # Pages reach the file before the end.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DROP TRIGGER note_written_no_delete")
        connection.execute("DELETE FROM note_written")
        connection.execute("CREATE TABLE filler AS SELECT randomblob(100000) FROM fact_chain")
        half, journal = path.read_bytes(), beside.read_bytes()
    path.write_bytes(half)
    assert problems_in(path) != []
    beside.write_bytes(journal)


def tear_first_page(path: Path, most: int = 512) -> None:
    """As a power cut while it was written: so many bytes of it never came."""
    content = bytearray(path.read_bytes())
    content[:most] = bytes(most)
    path.write_bytes(content)
