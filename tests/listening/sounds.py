"""Sounds made by arithmetic: claps, knocks, tones, noise, a rumbling door, and what joins them."""

import array
import math
import random
from collections.abc import Iterable

from coach.listening.knocks import KnockGate
from coach.listening.levels import FRAME_SAMPLES, RATE_HERTZ, Floor, level_db

Samples = list[float]
"""Between -1 and 1."""


def silence(seconds: float) -> Samples:
    return [0.0] * round(seconds * RATE_HERTZ)


def noise(seconds: float, db: float, seed: int = 1) -> Samples:
    """White noise of this loudness."""
    chance, size = random.Random(seed), 10 ** (db / 20)
    return [chance.gauss(0.0, size) for _ in range(round(seconds * RATE_HERTZ))]


def clap(db: float = -20.0, seed: int = 1, echo_seconds: float = 0.25) -> Samples:
    """Two hands: a burst of noise that dies in milliseconds, and a room that answers.

    `db` is the peak; `echo_seconds` is the time in which the room's answer falls by 60 dB.
    """
    chance, peak = random.Random(seed), 10 ** (db / 20)
    made = []
    for n in range(round(0.4 * RATE_HERTZ)):
        at = n / RATE_HERTZ
        direct = math.exp(-at / 0.004) * min(1.0, at / 0.0005)
        echo = 0.12 * 10 ** (-3 * at / echo_seconds)
        made.append(peak * (direct + echo) * chance.uniform(-1.0, 1.0))
    return made


def knock(db: float = -20.0, hertz: float = 220.0) -> Samples:
    """Knuckles on wood: a low note that is gone at once."""
    peak = 10 ** (db / 20)
    return [
        peak * math.exp(-n / RATE_HERTZ / 0.018) * math.sin(2 * math.pi * hertz * n / RATE_HERTZ)
        for n in range(round(0.3 * RATE_HERTZ))
    ]


def tone(seconds: float, hertz: float = 440.0, db: float = -20.0) -> Samples:
    peak = 10 ** (db / 20)
    return [
        peak * math.sin(2 * math.pi * hertz * n / RATE_HERTZ)
        for n in range(round(seconds * RATE_HERTZ))
    ]


def cough(db: float = -18.0, seed: int = 1) -> Samples:
    """A burst of breath of a third of a second, its voiced end included."""
    chance, peak = random.Random(seed), 10 ** (db / 20)
    made = []
    for n in range(round(0.42 * RATE_HERTZ)):
        at = n / RATE_HERTZ
        swell = min(1.0, at / 0.02) * math.exp(-at / 0.14)
        voiced = math.sin(2 * math.pi * 280 * at) if at > 0.15 else 0.0
        made.append(peak * swell * (chance.uniform(-1, 1) + 0.4 * voiced))
    return made


def door(db: float = -15.0, seed: int = 1) -> Samples:
    """A door that falls shut: a thud, and the house goes on rumbling."""
    chance, peak = random.Random(seed), 10 ** (db / 20)
    made, low = [], 0.0
    for n in range(round(1.2 * RATE_HERTZ)):
        low += 0.05 * (chance.uniform(-1, 1) - low)
        made.append(peak * 4 * low * math.exp(-n / RATE_HERTZ / 0.35))
    return made


def music(seconds: float, db: float = -24.0, seed: int = 1) -> Samples:
    """Chords that change twice a second, with a drum on every one."""
    chance, peak = random.Random(seed), 10 ** (db / 20)
    made = []
    for beat in range(math.ceil(seconds * 2)):
        notes = [220 * 2 ** (chance.choice((0, 3, 5, 7, 10, 12)) / 12) for _ in range(3)]
        for n in range(RATE_HERTZ // 2):
            at = n / RATE_HERTZ
            chord = sum(math.sin(2 * math.pi * note * (at + beat)) for note in notes) / 3
            drum = 1.5 * math.exp(-at / 0.03) * chance.uniform(-1, 1)
            made.append(peak * (chord * (0.4 + 0.6 * math.exp(-at / 0.3)) + drum))
    return made[: round(seconds * RATE_HERTZ)]


def over(ground: Samples, *sounds: tuple[float, Samples]) -> Samples:
    """Sounds laid over a ground, each at its second."""
    made = list(ground)
    for seconds, sound in sounds:
        first = round(seconds * RATE_HERTZ)
        for n, value in enumerate(sound[: len(made) - first]):
            made[first + n] += value
    return made


def pcm(samples: Samples) -> "array.array[int]":
    """As a microphone gives them."""
    return array.array("h", (max(-32768, min(32767, round(v * 32767))) for v in samples))


def frames(samples: Iterable[int]) -> "list[array.array[int]]":
    whole = array.array("h", samples)
    return [whole[n : n + FRAME_SAMPLES] for n in range(0, len(whole), FRAME_SAMPLES)]


def knocks_at(samples: Samples) -> list[float]:
    """The seconds at which the gate makes a knock out."""
    gate, floor, found = KnockGate(), Floor(), []
    for nth, frame in enumerate(frames(pcm(samples))):
        level = level_db(frame)
        gate, knocked = gate.after(level, floor)
        floor = floor.after(level)
        if knocked:
            found.append(nth * FRAME_SAMPLES / RATE_HERTZ)
    return found
