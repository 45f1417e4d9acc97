"""What the terminal needs before the app runs: input that survives bad bytes, signals, a clean
environment."""

import asyncio
import codecs
import functools
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIGNALS = ("SIGTERM", "SIGHUP")


def drop_textual_variables() -> None:
    """Forget TEXTUAL_* variables: they can press keys, take pictures and write log files."""
    names = [name for name in os.environ if name.startswith("TEXTUAL_")]
    for name in names:
        del os.environ[name]
    if names:
        # Textual has read them when it was imported; reading again gives its defaults back.
        import textual.constants

        importlib.reload(textual.constants)


def tolerate_bad_bytes() -> None:
    """Have bytes on standard input that are no UTF-8 read as U+FFFD.

    Textual's own decoder raises, which ends the app: one Latin-1 character in a paste is enough.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def decoder(encoding: str) -> Callable[..., codecs.IncrementalDecoder]:
        return functools.partial(codecs.getincrementaldecoder(encoding), errors="replace")

    setattr(linux_driver, "getincrementaldecoder", decoder)  # noqa: B010 - not its public name


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """Leave in order when the system or a closed window asks: exit code 128 plus the signal.

    `leave` is called on the running event loop.
    """
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        number: int = getattr(signal, name)
        loop.add_signal_handler(number, leave, 128 + number)


def fault_text(error: BaseException | None) -> str:
    """What is left on the terminal after a fault of ours: no data, no traceback of values."""
    calm = "The coach had to stop. What you did is kept. Start it again to go on."
    if error is None:
        return calm
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{calm}\n(For a report: {type(error).__name__}{where})"


def exit_code(return_code: Any) -> int:
    """The exit code of a run; Textual leaves it empty when all went well."""
    return int(return_code or 0)
