"""The process that owns pyttsx3: takes one line of text at a time and answers with a sound file.

Nothing that pyttsx3 reports is believed (its callbacks say "completed" for sounds that never
were); every file is read, measured and listened for silence before it is answered for.
"""

import argparse
import contextlib
import ctypes
import importlib
import os
import platform
import queue
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from coach.processes import stdio
from coach.speech import wire
from coach.speech.engine import Engine, load_engine, maker_of
from coach.speech.voices import choose_voice
from coach.speech.wavefile import BadSoundError, check_heard, read_any, trimmed, write_wave

FILE_SECONDS = 20.0
"""How long a file may take after the engine's run loop has ended; the parent's watchdog is
shorter for ordinary lines and ends this process."""


class Pyttsx3Engine:
    """pyttsx3 2.99 with the cures for its measured faults.

    * Marked busy before each request: otherwise the second `save_to_file` hangs on Windows and
      the first `runAndWait` of each engine differs from all later ones.
    * Rate, voice and volume are set only on change: setting them each time is seven times slower.
    * The espeak driver's `runAndWait` returns before the file is written, so the end is waited for.
    * espeak takes its settings in a queue of its own and lost the rate in 5 of 360 processes, which
      then spoke everything at 200 words a minute: what it speaks at is read back after each file.
    * A pitch is known to the espeak driver alone; the others print a line and keep their own.
    """

    def __init__(self, driver: str = "") -> None:
        """`driver` is one of pyttsx3's by name; empty is the system's own."""
        offer_bundled_espeak()
        import pyttsx3

        self._pyttsx3: Any = pyttsx3
        self._driver = driver or None
        self._engine: Any = None
        self._set: dict[str, object] = {}
        self._finished = threading.Event()
        self._voices: list[wire.Voice] | None = None
        self._start()
        self._default = self._current_voice()

    @property
    def name(self) -> str:
        """pyttsx3 and the system's engine behind it."""
        return f"pyttsx3 {self._engine}"

    def voices(self) -> list[wire.Voice]:
        """Every voice of the system's engine."""
        if self._voices is None:
            self._voices = [
                wire.Voice(
                    id=str(voice.id),
                    name=str(voice.name or voice.id),
                    languages=[_tag(language) for language in voice.languages if language],
                )
                for voice in self._engine.getProperty("voices")
            ]
        return self._voices

    def made_by(self, voice: str, language: str) -> str:
        """The versions of pyttsx3 and of the system's engine, and the voice that is used."""
        chosen = choose_voice(self.voices(), voice, language, self._default)
        return f"{version('pyttsx3')}; {self._system_version()}; {chosen}"

    def _system_version(self) -> str:
        """Of espeak its own; the engines of Windows and macOS come with the system."""
        if str(self._engine) != "espeak":
            return platform.version()
        espeak = importlib.import_module("pyttsx3.drivers._espeak")
        told = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(("espeak_Info", espeak.dll))
        return bytes(told(None) or b"").decode(errors="replace")

    def render(self, request: wire.Render, path: Path) -> None:
        """Write the file; once more with a fresh engine when the running one fails."""
        with contextlib.suppress(Exception):
            self._save(request, path)
            return
        # Outside the handler: a live traceback would keep the failed engine alive and in use.
        self._start()
        self._save(request, path)

    def _current_voice(self) -> str:
        return str(self._engine.getProperty("voice") or "")

    def _start(self) -> None:
        self._engine = None
        self._engine = self._pyttsx3.init(self._driver)
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())
        self._set = {}

    def _save(self, request: wire.Render, path: Path) -> None:
        self._finished.clear()
        self._engine.proxy.setBusy(True)
        voice = choose_voice(self.voices(), request.voice, request.language, self._default)
        self._change("voice", voice)
        self._change("rate", request.rate_words_per_minute)
        self._change("volume", request.volume)
        self._change("pitch", request.pitch)
        self._engine.save_to_file(request.text, str(path))
        self._engine.runAndWait()
        # The systems' own engines end the run loop after the file; espeak ends it before.
        if str(self._engine) == "espeak" and not self._finished.wait(FILE_SECONDS):
            raise TimeoutError("the engine never finished the file")
        if not path.exists():
            raise FileNotFoundError("the engine wrote no file")
        if str(self._engine) == "espeak" and self._espeak_rate() != request.rate_words_per_minute:
            raise RuntimeError("the engine lost the rate that was set")

    def _espeak_rate(self) -> int:
        """The rate it really speaks at; pyttsx3's own reading leaves out an argument."""
        espeak = importlib.import_module("pyttsx3.drivers._espeak")
        return int(espeak.dll.espeak_GetParameter(espeak.RATE, ctypes.c_int(1)))

    def _change(self, name: str, value: object) -> None:
        if value != "" and self._set.get(name) != value:
            self._engine.setProperty(name, value)
            self._set[name] = value


