"""Tones and the lead-in as files, made once and kept in the cache like spoken lines."""

import contextlib
import hashlib
import threading
from collections.abc import Callable

from coach.speech.cache import ReadyFile, SoundCache, remove_scratch
from coach.speech.tones import LEAD_IN_SECONDS, Tone, make_lead_in, make_tone
from coach.speech.wavefile import Sound, write_wave

TONES_VERSION = 1
"""Raised when a tone changes."""


class ToneFiles:
    """Finds or makes the file of a tone; None when the disk refuses."""

    def __init__(self, cache: SoundCache) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._known: dict[str, ReadyFile] = {}

    def tone(self, tone: Tone, volume: float) -> ReadyFile | None:
        """The file of one tone, `volume` from 0.0 to 1.0."""
        with self._lock:
            return self._get(f"{tone} {volume:.3f}", lambda: make_tone(tone, volume))

    def lead_in(self) -> ReadyFile | None:
        """The file of the near-silence that wakes a device."""
        with self._lock:
            return self._get(f"lead-in {LEAD_IN_SECONDS}", make_lead_in)

    def make_all(self, volume: float) -> None:
        """Have every file there before it is needed."""
        self.lead_in()
        for tone in Tone:
            self.tone(tone, volume)

    def _get(self, name: str, make: Callable[[], Sound]) -> ReadyFile | None:
        known = self._known.get(name)
        if known is not None and known.path.exists():
            return known
        key = hashlib.sha256(f"tone {TONES_VERSION} {name}".encode()).hexdigest()[:40]
        ready = self._cache.find(key)
        if ready is None:
            with contextlib.suppress(OSError):
                ready = self._store(key, make())
        if ready is not None:
            self._known[name] = ready
        return ready

    def _store(self, key: str, sound: Sound) -> ReadyFile:
        scratch = self._cache.open_scratch()
        try:
            path = scratch / f"{key}.wav"
            write_wave(path, sound)
            return self._cache.add(key, path, sound.seconds)
        finally:
            remove_scratch(scratch)
