"""How soon each way of speaking is heard, how soon it is silent, and how late its counts are.

Everything is played into a null sink of its own and read from the samples of its monitor: the
coach (a ready line, a fresh line), beside pyttsx3's own `say` and the espeak-ng program, in one
run. Needs pulseaudio, parec and aplay. Part (g) shows it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.onsets import Onsets
from coach.clock import SystemClock
from coach.session.phrasing import count_cue
from tests.speech import hearing

NOW = SystemClock().monotonic
PATIENCE_SECONDS = 20.0
READY = "Ease into it slowly."
"""It begins with a vowel, as the fresh lines do: a softer sound would add its own time to all."""
LONG = "Lie on your back, bend your knees, and put your feet flat on the floor. " * 4
FAINT = 40
"""Samples above this are sound to the second ear: a line said so softly that the first is deaf."""
INTO_IT_SECONDS = 0.4
"""How far a long line is in when it is stopped or cut off."""


@dataclass(frozen=True)
class Figure:
    """One measured thing of one way of speaking: None where nothing was heard."""

    what: str
    way: str
    found: tuple[float | None, ...]
    unit: str = "ms"

    @property
    def heard(self) -> list[float]:
        """Without those that were not."""
        return [one for one in self.found if one is not None]


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

    def used(self) -> float:
        """Processor time of it and all that it has started so far, in seconds."""
        self.ask(used=True)
        seconds: float = self.answer()["cpu_seconds"]
        return seconds

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Bench:
    """One sink, two ears, every way one after the other."""

    def __init__(self, folder: Path, program: str) -> None:
        self._folder, self._program = folder, program
        self._server = hearing.start_server(folder)
        self.address = f"unix:{folder / 'native'}"
        self._ear, self._faint_ear = Onsets(self.address), Onsets(self.address, FAINT)
        self.figures: list[Figure] = []

    def close(self) -> None:
        self._ear.close()
        self._faint_ear.close()
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
            way.end()

    def to_first_sound(self, name: str, runs: int, load: str) -> None:
        with self.way(name) as way:
            way.ask(prepare=[READY])
            fresh = [f"Ease into it, {number} times." for number in range(21, 21 + runs)]
            self._say(way, READY)  # What is not ready now is made by this.
            if name == "coach":
                self._first_sounds(way, f"ready line to first sound, {load}", [READY] * runs)
            self._first_sounds(way, f"fresh line to first sound, {load}", fresh)

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
                self._ear.listen_for(INTO_IT_SECONDS)
                way.ask(stop=True)
                stopped = way.answer()["asked"]
                self._ear.wait_for_quiet(2 * PATIENCE_SECONDS)
                late.append(max(0.0, self._ear.sounds_since(asked)[-1][1] - stopped))
            self._note("stop to silence", name, late)

    def to_cut_off(self, name: str, runs: int) -> None:
        """A line that must be heard now, while another is said: till its own first sound.

        The other is said so softly that one ear does not hear it: what that one hears is new.
        """
        with self.way(name) as way:
            way.ask(prepare=[LONG, READY])
            self._say(way, READY)
            self._note(
                "safety line cutting off another", name, [self._cut(way) for _ in range(runs)]
            )

    def _cut(self, way: Way) -> float | None:
        way.ask(say=LONG, softly=True)
        asked = way.answer()["asked"]
        if self._faint_ear.wait_for_sound(asked, PATIENCE_SECONDS) is None:
            return None  # There was nothing to cut off.
        self._faint_ear.listen_for(INTO_IT_SECONDS)
        way.ask(cut=READY)
        asked = way.answer()["asked"]
        began = self._ear.wait_for_sound(asked, PATIENCE_SECONDS)
        self._ear.wait_for_quiet(PATIENCE_SECONDS)
        way.ask(stop=True)
        way.answer()
        self._faint_ear.wait_for_quiet(PATIENCE_SECONDS)
        return None if began is None else began - asked

    def counts(self, name: str, seconds: int, load: str) -> None:
        with self.way(name) as way:
            way.ask(prepare=[count_cue(number).text for number in range(1, 11)])
            for number in range(1, 11 if name == "coach" else 2):  # The others keep none ready.
                self._say(way, count_cue(number).text)
            began, used = NOW(), way.used()
            way.ask(counts=seconds, apart=1.0)
            due = [way.answer()["due"] for _ in range(seconds)]
            percent = 100 * (way.used() - used) / (NOW() - began)
            late = self._lateness(due)
            self._note(f"lateness of counts, {load}", name, late)
            heard, tenth = [one for one in late if one is not None], max(1, seconds // 10)
            if name == "coach" and heard:
                drift = median(heard[-tenth:]) - median(heard[:tenth])
                self._note(f"drift of counts, {load}", name, [drift])
            self.figures.append(Figure(f"processor while counting, {load}", name, (percent,), "%"))

    def hold(self, seconds: int) -> None:
        """The counts of a session that the coach really leads, by its own clock and script."""
        with self.way("coach") as way:
            way.ask(hold=seconds)
            self._note(
                "lateness of counts, a real hold", "coach", self._lateness(way.answer()["due"])
            )

    def _lateness(self, due: Sequence[float]) -> list[float | None]:
        """Of each that was due; None of one that was not heard."""
        self._ear.listen_for(2.0)
        begun = [began for began, _ in self._ear.sounds_since(due[0] - 0.2)]
        return [
            next((began - moment for began in begun if -0.1 < began - moment < 0.9), None)
            for moment in due
        ]

    def _note(self, what: str, way: str, found: Sequence[float | None]) -> None:
        """Take in seconds."""
        times = tuple(None if one is None else 1000 * one for one in found)
        self.figures.append(Figure(what, way, times))