def _tag(language: object) -> str:
    """A language as `en-gb`, from the bytes and spellings that the systems use."""
    text = language.decode(errors="ignore") if isinstance(language, bytes) else str(language)
    return "".join(c for c in text if c.isprintable()).replace("_", "-").lower()


def offer_bundled_espeak() -> None:
    """Load the espeak-ng of the `espeakng-loader` wheel where a Linux system has none.

    pyttsx3 looks for libespeak-ng.so.1, and finds a library of that name that is loaded already.
    """
    if sys.platform != "linux":
        return
    for system_library in ("libespeak-ng.so.1", "/usr/local/lib/libespeak-ng.so.1"):
        with contextlib.suppress(OSError):
            ctypes.CDLL(system_library)
            return
    with contextlib.suppress(ImportError, OSError, RuntimeError):
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def answer(engine: Engine, request: wire.Render) -> wire.Reply:
    """Render one line and say what came of it."""
    path = Path(request.path)
    raw = path.with_name(path.name + (".aiff" if sys.platform == "darwin" else ".raw.wav"))
    try:
        engine.render(request, raw)
        sound = trimmed(read_any(raw))
        check_heard(sound, request.text, request.rate_words_per_minute)
        write_wave(path, sound)
    except BadSoundError as error:
        return wire.RenderFailed(request.number, str(error))
    except Exception as error:  # noqa: BLE001 - an engine may raise anything
        return wire.RenderFailed(request.number, f"{type(error).__name__}: {error}")
    finally:
        with contextlib.suppress(OSError):
            raw.unlink(missing_ok=True)
    return wire.Rendered(request.number, sound.seconds)


def serve(engine: Engine, incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer requests in order, for ever; the reading thread ends the process."""
    inbox: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
    stdio.read_into(incoming, wire.WIRE, inbox)
    stdio.send(outgoing, wire.WIRE, wire.WorkerReady(engine.name))
    while True:
        request = inbox.get()
        if isinstance(request, wire.Render):
            stdio.send(outgoing, wire.WIRE, answer(engine, request))
        elif isinstance(request, wire.AskMaker):
            maker = maker_of(engine, request.voice, request.language)
            stdio.send(outgoing, wire.WIRE, wire.Maker(request.number, maker))
        elif isinstance(request, wire.AskVoices):
            stdio.send(outgoing, wire.WIRE, wire.Voices(request.number, engine.voices()))


def main() -> None:
    """Run as `python -m coach.speech.worker [--engine module:factory]`."""
    parser = argparse.ArgumentParser(prog="coach.speech.worker", description=main.__doc__)
    parser.add_argument("--engine", default="", help="a driver of pyttsx3, or module:factory")
    options = parser.parse_args()
    incoming, outgoing = stdio.claim_wire()
    try:
        other = ":" in options.engine
        engine = load_engine(options.engine) if other else Pyttsx3Engine(options.engine)
    except Exception as error:  # noqa: BLE001 - the parent is told, whatever it was
        stdio.send(outgoing, wire.WIRE, wire.WorkerUnable(f"{type(error).__name__}: {error}"))
        return
    serve(engine, incoming, outgoing)


if __name__ == "__main__":
    main()
