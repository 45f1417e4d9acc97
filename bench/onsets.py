"""When sound begins and ends at the null sink, read from the samples of its monitor."""

import array
import subprocess
import threading
from bisect import bisect_left
from collections import deque

from coach.clock import SystemClock

RATE_HERTZ = 48000
CHUNK_BYTES = 960
"""Ten milliseconds."""
LOUD = 600
"""Of 32,767; the lead-in and the tails of a voice stay below."""
QUIET_SECONDS = 0.25
"""Silence of that length ends a sound."""
SETTLED_SECONDS = 1.2
"""After that much of it every way has played its last, silent samples, and has noticed."""
NEAR_CHUNKS = 300
"""Chunks on each side that a sample's moment is judged by: three seconds."""


class Onsets:
    """Listens until closed. A chunk that is read late is put right by its neighbours.

    Sample n is heard at the same moment plus n / rate; a reader can only be late, so the earliest
    of the neighbouring chunks tells that moment. What remains is the capture's own delay of some
    ten milliseconds, which is the same for every way of speaking.
    """

    def __init__(self, server: str, loud: int = LOUD) -> None:
        self._threshold = loud
        command = ["parec", "--server", server, "-d", "coach.monitor", "--latency-msec=10"]
        command += ["--process-time-msec=5", "--raw", "--format=s16le", f"--rate={RATE_HERTZ}"]
        self._process = subprocess.Popen([*command, "--channels=1"], stdout=subprocess.PIPE)
        self._now = SystemClock().monotonic
        self._changed = threading.Condition()
        self._counts: list[int] = []
        self._zeros: list[float] = []
        """For each chunk how many samples were read up to it, and when sample 0 was then heard."""
        self._sounds: deque[list[int]] = deque()
        """First and last loud sample of each stretch of sound."""
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._counts) > NEAR_CHUNKS, 20)

    def sounds_since(self, moment: float) -> list[tuple[float, float]]:
        """Begin and end, in monotonic seconds, of every sound that began after `moment`."""
        with self._changed:
            found = [(self._at(first), self._at(last)) for first, last in self._sounds]
        return [sound for sound in found if sound[0] > moment]

    def wait_for_sound(self, moment: float, seconds: float) -> float | None:
        """When the first sound after `moment` began; None when there is none in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._begun_since(moment), seconds)
        found = self.sounds_since(moment)
        return found[0][0] if found else None

    def wait_for_quiet(self, seconds: float) -> None:
        """Until the last sound is over."""
        with self._changed:
            self._changed.wait_for(self._is_quiet, seconds)

    def listen_for(self, seconds: float) -> None:
        """Let so much time pass."""
        until = self._now() + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._now() >= until)

    def close(self) -> None:
        """Stop listening."""
        self._process.kill()
        self._process.wait()
        self._thread.join(5)

    def _begun_since(self, moment: float) -> bool:
        return bool(self._sounds) and self._at(self._sounds[-1][0]) > moment

    def _is_quiet(self) -> bool:
        since = self._counts[-1] - (self._sounds[-1][1] if self._sounds else 0)
        return since > SETTLED_SECONDS * RATE_HERTZ

    def _at(self, sample: int) -> float:
        nth = bisect_left(self._counts, sample)
        near = self._zeros[max(0, nth - NEAR_CHUNKS) : nth + NEAR_CHUNKS]
        return min(near) + sample / RATE_HERTZ

    def _listen(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        read = 0
        while chunk := stdout.read(CHUNK_BYTES):
            arrived = self._now()
            part = array.array("h", chunk[: len(chunk) // 2 * 2])
            with self._changed:
                if max(part) > self._threshold:
                    self._loud(read, part)
                read += len(part)
                self._counts.append(read)
                self._zeros.append(arrived - read / RATE_HERTZ)
                self._changed.notify_all()

    def _loud(self, read: int, part: "array.array[int]") -> None:
        loud = [read + n for n, value in enumerate(part) if value > self._threshold]
        if self._sounds and loud[0] - self._sounds[-1][1] < QUIET_SECONDS * RATE_HERTZ:
            self._sounds[-1][1] = loud[-1]
        else:
            self._sounds.append([loud[0], loud[-1]])
