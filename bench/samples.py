"""Taking times."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import cpu_count
from threading import Event


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def repeated(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of some calls takes; the first, which fills caches, is left out."""
    return [milliseconds(work) for _ in range(runs + 1)][1:]


def processor(work: Callable[[], object], runs: int) -> list[float]:
    """The same in time of this process alone: what others do on the machine counts for little."""
    found = []
    for _ in range(runs + 1):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began))
    return found[1:]


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


def waits(seconds: float, apart_seconds: float) -> Iterator[float]:
    """The floor of all that is due: milliseconds by which one deadline after the other comes late.

    Deadlines stand apart from the first on, whatever became of those before.
    """
    never, due = Event(), time.perf_counter()
    ends = due + seconds
    while due < ends:
        due += apart_seconds
        never.wait(max(0.0, due - time.perf_counter()))
        yield 1000 * (time.perf_counter() - due)
