"""Another program that holds a log, as a process of its own, until it is told to let go."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
connection.close()
"""
LOCKS = ("IMMEDIATE", "EXCLUSIVE")
"""Who holds it so lets nobody write, or lets nobody read either."""


@contextmanager
def held(database: Path, lock: str) -> Iterator[Callable[[], None]]:
    """A log that is held from here on; what is yielded tells the holder to let go."""
    command = [sys.executable, "-c", _HOLDS, str(database), lock]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder.stdin.close
        holder.stdin.close()
        assert holder.wait() == 0
