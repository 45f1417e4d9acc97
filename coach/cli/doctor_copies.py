"""The check of `coach doctor` on the copies of a log, and whether the next one can be made."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.checks import Check, named, refused
from coach.domain.errors import CoachError
from coach.store.database import open_database
from coach.store.files import (
    CLINIC_LOG,
    OPEN_UP,
    RECONNECT,
    backups_folder,
    closed_folder,
    lost_link,
    may_be_there,
)

if TYPE_CHECKING:
    from coach.store.looking import Verdict

DAYS_WITHOUT_COPY = 7
"""A log that went on for so long after its newest whole copy, or without any, needs one."""
ONLY_THERE = "The log lacks what can be read in {names}: it was put back, or it lost a part."
ON_PURPOSE = "or, if you went back on purpose, move what is damaged out of its folder."


def check_copies(name: str, path: Path, now: datetime) -> Check:
    """Each copy opened, or the newest of large ones; and what keeps the next from being made."""
    from coach.store.copies import backups_of, day_of, folders_among, own_by_content
    from coach.store.looking import look_at, may_be_large

    no_place = _no_place(name, path) or _of_several(name, path)
    if no_place is not None:
        return no_place
    # A clock that ran ahead makes no copy the newest.
    copies = own_by_content(path)
    anothers = [copy.name for copy in backups_of(path) if copy not in copies]
    # Large ones take long: the newest tells enough.
    looked_at = copies[-1:] if copies and may_be_large(copies[-1]) else copies
    verdicts = {copy: look_at(copy) for copy in looked_at}
    whole = [copy for copy in copies if copy not in verdicts or not verdicts[copy].doubt]
    make_one = _make_one(path)
    if any(verdict.doubt for verdict in verdicts.values()):
        return _in_doubt(name, path, copies, verdicts)
    folders = folders_among(path)
    if folders:
        detail = f"{folders[0]} is a folder that bears the name of a copy."
        return Check(name, False, detail, "Give it another name.", needed=False)
    if anothers:
        detail, mend = _of_another(path, anothers, len(copies) + len(anothers))
        mend = mend if whole else f"{mend} {make_one}"
        return Check(name, False, detail, mend, needed=False)
    held = _days_held(path)
    if not whole:
        if held is not None and (now.date() - held[0]).days > DAYS_WITHOUT_COPY:
            detail = f"None is there, and the log goes back to {held[0]}."
            return Check(name, False, detail, make_one, needed=False)
        detail = "None is there yet; each day of use has one made."
        return Check(name, True, detail, needed=False)
    day = day_of(whole[-1])
    opened = "the newest" if len(looked_at) < len(copies) else "each"
    detail = f"{len(whole)}, {opened} opened and whole; the newest is of {day}."
    if day > now.date():
        mend = "Set the date of this machine if it is wrong; if not, it was wrong on that day."
        return Check(name, False, f"{detail} That day has not come yet.", mend, needed=False)
    # A patient's clock that ran ahead is no reason to copy a caseload again.
    if held is not None and (min(held[1], now.date()) - day).days > DAYS_WITHOUT_COPY:
        return Check(name, False, f"{detail} The log went on.", make_one, needed=False)
    return Check(name, True, detail, needed=False)


def _make_one(path: Path) -> str:
    return f"Make one with: coach backup{' --clinic' if path.name == CLINIC_LOG else ''}"


def _no_place(name: str, path: Path) -> Check | None:
    """What keeps the next copy from being made, apart from the log itself."""
    folder = backups_folder(path)
    lost, closed = lost_link(folder), closed_folder(folder)
    if lost:
        return Check(name, False, lost, RECONNECT, needed=False)
    if closed:
        return Check(name, False, closed, OPEN_UP.format(folder=folder), needed=False)
    if not folder.exists():
        return None
    if not folder.is_dir():
        where = f"{folder} is a file, where copies are kept."
        return Check(name, False, where, "Move it away; the next copy makes the folder.", False)
    if not os.access(folder, os.W_OK):
        detail = f"{folder} takes none: nothing may be written there."
        return Check(name, False, detail, OPEN_UP.format(folder=folder), needed=False)
    size = path.stat().st_size if path.exists() else 0
    if free_bytes(folder) < size:
        detail = f"{folder} takes none: there is no room for {_megabytes(size)} on its disk."
        return Check(name, False, detail, "Free some space on this disk.", needed=False)
    return _shut_lock(name, path)


def _of_several(name: str, path: Path) -> Check | None:
    """Copies of more than one person, where the log does not tell whose it is."""
    from coach.store.copies import people_of
    from coach.store.standing import patient_of

    if patient_of(path) is not None or len(people_of(path)) < 2:
        return None
    detail = "They are of more than one person, and no log tells which are of whom."
    mend = f"Do what the line on the {_line_of(path)} says. Delete none of them."
    return Check(name, False, detail, mend, needed=False)


def _of_another(path: Path, anothers: list[str], count: int) -> tuple[str, str]:
    """What to do about copies that somebody laid among those of the log's person."""
    from coach.store.reach import copy_of_another

    one = len(anothers) == 1
    it = "it" if one else "them"
    detail = f"{len(anothers)} of {count} {'is' if one else 'are'} of another person: "
    mend = f"Move {it} out of {backups_folder(path)}. Do not delete {it}."
    if copy_of_another(path, path):
        mend = f"First do what the line on the {_line_of(path)} says. Delete none of them."
    return f"{detail}{named(anothers)}.", mend


