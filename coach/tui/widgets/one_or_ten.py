"""One key answers a score: a one waits a moment for the nought that makes it ten."""

from collections.abc import Callable
from typing import Any

from textual.timer import Timer

ONE_OR_TEN_SECONDS = 0.8
SCORE_KEYS = {"t": "10", "plus": "10"}
"""Keys that answer ten at once."""


class OneOrTen:
    """Turns keys of a scale into answers."""

    def __init__(
        self, later: Callable[[float, Callable[[], Any]], Timer], answer: Callable[[str], None]
    ) -> None:
        self._later = later
        self._answer = answer
        self._one: Timer | None = None

    @property
    def waiting(self) -> bool:
        """Whether a one waits for its nought."""
        return self._one is not None

    def key(self, answer: str) -> str | None:
        """Take a key of the scale; gives back the key that belongs to the question after it."""
        if self.waiting and answer == "0":
            self.forget()
            self._answer("10")
        elif self.waiting:
            self.take_one()
            return answer
        elif answer == "1":
            self._one = self._later(ONE_OR_TEN_SECONDS, self.take_one)
        else:
            self._answer(answer)
        return None

    def take_one(self) -> None:
        """The one was all; nothing when none waits."""
        if self.waiting:
            self.forget()
            self._answer("1")

    def forget(self) -> None:
        """The one was not meant."""
        if self._one is not None:
            self._one.stop()
            self._one = None
