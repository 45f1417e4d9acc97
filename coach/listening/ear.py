"""The process that owns the microphone: records, listens while it may, and says what it heard.

A sound system that hangs, prints or crashes does so here; the session hears nothing of it.
"""

import queue
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from msgspec import Struct

from coach.clock import SystemClock
from coach.listening import wire
from coach.listening.attention import Attention
from coach.listening.matching import PhraseList
from coach.listening.microphone import Microphone, NoMicrophoneError
from coach.processes import stdio

ALIVE_SECONDS = 1.0
MUTE_SECONDS = 5.0
"""A microphone that hands over nothing for so long is gone, whatever its driver says."""


class Recorded(Struct, frozen=True):
    """Samples, and the monotonic time at which they arrived."""

    data: bytes
    at: float


class Gone(Struct, frozen=True):
    """The device stopped by itself."""


class Ear:
    """Serves one parent; everything comes in through one queue, in the order in which it came."""

    def __init__(
        self, outgoing: BinaryIO, inbox: "queue.SimpleQueue[Any]", now: Callable[[], float]
    ) -> None:
        self._outgoing, self._inbox, self._now = outgoing, inbox, now
        self._attention = Attention()
        self._alive_at = self._recorded_at = now()

    def begin(self, begin: wire.Begin) -> Microphone | None:
        """Open the microphone; None when there is none, which is told."""
        try:
            microphone = Microphone(begin.microphone, self._on_recorded, self._on_gone)
        except (NoMicrophoneError, ImportError) as error:
            self._send(wire.NoMicrophone(str(error)))
            return None
        self._send(wire.EarReady(microphone.name))
        if begin.phrases:
            self._learn(begin.phrases)
        return microphone

    def _learn(self, phrases: list[str]) -> None:
        """Load the recognisers; without them claps are heard all the same."""
        from coach.listening.recogniser import NoRecogniserError, Recogniser

        try:
            recogniser = Recogniser(phrases)
        except NoRecogniserError as error:
            self._send(wire.NoRecogniser(str(error)))
            return
        known = PhraseList(phrases)
        self._attention.recognise = lambda samples: known.judge(*recogniser.write(samples))
        self._send(wire.RecogniserReady())

    def serve(self) -> None:
        """Listen until the microphone is gone; the reading thread ends the process."""
        self._recorded_at = self._now()
        while True:
            event = self._next()
            if isinstance(event, Gone) or self._now() - self._recorded_at > MUTE_SECONDS:
                self._send(wire.NoMicrophone("the microphone went away"))
                return
            self._take(event)
            self._tell_alive()

    def _next(self) -> Any:
        try:
            return self._inbox.get(timeout=ALIVE_SECONDS)
        except queue.Empty:
            return None

    def _take(self, event: Any) -> None:
        if isinstance(event, Recorded):
            self._recorded_at = self._now()
            for reply in self._attention.recorded(event.data, event.at):
                self._send(reply)
        elif isinstance(event, wire.Attend):
            self._attention.attend(event.seconds, self._now())
        elif isinstance(event, wire.Ignore):
            self._attention.ignore()

    def _tell_alive(self) -> None:
        if self._now() - self._alive_at >= ALIVE_SECONDS:
            self._alive_at = self._now()
            self._send(wire.Alive())

    def _send(self, reply: wire.Reply) -> None:
        stdio.send(self._outgoing, wire.WIRE, reply)

    def _on_recorded(self, data: bytes) -> None:
        self._inbox.put(Recorded(data, self._now()))

    def _on_gone(self) -> None:
        self._inbox.put(Gone())


def main() -> None:
    """Run as `python -m coach.listening.ear`; the first message says what to listen to."""
    incoming, outgoing = stdio.claim_wire()
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    stdio.read_into(incoming, wire.WIRE, inbox)
    ear = Ear(outgoing, inbox, SystemClock().monotonic)
    begin = inbox.get()
    if not isinstance(begin, wire.Begin):
        sys.stderr.write(f"unexpected first message: {begin!r}\n")
        return
    microphone = ear.begin(begin)
    if microphone is not None:
        ear.serve()
    stdio.end_family()


if __name__ == "__main__":
    main()
