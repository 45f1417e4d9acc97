"""Speech as files, for the shell: made while the caller waits, heard by nobody."""

import contextlib
import errno
import os
import shutil
from pathlib import Path
from types import TracebackType

from coach.speech.cache import ReadyFile, SoundCache, remove_scratch, takes_files
from coach.speech.lines import Line, line_of, spoken
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.makers import Makers
from coach.speech.settings import SpeechError, SpeechSettings
from coach.speech.wire import Voice

NO_VOICE = "There is no voice on this machine"
NO_FILE = "The sound file cannot be written"
FULL = "The disk of {path} is full. Free some space on it, or name a place on another one."
NO_ROOM = (
    "There is no room for its sound in {folder}, nor in the folder for temporary files: the disk "
    "is full, or you may not write there. Free some space."
)


class VoiceFiles:
    """A voice that makes one file after the other: `with VoiceFiles(settings) as voice`."""

    def __init__(self, settings: SpeechSettings, limits: Limits | None = None) -> None:
        self._settings = settings
        self._limits = limits or Limits()
        self._cache = SoundCache(settings.cache_folder, settings.cache_limit_bytes)
        self._makers = Makers(settings.cache_folder)
        self._met = False
        self._link = WorkerLink(settings, self._limits)
        self._scratch: Path | None = None

    def __enter__(self) -> "VoiceFiles":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def make(self, text: str) -> ReadyFile:
        """A WAV file of `text` in the cache (one channel, 16 bits); SpeechError when it fails."""
        words = spoken(text, self._settings)
        if not words:
            raise SpeechError("Nothing to say", "The text holds no letter and no digit.")
        if not self._settings.volume:
            raise SpeechError("Nothing to hear", "The loudness is set to 0; set volume_percent.")
        self._meet()
        line = line_of(words, self._settings, self._makers.of(self._settings))
        return self._cache.find(line.key) or self._insist(line)

    def voices(self) -> list[Voice]:
        """Every voice of the engine; SpeechError when there is no engine."""
        try:
            return self._link.voices()
        except WorkerError as error:
            raise SpeechError(
                NO_VOICE, no_voice_message(error.reason, self._settings.engine)
            ) from error

    def close(self) -> None:
        """End the worker; remove half-made files, and what stood in for a cache without room."""
        self._link.close()
        if self._scratch is not None:
            remove_scratch(self._scratch)
        self._cache.close()

    def _meet(self) -> None:
        """Ask the engine once who it is; where it does not work, what is ready is still found."""
        if not self._met:
            self._met = True
            with contextlib.suppress(WorkerError):
                self._makers.learn(self._settings, self._link.maker(self._settings))

    def _insist(self, line: Line) -> ReadyFile:
        reason = ""
        for _ in range(self._limits.failures):
            try:
                return self._render(line)
            except WorkerError as error:
                reason = error.reason
                # A worker that may write nothing fails as one that has no voice does.
                if self._scratch is not None and not takes_files(self._scratch):
                    told = NO_ROOM.format(folder=self._settings.cache_folder)
                    raise SpeechError(NO_FILE, told) from error
                if error.hopeless:
                    break
            except OSError as error:
                where = Path(error.filename or self._settings.cache_folder)
                raise SpeechError(NO_FILE, _why_not(where, error)) from error
        raise SpeechError(NO_VOICE, no_voice_message(reason, self._settings.engine))

    def _render(self, line: Line) -> ReadyFile:
        if self._scratch is None:
            self._scratch = self._cache.open_scratch()
        path = self._scratch / f"{line.key}.wav"
        seconds = self._link.render(line, path)
        return self._cache.add(line.key, path, seconds)


def _why_not(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL.format(path=path)
    return f"{path} cannot be written ({error.strerror}). Check its folder and its disk."


def no_voice_message(reason: str, engine: str) -> str:
    """What a person can do when the engine does not work; `engine` is the one they chose."""
    mend = "On Linux install espeak-ng; on Windows and macOS add a voice in the system settings."
    if engine:
        mend = f"The setting voice_engine names {engine}; mend it, or leave it empty."
    return f"The speech engine does not work ({reason or 'no reason given'}). {mend}"


def render_to_file(text: str, path: Path, settings: SpeechSettings) -> float:
    """Write `text` spoken to the WAV file `path`; its length in seconds. SpeechError if not."""
    with VoiceFiles(settings) as voice:
        ready = voice.make(text)
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(ready.path, partial)
            os.replace(partial, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise SpeechError(NO_FILE, _why_not(path, error)) from error
    return ready.seconds


def list_voices(settings: SpeechSettings) -> list[Voice]:
    """Every voice of the engine; SpeechError when there is no engine."""
    with VoiceFiles(settings) as voice:
        return voice.voices()
