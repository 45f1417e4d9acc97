"""The log of faults: what nobody foresaw, written down for who looks after the coach."""

import os
import tempfile
import traceback
from pathlib import Path

FAULT_LOG = "fault.log"
"""Takes the tracebacks of faults of ours; in the home, or in a temporary folder without one."""


def keep_fault(error: BaseException, home: Path | None) -> Path | None:
    """Write down where it happened; the file, in `home` where that can be. None for nowhere."""
    text = "".join(traceback.format_exception(error))
    for folder in (home, Path(tempfile.gettempdir())):
        if folder is None or not folder.is_dir():
            continue
        file = folder / (FAULT_LOG if folder == home else f"coach-{os.getpid()}-{FAULT_LOG}")
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as out:
                out.write(text)
        except OSError:
            continue
        return file
    return None
