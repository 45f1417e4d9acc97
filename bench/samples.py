"""Taking times."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import cpu_count


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def repeated(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of some calls takes; the first, which fills caches, is left out."""
    return [milliseconds(work) for _ in range(runs + 1)][1:]


@contextmanager
def busy_processors() -> Iterator[None]:
    """Every processor kept busy."""
    command = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(command) for _ in range(cpu_count() or 1)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()
