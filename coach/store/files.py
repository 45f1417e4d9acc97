"""The files of a home: their names, their modes, and writes that survive a power cut."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from coach.domain.errors import LogError

PATIENT_LOG, CLINIC_LOG = "coach.db", "clinic.db"
"""A person's own log, and a therapist's database; the same tables."""
BACKUPS = "backups"
"""The folder of a home that has the automatic copies."""
PATIENT_KEY = Path("keys", "patient")
"""Where in a home a patient's key pair is."""
CLINIC_KEY = Path("keys", "therapist")
"""The therapist's; another one, so that both may share a home."""
KEYS = {PATIENT_LOG: PATIENT_KEY, CLINIC_LOG: CLINIC_KEY}
HOME_MODE = 0o700
FILE_MODE = 0o600
BALLAST_BYTES = 256 * 1024
"""Freed when the disk is full: 200 kB let 98 more facts in (source: measured, DESIGN)."""
LARGE_BYTES = 50_000_000
"""From this size on checking takes long: 1.6 GB takes 17 s to look over, 1 GB 104 s to copy and
check (measured). A patient's two years are 33 MB."""
COMPANIONS = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database; they belong to it and move with it."""


def backups_folder(database: Path) -> Path:
    """Where the automatic backups of `database` are."""
    return database.parent / BACKUPS


def ballast_file(database: Path) -> Path:
    """The file that holds room for the last facts on a full disk."""
    return database.with_suffix(".ballast")


def spare_file(database: Path) -> Path:
    """The file that takes a yes where the disk takes no other."""
    return database.with_suffix(".spare")


def encryption_mark(database: Path) -> Path:
    """A file that says that `database` is encrypted; it holds nothing, and a plain log wins."""
    return database.with_suffix(".encrypted")


def leave_encryption_mark(database: Path) -> None:
    """Say on the disk that `database` is encrypted, or is about to be. Raises OSError."""
    encryption_mark(database).touch(mode=FILE_MODE)
    flush(database.parent)


def checked_file(database: Path) -> Path:
    """The file that says when a large `database` was found whole last."""
    return database.with_suffix(".checked")


def reach_file(database: Path) -> Path:
    """The file that says how far the copies of `database` go."""
    return database.with_suffix(".reach")


def fresh_file(database: Path) -> Path:
    """The file in which what takes the place of `database` is made."""
    return database.with_name(f"{database.name}.new")


def salvage_file(database: Path) -> Path:
    """The file in which a damaged `database` is read."""
    return database.with_name(f"{database.name}.part")


def is_large(database: Path) -> bool:
    """Whether a database is so large that nobody should wait for all of it. Raises OSError."""
    return database.stat().st_size > LARGE_BYTES


def copies_of(database: Path) -> list[Path]:
    """Every copy of `database` in its home: backups, also half made, and what was put aside."""
    aside = database.parent.glob(f"{database.stem}.*-*{database.suffix}")
    backups = backups_folder(database).glob(f"{database.stem}-*{database.suffix}")
    parts = backups_folder(database).glob(f"{database.stem}-*{database.suffix}.part")
    return sorted([*aside, *backups, *parts])


def traces_of(database: Path) -> list[Path]:
    """What a home has only where `database` was: its copies, and what was made for it alone."""
    made = (ballast_file, spare_file, reach_file, encryption_mark)
    beside = [file_of(database) for file_of in made]
    if database.name in KEYS:
        beside.append(database.parent / KEYS[database.name])
    return [*copies_of(database), *(file for file in beside if _is_there(file))]


def stamp(now: datetime) -> str:
    """`now` as a part of a file name; sorts by time."""
    return now.strftime("%Y-%m-%dT%H%M%S")


NO_FILE = "it is no file"
LOST = "{path} is a link to {target}, and nothing is there."
RECONNECT = "Connect the disk or the folder that it leads to, or delete the link to begin anew."


def lost_link(path: Path) -> str:
    """What is wrong with a link that leads nowhere now, as to an unplugged disk; else empty."""
    if path.exists() or not path.is_symlink():
        return ""
    return LOST.format(path=path, target=os.readlink(path))


def require_no_lost_link(path: Path) -> None:
    """LogError for a link that leads nowhere now: what it led to is elsewhere, not gone."""
    lost = lost_link(path)
    if lost:
        raise LogError("The log is not connected", lost, RECONNECT)


def may_be_there(path: Path) -> bool:
    """Whether something is at `path`, or may be: a closed folder does not say what is in it."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _is_there(path: Path) -> bool:
    """Whether something is known to be at `path`."""
    try:
        return path.exists()
    except OSError:
        return False


