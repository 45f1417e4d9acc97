"""What coaches know of timers by the clock that counts from the machine's start."""

import json
from collections.abc import Callable, Mapping
from math import inf
from pathlib import Path

from coach.store.files import beginning, leave_note

MOST_TIMERS = 8
"""So many of the newest are kept: no more run at once."""
_MOST_BYTES = 4096

Times = Mapping[str, tuple[float, float]]


class FileTimes:
    """A small file in the home; a disk that refuses it is no fault, the next coach just knows less.

    `machine_start` names this start of the machine: after another one its clock counts anew, and
    what stands in the file means nothing. Empty where the system does not tell.
    """

    def __init__(self, file: Path, machine_start: Callable[[], str], *, writes: bool) -> None:
        """`writes` is False for who only looks on, and must not write in the home."""
        self._file = file
        self._machine_start = machine_start
        self._writes = writes

    def recall(self) -> Times:
        """Of each timer a time of that clock and its seconds then; nothing that is not known."""
        try:
            found = json.loads(beginning(self._file, _MOST_BYTES))
            if not found["start"] or found["start"] != self._machine_start():
                return {}
            read = {str(name): (float(at), float(more)) for name, (at, more) in found["timers"]}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}
        # Anything else, or no number, would lengthen a pack.
        return {name: one for name, one in read.items() if all(0 <= time < inf for time in one)}

    def keep(self, times: Times) -> None:
        """Write these down beside what is known already."""
        start = self._machine_start()
        if not (self._writes and start):
            return
        newest = sorted({**self.recall(), **times}.items(), key=lambda one: one[1][0])
        leave_note(self._file, json.dumps({"start": start, "timers": newest[-MOST_TIMERS:]}))
