"""What a coach watches by the clock, and how whoever is open asks it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from coach.domain.errors import LogError
from coach.session.cues import Cue

if TYPE_CHECKING:
    from coach.workflows.coach import Coach


class SaidAllTheSameError(LogError):
    """The log refused what comes before words that were said all the same: `cues`."""

    def __init__(self, refused: LogError, cues: Sequence[Cue]) -> None:
        super().__init__(refused.title, refused.what, refused.mend)
        self.cues = tuple(cues)


class Watcher(Protocol):
    """One thing that is watched: it knows when it next has something to say, and says it once."""

    def next_at(self) -> datetime | None:
        """When it next has something to say, if nothing changes; None for never."""

    def tick(self) -> list[Cue]:
        """Say what is due now, the fact first; empty when nothing is. Raises LogError."""


def next_of(watchers: Sequence[Watcher]) -> datetime | None:
    """When the first of them next has something to say; None when none has."""
    times = [at for watcher in watchers if (at := watcher.next_at()) is not None]
    return min(times, default=None)


def each_asked(said: list[Cue], *asked: Callable[[list[Cue]], object]) -> None:
    """Ask each in turn, whatever the one before it fails at: a pack comes off in time though
    nothing else can be written. What they say comes to `said`.

    Raises the first LogError or OSError, once all were asked.
    """
    first: LogError | OSError | None = None
    for one in asked:
        try:
            one(said)
        except (LogError, OSError) as error:
            first = first or error
    if first is not None:
        raise first


def around_session(coach: "Coach", said: list[Cue]) -> None:
    """All that is watched while the questions before and after a session stand open.

    Somebody is there, and a pack that lies on the skin comes off in time; the rest waits. What is
    said comes to `said`. Raises LogError.
    """
    each_asked(said, lambda _: coach.reminders.arrive(), _tick(coach.timers))


def ticked(watchers: Sequence[Watcher], said: list[Cue]) -> None:
    """All of them are asked; what they say now comes to `said`. Raises LogError."""
    each_asked(said, *map(_tick, watchers))


def _tick(watcher: Watcher) -> Callable[[list[Cue]], object]:
    def ask(said: list[Cue]) -> None:
        try:
            said.extend(watcher.tick())
        except SaidAllTheSameError as error:
            said.extend(error.cues)
            raise

    return ask
