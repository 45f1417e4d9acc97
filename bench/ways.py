"""Ways to speak, each in a process of its own: `python -m bench.ways WAY FOLDER [PROGRAM]`.

Takes one JSON document a line: {"say": TEXT}, {"prepare": [TEXT, ...]}, {"stop": true},
{"counts": N, "apart": SECONDS} or, of the coach alone, {"hold": SECONDS}; answers each with the
moment at which it was asked of the voice, and at the end of its input with the processor time
that it and its children took.
"""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coach.clock import SystemClock
from coach.session.cues import Cue, CueKind
from coach.session.phrasing import count_cue

NOW = SystemClock().monotonic


class CoachWay:
    """The coach's own speaker."""

    def __init__(self, folder: Path) -> None:
        from coach.speech.settings import SpeechSettings
        from coach.speech.speaker import VoiceSpeaker

        self.speaker = VoiceSpeaker(SpeechSettings(folder / "cache"), NOW)

    def prepare(self, texts: list[str]) -> None:
        self.speaker.prepare(texts)

    def say(self, text: str) -> None:
        self.speaker.say(Cue(CueKind.NAME, text))

    def count(self, number: int) -> None:
        self.speaker.say(count_cue(number))

    def stop(self) -> None:
        self.speaker.stop()

    def cpu_seconds(self) -> float:
        children = (self.speaker._renderer._link._child, self.speaker._player._child)
        return sum(_cpu_seconds_of(child.pid) for child in children if child is not None)


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

    def say(self, text: str) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._speak, args=[text], daemon=True)
        self._thread.start()

    def count(self, number: int) -> None:
        self.say(count_cue(number).text)

    def stop(self) -> None:
        self._engine.stop()

    def cpu_seconds(self) -> float:
        return 0.0

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

    def say(self, text: str) -> None:
        if self._running is not None:
            self._running.poll()
        self._running = subprocess.Popen([self._program, "-s", "150", text])

    def count(self, number: int) -> None:
        self.say(count_cue(number).text)

    def stop(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def cpu_seconds(self) -> float:
        return 0.0


def _cpu_seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
        else:
            tell(asked=NOW())
            way.say(asked["say"]) if "say" in asked else way.stop()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    mine = sum(one.ru_utime + one.ru_stime for one in used)
    tell(cpu_seconds=mine + way.cpu_seconds())
    os._exit(0)


if __name__ == "__main__":
    main()