CLOSED = "{folder} cannot be looked into ({why})."
OPEN_UP = "Give yourself permission to read and write {folder}."


def closed_folder(folder: Path) -> str:
    """What keeps one from seeing what is in a folder; empty where nothing does."""
    try:
        with os.scandir(folder):
            pass
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return CLOSED.format(folder=folder, why=error.strerror)
    if os.access(folder, os.X_OK):
        return ""
    return CLOSED.format(folder=folder, why=os.strerror(errno.EACCES))


def make_home(home: Path) -> None:
    """Make the folder with mode 0700 when it is not there; LogError when that fails."""
    if home.is_dir():
        return
    require_no_lost_link(home)
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=HOME_MODE)
    except OSError as error:
        raise LogError(
            "The home folder cannot be made",
            f"{home} cannot be made ({error.strerror}). Choose another folder with COACH_HOME.",
        ) from error


def is_endless(file: Path) -> bool:
    """Whether a pipe or a device has the place of a file: neither may ever come to an end.

    Raises OSError.
    """
    kind = file.stat().st_mode
    return not stat.S_ISREG(kind) and not stat.S_ISDIR(kind)


def beginning(file: Path, most: int) -> bytes:
    """The first `most` bytes of a file.

    Raises OSError, also for what never comes to an end.
    """
    if is_endless(file):
        raise OSError(errno.EINVAL, NO_FILE, str(file))
    with file.open("rb") as opened:
        return opened.read(most)


def whole_of(file: Path, most: int) -> bytes:
    """All that is in a small file. Raises OSError, also for one of more than `most` bytes."""
    content = beginning(file, most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(file))
    return content


def make_private(path: Path) -> None:
    """Create an empty file that only its owner may read; FileExistsError when it is there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))


def leave_note(file: Path, text: str) -> None:
    """Write a small file whole, for its owner alone; where the disk refuses it stays as it was.

    For what is only a help: whoever reads it knows less without it, and loses nothing.
    """
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        part.unlink(missing_ok=True)
        make_private(part)
        part.write_text(text, encoding="ascii")
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """`path`, or the first `path-2`, `path-3`, ... that is not taken."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def flush(path: Path) -> None:
    """Bring the content of a file, or the names in a folder, onto the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folder; it journals names by itself.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lay_ballast(database: Path) -> None:
    """Take up the ballast's room on the disk, when it is not there yet and there is room."""
    # Random: a file system may squeeze zeros.
    reserve(ballast_file(database), lambda: os.urandom(BALLAST_BYTES))


def reserve(file: Path, content: Callable[[], bytes]) -> None:
    """Take up room on the disk with a file for its owner alone, unless something is there.

    A full disk has no room to reserve: then there is no file.
    """
    if os.path.lexists(file):
        return
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        make_private(part)
        part.write_bytes(content())
        flush(part)
        part.replace(file)
        flush(file.parent)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def drop_ballast(database: Path) -> bool:
    """Give the ballast's room back; whether there was any."""
    try:
        ballast_file(database).unlink()
    except OSError:
        return False
    return True


def discard(path: Path) -> None:
    """Remove a database that was never finished, and what SQLite kept beside it."""
    for ending in ("", *COMPANIONS):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def real_place(database: Path) -> Path:
    """Where a database is that may be a link: beside that SQLite keeps what belongs to it."""
    return Path(os.path.realpath(database)) if database.is_symlink() else database


def companions_of(database: Path) -> list[Path]:
    """What SQLite keeps beside a database just now."""
    real = real_place(database)
    named = (real.with_name(real.name + ending) for ending in COMPANIONS)
    return [file for file in named if file.exists()]


def unfinished(database: Path) -> list[Path]:
    """What SQLite keeps beside a database as long as somebody writes, or was killed while writing.

    Raises OSError.
    """
    beside = (file for file in companions_of(database) if not file.name.endswith("-shm"))
    return [file for file in beside if file.is_file() and file.stat().st_size]


def copy_unfinished(database: Path, copy: Path) -> None:
    """Copy `database` to `copy`, for its owner alone, with what was left unfinished beside it.

    Whoever opens the copy takes that back in it. Raises OSError.
    """
    real = real_place(database)
    for file in (real, *unfinished(real)):
        target = copy.with_name(copy.name + file.name.removeprefix(real.name))
        make_private(target)
        shutil.copyfile(file, target)


def move_companions(old: Path, new: Path) -> None:
    """Move what SQLite keeps beside `old` to stand beside `new`."""
    place = real_place(old)
    for companion in companions_of(place):
        target = new.with_name(new.name + companion.name.removeprefix(place.name))
        shutil.move(companion, target)  # It may lie on another disk.
