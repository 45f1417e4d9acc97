"""The parent's side of a process: started fresh, listened to by a thread, ended for sure."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Generic

import coach
from coach.processes.lines import MessageT, Wire

MAX_LOG_BYTES = 256 * 1024
"""A log that has grown beyond this starts anew; ALSA alone writes 40 lines a start."""

END_SECONDS = 2.0
"""A process that is killed is gone long before this."""


class ChildProcess(Generic[MessageT]):
    """One running `python -m MODULE`, in a process group of its own, spoken to in lines."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        log_file: Path | None,
        wire: Wire[MessageT],
        on_message: Callable[["ChildProcess[MessageT]", MessageT], None],
        on_end: Callable[["ChildProcess[MessageT]"], None],
    ) -> None:
        """Starts the process; OSError when it cannot be started. Callbacks run on its thread."""
        self._wire = wire
        self._on_message, self._on_end = on_message, on_end
        self._write_lock = threading.Lock()
        with _open_log(log_file) as log:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=own_environment(),
                # A group of its own: Ctrl-C does not reach it, and all of it can be killed.
                start_new_session=sys.platform != "win32",
                creationflags=_creation_flags(),
            )
        self._reader = threading.Thread(target=self._read, name=module, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id, which is its group's id too on POSIX."""
        return self._process.pid

    def send(self, message: MessageT) -> bool:
        """Write one message; False when the process is gone."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            with self._write_lock:
                stdin.write(self._wire.encode(message))
                stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """End the process and every program it started, at once."""
        if self._process.returncode is None:
            _kill_group(self._process)

    def close(self) -> None:
        """Kill, and wait until it is gone; safe to call twice and from the reader's thread."""
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        self._close_stdin()
        if threading.current_thread() is not self._reader:
            self._reader.join(END_SECONDS)

    def _close_stdin(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError), self._write_lock:
            stdin.close()

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        with stdout:
            for message in self._wire.messages(stdout):
                self._on_message(self, message)
        self._process.wait()
        self._close_stdin()
        self._on_end(self)


def own_environment() -> dict[str, str]:
    """An environment in which a child finds this very `coach`, installed or not.

    The option `-P` of its Python keeps out the folder it is started in.
    """
    environment = dict(os.environ)
    root = Path(coach.__file__).parent.parent
    if root.name != "site-packages":
        paths = [str(root), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return 0


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _open_log(log_file: Path | None) -> IO[bytes]:
    if log_file is not None:
        with contextlib.suppress(OSError):
            log_file.parent.mkdir(parents=True, exist_ok=True)
            big = log_file.exists() and log_file.stat().st_size > MAX_LOG_BYTES
            return log_file.open("wb" if big else "ab")
    return open(os.devnull, "wb")
