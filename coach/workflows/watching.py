"""What a coach watches by the clock, and how whoever is open asks it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from coach.session.cues import Cue

if TYPE_CHECKING:
    from coach.workflows.coach import Coach


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


def around_session(coach: "Coach") -> list[Cue]:
    """All that is watched while the questions before and after a session stand open.

    Somebody is there, and a pack that lies on the skin comes off in time; the rest waits. What is
    said; raises LogError.
    """
    coach.reminders.arrive()
    return coach.timers.tick()


def ticked(watchers: Sequence[Watcher]) -> list[Cue]:
    """What all of them say now. Raises LogError."""
    return [cue for watcher in watchers for cue in watcher.tick()]
