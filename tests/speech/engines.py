"""Engines for the worker's `--engine` option that do as their text says: work, lie, hang or die."""

import array
import importlib
import math
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from coach.speech.utterances import ALERT_AFTER_SECONDS
from coach.speech.wavefile import Sound, write_wave
from coach.speech.wire import Render, Voice
from coach.speech.worker import Pyttsx3Engine

RATE_HERTZ = 22050
SLOW_SECONDS = ALERT_AFTER_SECONDS + 0.5
DIE_FOREVER = "COACH_TEST_DIE"
"""When set, the scripted engine ends its process at every request."""


def sine(hertz: float, seconds: float) -> Sound:
    """A tone as loud as speech."""
    step = 2 * math.pi * hertz / RATE_HERTZ
    count = round(seconds * RATE_HERTZ)
    return Sound(array.array("h", (round(12000 * math.sin(step * n)) for n in range(count))), 22050)


class Scripted:
    """Writes a tone of the text's length, or misbehaves when the text names a misdeed."""

    name = "scripted"

    def voices(self) -> list[Voice]:
        return [Voice("one", "First", ["en-gb"]), Voice("two", "Second", ["de"])]

    def render(self, request: Render, path: Path) -> None:
        text = request.text
        if DIE_FOREVER in os.environ or text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("hang"):
            threading.Event().wait()
        if text.startswith("raise"):
            raise RuntimeError("scripted failure")
        if text.startswith("noisy"):
            sys.stdout.write('{"type":"Rendered","number":1,"seconds":9.0}\n')
            os.write(1, b"not json \xff\xfe\n")
            sys.stdout.flush()
        if text.startswith("nofile"):
            return
        self._write(text, request.rate_words_per_minute, path)

    def _write(self, text: str, rate_words_per_minute: int, path: Path) -> None:
        if text.startswith("silent"):
            write_wave(path, Sound(array.array("h", [0] * RATE_HERTZ), RATE_HERTZ))
        elif text.startswith("short"):
            write_wave(path, sine(440, 0.01))
        elif text.startswith("cut"):
            write_wave(path, sine(440, 2.0))
            path.write_bytes(path.read_bytes()[:5000])
        elif text.startswith("padded"):
            silence = array.array("h", [0] * RATE_HERTZ)
            write_wave(path, Sound(silence + sine(440, 0.5).samples + silence, RATE_HERTZ))
        elif pitch := re.match(r"pitch (\d+) for (\d+)", text):
            write_wave(path, sine(float(pitch[1]), int(pitch[2]) / 1000))
        else:
            seconds = len(text) / 15 * 150 / rate_words_per_minute
            write_wave(path, sine(440, max(0.2, seconds)))


def scripted() -> Scripted:
    return Scripted()


class Forgetful(Pyttsx3Engine):
    """The system's own engine, whose espeak goes back to its own rate before each request."""

    def render(self, request: Render, path: Path) -> None:
        super().render(request, path)
        espeak = importlib.import_module("pyttsx3.drivers._espeak")
        espeak.SetParameter(espeak.RATE, 200, 0)
        super().render(request, path)


def forgetful() -> Forgetful:
    return Forgetful()


def unable() -> Scripted:
    raise RuntimeError("no engine on this machine")


def slow_to_start() -> Scripted:
    threading.Event().wait()
    return Scripted()


def die_first_time(path: Path) -> bool:
    """True once for each path: the caller is to die now."""
    if path.exists():
        return False
    path.touch()
    return True


class DiesOnce(Scripted):
    """Dies at its first request; the next process works."""

    def render(self, request: Render, path: Path) -> None:
        if die_first_time(Path(os.environ["COACH_TEST_MARK"])):
            os.kill(os.getpid(), signal.SIGKILL)
        super().render(request, path)


class HangsOnce(Scripted):
    """Hangs at its first request; the next process works."""

    def render(self, request: Render, path: Path) -> None:
        if die_first_time(Path(os.environ["COACH_TEST_MARK"])):
            threading.Event().wait()
        super().render(request, path)


class Slow(Scripted):
    """Works, but each line takes it longer than a count helps, and than a warning may wait."""

    def render(self, request: Render, path: Path) -> None:
        threading.Event().wait(SLOW_SECONDS)
        super().render(request, path)


def slow() -> Slow:
    return Slow()


def dies_once() -> DiesOnce:
    return DiesOnce()


def hangs_once() -> HangsOnce:
    return HangsOnce()


def dies_in_c() -> Scripted:
    """As espeak does without its data: no exception, the process is gone."""
    os._exit(1)


class WithProgram(Scripted):
    """Starts a program that outlives every call, as espeak's driver starts `aplay`, and hangs."""

    def render(self, request: Render, path: Path) -> None:
        program = subprocess.Popen(
            [sys.executable, "-c", "import threading as t; t.Event().wait()"]
        )
        Path(os.environ["COACH_TEST_MARK"]).write_text(str(program.pid))
        threading.Event().wait()


class Talkative(Scripted):
    """Prints about every file, as the driver of espeak does; an error there is the end of it."""

    def render(self, request: Render, path: Path) -> None:
        super().render(request, path)
        print("Audio saved", flush=True)  # noqa: T201
        print("Audio saved", file=sys.stderr, flush=True)  # noqa: T201


def talkative() -> Talkative:
    return Talkative()


def with_program() -> WithProgram:
    return WithProgram()


class WaitsOnce(Scripted):
    """Tells that it is in the middle of a line, and waits there; the next process works."""

    def render(self, request: Render, path: Path) -> None:
        if die_first_time(Path(os.environ["COACH_TEST_MARK"])):
            path.write_bytes(b"RIFF")
            threading.Event().wait()
        super().render(request, path)


def waits_once() -> WaitsOnce:
    return WaitsOnce()


VERSION = "COACH_TEST_VERSION"
DEFAULT_VOICE = "COACH_TEST_DEFAULT_VOICE"
HANG_WHEN_ASKED = "COACH_TEST_HANG_WHEN_ASKED"
DIE_AT_ONCE = "COACH_TEST_DIE_AT_ONCE"


class Versioned(Scripted):
    """Says which version it is, and which voice the system has made its default.

    It notes each line that it makes.
    """

    def made_by(self, voice: str, language: str) -> str:
        if HANG_WHEN_ASKED in os.environ:
            threading.Event().wait()
        if DIE_AT_ONCE in os.environ:
            os._exit(1)
        return f"{os.environ[VERSION]}; {voice or os.environ[DEFAULT_VOICE]}"

    def render(self, request: Render, path: Path) -> None:
        with Path(os.environ["COACH_TEST_MARK"]).open("a") as made:
            made.write(f"{request.text}\n")
        super().render(request, path)


def versioned() -> Versioned:
    return Versioned()


class NoIdea(Scripted):
    """Fails when asked what it is."""

    def made_by(self, voice: str, language: str) -> str:
        raise RuntimeError("scripted failure")


def no_idea() -> NoIdea:
    return NoIdea()
