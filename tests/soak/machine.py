"""What a process leaves on its machine: memory, descriptors, threads, processes, files."""

import ctypes
import gc
import os
import threading
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
MIB = 1024 * 1024
LOOKS, LOOK_SECONDS = 50, 0.1
"""How often it is looked whether what was told to end has ended."""


def resident_bytes() -> int:
    """Memory of this process that is in use now: what is no longer needed is given back first."""
    gc.collect()
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # Only some C libraries have it.
    if give_back is not None:
        give_back(0)
    return int((PROC / "self" / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def settled(count: Callable[[], int], most: int) -> int:
    """What is counted, once it is at most so many: what is about to end gets time for it."""
    waiter = threading.Event()
    for _ in range(LOOKS):
        if count() <= most:
            break
        waiter.wait(LOOK_SECONDS)
    return count()


def descriptors() -> int:
    """Files, pipes and sockets that this process holds open."""
    return len(os.listdir(PROC / "self" / "fd"))


def threads() -> int:
    """Threads of this process."""
    return threading.active_count()


def processes_of(folder: Path) -> list[int]:
    """Other processes that were started for the home in `folder`, whoever is their parent now."""
    mark = os.fsencode(folder)
    others = (int(name) for name in os.listdir(PROC) if name.isdigit())
    return [pid for pid in others if pid != os.getpid() and mark in _environment(pid)]


def _environment(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "environ").read_bytes()
    except OSError:
        return b""


def half_made(folder: Path) -> list[str]:
    """Files that a finished program would have named or removed."""
    names = ("*.part", "*.tmp", "*-journal", "making-*")
    found = {path for name in names for path in folder.rglob(name)}
    # A journal that is cut to nothing is how a unit of writing ends well.
    found -= {path for path in found if path.suffix == ".db-journal" and not path.stat().st_size}
    found |= set((folder / "tmp").iterdir())
    return sorted(str(path.relative_to(folder)) for path in found)
