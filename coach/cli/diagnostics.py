"""The one owner of standard error and of exit codes: every error becomes one line and a number."""

import contextlib
import sys
from enum import IntEnum
from pathlib import Path

from coach.cli.output import folded
from coach.config import Places
from coach.config.emergency import whom_to_call
from coach.domain.errors import (
    CoachError,
    InputError,
    ListFirstError,
    LogError,
    RefusedError,
    RefusedLogError,
    SafetyHoldError,
)
from coach.domain.text import clean_line
from coach.store.fault_log import keep_fault

MOST_CHARACTERS = 1000
BARS_THE_START = ("Settings", "Folders", "Encryption is not installed")
"""Titles of what a person has to mend before any screen opens."""
IN_AN_EMERGENCY = "In an emergency call {number}."


class ExitCode(IntEnum):
    """What the shell is told (contract section 2)."""

    DONE = 0
    FAULT = 1
    INPUT = 2
    HELD = 3
    REFUSED = 4
    INTERRUPTED = 130
    TERMINATED = 143


def tell(text: str, last: str = "") -> None:
    """One line on standard error; nothing when nobody listens there. `last` is never cut off."""
    line = clean_line(text, limit=MOST_CHARACTERS)
    if last:
        # A command to type may stand at the end: what follows must not read as a part of it.
        line += f" {last}" if line.endswith(".") else f" ({last})"
    with contextlib.suppress(OSError, ValueError):
        print(folded(line, sys.stderr), file=sys.stderr, flush=True)


def progress(text: str) -> None:
    """How far something is, in one line of a terminal that is written over; else nothing."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr.isatty():
            print(
                f"\r{clean_line(text, limit=MOST_CHARACTERS)}", end="", file=sys.stderr, flush=True
            )


def progress_over() -> None:
    """What follows stands on a line of its own."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr.isatty():
            print(file=sys.stderr, flush=True)


def report(error: Exception, there: Places | None = None) -> ExitCode:
    """Tell a person what went wrong, and the shell which kind of wrong it was.

    `there` has the log of faults and the number to call in an emergency; None where none is known.
    """
    code = code_of(error)
    last = in_an_emergency(there) if _takes_the_key_away(error) else ""
    if code is ExitCode.FAULT:
        tell(_fault(error, there.home if there else None), last)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        tell(f"coach: {where}{error.strerror or error}. Check the disk and who may use it.", last)
    elif isinstance(error, ListFirstError):
        from coach.workflows.day_lines import for_shell

        tell(f"coach: {for_shell(error.message)}", last)
    else:
        tell(f"coach: {error}", last)
    return code


def in_an_emergency(there: Places | None) -> str:
    """Whom to call: the number in the settings file, also where its other lines are wrong."""
    return IN_AN_EMERGENCY.format(number=whom_to_call(there.config_file if there else None))


def _takes_the_key_away(error: Exception) -> bool:
    """Whether no screen could be opened or stay open, and so no key for an emergency is there.

    What was typed, or a file that was given, takes nothing away; a hold tells the number itself.
    """
    if isinstance(error, InputError):
        return error.title in BARS_THE_START
    return isinstance(error, RefusedLogError) or not isinstance(
        error, RefusedError | SafetyHoldError
    )


def code_of(error: Exception) -> ExitCode:
    """What a person can mend is 2, also a disk or a log; what nobody foresaw is ours and 1."""
    if isinstance(error, SafetyHoldError):
        return ExitCode.HELD
    if isinstance(error, RefusedError):
        return ExitCode.REFUSED
    if isinstance(error, InputError | LogError | OSError):
        return ExitCode.INPUT
    return ExitCode.FAULT


def _fault(error: Exception, home: Path | None) -> str:
    where = keep_fault(error, home)
    what = error.message if isinstance(error, CoachError) else "Something went wrong in coach."
    kept = f"The details are in {where}." if where else "The details could not be written."
    return f"coach: {what} {kept} What was logged before is kept."
