"""The checks of `coach doctor` on what coach wrote down about itself: faults, and troubles."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from coach.cli.checks import Check, guarded, named
from coach.store.fault_log import FAULT_LOG, faults_elsewhere
from coach.store.trouble_log import VOICE_LOG, WATCH_LOG, Trouble, TroubleLog

WHOLE_OR_NOT = "The line on the database says whether the log is whole."
STARTED_ANEW = "Coach starts it anew by itself; every word is on the screen too."
VOICE_OFTEN = (
    "Nothing, while you hear every word. If words are often missing, choose another voice, see: "
    "coach say --voices. Then delete {file}."
)


def check_faults(home: Path | None) -> Check:
    """Faults of ours, in the home where it can be looked into, and where no home took them."""
    return guarded("faults", lambda: _faults([*_faults_in(home), *faults_elsewhere()]))


def check_troubles(home: Path) -> list[Check]:
    """What the watch and the voice met."""
    return [
        guarded("watch log", lambda: _log_of("watch", home / WATCH_LOG, _of_the_watch)),
        guarded("voice log", lambda: _log_of("voice", home / VOICE_LOG, _of_the_voice)),
    ]


def _faults_in(home: Path | None) -> list[Path]:
    if home is None or not (home / FAULT_LOG).is_file():
        return []
    return [home / FAULT_LOG]


def _faults(kept: list[Path]) -> Check:
    """Whether an error of ours was written down, in the home or where no home took it."""
    if not kept:
        return Check("faults", True, "Coach has met none of its own.", needed=False)
    newest = max(file.stat().st_mtime for file in kept)
    last = datetime.fromtimestamp(newest).astimezone()
    detail = f"Coach met a fault of its own, last on {last:%Y-%m-%d %H:%M}. {WHOLE_OR_NOT}"
    files, it = named([str(file) for file in kept]), "it" if len(kept) == 1 else "them"
    mend = f"Send {files} to who looks after coach for you, then delete {it}."
    return Check("faults", False, detail, mend, needed=False)


def _log_of(whose: str, file: Path, tell: Callable[[Trouble, Path], Check]) -> Check:
    """What is in a log of troubles, of which no screen told or none tells any more."""
    name = f"{whose} log"
    try:
        newest = TroubleLog(file).newest()
    except OSError as error:
        mend = "Give yourself permission to read it."
        detail = f"{file} cannot be read ({error.strerror})."
        return Check(name, False, detail, mend, needed=False)
    if newest is None:
        return Check(name, True, f"The {whose} has met no trouble.", needed=False)
    return tell(newest, file)


def _of_the_watch(newest: Trouble, file: Path) -> Check:
    detail = f"The watch met trouble, last on {newest.when}: {newest.what}"
    mend = f"Do what it says. When that is done, delete {file}."
    return Check("watch log", False, detail, mend, needed=False)


def _of_the_voice(newest: Trouble, file: Path) -> Check:
    """No finding: it was started anew. The lines on voice and sound say whether they work now."""
    often = "once" if newest.count == 1 else f"{newest.count} times"
    detail = f"The voice broke off {often}, last on {newest.when}: {newest.what}. {STARTED_ANEW}"
    mend = VOICE_OFTEN.format(file=file)
    return Check("voice log", True, detail, mend, needed=False)
