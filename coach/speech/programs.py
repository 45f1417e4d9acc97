"""Playing through a program of the system, for when the library finds no device."""

import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

PROGRAMS = (("paplay",), ("pw-play",), ("aplay", "-q"))
PROBE_SECONDS = 4.0
"""A program that does not play a quarter of a second by then is of no use."""


class ProgramOutput:
    """One file after the other through a program whose exit status is believed."""

    def __init__(self, command: tuple[str, ...], done: Callable[[int, str], None]) -> None:
        self._command, self._done = command, done
        self.name = command[0]
        self._lock = threading.Lock()
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def find(cls, probe: Path, done: Callable[[int, str], None]) -> "ProgramOutput | None":
        """The first program that is there and really plays `probe`."""
        for command in PROGRAMS:
            if shutil.which(command[0]) and _plays(command, probe):
                return cls(command, done)
        return None

    def play(self, number: int, paths: list[Path]) -> None:
        """Begin on a thread that runs the program once a file."""
        self.silence()
        with self._lock:
            self._number = number
        thread = threading.Thread(target=self._run, args=(number, paths), daemon=True)
        thread.start()

    def silence(self) -> None:
        """Kill the program; what it had handed over is dropped by the sound server."""
        with self._lock:
            self._number = 0
            process, self._process = self._process, None
            if process is not None:
                process.kill()

    def rest(self) -> None:
        """Nothing is held open between sounds."""

    def _run(self, number: int, paths: list[Path]) -> None:
        reason = ""
        for path in paths:
            process = self._start(number, path)
            if process is None:
                return
            status = process.wait()
            if status:
                reason = f"{self.name} ended with status {status}"
                break
        with self._lock:
            if self._number != number:
                return
            self._number, self._process = 0, None
        self._done(number, reason)

    def _start(self, number: int, path: Path) -> "subprocess.Popen[bytes] | None":
        """The program running, or None when this sound was cut off meanwhile."""
        with self._lock:
            if self._number != number:
                return None
            self._process = subprocess.Popen([*self._command, str(path)])
            return self._process


def _plays(command: tuple[str, ...], probe: Path) -> bool:
    try:
        return (
            subprocess.run([*command, str(probe)], check=False, timeout=PROBE_SECONDS).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
