"""A no to a safety question counts when the question could be read; yes and `!` always count.

A held key, or keys typed ahead, would answer the whole list unseen.
"""

from collections.abc import Callable
from math import inf

from textual.events import Key

from coach.clock import Monotonic
from coach.domain.red_flags import READ_SECONDS, TRY_FIRST

NO = "n"
HELD_SECONDS = 0.2
"""Two that come closer than this are one that is held down: keyboards repeat 10 to 40 times a
second unless set to be slow, and nobody who presses keeps that up for a list."""
TOO_EARLY = "Wait a moment and read the question, then press n or y."


class FirstRead:
    """Since when one question can be read."""

    def __init__(self, now: Monotonic, came_early: Callable[[], object]) -> None:
        """`came_early` tells the person that a no did not count."""
        self._now = now
        self.came_early = came_early
        self._since = inf
        self.end_seen = False
        """Whether its last words were in view."""
        self.needs = READ_SECONDS
        """How long it stands before a no counts."""

    def hidden(self) -> None:
        """Nothing can be read before `shown`."""
        self._since = inf
        self.end_seen = False

    def shown(self) -> None:
        """It stands on the screen from now on."""
        self._since = self._now()

    def saw_end(self) -> None:
        """Its last words are in view; those of the question before it do not count."""
        self.end_seen = self._since < inf

    @property
    def said_early(self) -> str:
        """What is said to a no that came early: there may be something to try."""
        return TOO_EARLY if self.needs <= READ_SECONDS else TRY_FIRST

    @property
    def long_enough(self) -> bool:
        """Whether it has stood for a moment, and all of it."""
        return self.end_seen and self._now() - self._since >= self.needs


class RunningOn:
    """Tells a no that is meant from one that runs on: held down, repeated, or typed ahead."""

    def __init__(self, now: Monotonic) -> None:
        self._now = now
        self._last = -inf
        """When a no to a safety question was pressed last, counted or not."""
        self._counted = -inf
        """When one counted last."""

    def drops(self, event: Key, question: FirstRead | None) -> bool:
        """Whether a key is no answer: `question` is the safety question on the screen, if any.

        Whoever presses in between waits no longer for that; one held down never counts, since no
        terminal tells a key that is held from one that is pressed as fast.
        """
        if (event.character or "").lower() != NO:
            return False
        early, now = self.is_early(question), self._now()
        if early:
            self._last = now
        elif question is not None:
            self._last = self._counted = now
        return early

    def is_early(self, question: FirstRead | None) -> bool:
        """Whether a no would be one too early now."""
        now, unread = self._now(), question is not None and not question.long_enough
        held = now - self._last < HELD_SECONDS
        return unread or held or now - self._counted < READ_SECONDS
