"""What an engine said of itself: its name and version, and the voice that it really speaks with.

Part of every file's key, so that no line of an older engine or of another default voice is played.
Kept in the cache folder: the next start finds its files before the engine is up, by what was true
the last time, and is corrected when the engine has spoken.
"""

import contextlib
import json
import os
import secrets
import threading
from pathlib import Path

from coach.speech.settings import SpeechSettings

FILE_NAME = "made-by.json"
MOST_ENTRIES = 64
"""Each voice that was ever chosen has one; the oldest go."""


class Makers:
    """Who makes the lines of which settings; safe to use from several threads.

    Nothing raises: a file that is damaged or cannot be written is as good as none, and the engine
    is asked at each start anyway.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = threading.Lock()
        self._known: dict[str, str] | None = None
        self._heard: dict[str, str] = {}
        """What an engine said in this process: truer than the file, which may take nothing."""

    def of(self, settings: SpeechSettings) -> str:
        """What the engine of these settings said last; empty when it never did."""
        with self._lock:
            if self._known is None:
                self._known = self._read()
            return self._known.get(_name(settings), "")

    def learn(self, settings: SpeechSettings, maker: str) -> bool:
        """Keep what the engine says now; whether that is something else than before."""
        if self.of(settings) == maker:
            return False
        with self._lock:
            self._heard[_name(settings)] = maker
            read = self._read()  # Another process may have heard of other voices meanwhile.
            others = {name: said for name, said in read.items() if name not in self._heard}
            self._known = dict(list({**others, **self._heard}.items())[-MOST_ENTRIES:])
            self._write(self._known)
        return True

    def _read(self) -> dict[str, str]:
        try:
            read = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(read, dict):
            return {}
        return {key: value for key, value in read.items() if isinstance(value, str)}

    def _write(self, known: dict[str, str]) -> None:
        part = self._path.with_name(f".{FILE_NAME}.{os.getpid()}-{secrets.token_hex(4)}.part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(known, file)
                os.replace(part, self._path)
            finally:
                part.unlink(missing_ok=True)


def _name(settings: SpeechSettings) -> str:
    return json.dumps([settings.engine_name, settings.choice.voice, settings.language])
