"""What the terminal needs before the app runs: input that survives bad bytes, signals, a clean
environment."""

import asyncio
import codecs
import functools
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App
from textual.events import Key
from textual.message import Message

SIGNALS = ("SIGTERM", "SIGHUP")
HUNG_UP = 129
"""Exit code after a closed window: 128 plus its signal, which not every system names."""


class FaultOnScreenError(Exception):
    """An error of ours ended the screens; its cause says which. The terminal is as it was."""


def drop_foreign_variables() -> None:
    """Forget TEXTUAL_* variables, which can press keys, take pictures and write log files.

    And a size that was left in the environment, as readline does: no screen would follow its window
    any more.
    """
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    names = [name for name in os.environ if name.startswith("TEXTUAL_")]
    for name in names:
        del os.environ[name]
    if names:
        # Textual has read them when it was imported; reading again gives its defaults back.
        import textual.constants

        importlib.reload(textual.constants)


def tolerate_the_terminal(app: App[Any]) -> None:
    """Have bytes that are no UTF-8 read as U+FFFD, and leave when the terminal has vanished.

    Textual's own decoder raises at such a byte, which ends the app: one Latin-1 character in a
    paste is enough. A window that was closed ends its writing thread, and the app then waits for
    it for ever, reading nothing at full speed, with the home locked.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    told = threading.Event()

    def gone() -> None:
        """Called on Textual's threads, again and again."""
        if not told.is_set():
            told.set()
            app.call_later(app.exit, None, HUNG_UP)

    # Neither is a public name of its.
    setattr(linux_driver, "getincrementaldecoder", _decoders(gone))  # noqa: B010
    setattr(linux_driver, "WriterThread", _writer(gone))  # noqa: B010
    setattr(linux_driver.LinuxDriver, "_sigcont_application", _continued(app))  # noqa: B010
    _tolerate_what_is_no_key()


def _continued(app: App[Any]) -> Callable[..., None]:
    """What to do when the process goes on, told from after Ctrl+Z by Textual's own mark.

    Textual takes the terminal again in any case. Whom somebody else had stopped has it still: a
    second reader and writer are then begun, the first ones never end, and nor does the coach.
    """

    def continued(driver: Any, *_: object) -> None:
        if driver._must_signal_resume:
            driver.resume_application_mode()
        else:
            app.call_later(app.refresh, layout=True)

    return continued


def _tolerate_what_is_no_key() -> None:
    """Pass over a sequence that names a key no keyboard has, and take no key out of a paste.

    For `ESC [ 999999999 C` Textual asks for the character of that number on its reading thread,
    which ends the app with 0.
    """
    from textual._xterm_parser import XTermParser

    from coach.tui.pasting import PasteGuard

    if getattr(XTermParser, "tolerant", False):
        return
    honest, feed = XTermParser._parse_extended_key, XTermParser.feed

    def parsed(self: XTermParser, sequence: str) -> list[Key] | None:
        try:
            return honest(self, sequence)
        except (ValueError, OverflowError):
            return []

    def fed(self: XTermParser, data: str) -> Iterable[Message]:
        guard = self.__dict__.setdefault("guard", PasteGuard())
        passed = guard.passed(data)
        # Nothing at all would be the end of the terminal.
        return feed(self, passed) if passed or not data else ()

    setattr(XTermParser, "_parse_extended_key", parsed)  # noqa: B010
    setattr(XTermParser, "feed", fed)  # noqa: B010
    setattr(XTermParser, "tolerant", True)  # noqa: B010


def _decoders(gone: Callable[[], None]) -> Callable[[str], Callable[..., object]]:
    """What gives decoders that never raise and tell of the end of the terminal."""
    utf8 = codecs.getincrementaldecoder("utf-8")

    class Decoder(utf8):  # type: ignore[valid-type, misc]
        def decode(self, data: Any, final: bool = False) -> str:
            if not data and not final:
                gone()  # A terminal has no end of file: it is not there any more.
            return str(super().decode(data, final))

    return lambda encoding: functools.partial(Decoder, errors="replace")


def _writer(gone: Callable[[], None]) -> type:
    """A writing thread that goes on taking what nobody can read any more."""
    from textual.drivers._writer_thread import WriterThread

    class Writer(WriterThread):
        def run(self) -> None:
            try:
                super().run()
            except OSError:
                gone()
                while self._queue.get() is not None:
                    pass

    return Writer


@contextmanager
def thread_faults_kept(keep: Callable[[BaseException], None]) -> Iterator[None]:
    """Hand over what a thread dies of while the screens stand: nobody sees it there."""

    def died(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            keep(args.exc_value)

    former, threading.excepthook = threading.excepthook, died
    try:
        yield
    finally:
        threading.excepthook = former


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
