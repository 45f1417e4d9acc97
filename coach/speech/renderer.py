"""Text in, ready sound files out: on a thread of its own, through the cache and the worker."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.speech.cache import ReadyFile, SoundCache, cache_key, remove_scratch
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.settings import SpeechSettings

ATTEMPTS_A_TEXT = 2
"""A line that fails twice is left out, so that one bad line does not take the voice away."""

PROBE_TEXT = "1 2 3"
"""What every working voice can say, in any language."""

JOIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class RendererState:
    """How the voice is doing."""

    voice: str = "starting"
    """`starting`, `ok` or `failed`."""
    engine: str = ""
    reason: str = ""
    """Why it failed."""


class Renderer:
    """Makes lines ready, urgent ones first; callbacks run on its thread, without its lock."""

    def __init__(
        self,
        settings: SpeechSettings,
        cache: SoundCache,
        on_ready: Callable[[str, ReadyFile], None],
        on_failed: Callable[[str], None],
        on_state: Callable[[RendererState], None],
        limits: Limits | None = None,
    ) -> None:
        self._settings, self._cache = settings, cache
        self._limits = limits or Limits()
        self._link = WorkerLink(settings, self._limits)
        self._on_ready, self._on_failed, self._on_state = on_ready, on_failed, on_state
        self._changed = threading.Condition()
        self._pending: list[str] = []
        self._closed = False
        self._given_up = False
        self._failures = 0
        self._scratch: Path | None = None
        self._thread = threading.Thread(target=self._run, name="speech renderer", daemon=True)

    def start(self) -> None:
        """Begin to work, and to bring the worker up; returns at once."""
        self._thread.start()

    def request(self, text: str, *, urgent: bool = False) -> None:
        """Have a line made; urgent ones come before all others. Returns at once."""
        with self._changed:
            if text in self._pending:
                if not urgent:
                    return
                self._pending.remove(text)
            self._pending.insert(0 if urgent else len(self._pending), text)
            self._changed.notify_all()

    def request_all(self, texts: Sequence[str]) -> None:
        """Have these lines made, in this order."""
        with self._changed:
            known = set(self._pending)
            self._pending.extend(text for text in texts if text not in known)
            self._changed.notify_all()

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
        while (text := self._next()) is not None:
            self._make(text)
        if self._scratch is not None:
            remove_scratch(self._scratch)

    def _warm_up(self) -> None:
        """Bring the worker up before the first line is asked for."""
        try:
            self._link.start()
        except WorkerError as error:
            self._count_failure(error)
        else:
            self._report_ok()

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._pending)
            return None if self._closed else self._pending.pop(0)

    def _make(self, text: str) -> None:
        """Find or make one line, and say which became of it."""
        key = cache_key(text, self._settings)
        ready = self._cache.find(key)
        attempts = 0 if self._given_up else ATTEMPTS_A_TEXT
        while ready is None and attempts and not self._closed and not self._given_up:
            attempts -= 1
            ready = self._try(text, key)
        if self._closed:
            return
        if ready is not None:
            self._on_ready(text, ready)
        else:
            self._on_failed(text)

    def _try(self, text: str, key: str) -> ReadyFile | None:
        assert self._scratch is not None
        path = self._scratch / f"{key}.wav"
        try:
            seconds = self._link.render(text, path)
            ready = self._cache.add(key, path, seconds)
        except WorkerError as error:
            self._count_failure(error)
            return None
        except OSError as error:
            self._count_failure(WorkerError(f"sound files cannot be written: {error}"))
            return None
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        self._failures = 0
        self._report_ok()
        return ready

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
            self._link.render(PROBE_TEXT, path)
        except WorkerError:
            return False
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return True

    def _give_up(self, reason: str) -> None:
        self._given_up = True
        self._link.close()
        if not self._closed:
            self._on_state(RendererState("failed", self._link.engine, reason))

    def _report_ok(self) -> None:
        self._on_state(RendererState("ok", self._link.engine))
