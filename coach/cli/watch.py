"""`coach watch`: reminders and the sitting guard without a screen, until it is stopped."""

import argparse
import queue
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands
from coach.cli.surroundings import Surroundings
from coach.config import Places
from coach.domain.errors import InputError, RefusedError

PROBE_SECONDS = 0.5
"""Whoever only asks whether a watch is on has its lock for a moment."""
ON_ELSEWHERE = "The watch is on. It tells by voice and notices, and in lines only at a terminal."
START_TRIES, START_SECONDS = 12, 0.25
MOST_FAULTS = 5
FAULT_SECONDS = 60.0
SETTINGS_LOOK_SECONDS = 30.0
"""How often a started watch looks whether settings that it cannot read were mended."""


def register(commands: Commands) -> None:
    """Watch."""
    parser = commands.add(
        "watch",
        "Reminders and the sitting guard without a screen, until it is stopped.",
        "coach watch --install",
        watch,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--install", action="store_true", help="start it now and with every log-in from now on"
    )
    what.add_argument("--uninstall", action="store_true", help="take that back")
    what.add_argument(
        "--status", action="store_true", help="whether it runs and whether it is installed"
    )
    parser.add_argument("--silent", action="store_true", help="notices only, no voice")
    # A scheduled task of Windows knows no environment.
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--config", type=Path, help=argparse.SUPPRESS)


def watch(given: Namespace, around: Surroundings) -> int:
    """Watch, or install it. RefusedError while another watch runs in this home."""
    around = _told_by_words(given, around)
    if given.install:
        return _install(around)
    if given.uninstall:
        return _uninstall(around)
    if given.status:
        return _status(around)
    return _watch(around, silent=given.silent or around.silent)


def _told_by_words(given: Namespace, around: Surroundings) -> Surroundings:
    there = around.places
    if given.home is None and given.config is None:
        return around
    home = given.home or there.home
    cache = home / "cache" if given.home else there.cache
    config = given.config or there.config_file
    return replace(around, other_places=replace(there, home=home, config_file=config, cache=cache))


# --- watching


def _watch(around: Surroundings, *, silent: bool) -> int:
    from coach.bootstrap.watching import make_watch
    from coach.store.trouble_log import WATCH_LOG, TroubleLog

    log = TroubleLog(around.places.home / WATCH_LOG)

    def say(text: str) -> None:
        if around.on_terminal:
            output.line(f"{around.clock.now().astimezone(around.zone):%H:%M}  {text}")

    def trouble(text: str) -> None:
        log.add(around.clock.now(), text)
        diagnostics.tell(f"coach watch: {text}", diagnostics.in_an_emergency(around.places))

    with _alone(around.places.home), Stop() as stop:
        wait_for_settings(around, stop, trouble)
        if stop.is_over():
            return stop.code
        running, close = make_watch(
            around.places,
            around.clock,
            silent=silent,
            zone=around.zone,
            say=say,
            trouble=trouble,
            wake=stop.wake,
        )
        try:
            if around.on_terminal:
                say("The watch is on. Ctrl-C ends it.")
            else:
                _tell_a_file()
            look_until(stop, running.look, around.places)
        finally:
            close()
    return stop.code


def _tell_a_file() -> None:
    """What it says is a patient's: a pipe, a file or a journal only hears that it began."""
    with suppress(OSError):
        output.line(ON_ELSEWHERE)


def look_until(stop: "Stop", look: Callable[[], float], there: Places) -> None:
    """Look and wait until it is stopped. A fault of ours is kept in the log of faults and the
    watch goes on; with a few in a row it gives up, and whoever started it decides."""
    faults = 0
    while not stop.is_over():
        try:
            seconds, faults = look(), 0
        except Exception as error:
            faults += 1
            if faults >= MOST_FAULTS:
                raise
            diagnostics.report(error, there)
            seconds = FAULT_SECONDS
        stop.wait(seconds)


def wait_for_settings(around: Surroundings, stop: "Stop", trouble: Callable[[str], None]) -> None:
    """Go on once the settings can be read. On a terminal the person is told at once: InputError.

    A watch that the session started must not end for it: it would be started again and again.
    """
    told = ""
    while not stop.is_over():
        try:
            _ = around.settings
        except InputError as error:
            if around.on_terminal:
                raise
            if error.message != told:
                told = error.message
                trouble(told)
            stop.wait(SETTINGS_LOOK_SECONDS)
        else:
            return


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    from coach.store.files import make_home
    from coach.store.home_lock import WATCH, HomeLock

    make_home(home)
    lock = HomeLock(home, WATCH)
    if not lock.acquire(PROBE_SECONDS):
        pid = lock.holder_pid()
        which = "" if pid is None else f" (process {pid})"
        raise RefusedError("A watch is on", f"A watch is on already{which}. One is enough.")
    try:
        yield
    finally:
        lock.release()


