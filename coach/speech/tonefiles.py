"""Tones and the lead-in as files, made once and kept in the cache like spoken lines."""

import contextlib
import hashlib
import threading
from pathlib import Path

from coach.speech.cache import ReadyFile, SoundCache, remove_scratch
from coach.speech.tones import LEAD_IN_SECONDS, Tone, make_lead_in, make_tone
from coach.speech.wavefile import Sound, write_wave

TONES_VERSION = 1
"""Raised when a tone changes."""


class ToneFiles:
    """Finds or makes the file of a tone; None when the disk refuses."""

    def __init__(self, cache: SoundCache, volume: float) -> None:
        self._cache, self._volume = cache, volume
        self._lock = threading.Lock()
        self._known: dict[str, ReadyFile] = {}

    def tone(self, tone: Tone) -> ReadyFile | None:
        """The file of one tone."""
        with self._lock:
            return self._get(f"{tone} {self._volume:.3f}", tone)

    def lead_in(self) -> Path | None:
        """The file of the near-silence that wakes a device."""
        with self._lock:
            ready = self._get(f"lead-in {LEAD_IN_SECONDS}", None)
        return None if ready is None else ready.path

    def make_all(self) -> None:
        """Have every file there before it is needed."""
        self.lead_in()
        for tone in Tone:
            self.tone(tone)

    def _get(self, name: str, tone: Tone | None) -> ReadyFile | None:
        known = self._known.get(name)
        if known is not None and known.path.exists():
            return known
        key = hashlib.sha256(f"tone {TONES_VERSION} {name}".encode()).hexdigest()[:40]
        ready = self._cache.find(key)
        if ready is None:
            sound = make_lead_in() if tone is None else make_tone(tone, self._volume)
            with contextlib.suppress(OSError):
                ready = self._store(key, sound)
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
