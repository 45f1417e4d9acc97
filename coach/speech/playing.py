"""The process that makes sound: plays ready WAV files through one device and can be cut off.

It is a process of its own because the sound libraries write to standard error themselves: on a
machine without a sound card one try to open a device printed 41 lines (ALSA, JACK) to file
descriptor 2, which is the screen of the program that draws there. Ending the process also is the
one sure way to silence a device that hangs.
"""

import argparse
import queue
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from coach.processes import stdio
from coach.speech import wire
from coach.speech.device import DeviceOutput, NoDeviceError
from coach.speech.programs import PROGRAMS, ProgramOutput

IDLE_CLOSE_SECONDS = 60.0
"""A device that was quiet for this long is closed, so that the machine can sleep."""


class Output(Protocol):
    """One way to be heard; `done(number, reason)` tells the end, with "" for a good one."""

    @property
    def name(self) -> str:
        """What it plays through, for people."""

    def play(self, number: int, paths: list[Path]) -> None:
        """Begin, ending whatever is playing; OSError, BadSoundError or NoDeviceError if not."""

    def silence(self) -> None:
        """Be quiet at once; the end of what was playing is not told."""

    def rest(self) -> None:
        """Let go of the device until the next sound."""


Done = Callable[[int, str], None]


def open_output(probe: Path, done: Done) -> Output | str:
    """The first way that works, or why none does."""
    try:
        return DeviceOutput(done)
    except (NoDeviceError, ImportError) as error:
        # Standard error is the log file here.
        sys.stderr.write(f"{error}\n")
    programs = " or ".join(command[0] for command in PROGRAMS)
    return ProgramOutput.find(probe, done) or f"no device, and no {programs} that can play"


def serve(output: Output, inbox: "queue.SimpleQueue[wire.Message]", outgoing: BinaryIO) -> None:
    """Obey messages and pass on ends, for ever; the reading thread ends the process."""
    while True:
        try:
            event = inbox.get(timeout=IDLE_CLOSE_SECONDS)
        except queue.Empty:
            output.rest()
            continue
        if isinstance(event, wire.Play):
            _play(output, event, outgoing)
        elif isinstance(event, wire.Silence):
            output.silence()
        elif isinstance(event, wire.Played | wire.PlayFailed):
            stdio.send(outgoing, wire.WIRE, event)


def _play(output: Output, request: wire.Play, outgoing: BinaryIO) -> None:
    try:
        output.play(request.number, [Path(path) for path in request.paths])
    except Exception as error:  # noqa: BLE001 - whatever the sound library raises
        stdio.send(
            outgoing, wire.WIRE, wire.PlayFailed(request.number, f"{type(error).__name__}: {error}")
        )


def main() -> None:
    """Run as `python -m coach.speech.playing --probe QUIET.wav`."""
    parser = argparse.ArgumentParser(prog="coach.speech.playing", description=main.__doc__)
    parser.add_argument("--probe", type=Path, required=True, help="a short, nearly silent WAV file")
    options = parser.parse_args()
    incoming, outgoing = stdio.claim_wire()
    inbox: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
    stdio.read_into(incoming, wire.WIRE, inbox)

    def done(number: int, reason: str) -> None:
        inbox.put(wire.PlayFailed(number, reason) if reason else wire.Played(number))

    output = open_output(options.probe, done)
    if isinstance(output, str):
        stdio.send(outgoing, wire.WIRE, wire.NoSound(output))
        return
    stdio.send(outgoing, wire.WIRE, wire.SoundReady(output.name))
    serve(output, inbox, outgoing)


if __name__ == "__main__":
    main()