class Stop:
    """The wait between two looks, and the signals that end it for good.

    A simple queue, because it is filled from a signal handler: an event would be waited for by
    the very thread that holds its lock.
    """

    def __init__(self) -> None:
        self._woken: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._former: dict[int, object] = {}
        self.code: int = ExitCode.DONE
        """The exit code once it was stopped: 130 for Ctrl-C, 0 for whoever ends the session."""
        self._over = False

    def __enter__(self) -> "Stop":
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(ValueError):  # Only the main thread hears signals.
                    self._former[number] = signal.signal(number, self._stopped)
        return self

    def __exit__(self, *_: object) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)  # type: ignore[arg-type]

    def is_over(self) -> bool:
        """Whether it was stopped."""
        return self._over

    def wake(self) -> None:
        """End the wait; any thread may call it."""
        self._woken.put(None)

    def wait(self, seconds: float) -> None:
        """Until the time is up or somebody wakes."""
        with suppress(queue.Empty):
            self._woken.get(timeout=max(0.0, seconds))
            while True:
                self._woken.get_nowait()

    def _stopped(self, number: int, _frame: FrameType | None) -> None:
        self.code = ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.DONE
        self._over = True
        self._woken.put(None)


# --- installing


def _install(around: Surroundings) -> int:
    from coach.desktop.service import install, starter_of

    _refuse_encrypted(around)
    from coach.store.files import make_home

    make_home(around.places.home)
    pid = running_watch(around)
    starter = starter_of(around.environment, *_paths(around))
    outcome = install(starter)
    _print(outcome.lines)
    if pid is not None and outcome.ok and running_watch(around) == pid:
        diagnostics.tell(
            f"A watch runs already (process {pid}), started by hand; end that one, and this "
            "one begins with the next log-in."
        )
    elif outcome.ok:
        _tell_whether_it_is_on(around)
    return ExitCode.DONE if outcome.ok else ExitCode.INPUT


def _tell_whether_it_is_on(around: Surroundings) -> None:
    """What the session's starter says is one thing; whether a watch is on is another."""
    for _ in range(START_TRIES):
        if running_watch(around) is not None:
            output.line("The watch is on.")
            return
        pause(START_SECONDS)
    diagnostics.tell("It is not on yet. Look again: coach watch --status")


def pause(seconds: float) -> None:
    """Give a watch that was told to start time for it."""
    threading.Event().wait(seconds)


def _uninstall(around: Surroundings) -> int:
    from coach.desktop.service import starter_of, uninstall

    outcome = uninstall(starter_of(around.environment, *_paths(around)))
    _print(outcome.lines)
    pid = running_watch(around)
    if pid is not None and outcome.ok:
        diagnostics.tell(f"A watch is on still (process {pid}); end it where it was started.")
    return ExitCode.DONE if outcome.ok else ExitCode.INPUT


def _status(around: Surroundings) -> int:
    from coach.desktop.service import describe, starter_of

    pid = running_watch(around)
    output.line("A watch is on." if pid is not None else "No watch is on in this home.")
    _print(describe(starter_of(around.environment, *_paths(around))).lines)
    return ExitCode.DONE


def _refuse_encrypted(around: Surroundings) -> None:
    from coach.store.encryption import needs_passphrase
    from coach.store.files import PATIENT_LOG

    if needs_passphrase(around.places.home / PATIENT_LOG):
        raise InputError(
            "Watch",
            "the log of this home is encrypted, and a watch that starts by itself cannot ask for "
            "the passphrase; start it in a terminal with: coach watch",
        )


def running_watch(around: Surroundings) -> int | None:
    """The process of the watch that is on in this home; 0 when its number is not known."""
    from coach.store.home_lock import WATCH, HomeLock

    home = around.places.home
    if not (home / f"{WATCH}.lock").exists():
        return None
    lock = HomeLock(home, WATCH)
    pid = lock.holder_pid()
    try:
        free = lock.acquire()
    except OSError:
        return None
    lock.release()
    return None if free else (pid or 0)


def _paths(around: Surroundings) -> tuple[Path, Path]:
    return around.places.home.absolute(), around.places.config_file.absolute()


def _print(lines: tuple[str, ...]) -> None:
    for line in lines:
        output.line(line)
