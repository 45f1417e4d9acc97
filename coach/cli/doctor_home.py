"""The checks of `coach doctor` on the files of a home: who may read them, and what was left."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from coach.cli.checks import Check, guarded, named
from coach.cli.doctor_kinds import check_kinds, inside
from coach.cli.doctor_troubles import check_faults, check_troubles
from coach.cli.surroundings import Surroundings
from coach.config.writing import half_written
from coach.store.as_typed import as_typed
from coach.store.files import (
    BACKUPS,
    CLINIC_LOG,
    PATIENT_LOG,
    closed_folder,
    lost_link,
    spare_file,
)
from coach.store.inbox import INBOX
from coach.store.scratch import HALF_WRITTEN, half_made

MAY_BE_A_YES = "A yes to a safety question may be in it: the whole safety list comes first."
GO_THROUGH = "Then go through the safety list."
PUBLIC = ("programs", "cache")
"""Folders of a home that hold nothing private."""
OTHERS = 0o077
"""What a mode gives to anybody but the owner."""


def check_home(around: Surroundings) -> list[Check]:
    """Privacy, requests, leavings, faults of ours, troubles of watch and voice, ready sounds."""
    home = around.places.home
    if closed_folder(home) or not home.is_dir():
        return [check_faults(None)]
    return [
        guarded("privacy", lambda: _privacy(home)),
        guarded("requests", lambda: _requests(home)),
        guarded("files", lambda: check_kinds(home)),
        guarded("leftovers", lambda: _leavings(home, around.places.config_file)),
        check_faults(home),
        *check_troubles(home),
        guarded("ready sounds", lambda: _sounds(around.places.cache)),
    ]


def _privacy(home: Path) -> Check:
    """Contract section 3: 0700 the folder, 0600 what is in it."""
    if os.name != "posix":
        return Check("privacy", True, "This system keeps your folder to you.", needed=False)
    open_to_others = [file for file in (home, *_private_files(home)) if _mode(file) & OTHERS]
    if not open_to_others:
        detail = f"Nobody but you can read {home}."
        return Check("privacy", True, detail, needed=False)
    detail = f"Others on this machine may open: {named(inside(home, open_to_others))}."
    return Check("privacy", False, detail, f"chmod -R go-rwx {as_typed(home)}", needed=False)


def _private_files(home: Path) -> Iterator[Path]:
    """Logs, copies, keys and letters; a person's own programs are no secret of the coach's."""
    for folder, folders, files in os.walk(home):
        if Path(folder) == home:
            folders[:] = [name for name in folders if name not in PUBLIC]
        yield from (Path(folder, name) for name in (*folders, *files))


def _mode(file: Path) -> int:
    try:
        return 0 if file.is_symlink() else stat.S_IMODE(file.stat().st_mode)
    except OSError:
        return 0  # Gone since it was listed.


def _requests(home: Path) -> Check:
    """What a shell command left for an open coach to carry out, or a log that refused it."""
    from coach.bootstrap import make_inbox

    requests, inbox = make_inbox(home), home / INBOX
    closed, waiting = requests.unread(), requests.take()
    aside = sorted(file.name for file in _inside_of(inbox) if file.suffix == ".unread")
    if closed:
        detail = f"Cannot be read: {named(closed)}. {MAY_BE_A_YES}"
        return Check("requests", False, detail, _read_again(home, closed[0]), needed=False)
    if aside:
        detail = f"No coach could read: {named(aside)}. {MAY_BE_A_YES}"
        files = f"{as_typed(inbox)}/*.unread"
        mend = f"Give the command again that was not carried out, then delete {files}"
        return Check("requests", False, detail, mend, needed=False)
    if waiting:
        wait = "1 waits" if len(waiting) == 1 else f"{len(waiting)} wait"
        detail = f"{wait}; the open coach, or the next start, carries it out."
        return Check("requests", True, detail, needed=False)
    return Check("requests", True, "None waits.", needed=False)


def _inside_of(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read_again(home: Path, name: str) -> str:
    """What to do so that something which waits can be read, or is out of the way."""
    inside = name not in (INBOX, spare_file(home / PATIENT_LOG).name)
    path = home / INBOX / name if inside else home / name
    if lost_link(path):
        return f"Connect what {path} leads to, or delete that link. {GO_THROUGH}"
    if name == INBOX and not path.is_dir():
        return f"{path} is no folder: move it away. {GO_THROUGH}"
    if path.exists() and not path.is_file() and name != INBOX:
        return f"{path} is no file: move it away. {GO_THROUGH}"
    if not os.access(path, os.R_OK | os.W_OK):
        return f"Give yourself permission, and start coach: chmod -R u+rwX {as_typed(path)}"
    return f"Start coach. {GO_THROUGH}"


def _leavings(home: Path, settings: Path) -> Check:
    """Files that somebody who was ended had begun; who writes just now is not looked at twice."""
    left = {file for file in home.rglob("*") if HALF_WRITTEN.fullmatch(file.name)}
    left.update(*(half_made(home / log) for log in (PATIENT_LOG, CLINIC_LOG)))
    left.discard(half_written(settings))  # Lines of their own have this and requests.
    ours = (file for file in left if not os.path.isdir(file) and file.parent != home / INBOX)
    found = sorted(file for file in ours if not _is_a_copy_being_made(home, file))
    if not found:
        return Check("leftovers", True, "Nothing half written was left.", needed=False)
    detail = f"Half written: {named(inside(home, found))}."
    mend = "Close every coach, look again, and delete them: nothing that counts is in them."
    return Check("leftovers", False, detail, mend, needed=False)


def _is_a_copy_being_made(home: Path, file: Path) -> bool:
    """Whether a copy goes on behind a command that is over: it is no leaving yet."""
    from coach.store.home_lock import HomeLock

    name = f"{file.name.partition('-')[0]}.backup"
    if file.parent != home / BACKUPS or not (home / f"{name}.lock").exists():
        return False
    lock = HomeLock(home, name)
    try:
        is_over = lock.acquire()
    except OSError:
        return False
    lock.release()
    return not is_over


def _sounds(cache: Path) -> Check:
    from coach.speech.cache import SoundCache

    if not cache.exists():
        return Check("ready sounds", True, "None yet; a session makes them.", needed=False)
    sounds = SoundCache(cache, limit_bytes=0)
    try:
        takes_files = sounds.have_room()
    finally:
        sounds.close()
    if takes_files:
        return Check("ready sounds", True, f"{cache} takes sound files.", needed=False)
    detail = f"{cache} takes no files; the voice is made anew each time."
    mend = f"Delete {cache}, or free some space on its disk."
    return Check("ready sounds", False, detail, mend, needed=False)
