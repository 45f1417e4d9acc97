"""WAV files as speech uses them: one channel of 16-bit samples, whole, and audible."""

import array
import io
import os
import sys
import wave
from pathlib import Path

from msgspec import Struct

AUDIBLE_PEAK = 40
"""Samples below this, of 32,767, are silence to any ear."""

KEPT_BEFORE_SECONDS = 0.01
KEPT_AFTER_SECONDS = 0.03
"""Silence left around the words of a line, so that nothing clicks."""

FASTEST_LETTERS_A_MINUTE = 18
"""Letters and digits a minute, per word a minute of the rate asked for, that no voice exceeds.

English speech has about six; a file shorter than a third of that was cut off.
"""


class BadSoundError(Exception):
    """A sound file that is not whole, not readable or not audible."""


class CutOffSoundError(BadSoundError):
    """A sound file that ends before the length its header promises."""


class Sound(Struct, frozen=True):
    """One channel of signed 16-bit samples."""

    samples: "array.array[int]"
    rate_hertz: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate_hertz

    @property
    def peak(self) -> int:
        """The largest sample, 0 to 32,768."""
        return max(max(self.samples), -min(self.samples)) if self.samples else 0


def read_wave(path: Path) -> Sound:
    """A plain 16-bit WAV file; BadSoundError when it is anything else or cut off."""
    try:
        data = path.read_bytes()
        with wave.open(io.BytesIO(data), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            promised = file.getnframes()
            frames = file.readframes(promised)
    except (OSError, EOFError, wave.Error, ValueError) as error:
        raise BadSoundError(f"{path.name} is no readable WAV file: {error}") from error
    if channels != 1 or width != 2 or rate <= 0:
        raise BadSoundError(f"{path.name} is not one channel of 16-bit samples")
    if len(frames) != promised * width or not promised:
        raise CutOffSoundError(f"{path.name} ends before its last sample")
    samples = array.array("h", frames)
    if sys.byteorder == "big":
        samples.byteswap()
    return Sound(samples, rate)


def read_any(path: Path) -> Sound:
    """Whatever an engine wrote (WAV of any kind, AIFF), as one channel of 16-bit samples."""
    try:
        return read_wave(path)
    except CutOffSoundError:
        raise
    except BadSoundError:
        return _decode(path)


def _decode(path: Path) -> Sound:
    # The library takes time to load and is needed only for what the standard library cannot read.
    import miniaudio

    try:
        data = path.read_bytes()
        decoded = miniaudio.decode(data, nchannels=1, sample_rate=22050)
    except (OSError, miniaudio.MiniaudioError) as error:
        raise BadSoundError(f"{path.name} is no readable sound file: {error}") from error
    if not decoded.samples:
        raise BadSoundError(f"{path.name} holds no sound")
    return Sound(decoded.samples, 22050)


def check_heard(sound: Sound, text: str, rate_words_per_minute: int) -> None:
    """BadSoundError when `sound` cannot be `text` spoken: silent, or far too short."""
    if sound.peak < AUDIBLE_PEAK:
        raise BadSoundError("the engine wrote a silent file")
    letters = sum(character.isalnum() for character in text)
    least_seconds = 60 * letters / (rate_words_per_minute * FASTEST_LETTERS_A_MINUTE)
    if sound.seconds < least_seconds:
        raise BadSoundError(
            f"the engine wrote {sound.seconds:.2f} s of sound for a line of "
            f"at least {least_seconds:.2f} s"
        )


def trimmed(sound: Sound) -> Sound:
    """`sound` without the silence around its words, which would make the next line late.

    Some engines end each line with most of a second of silence when they speak slowly; three
    counts a second apart would then be two.
    """
    samples, length = sound.samples, len(sound.samples)
    loud = (number for number in range(length) if abs(samples[number]) >= AUDIBLE_PEAK)
    begins = next(loud, None)
    if begins is None:
        return sound
    backwards = range(length - 1, begins - 1, -1)
    ends = next(number for number in backwards if abs(samples[number]) >= AUDIBLE_PEAK)
    first = max(0, begins - round(KEPT_BEFORE_SECONDS * sound.rate_hertz))
    last = ends + 1 + round(KEPT_AFTER_SECONDS * sound.rate_hertz)
    return Sound(samples[first:last], sound.rate_hertz)


def write_wave(path: Path, sound: Sound) -> None:
    """Write the whole file beside `path`, then put it in place."""
    samples = sound.samples
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    partial = path.with_name(path.name + ".part")
    with wave.open(str(partial), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate_hertz)
        file.writeframes(samples.tobytes())
    os.replace(partial, path)


def wave_seconds(path: Path) -> float:
    """How long a file of ours lasts, from its header and size; BadSoundError when damaged."""
    try:
        with wave.open(str(path), "rb") as file:
            frames, rate, width = file.getnframes(), file.getframerate(), file.getsampwidth()
            channels = file.getnchannels()
        size = path.stat().st_size
    except (OSError, EOFError, wave.Error) as error:
        raise BadSoundError(f"{path.name} is no readable WAV file: {error}") from error
    if channels != 1 or width != 2 or not frames or not rate or size < frames * width:
        raise BadSoundError(f"{path.name} is damaged")
    return frames / rate
