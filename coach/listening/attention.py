"""What the ear does with what it records: while it may listen, frames become things heard."""

from collections.abc import Callable, Iterator

from coach.listening import wire
from coach.listening.knocks import KnockGate
from coach.listening.levels import FRAME_SAMPLES, Floor, level_db, samples_of
from coach.listening.matching import Verdict
from coach.listening.speech_gate import Event, SpeechGate

FRAME_BYTES = 2 * FRAME_SAMPLES

Recognise = Callable[[bytes], Verdict]
"""What to believe that 16-bit samples say; may take a second."""


class Attention:
    """Listens while its lease runs; everything recorded outside it is thrown away unheard.

    A lease is short and has to be renewed: a coach that hangs or speaks leaves no open ear.
    """

    def __init__(self) -> None:
        self._until = float("-inf")
        self._rest = b""
        self._floor = Floor()
        self._knocks = KnockGate()
        self._speech = SpeechGate()
        self._knocked = False
        self.recognise: Recognise | None = None
        """Makes phrases out; None while there are none to be made out."""

    def attend(self, seconds: float, at: float) -> None:
        """Listen from monotonic time `at` on, for so long."""
        if at > self._until:
            self._forget()
        self._until = at + seconds

    def ignore(self) -> None:
        """Throw away what is under way and all that follows."""
        self._until = float("-inf")
        self._forget()

    def recorded(self, data: bytes, at: float) -> Iterator[wire.Reply]:
        """What is made out of samples that arrived at `at`."""
        if at > self._until:
            self._forget()
            return
        data = self._rest + data
        whole = len(data) // FRAME_BYTES * FRAME_BYTES
        self._rest = data[whole:]
        for first in range(0, whole, FRAME_BYTES):
            yield from self._frame(data[first : first + FRAME_BYTES])

    def _frame(self, frame: bytes) -> Iterator[wire.Reply]:
        level, floor = level_db(samples_of(frame)), self._floor
        self._floor = floor.after(level)
        self._knocks, knocked = self._knocks.after(level, floor)
        if knocked:
            self._knocked = True
            yield wire.KnockHeard()
        if self.recognise is not None:
            self._speech, event = self._speech.after(frame, level, floor)
            if event is not None:
                yield self._spoken(event, self.recognise)

    def _spoken(self, event: Event, recognise: Recognise) -> wire.Reply:
        """What a voice comes to; a clap sounds like a very short one."""
        if event is Event.BEGAN:
            self._knocked = False
            return wire.SpeechBegan()
        if event is Event.TALK or self._knocked:
            return wire.SpeechEnded()
        verdict = recognise(self._speech.said)
        if verdict.matched is not None:
            return wire.PhraseHeard(verdict.matched.phrase, verdict.sure, verdict.matched.named)
        return wire.NothingCaught() if verdict.addressed else wire.SpeechEnded()

    def _forget(self) -> None:
        self._rest = b""
        self._knocks = self._knocks.reopened()
        self._speech = SpeechGate()
