"""A sound server without a sound card, and an ear on its monitor."""

import array
import itertools
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from coach.clock import SystemClock

RATE_HERTZ = 48000
LOUD = 600
"""Samples above this, of 32,767, are sound; the lead-in stays below."""
WINDOW = RATE_HERTZ // 25
"""Samples over which one pitch is measured, to the nearest 25 Hz."""
HOLE = WINDOW // 8
"""Samples without sound that make a hole: two waves of the lowest pitch that is played."""
CHUNK_BYTES = 960
PATIENCE_SECONDS = 60.0
PROGRAMS = {"pulseaudio": "pulseaudio", "parec": "pulseaudio-utils", "pactl": "pulseaudio-utils"}


def missing_package() -> str:
    """The first system package that hearing needs and that is not there."""
    return next((pack for name, pack in PROGRAMS.items() if shutil.which(name) is None), "")


def start_server(folder: Path) -> "subprocess.Popen[bytes]":
    """A PulseAudio with one null sink, answering at `folder`/native."""
    socket = folder / "native"
    modules = [
        f"module-native-protocol-unix socket={socket} auth-anonymous=1",
        f"module-null-sink sink_name=coach rate={RATE_HERTZ} channels=1",
        "module-always-sink",
    ]
    command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
    command.append("--disable-shm=yes")
    for module in modules:
        command += ["-L", module]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(folder))
    ask = ["pactl", "--server", f"unix:{socket}", "info"]
    waiter = threading.Event()
    for _ in range(600):
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            return server
        waiter.wait(0.1)
    server.kill()
    server.wait()
    raise RuntimeError((folder / "server.log").read_text())


def _environment(folder: Path) -> dict[str, str]:
    mine = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return {**os.environ, **mine}


@dataclass(frozen=True)
class Heard:
    """One stretch of sound."""

    hertz: int
    """Its pitch, to the nearest hundred."""
    seconds: float
    began_at: float
    """On the clock of `SystemClock.monotonic`, some 20 ms late."""

    @property
    def ended_at(self) -> float:
        return self.began_at + self.seconds


SHORTEST = RATE_HERTZ // 16
DROPOUT = RATE_HERTZ // 4
"""A busy machine may feed the sound server late: a hole this short is no second sound."""


class Ear:
    """Listens to the null sink until asked what was heard."""

    def __init__(self, server: str) -> None:
        self._now = SystemClock().monotonic
        command = ["parec", "--server", server, "-d", "coach.monitor", "--latency-msec=10"]
        command += ["--process-time-msec=5", "--raw", "--format=s16le"]
        command += [f"--rate={RATE_HERTZ}", "--channels=1"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._samples = array.array("h")
        self._ended_at = 0.0
        self._listening, self._sound = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        if not self._listening.wait(PATIENCE_SECONDS):
            self.close()
            raise AssertionError("nothing is heard, not even silence")

    def wait_for_sound(self) -> None:
        """Block until a quarter of a second of sound has been heard."""
        assert self._sound.wait(PATIENCE_SECONDS), "nothing was heard"

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join(5)

    def heard(self) -> list[Heard]:
        """Ends listening; every stretch of sound of one pitch, in order."""
        self.close()
        began_at = self._ended_at - len(self._samples) / RATE_HERTZ
        stretches: list[list[int]] = []
        for at in range(0, len(self._samples) - WINDOW, WINDOW):
            hertz = self._pitch(at)
            if hertz and stretches and stretches[-1][0] == hertz and stretches[-1][2] == at:
                stretches[-1][2] = at + WINDOW
            elif hertz:
                stretches.append([hertz, at, at + WINDOW])
        return [
            Heard(hertz, (last - first) / RATE_HERTZ, began_at + first / RATE_HERTZ)
            for hertz, first, last in _joined(stretches)
        ]

    def samples_since(self, moment: float) -> "array.array[int]":
        """Ends listening; what was heard from that monotonic second on, some 20 ms late."""
        self.close()
        began_at = self._ended_at - len(self._samples) / RATE_HERTZ
        return self._samples[max(0, round((moment - began_at) * RATE_HERTZ)) :]

    def loud_seconds(self) -> float:
        """Ends listening; from the first loud sample to the last."""
        self.close()
        return loud_seconds(self._samples, RATE_HERTZ)

    def _pitch(self, at: int) -> int:
        """The pitch of a window to the nearest hundred hertz; 0 for silence.

        A window with a hole in it has fewer waves than its pitch: it counts as silence too.
        """
        part = self._samples[at : at + WINDOW]
        if any(max(part[n : n + HOLE]) < LOUD for n in range(0, WINDOW, HOLE)):
            return 0
        crossings = sum(a < 0 <= b for a, b in itertools.pairwise(part))
        return 100 * max(1, round(crossings * RATE_HERTZ / WINDOW / 100))

    def _listen(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        loud_bytes = 0
        while chunk := stdout.read(CHUNK_BYTES):
            part = array.array("h", chunk[: len(chunk) // 2 * 2])
            if sys.byteorder == "big":
                part.byteswap()
            self._samples.extend(part)
            self._ended_at = self._now()
            self._listening.set()
            loud_bytes += len(chunk) if max(part) > LOUD else 0
            if loud_bytes > RATE_HERTZ // 2:
                self._sound.set()


def _joined(stretches: list[list[int]]) -> list[list[int]]:
    """Stretches long enough to be a sound, put together again over the holes of a busy machine."""
    joined: list[list[int]] = []
    for hertz, first, last in stretches:
        # The end of one sound and the start of another, or half a window, measure neither.
        if last - first < SHORTEST:
            continue
        if joined and joined[-1][0] == hertz and first - joined[-1][2] <= DROPOUT:
            joined[-1][2] = last
        else:
            joined.append([hertz, first, last])
    return joined


def loud_seconds(samples: "array.array[int]", rate_hertz: int) -> float:
    """From the first loud sample to the last."""
    loud = [n for n, value in enumerate(samples) if abs(value) > LOUD]
    return (loud[-1] - loud[0]) / rate_hertz if loud else 0.0
