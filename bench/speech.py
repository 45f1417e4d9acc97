"""How soon the voice is heard, how soon it is silent, and how late its counts are.

    python -m bench.speech [--seconds 600] [--runs 30] [--json FILE] [--words]

Everything is played into a null sink of its own and read from the samples of its monitor: the
coach (a ready line, a fresh line), beside pyttsx3's own `say` and the espeak-ng program, in one
run. `--seconds` is how long counts are asked for, one a second, with the processors idle and
with every one of them busy. `--words` has an independent recogniser write down lines of the
catalogue, and says how many of its words are wrong, for a `--voice` and a `--rate`. Needs
pulseaudio, parec and aplay.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.onsets import Onsets
from coach.clock import SystemClock
from coach.session.phrasing import count_cue
from coach.session.voice_choice import VoiceChoice
from tests.speech import hearing

NOW = SystemClock().monotonic
PATIENCE_SECONDS = 20.0
READY = "Ease into it slowly."
"""It begins with a vowel, as the fresh lines do: a softer sound would add its own time to all."""
HOLD_SECONDS = 20
LONG = "Lie on your back, bend your knees, and put your feet flat on the floor. " * 4


@dataclass(frozen=True)
class Figure:
    """One measured thing of one way of speaking."""

    what: str
    way: str
    runs: int
    missed: int
    """Not heard at all."""
    median_ms: float
    p99_ms: float


class Way:
    """One way of speaking, in its own process."""

    def __init__(self, name: str, server: str, folder: Path, program: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.ways", name, str(folder), program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PULSE_SERVER": server},
        )
        self.answer()

    def ask(self, **what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        read: dict[str, Any] = json.loads(self._process.stdout.readline())
        return read

    def end(self) -> float:
        """End it; how much processor time it took, in seconds."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        used: float = self.answer()["cpu_seconds"]
        self._process.wait()
        return used


class Bench:
    """One sink, one ear, every way one after the other."""

    def __init__(self, folder: Path, program: str) -> None:
        self._folder, self._program = folder, program
        self._server = hearing.start_server(folder)
        self.address = f"unix:{folder / 'native'}"
        self._ear = Onsets(self.address)
        self.figures: list[Figure] = []
        self.cpu: dict[str, float] = {}

    def close(self) -> None:
        self._ear.close()
        self._server.kill()
        self._server.wait()

    @property
    def ways(self) -> list[str]:
        return ["coach", "pyttsx3", *(["espeak-ng"] if self._program else [])]

    @contextmanager
    def way(self, name: str) -> Iterator[Way]:
        way = Way(name, self.address, self._folder / name, self._program)
        self._ear.listen_for(2.0)
        self._ear.wait_for_quiet(PATIENCE_SECONDS)
        try:
            yield way
        finally:
            self.cpu[name] = way.end()

    def to_first_sound(self, name: str, runs: int) -> None:
        with self.way(name) as way:
            way.ask(prepare=[READY])
            fresh = [f"Ease into it, {number} times." for number in range(21, 21 + runs)]
            self._say(way, READY)  # What is not ready now is made by this.
            if name == "coach":
                self._first_sounds(way, "cue to first sound, ready line", [READY] * runs)
            self._first_sounds(way, "cue to first sound, fresh line", fresh)

    def _first_sounds(self, way: Way, what: str, texts: Sequence[str]) -> None:
        self._note(what, way.name, [self._say(way, text) for text in texts])

    def _say(self, way: Way, text: str) -> float | None:
        way.ask(say=text)
        asked = way.answer()["asked"]
        began = self._ear.wait_for_sound(asked, PATIENCE_SECONDS)
        self._ear.wait_for_quiet(PATIENCE_SECONDS)
        return None if began is None else began - asked

    def to_silence(self, name: str, runs: int) -> None:
        with self.way(name) as way:
            way.ask(prepare=[LONG])
            late = []
            for _ in range(runs):
                way.ask(say=LONG)
                asked = way.answer()["asked"]
                self._ear.wait_for_sound(asked, PATIENCE_SECONDS)
                self._ear.listen_for(0.4)
                way.ask(stop=True)
                stopped = way.answer()["asked"]
                self._ear.wait_for_quiet(2 * PATIENCE_SECONDS)
                late.append(max(0.0, self._ear.sounds_since(asked)[-1][1] - stopped))
            self._note("stop to silence", name, late)

    def counts(self, name: str, seconds: int, load: str) -> None:
        with self.way(name) as way:
            way.ask(prepare=[count_cue(number).text for number in range(1, 11)])
            for number in range(1, 11):
                self._say(way, count_cue(number).text)
            way.ask(counts=seconds, apart=1.0)
            due = [way.answer()["due"] for _ in range(seconds)]
            self._ear.listen_for(2.0)
            begun = [began for began, _ in self._ear.sounds_since(due[0] - 0.2)]
            late = [self._lateness(moment, begun) for moment in due]
            self._note(f"lateness of counts, {load}", name, late)

    def hold(self, seconds: int) -> None:
        """The counts of a session that the coach really leads, by its own clock and script."""
        with self.way("coach") as way:
            way.ask(hold=seconds)
            due = way.answer()["due"]
            self._ear.listen_for(2.0)
            begun = [began for began, _ in self._ear.sounds_since(due[0] - 0.2)]
            late = [self._lateness(moment, begun) for moment in due]
            self._note("lateness of counts, a real hold", "coach", late)

    def _lateness(self, due: float, begun: Sequence[float]) -> float | None:
        return next((began - due for began in begun if -0.1 < began - due < 0.9), None)

    def _note(self, what: str, way: str, found: Sequence[float | None]) -> None:
        heard = sorted(1000 * one for one in found if one is not None)
        middle = median(heard) if heard else float("nan")
        last = heard[min(len(heard) - 1, int(0.99 * len(heard)))] if heard else float("nan")
        figure = Figure(what, way, len(found), len(found) - len(heard), middle, last)
        self.figures.append(figure)
        say(f"  {way:<10} {what:<34} {middle:8.1f} {last:8.1f}   {figure.missed} not heard")


