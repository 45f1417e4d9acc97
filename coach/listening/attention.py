"""What the ear does with what it records: while it may listen, frames become things heard."""

from collections.abc import Iterator

from coach.listening import wire
from coach.listening.knocks import KnockGate
from coach.listening.levels import FRAME_SAMPLES, Floor, level_db, samples_of

FRAME_BYTES = 2 * FRAME_SAMPLES


class Attention:
    """Listens while its lease runs; everything recorded outside it is thrown away unheard.

    A lease is short and has to be renewed: a coach that hangs or speaks leaves no open ear.
    """

    def __init__(self) -> None:
        self._until = float("-inf")
        self._rest = b""
        self._floor = Floor()
        self._knocks = KnockGate()

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
        level = level_db(samples_of(frame))
        self._knocks, knocked = self._knocks.after(level, self._floor)
        self._floor = self._floor.after(level)
        if knocked:
            yield wire.KnockHeard()

    def _forget(self) -> None:
        self._rest = b""
        self._knocks = self._knocks.reopened()