def _shut_lock(name: str, path: Path) -> Check | None:
    """What keeps a copy from being made by itself, one at a time."""
    from coach.store.backup import backup_lock

    lock = backup_lock(path)
    if not may_be_there(lock.file):
        return None
    try:
        lock.acquire()
    except OSError as error:
        return refused(name, lock.refusal(error))
    lock.release()
    return None


def _days_held(path: Path) -> tuple[date, date] | None:
    """The first and the last day in a log; None without a readable one."""
    from coach.store.fact_rows import days_held

    with suppress(CoachError, OSError, sqlite3.Error, ValueError):
        database = open_database(path, read_only=True)
        with closing(database):
            return days_held(database)
    return None


def free_bytes(folder: Path) -> int:
    """How much more goes on the disk of a folder. Raises OSError."""
    return shutil.disk_usage(folder).free


def _megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size // (1024 * 1024) + 1} MB"


def _in_doubt(
    name: str, path: Path, copies: list[Path], verdicts: Mapping[Path, "Verdict"]
) -> Check:
    """What is the matter with copies, and what to do; nothing is deleted while none is whole."""
    from coach.store.looking import look_at

    damaged = [copy for copy, verdict in verdicts.items() if verdict.damage]
    unseen = {copy.name: verdict.unseen for copy, verdict in verdicts.items() if verdict.unseen}
    # Read, also where only the newest of large ones was.
    looked_at = ((copy, verdicts.get(copy) or look_at(copy)) for copy in reversed(copies))
    newest = next((copy for copy, verdict in looked_at if not verdict.doubt), None)
    is_log_whole = bool(damaged) and path.exists() and not look_at(path).doubt
    only_there = [copy for copy in damaged if is_log_whole and _is_lacking(path, copy)]
    told, do = [], []
    if damaged:
        names = named([copy.name for copy in damaged])
        told.append(f"{len(damaged)} of {len(copies)} damaged: {names}.")
        do.append(_do_with_damaged(path, damaged, newest, only_there, is_log_whole=is_log_whole))
    if only_there:
        told.append(ONLY_THERE.format(names=_names(only_there)))
    if unseen:
        told.append(
            f"{len(unseen)} of {len(copies)} could not be looked at: {named(list(unseen))}."
        )
        do += [list(unseen.values())[-1], "Keep what could not be looked at."]
    known = "known to be whole" if unseen else "whole"
    none = f"None is {known}. {_make_one(path)}"
    do.append(f"The newest whole one is {newest}." if newest else none)
    return Check(name, False, " ".join(told), " ".join(do), needed=bool(only_there))


def _do_with_damaged(
    path: Path,
    damaged: list[Path],
    newest: Path | None,
    only_there: list[Path],
    *,
    is_log_whole: bool,
) -> str:
    """What to do with damaged copies: one may be the last to hold a lock."""
    from coach.store.copies import holds_more, restore_line
    from coach.store.damaged_copies import is_held

    if newest is None:
        return "Delete none of them yet."
    if only_there:
        keep = f"Keep {_names(only_there)}."
        if holds_more(path, newest):  # Else what was noted since would stay behind.
            return f"{keep} {_make_one(path)} and then look again with: coach doctor."
        return f"{keep} {restore_line(path, newest)} {ON_PURPOSE}"
    needed = [copy for copy in damaged if not is_held(newest, copy)]
    if not needed:
        return "Delete what is damaged."
    keep = f"Keep {_names(needed)}: no whole copy is known to hold all of it."
    if not is_log_whole:
        return f"{keep} First do what the line on the {_line_of(path)} says."
    if any(_is_lacking(newest, copy) is not False for copy in needed):
        return f"{keep} {_make_one(path)}."
    it = "it" if len(needed) == 1 else "them"
    return f"{keep} Move {it} out of {backups_folder(path)}: nothing more can be brought back."


def _names(copies: list[Path]) -> str:
    return named([copy.name for copy in copies])


def _line_of(path: Path) -> str:
    return "caseload" if path.name == CLINIC_LOG else "database"


def _is_lacking(whole: Path, damaged: Path) -> bool | None:
    """Whether a database is without what can be read in a damaged copy; None where there is no
    room for looking, and for a desk, as below."""
    from coach.store.copies import is_desks
    from coach.store.only_there import lacks_of

    with suppress(CoachError, OSError, sqlite3.Error):
        return None if is_desks(damaged) else lacks_of(whole, damaged)
    return None
