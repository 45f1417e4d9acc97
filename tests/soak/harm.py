"""Faults in the middle of a session."""

import contextlib
import os
import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from coach.cli.line_input import StoppedError
from coach.clock import ManualClock
from tests.soak import machine
from tests.soak.disk import Disk

ENDINGS = ("stop asked", "input ends")
FAULTS = ("disk refused", "process killed", "clock set", "sleep", *ENDINGS)
MOST_FAULTS = 3
WITHIN_SECONDS = 150
"""Faults come this early in a session: few last much longer."""
REFUSED_SECONDS = 200
CLOCK_MINUTES = (-600, -61, -3, 3, 61, 600)
SLEEP_SECONDS = (5, 60, 900, 9000)


class Harm:
    """Up to three faults at their moments of a session; what refuses is mended after a while."""

    def __init__(
        self,
        folder: Path,
        clock: ManualClock,
        random: Random,
        *,
        counted: Counter[str],
        leave: Callable[[], None],
        disk: Disk,
    ) -> None:
        """Only processes that belong to the home in `folder` are killed.

        `counted` counts each fault by its name; `leave` lets the person's input end.
        """
        self._folder, self._clock, self._random = folder, clock, random
        self._counted, self._leave = counted, leave
        chosen = random.sample(FAULTS, random.randint(0, MOST_FAULTS))
        self._coming = sorted((random.uniform(1, WITHIN_SECONDS), fault) for fault in chosen)
        self._mend_at: float | None = None
        self._disk = disk

    def passes(self, seconds: float) -> None:
        """So many seconds of the session are over. StoppedError where that is the fault."""
        if self._mend_at is not None and seconds >= self._mend_at:
            self.over()
        elif self._mend_at is not None:
            self._disk.refuse()  # Also what the coach freed: somebody else has taken it.
        while self._coming and seconds >= self._coming[0][0]:
            _, fault = self._coming.pop(0)
            self._counted[fault] += 1
            self._inject(fault, seconds)

    def over(self) -> None:
        """The disk takes files again."""
        if self._mend_at is not None:
            self._disk.mend()
        self._mend_at = None

    def _inject(self, fault: str, seconds: float) -> None:
        random, clock = self._random, self._clock
        if fault == "disk refused":
            self._disk.refuse()
            self._mend_at = seconds + random.uniform(1, REFUSED_SECONDS)
        elif fault == "process killed":
            for pid in machine.processes_of(self._folder)[: random.randint(1, 2)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        elif fault == "clock set":
            by = timedelta(minutes=random.choice(CLOCK_MINUTES))
            clock.set_wall(clock.now() + by)
        elif fault == "sleep":
            clock.sleep_machine(random.choice(SLEEP_SECONDS))
        elif fault == "stop asked":
            raise StoppedError(random.choice((130, 143)))
        elif fault == "input ends":
            self._leave()
