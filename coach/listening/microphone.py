"""The microphone through miniaudio: one open device that hands over what it records."""

from collections.abc import Callable, Generator
from typing import Any

from coach.listening.levels import RATE_HERTZ
from coach.processes.sound_systems import BACKENDS

PERIOD_MILLISECONDS = 20


class NoMicrophoneError(Exception):
    """The library finds nothing to record from."""


class Microphone:
    """The system's default microphone, or the first one whose name holds a given word."""

    def __init__(
        self, wanted: str, recorded: Callable[[bytes], None], gone: Callable[[], None]
    ) -> None:
        """Opens the device; NoMicrophoneError when there is none.

        `recorded` gets 16-bit samples of one channel, on the device's own thread; `gone` is
        called when the device stops by itself.
        """
        import miniaudio

        self._miniaudio: Any = miniaudio
        try:
            self._device, self.name = self._open(wanted, recorded, gone)
        except miniaudio.MiniaudioError as error:
            raise NoMicrophoneError(f"miniaudio opens no microphone: {error}") from error

    def close(self) -> None:
        """Let the device go."""
        self._device.close()

    def _open(
        self, wanted: str, recorded: Callable[[bytes], None], gone: Callable[[], None]
    ) -> tuple[Any, str]:
        library = self._miniaudio
        backends = [library.Backend[name] for name in BACKENDS]
        name, device_id = _chosen(library.Devices(backends).get_captures(), wanted)
        device = library.CaptureDevice(
            input_format=library.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE_HERTZ,
            buffersize_msec=PERIOD_MILLISECONDS,
            device_id=device_id,
            backends=backends,
            app_name="coach",
        )
        taking = _taking(recorded)
        next(taking)
        device.stop_callback = gone
        device.start(taking)
        return device, name or f"the default one of {device.backend}"


def _chosen(captures: list[dict[str, Any]], wanted: str) -> tuple[str, Any]:
    """The name and id to open; no id means the system's default."""
    if not captures:
        raise NoMicrophoneError("the sound system knows no microphone")
    if not wanted:
        return "", None
    for capture in captures:
        if wanted.lower() in str(capture["name"]).lower():
            return str(capture["name"]), capture["id"]
    names = ", ".join(str(capture["name"]) for capture in captures)
    raise NoMicrophoneError(f"no microphone is called '{wanted}'; there are: {names}")


def _taking(recorded: Callable[[bytes], None]) -> Generator[None, bytes, None]:
    while True:
        recorded(bytes((yield)))
