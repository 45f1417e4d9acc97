"""Ways to speak, each in a process of its own: `python -m bench.ways WAY FOLDER [PROGRAM]`.

Takes one JSON document a line: {"say": TEXT, "softly": true}, {"cut": TEXT}, {"stop": true},
{"prepare": [TEXT, ...]}, {"counts": N, "apart": SECONDS}, {"used": true} or, of the coach alone,
{"hold": SECONDS}. Answers each with the moment at which it was asked of the voice, and `used` with
the processor time that it and all that it started have taken.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.processes import cpu_seconds, family
from coach.clock import SystemClock
from coach.session.cues import Cue, CueKind, Priority
from coach.session.phrasing import count_cue

NOW = SystemClock().monotonic
SOFT_PERCENT = 2
"""Of the usual loudness: heard by an ear that listens for it, and by no other."""


class CoachWay:
    """The coach's own speaker."""

    def __init__(self, folder: Path) -> None:
        from coach.speech.settings import SpeechSettings
        from coach.speech.speaker import VoiceSpeaker

        self.speaker = VoiceSpeaker(SpeechSettings(folder / "cache"), NOW)

    def prepare(self, texts: list[str]) -> None:
        self.speaker.prepare(texts)

    def say(self, text: str, *, softly: bool = False) -> None:
        loudness = SOFT_PERCENT / 100 if softly else 1.0
        self.speaker.say(Cue(CueKind.NAME, text, loudness=loudness))

    def count(self, number: int) -> None:
        self.speaker.say(count_cue(number))

    def stop(self) -> None:
        self.speaker.stop()

    def cut(self, text: str) -> None:
        self.speaker.say(Cue(CueKind.SAFETY, text, Priority.SAFETY))


class Pyttsx3Way:
    """pyttsx3's own `say` on a thread that does nothing else."""

    def __init__(self, folder: Path) -> None:
        from coach.speech.worker import offer_bundled_espeak

        offer_bundled_espeak()
        import pyttsx3

        self._engine: Any = pyttsx3.init()
        self._engine.setProperty("rate", 150)
        self._thread: threading.Thread | None = None
        self.say("Ready")

    def prepare(self, texts: list[str]) -> None:
        """It cannot."""

    def say(self, text: str, *, softly: bool = False) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._speak, args=[text], daemon=True)
        self._thread.start()

    def count(self, number: int) -> None:
        self.say(count_cue(number).text)

    def stop(self) -> None:
        self._engine.stop()

    def _speak(self, text: str) -> None:
        self._engine.proxy.setBusy(True)
        self._engine.say(text)
        self._engine.runAndWait()


class ProgramWay:
    """The espeak-ng program, started for each text."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._running: subprocess.Popen[bytes] | None = None

    def prepare(self, texts: list[str]) -> None:
        """It cannot."""

    def say(self, text: str, *, softly: bool = False) -> None:
        if self._running is not None:
            self._running.poll()
        loudness = str(SOFT_PERCENT if softly else 100)
        self._running = subprocess.Popen([self._program, "-s", "150", "-a", loudness, text])

    def cut(self, text: str) -> None:
        self.stop()
        self.say(text)

    def count(self, number: int) -> None:
        self.say(count_cue(number).text)

    def stop(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()


def _counts(way: Any, count: int, apart: float, tell: Callable[..., None]) -> None:
    """Ask for a count at each deadline, as a session does."""
    due, never = NOW() + 1.0, threading.Event()
    for nth in range(count):
        never.wait(max(0.0, due - NOW()))
        tell(due=due, asked=NOW())
        way.count(nth % 10 + 1)
        due += apart


def _hold(way: CoachWay, seconds: int, tell: Callable[..., None]) -> None:
    """Lead a session of two holds; then tell of each of its counts when it was due."""
    from coach.session.script import script
    from tests.speech.short_session import play, short_plan

    plan = short_plan(2, hold_seconds=seconds)
    began, _ = play(plan, way.speaker)
    counts = (CueKind.COUNT_IN, CueKind.GO, CueKind.HOLD, CueKind.COUNT, CueKind.RELAX)
    due = [began + one.offset_seconds for one in script(plan).heard if one.cue.kind in counts]
    tell(due=due)


def _speak(way: Any, asked: dict[str, Any]) -> None:
    if "say" in asked:
        way.say(asked["say"], softly=asked.get("softly", False))
    elif "cut" in asked:
        way.cut(asked["cut"])
    else:
        way.stop()


def main() -> None:
    """Serve one way until the input ends."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    ways: dict[str, Callable[[], Any]] = {
        "coach": lambda: CoachWay(folder),
        "pyttsx3": lambda: Pyttsx3Way(folder),
        "espeak-ng": lambda: ProgramWay(sys.argv[3]),
    }
    way, out = ways[name](), os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def tell(**values: Any) -> None:
        out.write(json.dumps(values) + "\n")
        out.flush()

    tell(ready=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "counts" in asked:
            _counts(way, asked["counts"], asked["apart"], tell)
        elif "hold" in asked:
            _hold(way, asked["hold"], tell)
        elif "prepare" in asked:
            way.prepare(asked["prepare"])
        elif "used" in asked:
            tell(cpu_seconds=cpu_seconds(family(os.getpid())))
        else:
            tell(asked=NOW())
            _speak(way, asked)
    os._exit(0)


if __name__ == "__main__":
    main()
