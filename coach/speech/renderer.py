"""Text in, ready sound files out: on a thread of its own, through the cache and the worker."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from coach.speech.cache import ReadyFile, SoundCache, remove_scratch
from coach.speech.lines import Line, line_of
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.makers import Makers
from coach.speech.settings import SpeechSettings
from coach.speech.wire import Voice

ATTEMPTS_A_TEXT = 2
"""A line that fails twice is left out, so that one bad line does not take the voice away."""

PROBE_TEXT = "1 2 3"
"""What every working voice can say, in any language."""

JOIN_SECONDS = 5.0


class RendererState(Struct, frozen=True):
    """How the voice is doing."""

    voice: str = "starting"
    """`starting`, `ok` or `failed`."""
    engine: str = ""
    reason: str = ""
    """Why it failed."""


class Told(Struct, frozen=True):
    """Who is told what; called on the renderer's thread, without its lock."""

    ready: Callable[[Line, ReadyFile], None]
    failed: Callable[[Line], None]
    state: Callable[[RendererState], None]
    other_maker: Callable[[], None]
    """The engine is not the one that was known: keys are not what they were."""
    lost: Callable[[str], None]
    """How a worker was lost."""


class Renderer:
    """Makes lines ready, urgent ones first."""

    def __init__(
        self,
        settings: SpeechSettings,
        cache: SoundCache,
        makers: Makers,
        told: Told,
        limits: Limits | None = None,
    ) -> None:
        self._settings, self._cache, self._makers = settings, cache, makers
        self._limits = limits or Limits()
        self._link = WorkerLink(settings, self._limits, told.lost)
        self._told = told
        self._met: set[tuple[str, str]] = set()
        """Voice and language of which the engine has said who makes them."""
        self._changed = threading.Condition()
        self._pending: list[Line] = []
        self._asked_voices = False
        self._voices: list[Voice] | None = None
        self._started = False
        self._closed = False
        self._given_up = False
        self._failures = 0
        self._scratch: Path | None = None
        self._thread = threading.Thread(target=self._run, name="speech renderer", daemon=True)

    def start(self) -> None:
        """Begin to work, and to bring the worker up; returns at once, and safe to call twice."""
        with self._changed:
            if self._started or self._closed:
                return
            self._started = True
            self._thread.start()

    def request(self, line: Line) -> None:
        """Have a line made before all others; returns at once."""
        with self._changed:
            if line in self._pending:
                self._pending.remove(line)
            self._pending.insert(0, line)
            self._changed.notify_all()

    def request_all(self, lines: Sequence[Line]) -> None:
        """Have these lines made after those that are asked for already, in this order."""
        with self._changed:
            known = {line.key for line in self._pending}
            self._pending.extend(line for line in lines if line.key not in known)
            self._changed.notify_all()

    def forget(self) -> None:
        """Make no line that is not begun."""
        with self._changed:
            self._pending.clear()

    def voices(self, timeout_seconds: float) -> list[Voice]:
        """Every voice of the engine; none when it does not answer in time. Blocks."""
        self.start()
        with self._changed:
            self._voices, self._asked_voices = None, True
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._voices is not None or self._given_up or self._closed,
                timeout_seconds,
            )
            return self._voices or []

    def close(self) -> None:
        """End the worker and the thread, and remove half-made files."""
        with self._changed:
            self._closed = True
            self._pending.clear()
            self._changed.notify_all()
        self._link.close()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        try:
            self._scratch = self._cache.open_scratch()
        except OSError as error:
            self._give_up(f"sound files cannot be written: {error}")
        else:
            self._warm_up()
        while self._wait_for_work():
            if self._asked_voices:
                self._list_voices()
            if (line := self._next()) is not None:
                self._make(line)
        if self._scratch is not None:
            remove_scratch(self._scratch)

    def _warm_up(self) -> None:
        """Bring the worker up before the first line is asked for."""
        try:
            self._link.start()
            self._meet(self._settings)
        except WorkerError as error:
            self._count_failure(error)
        else:
            self._report_ok()

    def _meet(self, settings: SpeechSettings) -> None:
        """Ask the engine once who makes the lines of a voice; files of another count no more."""
        asked = (settings.choice.voice, settings.language)
        if asked in self._met:
            return
        maker = self._link.maker(settings)
        self._met.add(asked)
        if self._makers.learn(settings, maker):
            self._told.other_maker()

    def _wait_for_work(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._pending or self._asked_voices)
            return not self._closed

    def _next(self) -> Line | None:
        with self._changed:
            return self._pending.pop(0) if self._pending else None

    def _list_voices(self) -> None:
        self._asked_voices = False
        voices: list[Voice] = []
        with contextlib.suppress(WorkerError):
            voices = self._link.voices()
        with self._changed:
            self._voices = voices
            self._changed.notify_all()

    def _make(self, line: Line) -> None:
        """Find or make one line, and say which became of it."""
        if not self._given_up:
            try:
                self._meet(line.settings)
            except WorkerError as error:
                self._count_failure(error)
        line = line_of(line.text, line.settings, self._makers.of(line.settings))
        ready = self._cache.find(line.key)
        attempts = 0 if self._given_up else ATTEMPTS_A_TEXT
        while ready is None and attempts and not self._closed and not self._given_up:
            attempts -= 1
            ready = self._try(line)
        if self._closed:
            return
        if ready is not None:
            self._told.ready(line, ready)
        else:
            self._told.failed(line)

    def _try(self, line: Line) -> ReadyFile | None:
        try:
            ready = self._render(line)
        except WorkerError as error:
            self._count_failure(error)
            return None
        except OSError as error:
            self._count_failure(WorkerError(f"sound files cannot be written: {error}"))
            return None
        self._failures = 0
        self._report_ok()
        return ready

    def _render(self, line: Line) -> ReadyFile:
        """A new file; once more elsewhere when the folder has stopped taking files."""
        try:
            return self._render_here(line)
        except (WorkerError, OSError):
            if self._cache.have_room():
                raise
        self._scratch = self._cache.open_scratch()
        return self._render_here(line)

    def _render_here(self, line: Line) -> ReadyFile:
        assert self._scratch is not None
        path = self._scratch / f"{line.key}.wav"
        try:
            seconds = self._link.render(line, path)
            return self._cache.add(line.key, path, seconds)
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _count_failure(self, error: WorkerError) -> None:
        self._failures += 1
        if error.hopeless:
            self._give_up(error.reason)
        elif self._failures >= self._limits.failures and not self._closed:
            if self._still_speaks():
                self._failures = 0
            else:
                self._give_up(error.reason)

    def _still_speaks(self) -> bool:
        """Whether the failures lay in the lines (a foreign script, say) and not in the voice."""
        if self._scratch is None:
            return False
        path = self._scratch / "probe.wav"
        try:
            self._link.render(line_of(PROBE_TEXT, self._settings), path)
        except WorkerError:
            return False
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return True

    def _give_up(self, reason: str) -> None:
        with self._changed:
            self._given_up = True
            self._changed.notify_all()
        self._link.close()
        if not self._closed:
            self._told.state(RendererState("failed", self._link.engine, reason))

    def _report_ok(self) -> None:
        self._told.state(RendererState("ok", self._link.engine))
