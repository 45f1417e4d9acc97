"""Playing through miniaudio: one open device, fed from memory, drained before it counts as done."""

import array
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from coach.processes.sound_systems import BACKENDS
from coach.speech.wavefile import BadSoundError

RATE_HERTZ = 48000
PERIOD_MILLISECONDS = 20
"""Of 20 and the library's own 200: first sound 19 against 59 ms, silence 18 against 45 ms."""
DRAIN_SECONDS = 0.12
"""Silence handed over after the last sample before the sound counts as heard; more than any
buffer measured behind a device with this period."""
FADE_FRAMES = 240
"""A cut sound ends over 5 ms, because a hard edge cracks."""

EMPTY: "array.array[int]" = array.array("h")


class NoDeviceError(Exception):
    """The library finds nothing to play through."""


class Track:
    """What the device plays now; handed over frame by frame from the device's own thread."""

    def __init__(self, done: Callable[[int, str], None]) -> None:
        self._done = done
        self._lock = threading.Lock()
        self._number = 0
        self._samples = EMPTY
        self._at = 0
        self._drain_frames = 0

    def begin(self, number: int, samples: "array.array[int]") -> None:
        """Play these from the next buffer on; what was playing fades out first."""
        with self._lock:
            self._samples = self._faded() + samples
            self._number, self._at, self._drain_frames = number, 0, 0

    def cut(self) -> None:
        """Fade out within the next buffer; its end is not told."""
        with self._lock:
            self._samples = self._faded()
            self._number, self._at = 0, 0

    def abandon(self, reason: str) -> None:
        """The device is gone: tell it, if anything was playing."""
        with self._lock:
            number, self._number = self._number, 0
            self._samples = EMPTY
        if number:
            self._done(number, reason)

    def frames(self) -> Generator["array.array[int]", int, None]:
        """The endless stream that the device asks for `wanted` frames at a time."""
        wanted = yield EMPTY
        while True:
            with self._lock:
                chunk = self._samples[self._at : self._at + wanted]
                self._at += len(chunk)
                missing = wanted - len(chunk)
                ended = self._drained(missing) if missing else 0
            if missing:
                chunk.frombytes(bytes(2 * missing))
            if ended:
                self._done(ended, "")
            wanted = yield chunk

    def _faded(self) -> "array.array[int]":
        left = self._samples[self._at : self._at + FADE_FRAMES]
        count = len(left)
        return array.array("h", (value * (count - n) // count for n, value in enumerate(left)))

    def _drained(self, silent_frames: int) -> int:
        """The number whose last sample has left the device by now, or 0."""
        if not self._number:
            return 0
        self._drain_frames += silent_frames
        if self._drain_frames < DRAIN_SECONDS * RATE_HERTZ:
            return 0
        number, self._number = self._number, 0
        return number


class DeviceOutput:
    """The default sound device of the system."""

    def __init__(self, done: Callable[[int, str], None]) -> None:
        """Opens the device; NoDeviceError when there is none."""
        import miniaudio

        self._miniaudio = miniaudio
        self._track = Track(done)
        self._device: Any = None
        self.name = ""
        self._open()

    def play(self, number: int, paths: list[Path]) -> None:
        """Begin with the next buffer."""
        samples = self._decode(paths)
        if self._device is None or not self._device.running:
            self.rest()
            self._open()
        self._track.begin(number, samples)

    def silence(self) -> None:
        """Quiet after what the device holds already, some 20 to 60 ms."""
        self._track.cut()

    def rest(self) -> None:
        """Close the device."""
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _open(self) -> None:
        library = self._miniaudio
        try:
            device = library.PlaybackDevice(
                output_format=library.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HERTZ,
                buffersize_msec=PERIOD_MILLISECONDS,
                backends=[library.Backend[name] for name in BACKENDS],
                app_name="coach",
            )
            stream = self._track.frames()
            next(stream)
            device.stop_callback = lambda: self._track.abandon("the sound device went away")
            device.start(stream)
        except library.MiniaudioError as error:
            raise NoDeviceError(f"miniaudio opens no device: {error}") from error
        self._device, self.name = device, str(device.backend)

    def _decode(self, paths: list[Path]) -> "array.array[int]":
        samples = array.array("h")
        for path in paths:
            try:
                decoded = self._miniaudio.decode(
                    path.read_bytes(), nchannels=1, sample_rate=RATE_HERTZ
                )
            except self._miniaudio.MiniaudioError as error:
                raise BadSoundError(f"{path.name} cannot be played: {error}") from error
            samples.extend(decoded.samples)
        return samples
