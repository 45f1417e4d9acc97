"""Lines from standard input, noticed without blocking; Ctrl-C and a stop arrive the same way."""

import codecs
import queue
import select
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from types import FrameType, TracebackType
from typing import Any, Protocol, TextIO

from msgspec import Struct

from coach.cli.diagnostics import ExitCode
from coach.cli.surroundings import is_terminal
from coach.domain.text import clean_line

MOST_CHARACTERS = 4000
"""What is typed beyond this in one line is dropped."""

MOST_BYTES_AT_ONCE = 8192

MOST_LINES_HELD = 4096
"""No terminal keeps more of them for who does not read."""

SIGHUP_CODE = 129

EMERGENCY = "!"
"""The line that shows the number to call, however often it is typed; it is never dropped."""
EMERGENCY_WORD = "emergency"
"""What else is typed for it, where it is no part of a text."""


def is_emergency(line: str) -> bool:
    """Whether nothing but `!` was typed: in a fright a key is hit more than once."""
    return set("".join(line.split())) == {EMERGENCY}


class EndOfInputError(Exception):
    """A question is asked and nobody can answer any more."""


class StoppedError(Exception):
    """The person or the system asks the program to end; `code` is what the shell is told."""

    def __init__(self, code: int) -> None:
        super().__init__(f"stopped with {code}")
        self.code = code


class Lines(Protocol):
    """Where answers come from: a person, a pipe, or a script."""

    ended: bool
    """Whether no further line can come."""
    live: bool
    """Whether a person types at a terminal: nothing is then kept for a later question."""
    echo: bool
    """Whether answers are shown, because nobody typed them."""

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        """The next line; None when none came in `seconds`. StoppedError for a signal."""

    def drop_typed(self) -> None:
        """Forget what a person typed before now, all but `!`; what comes in a pipe stays."""


class _Stop(Struct, frozen=True):
    code: int


_Event = str | None | _Stop
"""A line; None for the end of input; or a signal."""


class StandardInput:
    """Reads on a thread of its own; use as `with StandardInput() as lines`.

    A simple queue, because it may be filled from a signal handler; and the unbuffered stream,
    because a thread that waits in a buffered one holds a lock that Python needs to exit.
    """

    echo = False

    def __init__(self) -> None:
        self.ended = False
        self.live = is_terminal(sys.stdin)
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._former: dict[int, Any] = {}
        self._in_hand = threading.Lock()
        """Held while what was typed is on its way from the terminal into the queue."""

    def __enter__(self) -> "StandardInput":
        if threading.current_thread() is threading.main_thread():
            for number, code in _signals().items():
                self._former[number] = signal.signal(number, self._handler(code))
        # The stream of now: a thread that gets going late must not read another one's.
        reading = partial(self._read, sys.stdin)
        threading.Thread(target=reading, name="line input", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        """The next line; None when none came in time, or at the end of input."""
        try:
            event = self._events.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        if isinstance(event, _Stop):
            raise StoppedError(event.code)
        if event is None:
            self.ended = True
        return event

    def drop_typed(self) -> None:
        """Forget what a person typed before now, all but `!`; what comes in a pipe stays."""
        if not self.live:
            return
        with self._in_hand:
            came: list[_Event] = []
            with suppress(queue.Empty):
                while True:
                    came.append(self._events.get_nowait())
            came += _emptied(sys.stdin)
            for event in came:
                if not isinstance(event, str) or is_emergency(event):
                    self._events.put(event)

    def _handler(self, code: int) -> Callable[[int, FrameType | None], None]:
        def stop(number: int, frame: FrameType | None) -> None:
            self._events.put(_Stop(code))

        return stop

    def _read(self, stream: TextIO | None) -> None:
        splitter = _Splitter()
        try:
            for text in _chunks(stream, self._in_hand if self.live else None):
                for line in splitter.lines(text):
                    self._events.put(line)
        except (OSError, ValueError):
            pass  # The terminal went away, or somebody closed the stream: no more lines come.
        rest = splitter.rest()
        if rest:
            self._events.put(rest)
        self._events.put(None)


class _Splitter:
    """Cuts text that comes in pieces into lines."""

    def __init__(self) -> None:
        self._begun = ""

    def lines(self, text: str) -> list[str]:
        """The lines that `text` completes."""
        *whole, begun = (self._begun + text).split("\n")
        self._begun = begun[:MOST_CHARACTERS]
        return [_cleaned(line) for line in whole]

    def rest(self) -> str:
        """What came after the last line end."""
        return _cleaned(self._begun)


def _cleaned(line: str) -> str:
    return clean_line(line.removesuffix("\r"), limit=MOST_CHARACTERS)


def _chunks(stream: TextIO | None, in_hand: "threading.Lock | None") -> Iterator[str]:
    """Pieces of a stream as they come; none where there is no stream.

    `in_hand`, for a terminal, is held from before a piece is read until the next one is wanted,
    and never while there is nothing to read.
    """
    if stream is None:
        return
    raw = _unbuffered(stream)
    if raw is None:
        yield from iter(stream.readline, "")
        return
    decoder = codecs.getincrementaldecoder(stream.encoding or "utf-8")(errors="replace")
    if in_hand is None or sys.platform == "win32":  # There, nothing tells when a key came.
        while data := raw.read(MOST_BYTES_AT_ONCE):
            yield decoder.decode(data)
        return
    while True:
        select.select([raw], [], [])
        with in_hand:
            if not select.select([raw], [], [], 0)[0]:
                continue  # It was dropped meanwhile.
            data = raw.read(MOST_BYTES_AT_ONCE)
            if not data:
                return
            yield decoder.decode(data)


def _unbuffered(stream: "TextIO | None") -> Any:
    """What stands behind a stream; None where there is nothing."""
    return getattr(getattr(stream, "buffer", None), "raw", None)


def _emptied(stream: TextIO) -> list[str]:
    """Whole lines that the terminal itself still held; a line that is only begun is dropped.

    They are read, because one of them may be the `!` that no reader came to yet.
    """
    raw = _unbuffered(stream)
    if raw is None or sys.platform == "win32":
        return []  # There, only what was read already is dropped.
    import termios

    held = b""
    with suppress(OSError, ValueError, termios.error):  # It went away; the reader will tell.
        for _ in range(MOST_LINES_HELD):
            if not (select.select([raw], [], [], 0)[0] and (data := raw.read(MOST_BYTES_AT_ONCE))):
                break
            held += data
        termios.tcflush(stream, termios.TCIFLUSH)
    return _Splitter().lines(held.decode(stream.encoding or "utf-8", "replace"))


def _signals() -> dict[int, int]:
    wanted: dict[int, int] = {
        signal.SIGINT: int(ExitCode.INTERRUPTED),
        signal.SIGTERM: int(ExitCode.TERMINATED),
    }
    hang_up = getattr(signal, "SIGHUP", None)
    return {**wanted, hang_up: SIGHUP_CODE} if hang_up is not None else wanted


class ScriptedLines:
    """Answers known beforehand, each given when a question stands; real time passes between."""

    live = False
    echo = True

    def __init__(self, answers: list[str]) -> None:
        self.ended = False
        self._answers = deque(answers)
        self._never = threading.Event()

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        """The next answer when one is asked for; otherwise nothing, after `seconds`."""
        if asking and self._answers:
            return self._answers.popleft()
        self.ended = not self._answers
        self._never.wait(seconds)
        return None

    def drop_typed(self) -> None:
        """Nobody types: every answer is for a question."""
