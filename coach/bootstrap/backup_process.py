"""The backup of a large database in a process of its own, so that the screen's keys stay quick."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from coach.config import HOME, PASSPHRASE
from coach.domain.errors import LogError

NICENESS = 10
"""How far it stands back behind everything else, where the system knows of that."""
ENDED = "It was ended before it was done; it is made on the next start."

Tell = Callable[[str], None]
"""Hears in a sentence why there is no copy."""


def back_up_apart(database: Path, tell: Tell) -> None:
    """Start the automatic backup of `database` and come back at once; failures are only told.

    It goes on to its end when this program is closed. What fails then is met again on the next
    start, because the day still has no copy.
    """
    try:
        process = _start(database)
    except (OSError, LogError) as error:
        tell(f"It could not be started ({error}).")
        return
    _stand_back(process.pid)
    # A daemon: closing the coach waits for no backup.
    threading.Thread(target=_listen, args=(process, tell), name="backup", daemon=True).start()


def _start(database: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        _command(database),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(database),
        text=True,
        encoding="utf-8",
        errors="replace",
        # A session of its own: neither Ctrl-C nor a terminal that closes reaches it.
        start_new_session=sys.platform != "win32",
        creationflags=_creation_flags(),
    )


def _command(database: Path) -> list[str]:
    from coach.store.files import CLINIC_LOG

    which = ["--clinic"] if database.name == CLINIC_LOG else []
    return [sys.executable, "-P", "-m", "coach", "backup", *which]


def _environment(database: Path) -> Mapping[str, str]:
    """This home, and the passphrase of an encrypted one: never a word of it on a command line."""
    from coach.processes.child import own_environment
    from coach.store.encryption import passphrase_for

    environment = own_environment() | {HOME: str(database.parent.absolute())}
    environment |= {"PYTHONIOENCODING": "utf-8"}
    passphrase = passphrase_for(database)
    return environment if passphrase is None else environment | {PASSPHRASE: passphrase}


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return 0


def _stand_back(pid: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # It may be done already.
            os.setpriority(os.PRIO_PROCESS, pid, NICENESS)


def _listen(process: "subprocess.Popen[str]", tell: Tell) -> None:
    _, said = process.communicate()
    if process.returncode == 0:
        return
    lines = [line for line in said.splitlines() if line.strip()]
    tell(lines[-1].removeprefix("coach: ") if process.returncode > 0 and lines else ENDED)