@contextmanager
def busy_processors() -> Iterator[None]:
    """Every processor kept busy."""
    command = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """Each figure, and its ratio to what the coach needs for the same."""
    own = {figure.what: figure.median_ms for figure in figures if figure.way == "coach"}
    yield f"{'':<36}{'way':<12}{'median ms':>10}{'p99 ms':>10}{'not heard':>11}{'of coach':>10}"
    for one in sorted(figures, key=lambda figure: figure.what):
        ratio = one.median_ms / own[one.what] if own.get(one.what) else float("nan")
        yield (
            f"{one.what:<36}{one.way:<12}{one.median_ms:>10.1f}{one.p99_ms:>10.1f}"
            f"{one.missed:>5} of {one.runs:<3}{ratio:>9.2f}"
        )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(bench: Bench, given: argparse.Namespace) -> None:
    for name in bench.ways:
        bench.to_first_sound(name, given.runs)
        bench.to_silence(name, given.runs if name != "pyttsx3" else min(given.runs, 5))
    bench.hold(HOLD_SECONDS)
    for name in bench.ways:
        seconds = given.seconds if name == "coach" else min(given.seconds, given.others_seconds)
        bench.counts(name, seconds, "idle")
        if name == "coach":
            percent = 100 * bench.cpu[name] / (seconds + 25)
            say(f"  coach      processor while it counts: {percent:.1f} percent of one")
        with busy_processors():
            bench.counts(name, seconds, "busy")


def main() -> None:
    """Measure, and show one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=600, help="how long counts are asked for")
    parser.add_argument("--others-seconds", type=int, default=60, help="the same for the others")
    parser.add_argument("--runs", type=int, default=30, help="lines of each kind")
    parser.add_argument("--espeak", default=shutil.which("espeak-ng") or "", help="the program")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--words", action="store_true", help="the recogniser's part alone")
    parser.add_argument("--voice", default="", help="whose words the recogniser writes down")
    parser.add_argument("--rate", type=int, default=150, help="how fast, in words a minute")
    given = parser.parse_args()
    if given.words:
        from bench.words_heard import transcribe_catalogue

        transcribe_catalogue(say, VoiceChoice(given.voice, given.rate))
        return
    package = hearing.missing_package()
    if package:
        sys.exit(f"The system package {package} is not installed.")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        bench = Bench(Path(folder), given.espeak)
        try:
            measure(bench, given)
        finally:
            bench.close()
    for line in table(bench.figures):
        say(line)
    if given.json:
        content: dict[str, Any] = {"schema": "coach/speech-bench/1", "cpu_seconds": bench.cpu}
        content["figures"] = [asdict(figure) for figure in bench.figures]
        given.json.write_text(json.dumps(content, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
