"""The child's side of the wire: keeps it for messages alone, and dies with the parent."""

import contextlib
import io
import os
import queue
import signal
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from coach.processes.lines import MessageT, Wire

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def claim_wire() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for messages; everyone else's output goes to error.

    Engines and C libraries print to file descriptor 1, so the wire moves to a descriptor that
    only this process knows, and programs that it starts do not inherit it. What is printed is
    dropped where its file takes nothing, as on a full disk: an engine that prints goes on.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr = io.TextIOWrapper(
        _WhatIsTaken(), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb", buffering=0)


class _WhatIsTaken(io.RawIOBase):
    """Standard error as far as it takes anything."""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2

    def write(self, data: "ReadableBuffer", /) -> int:
        content = bytes(data)
        with contextlib.suppress(OSError):
            os.write(2, content)
        return len(content)


def send(outgoing: BinaryIO, wire: Wire[MessageT], message: MessageT) -> None:
    """Write one message; the process ends when nobody listens any more."""
    try:
        outgoing.write(wire.encode(message))
    except OSError:
        end_family()


def read_into(
    incoming: BinaryIO, wire: Wire[MessageT], inbox: "queue.SimpleQueue[MessageT]"
) -> None:
    """Put every message into `inbox` from a thread; the parent's end is this process's end.

    An engine that hangs in C code cannot be asked to stop, so the thread ends the process.
    """

    def read() -> None:
        for message in wire.messages(incoming):
            inbox.put(message)
        end_family()

    threading.Thread(target=read, name="wire", daemon=True).start()


def end_family() -> None:
    """End this process and the programs it started, at once."""
    if os.name == "posix" and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)
