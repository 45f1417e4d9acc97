"""The passphrase of an encrypted home, asked for at the start of any command."""

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

from coach.cli import diagnostics
from coach.cli.line_input import is_emergency
from coach.cli.surroundings import Surroundings, is_terminal
from coach.config import PASSPHRASE
from coach.domain.errors import CoachError

LOGS = ("coach.db", "clinic.db")
MOST_TRIES = 3
PROMPT = "Passphrase (or ! for the emergency number): "
PROMPT_OF_COPY = "Passphrase of the copy (or ! for the emergency number): "

Ask = Callable[[str], str]
"""Asks for something that is not shown while it is typed."""


def unlock_home(around: Surroundings, ask: Ask = getpass.getpass) -> None:
    """Learn the passphrase of an encrypted home, from the environment or from the person.

    Asks nobody for a plain home, and leaves an encrypted one locked where nobody can be asked.
    Raises LockedLogError after three wrong ones.
    """
    # Whatever this program starts has no need of it.
    os.environ.pop(PASSPHRASE, None)
    given = around.environment.get(PASSPHRASE)
    if given:
        from coach.store.encryption import unlock

        unlock(given)  # Also for a plain log: a copy of it may be encrypted.
    elif somebody_types(around):
        from coach.store.encryption import needs_passphrase

        locked = [path for path in logs_of(around) if needs_passphrase(path)]
        if locked:
            _ask_until_it_opens(around, locked[0], ask)


def unlock_copy(around: Surroundings, copy: Path, ask: Ask = getpass.getpass) -> None:
    """Learn the passphrase of an encrypted copy that a plain home is to be restored from.

    Asks nobody where one is known already, or nobody can be asked. Raises LockedLogError.
    """
    from coach.store.encryption import looks_encrypted, unlocked

    if not unlocked() and looks_encrypted(copy) and somebody_types(around):
        _ask_until_it_opens(around, copy, ask, PROMPT_OF_COPY)


def _ask_until_it_opens(around: Surroundings, path: Path, ask: Ask, prompt: str = PROMPT) -> None:
    from coach.cli import emergency
    from coach.store.database import open_database
    from coach.store.encryption import LockedLogError, unlock
    from coach.store.faults import DamagedLogError

    tries = 0
    while True:
        typed = ask(prompt)
        if is_emergency(typed):
            emergency.show(around)
            continue
        unlock(typed)
        if not path.exists():
            return  # Whoever restores it needs the passphrase of its copies.
        try:
            open_database(path, read_only=True).close()
        except LockedLogError as error:
            tries += 1
            if tries == MOST_TRIES:
                raise
            diagnostics.tell(error.message)
        except DamagedLogError:
            return  # It is told by whoever opens it; what mends it must not be kept from beginning.
        else:
            return


def logs_of(around: Surroundings) -> list[Path]:
    """Every log that the home may have; none where no home is known."""
    try:
        return [around.places.home / name for name in LOGS]
    except CoachError:
        return []


def somebody_types(around: Surroundings) -> bool:
    """Whether a person can be asked."""
    return around.lines is None and is_terminal(sys.stdin)
