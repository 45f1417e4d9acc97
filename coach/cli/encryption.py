"""The passphrase of an encrypted home: asked at the start, changed by `coach encrypt`."""

import getpass
from argparse import Namespace
from pathlib import Path

from coach.cli import output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import Ask, logs_of, somebody_types
from coach.config import PASSPHRASE
from coach.domain.errors import InputError


def register(commands: Commands) -> None:
    """Encrypt."""
    parser = commands.add(
        "encrypt",
        "Encrypt what this home keeps on the disk; it opens with a passphrase from then on.",
        "coach encrypt",
        encrypt,
    )
    parser.add_argument("--off", action="store_true", help="make it plain again")


def encrypt(given: Namespace, around: Surroundings, ask: Ask = getpass.getpass) -> int:
    """Encrypt, or make plain again, every log of the home."""
    paths = [path for path in logs_of(around) if path.exists()]
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
    left = [encrypt_log(path, passphrase) for path in plain]
    output.line(f"Encrypted: {', '.join(path.name for path in plain)}.")
    output.line("Write the passphrase down and keep it safe: without it nobody can read the log.")
    if (around.places.home / "keys").is_dir():
        output.line(
            f"Not encrypted, and in no backup: the keys in {around.places.home / 'keys'}. They are "
            "readable to you alone; copy that folder to a safe place."
        )
    for copy in (copy for one in left for copy in one.unread):
        output.line(f"May be plain, it cannot be read just now: {copy}")
    for copy in (copy for one in left for copy in one.plain):
        output.line(f"Still plain, from before: {copy}")
    if any(one.plain for one in left):
        output.line("Delete those copies when you have made a new one with: coach backup")
    return ExitCode.DONE


def _make_plain(paths: list[Path]) -> int:
    from coach.store.encrypting import decrypt
    from coach.store.encryption import looks_encrypted

    encrypted = [path for path in paths if looks_encrypted(path)]
    if not encrypted:
        output.line("Nothing here is encrypted.")
    for path in encrypted:
        decrypt(path)
        output.line(f"Plain again: {path.name}.")
    return ExitCode.DONE


def _new_passphrase(around: Surroundings, ask: Ask) -> str:
    from coach.store.encryption import check_passphrase

    given = around.environment.get(PASSPHRASE)
    if given:
        check_passphrase(given)
        return given
    if not somebody_types(around):
        raise InputError("Encryption", f"nobody can be asked here; set {PASSPHRASE}")
    first = ask("New passphrase, some words: ")
    check_passphrase(first)
    if ask("Once more: ") != first:
        raise InputError("Encryption", "the two are not the same; nothing was changed")
    return first
