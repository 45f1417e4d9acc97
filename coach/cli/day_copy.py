"""The day's copy for who never opens a screen: made behind a shell command that wrote."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.cli import diagnostics
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import logs_of

AT_ONCE_BYTES = 4_000_000
"""A log up to this size is copied within a third of a second (measured); nobody waits for more."""


@contextmanager
def copied_after(around: Surroundings) -> Iterator[None]:
    """What is written inside has its copy of the day afterwards; one that fails is only told."""
    before = {log: _state(log) for log in logs_of(around)}
    yield
    with suppress(KeyboardInterrupt):  # Who breaks a copy off has what the command did.
        for log, state in before.items():
            if _state(log) not in (state, None):
                _copy(log, around)


def _state(log: Path) -> tuple[int, int] | None:
    """Changes when a log is written, and nothing is opened for it; None where there is none."""
    try:
        found = log.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _copy(log: Path, around: Surroundings) -> None:
    from coach.bootstrap.care import copy_of_the_day

    copy_of_the_day(log, around.clock.now(), _tell, is_slow=_is_slow)


def _is_slow(log: Path) -> bool:
    return log.stat().st_size > AT_ONCE_BYTES


def _tell(why: str) -> None:
    diagnostics.tell(f"coach: {why}")
