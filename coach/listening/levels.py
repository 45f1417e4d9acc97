"""How loud it is, frame by frame, and how quiet the room is when nobody does anything."""

import array
import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

RATE_HERTZ = 16000
"""What recognisers want; claps need no more."""
FRAME_SAMPLES = 160
FRAME_SECONDS = FRAME_SAMPLES / RATE_HERTZ

SILENCE_DB = -90.0
FULL_SCALE = 32768

CALIBRATION_FRAMES = 100
"""The first second tells how loud the room is by itself."""
LOWEST_FLOOR_DB = -65.0
"""A microphone that gives nothing but noughts must not make every rustle loud."""
DOWN_SHARE = 0.05
"""How much of a fall of the room's level is believed at once."""
UP_DB = 0.02
"""How far the floor rises a frame: 2 dB a second, so that a sentence does not lift it."""


def level_db(frame: Sequence[int]) -> float:
    """The loudness of one frame of 16-bit samples, in decibels below full scale."""
    if not frame:
        return SILENCE_DB
    energy = sum(sample * sample for sample in frame) / len(frame)
    if energy <= 0:
        return SILENCE_DB
    return max(SILENCE_DB, 10 * math.log10(energy / FULL_SCALE**2))


def samples_of(data: bytes) -> "array.array[int]":
    """16-bit samples from bytes in the machine's order; an odd last byte is dropped."""
    return array.array("h", data[: len(data) // 2 * 2])


class Floor(Struct, frozen=True):
    """The level of the room by itself: a second to learn it, then slowly after it."""

    db: float = LOWEST_FLOOR_DB
    first: tuple[float, ...] = ()
    """The levels that it is being learned from."""

    @property
    def is_known(self) -> bool:
        """Whether enough has been heard to tell loud from quiet."""
        return len(self.first) >= CALIBRATION_FRAMES

    def after(self, level: float) -> "Floor":
        """The floor once a frame of this level has been heard."""
        if not self.is_known:
            first = (*self.first, level)
            quiet = sorted(first)[len(first) // 3]
            return Floor(max(LOWEST_FLOOR_DB, quiet), first)
        if level < self.db:
            moved = self.db + DOWN_SHARE * (level - self.db)
        else:
            moved = min(level, self.db + UP_DB)
        return replace(self, db=max(LOWEST_FLOOR_DB, moved))
