"""A real terminal of our own: when bytes are seen on it, and what a process needed until then."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence

COLUMNS, LINES = 100, 30
PATIENCE_SECONDS = 30.0
ANSWER_SECONDS = 2.0
"""A key that has painted nothing by then paints nothing."""


class Terminal:
    """A process on a pty."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = b""

    def until(self, *markers: bytes) -> float:
        """Seconds since the start when one of the bytes was seen. RuntimeError when it ended."""
        while True:
            if any(marker in self.seen for marker in markers):
                return time.perf_counter() - self.began
            if not self._read(PATIENCE_SECONDS):
                raise RuntimeError(f"{markers!r} was not seen; the last was {self.seen[-300:]!r}")

    def ended(self) -> float:
        """Seconds until the process was over."""
        while self._read(PATIENCE_SECONDS):
            pass
        self._process.wait()
        return time.perf_counter() - self.began

    def quiet(self, seconds: float = 0.3) -> None:
        """Read until nothing came for so long."""
        while self._read(seconds):
            pass

    def read_for(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        ends = time.perf_counter() + seconds
        while (left := ends - time.perf_counter()) > 0:
            self._read(left)

    def key(self, keys: bytes, changing: re.Pattern[bytes]) -> float:
        """Press, and how many seconds later the picture had changed where the key changes it.

        `changing` finds that place; only other words there than the last ones are an answer, so a
        picture that was due anyway is none.
        """
        before = self.shown(changing)
        self.seen = b""
        pressed = time.perf_counter()
        os.write(self._ours, keys)
        while self._read(pressed + ANSWER_SECONDS - time.perf_counter()):
            seen = time.perf_counter()
            if self.shown(changing, before) != before:
                return seen - pressed
        raise RuntimeError(f"no answer to {keys!r}")

    def shown(self, changing: re.Pattern[bytes], otherwise: bytes = b"") -> bytes:
        """What was painted last at that place since the last key; half a word is none yet."""
        found = (one for one in changing.finditer(self.seen) if one.end() < len(self.seen))
        painted = [one[one.lastindex or 0] for one in found]
        return painted[-1] if painted else otherwise

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._ours)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)
