"""Cuts what somebody says out of what is recorded, when it is as short as a phrase."""

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from coach.listening.levels import FRAME_SECONDS, Floor

START_DB = 7.0
"""So far above the room a sound may be a voice."""
END_DB = 5.0
"""Below this it is a pause."""
SMOOTH_FRAMES = 3
"""Levels are taken over 30 ms: single clicks are no voice."""
LEAD_FRAMES = 25
"""Kept from before the start: first consonants are soft."""
PAUSE_FRAMES = 60
"""After 0.6 s of quiet somebody has finished: after the first word people take a breath."""
LEAST_SECONDS = 0.15
MOST_SECONDS = 2.2
"""The longest phrase said slowly, at 120 words a minute (measured: 2.0); longer is nobody's."""


class Event(Enum):
    """What a frame brought about."""

    BEGAN = "began"
    PHRASE = "phrase"
    """Something as short as a phrase has ended; it is in `SpeechGate.said`."""
    TALK = "talk"
    """Something too short or too long has ended."""


class SpeechGate(Struct, frozen=True):
    """What is being said just now; `after` takes one frame."""

    frames: tuple[bytes, ...] = ()
    """The frames under way, some of before the voice included."""
    levels: tuple[float, ...] = ()
    loud_frames: int = 0
    """From the first loud frame to the last one so far; 0 while nobody speaks."""
    quiet_frames: int = 0
    """Since the last loud one."""
    said: bytes = b""
    """The samples of the phrase that has just ended."""

    def after(self, frame: bytes, level: float, floor: Floor) -> "tuple[SpeechGate, Event | None]":
        """The gate after one more frame, and what that brought about."""
        levels = (*self.levels, level)[-SMOOTH_FRAMES:]
        heard = replace(self, levels=levels, frames=(*self.frames, frame), said=b"")
        smooth = sum(levels) / len(levels)
        if self.loud_frames:
            return heard._speaking(smooth, floor)
        heard = replace(heard, frames=heard.frames[-LEAD_FRAMES:])
        if floor.is_known and len(levels) == SMOOTH_FRAMES and smooth >= floor.db + START_DB:
            return replace(heard, loud_frames=1, quiet_frames=0), Event.BEGAN
        return heard, None

    def _speaking(self, smooth: float, floor: Floor) -> "tuple[SpeechGate, Event | None]":
        if smooth >= floor.db + END_DB:
            going = replace(
                self, loud_frames=self.loud_frames + self.quiet_frames + 1, quiet_frames=0
            )
        else:
            going = replace(self, quiet_frames=self.quiet_frames + 1)
        if going.loud_frames * FRAME_SECONDS > MOST_SECONDS:
            going = replace(
                going, frames=()
            )  # Talk: its end is waited for, its words are not kept.
        if going.quiet_frames < PAUSE_FRAMES:
            return going, None
        if LEAST_SECONDS <= going.loud_frames * FRAME_SECONDS <= MOST_SECONDS:
            return SpeechGate(said=b"".join(going.frames)), Event.PHRASE
        return SpeechGate(), Event.TALK
