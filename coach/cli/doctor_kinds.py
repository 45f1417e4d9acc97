"""The check of `coach doctor` on what coach writes in passing: each of its kind, and of use."""

import os
from collections.abc import Iterable
from pathlib import Path

from coach.bootstrap.clinic import DRAFTS_FOLDER, OUT_FOLDER, WAITING_FOLDER
from coach.bootstrap.patient import PRESENCE, TIMER_TIMES
from coach.cli.checks import MOVE_AWAY, Check, named
from coach.store.as_typed import as_typed
from coach.store.fault_log import FAULT_LOG
from coach.store.files import (
    CLINIC_LOG,
    OPEN_UP,
    PATIENT_KEY,
    PATIENT_LOG,
    ballast_file,
    checked_file,
    closed_folder,
    encryption_mark,
    reach_file,
    spare_file,
)
from coach.store.home_lock import WATCH
from coach.store.trouble_log import VOICE_LOG, WATCH_LOG

_LOGS = (Path(PATIENT_LOG), Path(CLINIC_LOG))
_NOTES = (
    *(kind(log).name for log in _LOGS for kind in (ballast_file, checked_file, encryption_mark)),
    *(kind(_LOGS[0]).name for kind in (spare_file, reach_file)),
    *(f"{name}.pid" for name in (*(log.stem for log in _LOGS), WATCH)),
    f"{WATCH}.lock",
    PRESENCE,
    TIMER_TIMES,
    FAULT_LOG,
    WATCH_LOG,
    VOICE_LOG,
)
KEY_FOLDER = PATIENT_KEY.parent.name
_FOLDERS = (KEY_FOLDER, WAITING_FOLDER, DRAFTS_FOLDER, OUT_FOLDER)


def check_kinds(home: Path) -> Check:
    """Whether everything that coach writes in passing is what it should be, and may be used.

    Logs, copies, keys, requests and ready sounds have lines of their own.
    """
    notes, folders = map(home.joinpath, _NOTES), [home / name for name in _FOLDERS]
    no_files = [file for file in notes if file.exists() and not file.is_file()]
    if no_files:
        detail = f"No file, where coach keeps one: {named(inside(home, no_files))}."
        return Check("files", False, detail, MOVE_AWAY, needed=False)
    no_folders = [one for one in folders if one.exists() and not one.is_dir()]
    if no_folders:
        detail = f"No folder, where coach keeps one: {named(inside(home, no_folders))}."
        return Check("files", False, detail, MOVE_AWAY, needed=False)
    for folder in folders:
        closed = closed_folder(folder)
        if closed and folder.name != KEY_FOLDER:
            return Check("files", False, closed, OPEN_UP.format(folder=folder), needed=False)
    return _notes_in_use(home) or Check("files", True, "Each is of its kind.", needed=False)


def _notes_in_use(home: Path) -> Check | None:
    """What is wrong with the notes beside a patient's log that coach cannot do without."""
    log = home / PATIENT_LOG
    spare, reach = spare_file(log), reach_file(log)
    closed = [
        file
        for file, mode in ((spare, os.R_OK | os.W_OK), (reach, os.R_OK))
        if file.exists() and not os.access(file, mode)
    ]
    if closed:
        detail = f"Closed to coach: {named(inside(home, closed))}."
        files = " ".join(map(as_typed, closed))
        mend = f"Give yourself permission: chmod u+rw {files}"
        return Check("files", False, detail, mend, needed=False)
    if log.is_file() and not os.path.lexists(spare):
        detail = f"No room is kept for a yes on a full disk: {spare.name} is missing."
        mend = "Start coach, which takes it up; if this stays, free some space on this disk."
        return Check("files", False, detail, mend, needed=False)
    return None


def inside(home: Path, files: Iterable[Path]) -> list[str]:
    """How files of a home are named in a finding, and what a link in it leads to elsewhere."""
    return [str(file.relative_to(home) if home in file.parents else file) for file in files]
