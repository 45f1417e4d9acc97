"""The day's copy for who never opens a screen: made behind a shell command.

Where none is due that costs a look at names and times, and no log is opened for it.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from coach.cli import diagnostics
from coach.cli.diagnostics import ExitCode
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import logs_of
from coach.store.fault_log import keep_fault
from coach.store.files import backups_folder

AT_ONCE_BYTES = 4_000_000
"""A log up to this size is copied within a third of a second (measured); nobody waits for more."""

State = tuple[int, int] | None
"""When a log was written last, and its size; None where there is none."""


def states_of(around: Surroundings) -> Mapping[Path, State]:
    """The logs that the home may have, before a command."""
    return {log: _state(log) for log in logs_of(around)}


def copy_what_is_due(before: Mapping[Path, State], around: Surroundings, code: int) -> None:
    """Each log has its copy of the day behind a command that ended with `code`, whatever that is.

    Behind one that wrote nothing only where it went well, or was stopped by a lock. A copy that
    fails is tried again behind the next command. It is told behind one that wrote and went well;
    else what the command told is the last word. Raises nothing.
    """
    today, went_well = around.clock.now().date(), code == ExitCode.DONE
    with suppress(KeyboardInterrupt):  # Who breaks a copy off has what the command did.
        for log, state in before.items():
            try:
                now = _state(log)
                if now is None:
                    continue
                has_written = now != state
                # Who is stopped by a lock asks whether a copy holds it: that may have been cut off.
                is_stopped = code == ExitCode.HELD
                if has_written or is_stopped or (went_well and _is_news(log, today)):
                    _copy(log, around, is_told=has_written and went_well)
            except Exception as error:  # noqa: BLE001 - it hides nothing that the command told
                keep_fault(error, around.places.home)


def _state(log: Path) -> State:
    """Changes when a log is written, and nothing is opened for it."""
    try:
        found = log.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _is_news(log: Path, today: date) -> bool:
    """Whether a log was written after every copy of it, and none bears the date of today."""
    copies = list(backups_folder(log).glob(f"{log.stem}-*.db"))
    if any(copy.name.startswith(f"{log.stem}-{today}T") for copy in copies):
        return False
    written, *copied = (_state(file) or (0, 0) for file in (log, *copies))
    return all(written > made for made in copied)


def _copy(log: Path, around: Surroundings, *, is_told: bool) -> None:
    from coach.bootstrap.care import copy_of_the_day

    tell = _tell if is_told else _keep_quiet
    copy_of_the_day(log, around.clock.now(), tell, is_slow=_is_slow)


def _is_slow(log: Path) -> bool:
    return log.stat().st_size > AT_ONCE_BYTES


def _tell(why: str) -> None:
    diagnostics.tell(f"coach: {why}")


def _keep_quiet(_: str) -> None:
    return None
