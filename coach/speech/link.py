"""One worker process as its parent sees it: asked, watched, killed and started again."""

import queue
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from coach.processes.child import ChildProcess
from coach.speech import wire
from coach.speech.lines import Line
from coach.speech.settings import SpeechSettings

WORKER_MODULE = "coach.speech.worker"


class Limits(Struct, frozen=True):
    """When a worker counts as hung, and how much is borne before the voice is given up."""

    start_seconds: float = 20.0
    """From the start of the process to its first word; some systems load voices slowly."""
    base_seconds: float = 3.0
    """A request may take twice the time its text takes to say, and this much more."""
    failures: int = 3
    """So many in a row, and the voice is given up."""

    def request_seconds(self, text: str, rate_words_per_minute: int) -> float:
        """The longest time a request for `text` may take."""
        spoken_seconds = len(text) * 10 / max(rate_words_per_minute, 10)
        return 2 * spoken_seconds + self.base_seconds


class WorkerError(Exception):
    """A request failed; `hopeless` when trying again cannot help."""

    def __init__(self, reason: str, *, hopeless: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hopeless = hopeless


class WorkerLink:
    """Asks one thing at a time of a worker that is started when needed. Used by one thread.

    Only `close` may be called from another thread; it ends a request that is under way.
    """

    def __init__(
        self,
        settings: SpeechSettings,
        limits: Limits,
        on_lost: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`on_lost` is told how a worker was lost, in whose place another one is started."""
        self._settings, self._limits, self._on_lost = settings, limits, on_lost
        self._replies: queue.SimpleQueue[tuple[ChildProcess[wire.Message], wire.Message | None]] = (
            queue.SimpleQueue()
        )
        self._lock = threading.Lock()
        self._child: ChildProcess[wire.Message] | None = None
        self._closed = False
        self._number = 0
        self.engine = ""
        """The engine's own name, once it is up."""

    def start(self) -> None:
        """Have a worker ready; WorkerError when there is none."""
        if self._child is not None:
            return
        self._spawn()
        reply = self._await(self._limits.start_seconds, "did not start")
        if isinstance(reply, wire.WorkerUnable):
            self._drop()
            raise WorkerError(reply.reason, hopeless=True)
        if not isinstance(reply, wire.WorkerReady) or reply.protocol != wire.PROTOCOL:
            self._drop()
            raise WorkerError("the voice process is of another version", hopeless=True)
        self.engine = reply.engine

    def render(self, line: Line, path: Path) -> float:
        """Have `line` made into a WAV file at `path`; how many seconds it lasts."""
        self.start()
        settings, choice = line.settings, line.settings.choice
        request = wire.Render(
            number=self._next_number(),
            text=line.text,
            voice=choice.voice,
            language=settings.language,
            rate_words_per_minute=choice.rate_words_per_minute,
            volume=settings.volume,
            pitch=choice.pitch,
            path=str(path),
        )
        seconds = self._limits.request_seconds(line.text, choice.rate_words_per_minute)
        reply = self._ask(request, request.number, seconds)
        if isinstance(reply, wire.Rendered) and path.exists():
            return reply.seconds
        raise WorkerError(
            reply.reason if isinstance(reply, wire.RenderFailed) else "the voice made no file"
        )

    def maker(self, settings: SpeechSettings) -> str:
        """Engine, version and voice that the lines of `settings` are really made with."""
        self.start()
        number = self._next_number()
        request = wire.AskMaker(number, settings.choice.voice, settings.language)
        reply = self._ask(request, number, self._limits.start_seconds)
        if isinstance(reply, wire.Maker):
            return reply.maker
        raise WorkerError("the voice process did not say what it is")

    def voices(self) -> list[wire.Voice]:
        """Every voice of the engine."""
        self.start()
        number = self._next_number()
        reply = self._ask(wire.AskVoices(number), number, self._limits.start_seconds)
        return reply.voices if isinstance(reply, wire.Voices) else []

    def close(self) -> None:
        """End the worker, for good."""
        with self._lock:
            self._closed = True
        self._drop()

    def _spawn(self) -> None:
        arguments = ["--engine", self._settings.engine] if self._settings.engine else []
        with self._lock:
            if self._closed:
                raise WorkerError("speech is closed")
            try:
                self._child = ChildProcess(
                    WORKER_MODULE,
                    arguments,
                    self._settings.log_file,
                    wire.WIRE,
                    lambda child, message: self._replies.put((child, message)),
                    lambda child: self._replies.put((child, None)),
                )
            except OSError as error:
                raise WorkerError(f"the voice process cannot be started: {error}") from error

    def _drop(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _ask(self, request: wire.Request, number: int, seconds: float) -> wire.Message:
        child = self._child
        if child is None or not child.send(request):
            raise self._lost("the voice process ended")
        while True:
            reply = self._await(seconds, "did not answer")
            if getattr(reply, "number", None) == number:
                return reply

    def _await(self, seconds: float, complaint: str) -> wire.Message:
        """The next message of the present worker; a silent or dead one is ended first."""
        child = self._child
        while child is not None:
            try:
                sender, message = self._replies.get(timeout=seconds)
            except queue.Empty:
                how = f"the voice process {complaint} within {seconds:.0f} s"
                raise self._lost(how) from None
            if sender is child and message is not None:
                return message
            if sender is child:
                break
        raise self._lost("the voice process ended")

    def _lost(self, how: str) -> WorkerError:
        """The error for a worker that is of no use any more; it is ended first."""
        self._drop()
        if not self._closed:
            self._on_lost(how)
        return WorkerError(how)
