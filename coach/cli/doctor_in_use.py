"""The check of `coach doctor` on who has the log open, and what a killed coach left undone."""

from datetime import timedelta
from pathlib import Path

from coach.cli.checks import Check, guarded, refused
from coach.cli.surroundings import Surroundings
from coach.domain.errors import CoachError
from coach.store.files import CLINIC_LOG, PATIENT_LOG, closed_folder

NOBODY = "No coach has the log open."
ENDED = (
    "Process {pid} was ended before it could close; what it had confirmed is kept. Nothing is to "
    "be done."
)
SESSION_CUT_OFF = (
    "A session of today was cut off: what was done is kept, and the next one begins with the "
    "question whether to go on from there."
)


def check_in_use(around: Surroundings) -> list[Check]:
    """Who has the log open; a mark that a killed coach left behind means nobody.

    Asking takes such a mark away, so this comes before what else asks.
    """
    home = around.places.home
    if closed_folder(home) or not home.is_dir():
        return []
    return [guarded("in use", lambda: _in_use(around, home))]


def _in_use(around: Surroundings, home: Path) -> Check:
    from coach.store.home_lock import HomeLock

    lock = HomeLock(home, Path(PATIENT_LOG).stem)
    pid, is_free = lock.holder_pid(), True
    desk = HomeLock(home, Path(CLINIC_LOG).stem)
    for one in (desk, lock) if (home / CLINIC_LOG).exists() else (lock,):
        if not one.file.exists():  # Asking would make one.
            continue
        try:
            is_free = one.acquire()
        except OSError as error:
            return refused("in use", one.refusal(error), needed=True)
        one.release()
    if not lock.file.exists():
        pid, is_free = None, True
    if not is_free:
        process = f" (process {pid})" if pid else ""
        return Check("in use", True, f"A coach{process} has the log open.", needed=False)
    told = [NOBODY if pid is None else ENDED.format(pid=pid)]
    if _is_session_cut_off(around):
        told.append(SESSION_CUT_OFF)
    return Check("in use", True, " ".join(told), needed=False)


def _is_session_cut_off(around: Surroundings) -> bool:
    """Whether a session of today has no end; of a log that cannot be read its own line tells."""
    from coach.bootstrap import make_inbox
    from coach.domain.events import SessionEnded, SessionStarted
    from coach.domain.history import history_of
    from coach.store.opening import open_log
    from coach.workflows.local_time import local_now
    from coach.workflows.today import unfinished_session

    home, today = around.places.home, local_now(around.clock, around.zone).date()
    try:
        log = open_log(home, read_only=True)
    except (CoachError, OSError):
        return False
    try:
        since = today - timedelta(days=1)
        history = history_of(log.read(since=since, kinds=[SessionStarted, SessionEnded]))
        return unfinished_session(history, make_inbox(home), today) is not None
    except CoachError:
        return False
    finally:
        log.close()
