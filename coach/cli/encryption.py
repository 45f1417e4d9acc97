"""The passphrase of an encrypted home: asked at the start, changed by `coach encrypt`."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands
from coach.cli.surroundings import Surroundings, is_terminal
from coach.config import PASSPHRASE
from coach.domain.errors import CoachError, InputError

LOGS = ("coach.db", "clinic.db")
MOST_TRIES = 3
PROMPT = "Passphrase (or ! for the emergency number): "

Ask = Callable[[str], str]
"""Asks for something that is not shown while it is typed."""


def register(commands: Commands) -> None:
    """Encrypt."""
    parser = commands.add(
        "encrypt",
        "Encrypt what this home keeps on the disk; it opens with a passphrase from then on.",
        "coach encrypt",
        encrypt,
    )
    parser.add_argument("--off", action="store_true", help="make it plain again")


def unlock_home(around: Surroundings, ask: Ask = getpass.getpass) -> None:
    """Learn the passphrase of an encrypted home, from the environment or from the person.

    Does nothing for a plain home, and leaves it locked where nobody can be asked. Raises
    LockedLogError after three wrong ones.
    """
    paths = [path for path in _logs(around) if _is_marked(path)]
    if not paths:
        return
    from coach.store.encryption import unlock

    # Whatever this program starts has no need of it.
    os.environ.pop(PASSPHRASE, None)
    given = around.environment.get(PASSPHRASE)
    if given:
        unlock(given)
    elif _somebody_types(around):
        _ask_until_it_opens(around, paths[0], ask)


def _ask_until_it_opens(around: Surroundings, path: Path, ask: Ask) -> None:
    from coach.store.database import open_database
    from coach.store.encryption import LockedLogError, unlock

    tries = 0
    while True:
        typed = ask(PROMPT)
        if typed.strip() == "!":
            _show_emergency(around)
            continue
        unlock(typed)
        try:
            open_database(path, read_only=True).close()
        except LockedLogError as error:
            tries += 1
            if tries == MOST_TRIES:
                raise
            diagnostics.tell(error.message)
        else:
            return


def _show_emergency(around: Surroundings) -> None:
    """The number comes first, also before the log can be read."""
    from coach.cli.console import emergency_lines
    from coach.cli.shelf_commands import shelf_of
    from coach.domain.red_flags import Tier
    from coach.workflows.safety import EmergencyText

    settings, flags = around.settings, shelf_of(around).red_flags()
    advice = flags.advice[Tier.EMERGENCY]
    text = EmergencyText(settings.emergency_number, settings.therapist_phone, advice, flags.nobody)
    for line in emergency_lines(text):
        output.line(line)


def encrypt(given: Namespace, around: Surroundings, ask: Ask = getpass.getpass) -> int:
    """Encrypt, or make plain again, every log of the home."""
    paths = [path for path in _logs(around) if path.exists()]
    if not paths:
        raise InputError("Encryption", f"there is no log in {around.places.home} yet; start coach")
    if given.off:
        return _make_plain(paths)
    from coach.store.encrypting import encrypt as encrypt_log
    from coach.store.encryption import looks_encrypted

    plain = [path for path in paths if not looks_encrypted(path)]
    if not plain:
        raise InputError("Encryption", "everything here is encrypted already")
    passphrase = _new_passphrase(around, ask)
    left = [copy for path in plain for copy in encrypt_log(path, passphrase)]
    output.line(f"Encrypted: {', '.join(path.name for path in plain)}.")
    output.line("Write the passphrase down and keep it safe: without it nobody can read the log.")
    if (around.places.home / "keys").is_dir():
        output.line(
            f"Not encrypted, and in no backup: the keys in {around.places.home / 'keys'}. They are "
            "readable to you alone; copy that folder to a safe place."
        )
    for copy in left:
        output.line(f"Still plain, from before: {copy}")
    if left:
        output.line("Delete those copies when you have made a new one with: coach backup")
    return ExitCode.DONE


def _make_plain(paths: list[Path]) -> int:
    from coach.store.encrypting import decrypt
    from coach.store.encryption import looks_encrypted

    for path in [path for path in paths if looks_encrypted(path)]:
        decrypt(path)
        output.line(f"Plain again: {path.name}.")
    return ExitCode.DONE


def _new_passphrase(around: Surroundings, ask: Ask) -> str:
    from coach.store.encryption import check_passphrase

    given = around.environment.get(PASSPHRASE)
    if given:
        check_passphrase(given)
        return given
    if not _somebody_types(around):
        raise InputError("Encryption", f"nobody can be asked here; set {PASSPHRASE}")
    first = ask("New passphrase, some words: ")
    check_passphrase(first)
    if ask("Once more: ") != first:
        raise InputError("Encryption", "the two are not the same; nothing was changed")
    return first


def _logs(around: Surroundings) -> list[Path]:
    try:
        return [around.places.home / name for name in LOGS]
    except CoachError:
        return []


def _is_marked(path: Path) -> bool:
    return path.with_suffix(".encrypted").exists()


def _somebody_types(around: Surroundings) -> bool:
    return around.lines is None and is_terminal(sys.stdin)
